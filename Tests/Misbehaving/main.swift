import CDecoderServer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// castbook-media-misbehaving: serves like castbook-media, with decoders that do harm on request.
// With an argument it shows what its decoders could do if they were in no sandbox.

_ = Misbehaviour.server
if CommandLine.arguments.count > 1 {
  Misbehaviour.printFailures()
  exit(0)
}
exit(castbook_decoder_serve(STDIN_FILENO, Misbehaviour.decode, MisconvertedColors.session) ? 0 : 3)
