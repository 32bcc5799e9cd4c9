internal import Decoders

// castbook-media: decodes pictures for castbook, each in a process of its own. castbook starts it
// with a socket as its standard input; it speaks to nobody else.

PictureServer.run()
