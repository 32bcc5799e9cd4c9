package import CDecoderServer

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What programs do that decode for castbook: they answer requests on their standard input until that is
/// closed, each in a process born for it.
package enum DecoderServer {
  /// `what` is said to people who start the program themselves; `prepare` reads what must be read before a
  /// process gives up its rights to read more.
  package static func run(
    _ what: StaticString, prepare: () -> Void = {}, answer: castbook_decoder_t
  ) -> Never {
    var kind = stat()
    guard unsafe fstat(STDIN_FILENO, &kind) == 0, kind.st_mode & S_IFMT == S_IFSOCK else {
      _ = what.withUTF8Buffer { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
      exit(2)
    }
    prepare()
    exit(unsafe castbook_decoder_serve(STDIN_FILENO, answer) ? 0 : 3)
  }
}
