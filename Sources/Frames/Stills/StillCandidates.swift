internal import Model

/// A frame that may become a still.
struct StillCandidate: Sendable {
  let moment: FilmMoment
  /// The variance of the frame's Laplacian, as `SharpnessMeter` measures it.
  let sharpness: Int
  let look: Look
  /// The stretch of candidates that the frame belongs to. Frames on both sides of a cut or a
  /// fade are in different stretches.
  var stretch = 0
}

/// The sharpest frame of every quarter of a second, and of every stretch between two cuts or
/// fades.
///
/// The memory is bounded however long the clip is: when there are too many candidates, the
/// time that each represents doubles, and the sharper of two remains.
struct StillCandidates: Sendable {
  /// The number of candidates that are kept at most.
  static let maximumCount = 4000
  /// The time from which on one frame may represent several shots; a clip can't have so many.
  private static let maximumSlotMilliseconds = 1 << 20

  private(set) var all: [StillCandidate] = []
  /// The time that each candidate represents.
  private(set) var slotMilliseconds = 250

  /// Adds a candidate, and halves the resolution in time while there are too many.
  mutating func add(_ candidate: StillCandidate) {
    insert(candidate)
    while all.count > Self.maximumCount {
      slotMilliseconds *= 2
      let old = all
      all.removeAll(keepingCapacity: true)
      old.forEach { insert($0) }
    }
  }

  /// Adds a candidate, or compares it with the last one when both are in the same slot and
  /// stretch.
  private mutating func insert(_ candidate: StillCandidate) {
    guard let last = all.last, slot(of: last) == slot(of: candidate),
      last.stretch == candidate.stretch || slotMilliseconds > Self.maximumSlotMilliseconds
    else {
      all.append(candidate)
      return
    }
    if candidate.sharpness > last.sharpness { all[all.count - 1] = candidate }
  }

  /// Returns the number of the slot of time that a candidate belongs to.
  private func slot(of candidate: StillCandidate) -> Int {
    candidate.moment.milliseconds / slotMilliseconds
  }
}
