internal import Model

/// The hard cuts found so far, in the order of their frames.
struct CutList: Sendable {
  /// The number of cuts that are listed at most; later ones are dropped.
  static let maximumCount = 100
  /// The largest distance in frames between two jumps that count as one cut.
  ///
  /// Such a pair is a cut with a flash on it, or two shots mixed in the frame between them.
  /// The jump with the larger step is kept.
  static let mergeDistance = 3

  /// The first frame of each new shot, with its time.
  private(set) var moments: [FilmMoment] = []
  /// The step at the last cut of `moments`.
  private var lastStep = 0

  /// Adds a cut, or replaces the last one when it is within `mergeDistance` frames and had a
  /// smaller step.
  mutating func add(_ moment: FilmMoment, step: Int) {
    if let last = moments.last, moment.frame - last.frame <= Self.mergeDistance {
      guard step > lastStep else { return }
      moments.removeLast()
    }
    guard moments.count < Self.maximumCount else { return }
    moments.append(moment)
    lastStep = step
  }
}
