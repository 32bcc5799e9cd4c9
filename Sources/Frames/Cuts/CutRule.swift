/// When the step from one frame to another is that of a hard cut.
///
/// A step is the change in brightness of 90 blocks, and it is a cut only beside the steps around it:
/// a pan changes as much from every frame to the next. The numbers were found on clips with nine hard
/// cuts, a pan, a flash and a still camera: eight were found and nothing else was. Missed are the
/// jump in time of a camera that stands still, and everything that fades.
enum CutRule {
  /// How many steps before and as many behind are looked at.
  static let reach = 8
  /// How many frames a flash may last.
  static let longestFlash = 3
  /// A change of brightness by more than this is a cut whatever the colours do.
  static let plainCut = 20
  /// With fewer steps to compare with nothing is said.
  static let fewestNeighbours = 3

  /// Whether the change from one look to another is that of a cut, where steps around it have a
  /// difference of `usual`.
  static func isCut(from before: Look, to after: Look, usual: Int) -> Bool {
    let one = Look.step * Look.blockCount
    let difference = before.difference(to: after)
    guard difference > 3 * usual + 2 * one, difference > 8 * one else { return false }
    return difference > plainCut * one || before.colourDistance(to: after) > Look.whole / 4
  }

  /// The median of the steps around one; nothing where they are too few.
  ///
  /// Frames that only repeat the one before, as drawn films and raised frame rates have them, would
  /// make every movement beside them look like a cut. They are left out as long as a fifth remains.
  static func usual(_ neighbours: [Int]) -> Int? {
    guard neighbours.count >= fewestNeighbours else { return nil }
    // A tenth of a step of brightness: less than any camera's noise.
    let moving = neighbours.filter { 10 * $0 > Look.step * Look.blockCount }
    let counted = 5 * moving.count >= neighbours.count ? moving : neighbours
    return counted.sorted()[counted.count / 2]
  }
}
