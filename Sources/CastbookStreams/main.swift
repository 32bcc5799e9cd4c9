internal import Streams

// castbook-streams decodes sounds and clips for castbook, each in a separate process.
// castbook starts it with a socket as its standard input and is its only client. It is a
// separate program because its libraries load more than a hundred others.

StreamServer.run()
