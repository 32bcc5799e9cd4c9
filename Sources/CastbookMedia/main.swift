internal import Decoders

// castbook-media decodes pictures for castbook, each in a separate process. castbook
// starts it with a socket as its standard input and is its only client.

PictureServer.run()
