internal import Dispatch

/// Makes pieces of something on a thread of its own while those before them are worked on. Only so many
/// wait, however slow that work is.
// What changes in it is used on `turns` alone, which the compiler can't see; the thread sanitizer can, as it
// can't with `Mutex`.
final class ReadAhead<Piece: Sendable>: @unchecked Sendable {
  private var waiting: [Piece] = []
  private var failure: (any Error)?
  private var isStopped = false

  private let turns = DispatchQueue(label: "castbook.read-ahead.turns")
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
        turns.sync { failure = error }
      }
      made.signal()
    }
  }

  private func give(_ piece: Piece) -> Bool {
    room.wait()
    let isWanted = turns.sync {
      if !isStopped { waiting.append(piece) }
      return !isStopped
    }
    if isWanted { made.signal() }
    return isWanted
  }

  /// The next piece, waited for; nothing after the last. What failed is thrown once all before is taken.
  func next() throws -> Piece? {
    made.wait()
    let piece: Piece? = turns.sync { waiting.isEmpty ? nil : waiting.removeFirst() }
    guard let piece else {
      // The end stays the end.
      made.signal()
      if let failure = turns.sync(execute: { failure }) { throw failure }
      return nil
    }
    room.signal()
    return piece
  }

  /// Has the other thread end when it next has something to give.
  func stop() {
    turns.sync {
      isStopped = true
      waiting = []
    }
    room.signal()
  }
}
