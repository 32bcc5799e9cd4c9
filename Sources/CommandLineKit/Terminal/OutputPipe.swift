public import Model
internal import Synchronization

/// An output stream that could not be written to, and why.
public struct OutputError: CastbookError, Hashable {
  /// The name of the stream, such as `standard output`.
  public let destination: String
  public let reason: SystemErrorNumber
}

extension OutputError {
  public var blame: Blame { .failure }
  public var rule: String { "output.failed" }
  public var fix: String? { nil }
  public var message: String {
    "could not write to \(destination): \(reason). The output is incomplete."
  }
}

/// Buffers output and writes it to a file descriptor in large chunks. It may be shared by threads.
///
/// When the reader has gone (`castbook list | head`) the process ends quietly, provided that
/// `Signals.prepare()` was called. Any other failure is thrown, and thrown again by each later
/// call, so it can't be missed. Call `flush()` at the end.
///
/// ```swift
/// try OutputPipe.standardOutput.write("ready\n")
/// try OutputPipe.standardOutput.flush()
/// ```
public final class OutputPipe: Sendable {
  private struct State {
    var pending: [UInt8] = []
    /// The first failure, which every later call throws again.
    var failure: OutputError?
  }

  /// Buffered standard output, except on a terminal.
  public static let standardOutput = OutputPipe(descriptor: 1, name: "standard output")
  /// Unbuffered standard error, for messages and progress.
  public static let standardError = OutputPipe(
    descriptor: 2, name: "standard error", capacity: 0)

  private let descriptor: Int32
  private let name: String
  /// The number of bytes that may be buffered before they are written.
  private let capacity: Int
  private let state = Mutex(State())

  /// Creates a pipe on an open descriptor, which it doesn't close. On a terminal it writes at once,
  /// because the user is watching.
  public init(descriptor: Int32, name: String, capacity: Int = 64 * 1024) {
    self.descriptor = descriptor
    self.name = name
    self.capacity = SystemCalls.isTerminal(descriptor) ? 0 : capacity
  }

  /// Writes the text as UTF-8, without a newline.
  public func write(_ text: String) throws(OutputError) { try write(bytes: text.utf8) }

  /// Writes bytes unchanged: paths that are not UTF-8, media.
  public func write(bytes: some Sequence<UInt8>) throws(OutputError) {
    try state.withLock { state throws(OutputError) in
      state.pending.append(contentsOf: bytes)
      if state.pending.count > capacity { try drain(&state) }
    }
  }

  /// Writes everything that is still buffered.
  public func flush() throws(OutputError) {
    try state.withLock { state throws(OutputError) in try drain(&state) }
  }

  /// Writes the buffer until it is empty or fails. A failed buffer is dropped.
  private func drain(_ state: inout State) throws(OutputError) {
    var rest = state.pending[...]
    while !rest.isEmpty, state.failure == nil {
      switch SystemCalls.write(rest, to: descriptor) {
      case .wrote(let count): rest = rest.dropFirst(count)
      case .again: continue
      case .closedPipe: Signals.endByClosedPipe()
      case .failed(let reason): state.failure = OutputError(destination: name, reason: reason)
      }
    }
    state.pending.removeAll(keepingCapacity: true)
    if let failure = state.failure { throw failure }
  }
}
