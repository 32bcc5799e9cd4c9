internal import Vision

// castbook-vision describes pictures by a network for castbook, in a process of its own. castbook
// starts it with a socket as its standard input and is its only client.

VisionServer.run()
