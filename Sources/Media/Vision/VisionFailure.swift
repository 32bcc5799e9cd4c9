/// A reason why pictures were not described.
package enum VisionFailure: SessionFailure, Hashable, Sendable {
  /// castbook-vision can't be started; `exitCode` is set if it ended at its start.
  case noProgram(exitCode: Int?)
  /// The system has no process or memory left.
  case noProcess
  /// castbook-vision can't run the network.
  case unusable(problem: String)
  /// The process has ended, and so did the one that replaced it.
  case stopped
  /// Describing took longer than this many seconds.
  case tooSlow(seconds: Int)

  /// What happened, in words that can follow "the pictures were not compared by subject".
  package var summary: String {
    switch self {
    case .noProgram(nil):
      "castbook-vision can't be started; install castbook again, with castbook-vision"
    case .noProgram(let exitCode?): "castbook-vision exits with code \(exitCode) at start"
    case .noProcess: "the system had no process or memory to describe them"
    case .unusable(let problem): "the model can't be used: \(problem)"
    case .stopped: "the process that describes them has ended"
    case .tooSlow(let seconds): "describing them took more than \(seconds) s"
    }
  }
}
