public import Model
internal import Synchronization

/// An input stream that could not be read, and why.
public struct InputError: CastbookError, Hashable {
  /// The name of the stream, such as `standard input`.
  public let source: String
  public let reason: SystemErrorNumber
}

extension InputError {
  public var blame: Blame { .failure }
  public var rule: String { "input.unreadable" }
  public var fix: String? { nil }
  public var message: String { "could not read \(source): \(reason)" }
}

/// Reads a file descriptor line by line. A line that is too long is skipped to its end and
/// reported, so a stranger can't fill the memory.
///
/// ```swift
/// while let line = try InputPipe.standardInput.nextLine() {
///   if case .text(let bytes) = line { answer(bytes) }
/// }
/// ```
public final class InputPipe: Sendable {
  /// One line, without its line feed.
  public enum Line: Hashable, Sendable {
    case text([UInt8])
    /// A line that is longer than the limit, of which nothing is kept.
    case tooLong(byteCount: Int)
  }

  private struct State {
    /// The bytes that were read and not yet returned.
    var pending: [UInt8] = []
    /// The index in `pending` of the first byte that is not known to be free of line feeds.
    var searched = 0
    /// The number of bytes of the current line that were dropped.
    var skipped = 0
    var isAtEnd = false
  }

  /// Standard input, with lines of at most 4 MiB.
  public static let standardInput = InputPipe(descriptor: 0, name: "standard input")

  private let descriptor: Int32
  private let name: String
  /// The maximum number of bytes in a line.
  private let limit: Int
  private let state = Mutex(State())

  /// Creates a pipe on an open descriptor, which it doesn't close.
  public init(descriptor: Int32, name: String, limit: Int = 4 << 20) {
    self.descriptor = descriptor
    self.name = name
    self.limit = limit
  }

  /// Waits for the next line and returns it; `nil` at the end of the input. The last line needs no
  /// line feed.
  ///
  /// - Throws: `InputError` when the descriptor can't be read.
  public func nextLine() throws(InputError) -> Line? {
    try state.withLock { state throws(InputError) in
      while true {
        if let line = takeLine(from: &state) { return line }
        if state.isAtEnd { return takeRest(of: &state) }
        switch SystemCalls.read(descriptor) {
        case .read(let bytes): state.pending += bytes
        case .again: continue
        case .ended: state.isAtEnd = true
        case .failed(let reason): throw InputError(source: name, reason: reason)
        }
      }
    }
  }

  /// Removes and returns the first complete line; `nil` while its line feed is missing.
  private func takeLine(from state: inout State) -> Line? {
    let rest = state.pending[state.searched...]
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
      if state.pending.count > limit {
        state.skipped += state.pending.count
        state.pending.removeAll()
      }
      state.searched = state.pending.count
      return nil
    }
    let bytes = state.pending[..<end]
    defer {
      state.pending.removeSubrange(...end)
      state.searched = 0
      state.skipped = 0
    }
    let count = state.skipped + bytes.count
    return count > limit ? .tooLong(byteCount: count) : .text(Array(bytes))
  }

  /// Removes and returns a last line without a line feed; `nil` when there is none.
  private func takeRest(of state: inout State) -> Line? {
    let bytes = state.pending
    let count = state.skipped + bytes.count
    state = State()
    state.isAtEnd = true
    if count == 0 { return nil }
    return count > limit ? .tooLong(byteCount: count) : .text(bytes)
  }
}
