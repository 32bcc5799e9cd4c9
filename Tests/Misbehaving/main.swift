import CDecoderServer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// castbook-media-misbehaving: serves like castbook-media, with decoders that do harm on request.

_ = Misbehaviour.server
exit(castbook_decoder_serve(STDIN_FILENO, Misbehaviour.decode) ? 0 : 3)
