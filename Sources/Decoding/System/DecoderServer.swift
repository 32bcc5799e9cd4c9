package import CDecoderServer
internal import Linkage
internal import POSIX

/// The main loop of the programs that decode for Castbook: they answer requests on their
/// standard input until it is closed, each request in a process forked for it.
package enum DecoderServer {
  /// Serves requests and exits, or prints the report that the arguments ask for.
  ///
  /// - Parameters:
  ///   - what: The message for people who start the program themselves: standard input is then
  ///     no socket.
  ///   - prepare: Loads what must be read before the process gives up its right to open files.
  ///   - answer: Answers one request in its own process.
  ///   - session: Serves a request for a session, for which the whole process is used.
  package static func run(
    _ what: StaticString, prepare: () -> Void = {}, answer: castbook_decoder_t,
    session: castbook_decoder_session_t? = nil
  ) -> Never {
    if ProgramReport.isRequested {
      let protection = SystemProtection(rawValue: castbook_decoder_protection())
      ProgramReport(libraries: LoadedLibrary.all(), protection: protection).printAndExit()
    }
    var kind = stat()
    guard unsafe fstat(STDIN_FILENO, &kind) == 0, kind.st_mode & S_IFMT == S_IFSOCK else {
      _ = what.withUTF8Buffer { unsafe write(STDERR_FILENO, $0.baseAddress, $0.count) }
      exit(2)
    }
    prepare()
    exit(unsafe castbook_decoder_serve(STDIN_FILENO, answer, session) ? 0 : 3)
  }
}
