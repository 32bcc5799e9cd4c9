internal import Model

/// A frame that may become a still.
struct StillCandidate: Sendable {
  let moment: FilmMoment
  /// The variance of its Laplacian, as `SharpnessMeter` measures it.
  let sharpness: Int
  let look: Look
  /// Counts the stretches between frames that can't become stills: those on both sides of a cut differ.
  var stretch = 0
}

/// The sharpest frame of every quarter of a second, and of what lies between two cuts or fades, however long the clip is.
///
/// When there are too many, the time that each stands for doubles, and of two the sharper remains.
struct StillCandidates: Sendable {
  static let most = 4000
  /// From here on one frame stands for several shots: a clip can't have so many.
  private static let longest = 1 << 20

  private(set) var all: [StillCandidate] = []
  /// The stretch of time that each stands for.
  private(set) var milliseconds = 250

  mutating func add(_ candidate: StillCandidate) {
    put(candidate)
    while all.count > Self.most {
      milliseconds *= 2
      let old = all
      all.removeAll(keepingCapacity: true)
      old.forEach { put($0) }
    }
  }

  private mutating func put(_ candidate: StillCandidate) {
    guard let last = all.last, time(of: last) == time(of: candidate),
      last.stretch == candidate.stretch || milliseconds > Self.longest
    else {
      all.append(candidate)
      return
    }
    if candidate.sharpness > last.sharpness { all[all.count - 1] = candidate }
  }

  private func time(of candidate: StillCandidate) -> Int {
    candidate.moment.milliseconds / milliseconds
  }
}
