/// Decides when the step from one frame to another is a hard cut.
///
/// A step is the change in brightness of 90 blocks. It is judged only beside the steps around
/// it, because a pan changes as much from every frame to the next. The numbers were found on
/// clips with nine hard cuts, a pan, a flash and a still camera: eight of the cuts were
/// found, and nothing else was reported. The rule misses jump cuts of a camera that does not
/// move, and everything that fades.
enum CutRule {
  /// The number of steps before a frame, and after it, that its own step is compared with.
  static let neighbourRange = 8
  /// The number of frames that a flash lasts at most.
  static let maximumFlashLength = 3
  /// A change of brightness by more than this is a cut, whatever the colours do.
  static let certainCutStep = 20
  /// The number of neighbouring steps that `typicalStep(_:)` needs.
  static let minimumNeighbours = 3

  /// Returns whether the change from one look to another is a hard cut, where the steps
  /// around it have a typical difference of `typicalStep`.
  ///
  /// The change must exceed three typical steps by two levels of brightness, and eight levels
  /// in any case. Below `certainCutStep` levels, a quarter of the pixels must have changed
  /// their colour too.
  static func isCut(from before: Look, to after: Look, typicalStep: Int) -> Bool {
    let oneLevel = Look.level * Look.blockCount
    let difference = before.difference(to: after)
    guard difference > 3 * typicalStep + 2 * oneLevel, difference > 8 * oneLevel else {
      return false
    }
    return difference > certainCutStep * oneLevel
      || before.colourDistance(to: after) > Look.fullShare / 4
  }

  /// Returns the median of the steps around a frame, or `nil` when there are fewer than
  /// `minimumNeighbours`.
  ///
  /// Frames that only repeat the one before occur in drawn films and raised frame rates. They
  /// would make every movement beside them look like a cut, so they are left out as long as a
  /// fifth of the neighbours remains.
  static func typicalStep(_ neighbours: [Int]) -> Int? {
    guard neighbours.count >= minimumNeighbours else { return nil }
    // A tenth of one level of brightness, which is less than any camera's noise.
    let moving = neighbours.filter { 10 * $0 > Look.level * Look.blockCount }
    let counted = 5 * moving.count >= neighbours.count ? moving : neighbours
    return counted.sorted()[counted.count / 2]
  }
}
