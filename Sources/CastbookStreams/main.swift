internal import Streams

// castbook-streams: decodes sounds and clips for castbook, each in a process of its own. castbook starts it
// with a socket as its standard input; it speaks to nobody else. It is a program apart since its libraries
// load more than a hundred others.

StreamServer.run()
