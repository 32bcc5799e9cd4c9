internal import Model

/// The cuts found so far.
struct CutList: Sendable {
  /// More than these are not listed.
  static let most = 100
  /// Jumps this close to each other are one cut: one with a flash on it, or two shots mixed in the
  /// frame between them. The larger one counts.
  static let closest = 3

  private(set) var moments: [FilmMoment] = []
  /// The difference at the last one.
  private var lastStep = 0

  mutating func add(_ moment: FilmMoment, step: Int) {
    if let last = moments.last, moment.frame - last.frame <= Self.closest {
      guard step > lastStep else { return }
      moments.removeLast()
    }
    guard moments.count < Self.most else { return }
    moments.append(moment)
    lastStep = step
  }
}
