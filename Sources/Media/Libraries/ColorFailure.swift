internal import Model

/// A reason why colours were not converted.
package enum ColorFailure: Error, Hashable, Sendable {
  /// The profile or the name can't be interpreted.
  case unusable
  /// castbook-media can't be started; `exitCode` is set if it ended at its start.
  case noProgram(exitCode: Int?)
  /// The system has no process or memory left.
  case noProcess
  /// The process that converts has ended, and so did the one that replaced it.
  case stopped
  /// Conversion took longer than this many seconds.
  case tooSlow(seconds: Int)
}

extension ColorFailure: SessionFailure {
  /// Returns the problem of a picture in this format, whose colours are therefore unknown.
  func problem(_ format: MediaFormat) -> FileProblem {
    switch self {
    case .unusable: .badProfile(what: "it can't be interpreted")
    case .noProgram(let exitCode): .noDecoder(format, exitCode: exitCode)
    case .noProcess: .undecided(.noProcess)
    case .stopped: .undecided(.stopped)
    case .tooSlow(let seconds): .undecided(.tooSlow(seconds: seconds))
    }
  }

  /// What happened, in words that can follow "its content can't be decoded".
  package var summary: String {
    switch self {
    case .unusable: "its colours can't be converted to sRGB"
    case .noProgram(nil):
      "castbook-media, which reads colour profiles, can't be started; install castbook "
        + "again, with castbook-media"
    case .noProgram(let exitCode?):
      "castbook-media, which reads colour profiles, exits with code \(exitCode) at start"
    case .noProcess: "the system had no process or memory to convert its colours"
    case .stopped: "the process that converts its colours has ended"
    case .tooSlow(let seconds): "converting its colours took more than \(seconds) s"
    }
  }
}
