internal import Dispatch
internal import Synchronization

/// Produces pieces on a second thread while the caller works on earlier ones. Only a limited number
/// of pieces wait for the caller.
final class ReadAhead<Piece: Sendable>: Sendable {
  private struct State {
    var waiting: [Piece] = []
    var failure: (any Error)?
    var isStopped = false
  }

  private let state = Mutex(State())
  private let room = DispatchSemaphore(value: 0)
  /// Counts pieces that wait, and the end.
  private let made = DispatchSemaphore(value: 0)

  /// Starts the second thread.
  ///
  /// - Parameters:
  ///   - count: The maximum number of pieces that wait.
  ///   - make: Produces the pieces and passes each to `give`, which returns `false` if no more are
  ///     wanted.
  init(atMost count: Int, make: @escaping @Sendable (_ give: (Piece) -> Bool) throws -> Void) {
    // Signalled one by one: a semaphore must not be destroyed with a lower value than its initial
    // one.
    for _ in 0..<count { room.signal() }
    DispatchQueue(label: "castbook.read-ahead").async { [self] in
      do {
        try make(give)
      } catch {
        state.withLock { $0.failure = error }
      }
      made.signal()
    }
  }

  /// Waits until there is room and adds a piece. Returns whether more pieces are wanted.
  private func give(_ piece: Piece) -> Bool {
    room.wait()
    let isWanted = state.withLock { state in
      if !state.isStopped { state.waiting.append(piece) }
      return !state.isStopped
    }
    if isWanted { made.signal() }
    return isWanted
  }

  /// Waits for the next piece and returns it; `nil` after the last one.
  ///
  /// - Throws: The error of `make`, after the pieces that it had produced.
  func next() throws -> Piece? {
    made.wait()
    let piece = state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    guard let piece else {
      // Further calls return `nil` as well.
      made.signal()
      if let failure = state.withLock({ $0.failure }) { throw failure }
      return nil
    }
    room.signal()
    return piece
  }

  /// Makes the second thread end when it has the next piece.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      state.waiting = []
    }
    room.signal()
  }
}
