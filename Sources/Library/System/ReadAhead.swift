internal import Dispatch
internal import Synchronization

/// Makes pieces of something on a thread of its own while those before them are worked on. Only so many
/// wait, however slow that work is.
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

  /// `make` gives piece after piece, until it is told that no more are wanted.
  init(atMost count: Int, make: @escaping @Sendable (_ give: (Piece) -> Bool) throws -> Void) {
    // Counted up, since a semaphore must not go with less than it began with.
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

  private func give(_ piece: Piece) -> Bool {
    room.wait()
    let isWanted = state.withLock { state in
      if !state.isStopped { state.waiting.append(piece) }
      return !state.isStopped
    }
    if isWanted { made.signal() }
    return isWanted
  }

  /// The next piece, waited for; nothing after the last. What failed is thrown once all before is taken.
  func next() throws -> Piece? {
    made.wait()
    let (piece, failure) = state.withLock { state in
      state.waiting.isEmpty ? (nil, state.failure) : (state.waiting.removeFirst(), nil)
    }
    guard let piece else {
      // The end stays the end.
      made.signal()
      if let failure { throw failure }
      return nil
    }
    room.signal()
    return piece
  }

  /// Has the other thread end when it next has something to give.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      state.waiting = []
    }
    room.signal()
  }
}
