internal import Model
internal import Synchronization

/// One line on standard error that shows how far long work has got, and that leaves no trace.
///
/// It appears after half a second, only on a terminal, and changes at most ten times a second.
///
///     let progress = ProgressLine(on: .standardError, style: errorStyle)
///     for (index, file) in files.enumerated() {
///       progress.update("\(index) of \(files.count)  \(file.name)")
///       try progress.erased { try output.write(line) }
///     }
///     progress.erase()
public final class ProgressLine: Sendable {
  private struct State {
    var isShown = false
    var lastDrawn: Duration?
  }

  private let pipe: OutputPipe
  /// The columns of the terminal, or `nil` when progress is not shown.
  private let columns: Int?
  /// The time since the work began.
  private let elapsed: @Sendable () -> Duration
  private let state = Mutex(State())
  /// The line that the terminal shows, or showed last.
  private static let latest = Mutex<ProgressLine?>(nil)

  /// Creates a progress line that starts its clock now. Tests pass their own `elapsed`.
  public init(
    on pipe: OutputPipe, style: TerminalStyle, elapsed: (@Sendable () -> Duration)? = nil
  ) {
    self.pipe = pipe
    columns = style.isTerminal ? style.columns : nil
    let start = ContinuousClock.now
    self.elapsed = elapsed ?? { ContinuousClock.now - start }
  }

  /// Shows the text, cut to one line, unless the work has just begun or the line has just changed.
  /// The text is evaluated only when it is shown.
  public func update(_ text: @autoclosure () -> String) {
    guard let columns else { return }
    state.withLock { state in
      let now = elapsed()
      guard now >= .milliseconds(500) else { return }
      if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
      // The last column stays free: some terminals wrap as soon as it is filled.
      let line = truncated(sanitized(text()), toColumns: columns - 1)
      // A progress line that can't be written is no reason to stop the work.
      try? pipe.write("\r\(line)\u{1b}[K")
      try? pipe.flush()
      state.isShown = true
      state.lastDrawn = now
      Self.latest.withLock { $0 = self }
    }
  }

  public func erase() { state.withLock { state in erase(&state) } }

  /// Erases the line that the terminal shows, for a message of code that has no progress line.
  public static func eraseShown() { latest.withLock(\.self)?.erase() }

  /// Erases the line and calls `write`, which may print other output; no progress appears until it
  /// returns. `write` must not use this progress line, whose lock is held.
  public func whileErased<Result, Failure>(
    _ write: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in
      erase(&state)
      return try write()
    }
  }

  /// Clears the line if it is shown. The next update draws it at once.
  private func erase(_ state: inout State) {
    guard state.isShown else { return }
    state.isShown = false
    state.lastDrawn = nil
    try? pipe.write("\r\u{1b}[K")
    try? pipe.flush()
  }
}
