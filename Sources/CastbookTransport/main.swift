internal import Transport

// castbook-transport is the only program of Castbook that opens connections to other machines.
// castbook starts it with a socket as its standard input and is its only client.

TransportServer.run()
