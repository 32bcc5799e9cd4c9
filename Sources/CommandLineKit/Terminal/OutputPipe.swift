internal import Synchronization

/// Why output could not be written.
public struct OutputError: Error, Hashable, Sendable {
  /// What was written to: `standard output`.
  public let destination: String
  public let reason: SystemError
}

extension OutputError: CustomStringConvertible {
  public var description: String {
    "could not write to \(destination): \(reason). The output is incomplete."
  }
}

/// Collects output and writes it to a descriptor in large pieces; threads may share one.
///
/// When the reader is gone (`castbook list | head`) the process ends quietly, as long as
/// `Signals.prepare()` was called; every other failure is thrown, and thrown again by each later
/// call, so that it can't be missed. Call `flush()` at the end.
public final class OutputPipe: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var failure: OutputError?
  }

  public static let standardOutput = OutputPipe(descriptor: 1, name: "standard output")
  /// Messages and progress: nothing waits in memory.
  public static let standardError = OutputPipe(
    descriptor: 2, name: "standard error", capacity: 0)

  private let descriptor: Int32
  private let name: String
  /// The bytes that may wait before they are written.
  private let capacity: Int
  private let state = Mutex(State())

  /// A writer on an open descriptor, which it does not close. On a terminal every write is
  /// passed on at once, because somebody is looking.
  public init(descriptor: Int32, name: String, capacity: Int = 64 * 1024) {
    self.descriptor = descriptor
    self.name = name
    self.capacity = SystemCalls.isTerminal(descriptor) ? 0 : capacity
  }

  public func write(_ text: String) throws(OutputError) {
    try write(bytes: text.utf8)
  }

  /// Writes bytes as they are: paths that are not UTF-8, media.
  public func write(bytes: some Sequence<UInt8>) throws(OutputError) {
    try state.withLock { state throws(OutputError) in
      state.pending.append(contentsOf: bytes)
      if state.pending.count > capacity { try pass(&state) }
    }
  }

  /// Writes everything that still waits.
  public func flush() throws(OutputError) {
    try state.withLock { state throws(OutputError) in try pass(&state) }
  }

  private func pass(_ state: inout State) throws(OutputError) {
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
