internal import POSIX
internal import Synchronization

/// Writes one message a line, in the order in which they are sent, on a thread of its own: a client
/// that doesn't read holds up neither a tool nor the reader of its requests.
final class MessageWriter: Sendable {
  private struct State {
    var queue: [[UInt8]] = []
    /// The number of bytes in the queue.
    var byteCount = 0
    /// Whether a thread is writing. It takes what is in the queue, too.
    var isWriting = false
    /// The first failure, after which nothing more is written.
    var failure: (any Error)?
  }

  /// With more messages or bytes than this in the queue, no further request is read.
  private static let maximumCount = 64
  private static let maximumBytes = 8 << 20

  private let write: @Sendable ([UInt8]) throws -> Void
  private let state = Mutex(State())

  /// - Parameter write: Writes a line, and may block.
  init(_ write: @escaping @Sendable ([UInt8]) throws -> Void) { self.write = write }

  /// Whether the client leaves many answers unread.
  var isBacklogged: Bool {
    state.withLock { $0.queue.count > Self.maximumCount || $0.byteCount > Self.maximumBytes }
  }

  /// Whether everything was written.
  var isIdle: Bool { state.withLock { $0.queue.isEmpty && !$0.isWriting } }

  var failure: (any Error)? { state.withLock { $0.failure } }

  /// Writes a message after those that were sent before.
  func send(_ message: [UInt8]) {
    let mustStart = state.withLock { state in
      guard state.failure == nil else { return false }
      state.queue.append(message)
      state.byteCount += message.count
      defer { state.isWriting = true }
      return !state.isWriting
    }
    if mustStart, !DetachedThread.start({ self.drain() }) { drain() }
  }

  /// Writes a message unless another one waits: for progress, of which only the latest matters.
  func offer(_ message: [UInt8]) { if isIdle { send(message) } }

  /// Writes until the queue is empty.
  private func drain() {
    while let message = next() {
      do { try write(message + [UInt8(ascii: "\n")]) } catch { fail(error) }
    }
  }

  /// Takes the first message from the queue; `nil` if there is none, and the thread ends.
  private func next() -> [UInt8]? {
    state.withLock { state in
      guard !state.queue.isEmpty else {
        state.isWriting = false
        return nil
      }
      let message = state.queue.removeFirst()
      state.byteCount -= message.count
      return message
    }
  }

  private func fail(_ error: any Error) {
    state.withLock { state in
      state.failure = state.failure ?? error
      state.queue.removeAll()
      state.byteCount = 0
    }
  }
}
