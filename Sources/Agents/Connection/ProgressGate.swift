internal import Synchronization

/// Lets through the reports of one call that are far enough apart and go forward.
final class ProgressGate: Sendable {
  private struct State {
    var lastDone: Int?
    var lastTime: Duration?
  }

  /// The minimum time between two reports.
  private static let interval = Duration.milliseconds(100)

  private let state = Mutex(State())

  /// Returns whether a report at a time is sent.
  ///
  /// - Parameters:
  ///   - done: How far the call has got.
  ///   - now: The time since any fixed moment.
  func admits(_ done: Int, at now: Duration) -> Bool {
    state.withLock { state in
      if let last = state.lastDone, done <= last { return false }
      if let last = state.lastTime, now - last < Self.interval { return false }
      (state.lastDone, state.lastTime) = (done, now)
      return true
    }
  }
}
