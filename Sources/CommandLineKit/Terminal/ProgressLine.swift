internal import Model
internal import Synchronization

/// One line on standard error that says how far long work is, and leaves no trace.
///
/// It appears after half a second, only on a terminal, and changes ten times a second at most.
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
  /// The columns of the terminal; nothing where no progress is shown.
  private let columns: Int?
  private let elapsed: @Sendable () -> Duration
  private let state = Mutex(State())

  /// `elapsed` tells the time since the work began; tests pass their own.
  public init(
    on pipe: OutputPipe, style: TerminalStyle, elapsed: (@Sendable () -> Duration)? = nil
  ) {
    self.pipe = pipe
    columns = style.isTerminal ? style.columns : nil
    let start = ContinuousClock.now
    self.elapsed = elapsed ?? { ContinuousClock.now - start }
  }

  /// Shows the text, cut to one line, unless it is too early or too soon.
  public func update(_ text: @autoclosure () -> String) {
    guard let columns else { return }
    state.withLock { state in
      let now = elapsed()
      guard now >= .milliseconds(500) else { return }
      if let last = state.lastDrawn, now - last < .milliseconds(100) { return }
      // The last column stays free: some terminals wrap as soon as it is filled.
      let line = truncated(sanitized(text()), toColumns: columns - 1)
      // Progress that can't be written is no reason to stop.
      try? pipe.write("\r\(line)\u{1b}[K")
      try? pipe.flush()
      state.isShown = true
      state.lastDrawn = now
    }
  }

  /// Takes the line away.
  public func erase() {
    state.withLock { state in erase(&state) }
  }

  /// Takes the line away, writes other output, and keeps new progress from coming in between;
  /// `write` itself must not touch this progress line.
  public func erased<Result, Failure>(
    _ write: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try state.withLock { state throws(Failure) in
      erase(&state)
      return try write()
    }
  }

  private func erase(_ state: inout State) {
    guard state.isShown else { return }
    state.isShown = false
    state.lastDrawn = nil
    try? pipe.write("\r\u{1b}[K")
    try? pipe.flush()
  }
}
