/// The mark of a status. The silhouettes differ, so no color is needed to tell them
/// apart: a check mark, a triangle and a disc.
package enum Mark: Hashable, Sendable, CaseIterable {
  case pass, warn, fail

  /// The word for the status when nothing more exact is known.
  package var word: String {
    switch self {
    case .pass: "good"
    case .warn: "warning"
    case .fail: "to fix"
    }
  }

  /// The side of the square in which marks are designed, in units.
  static let unitsPerSide = 1000

  /// The shape in a square with its origin at the lower left.
  var outline: Outline {
    switch self {
    case .pass:
      Outline(contours: [
        Self.polygon([(43, 480), (157, 594), (380, 370), (863, 854), (977, 740), (380, 144)])
      ])
    case .warn:
      Outline(contours: [
        Self.polygon([(500, 980), (1000, 60), (0, 60)]),
        Self.polygon([(438, 690), (462, 370), (538, 370), (562, 690)]),
        Self.polygon([(444, 290), (444, 178), (556, 178), (556, 290)]),
      ])
    case .fail:
      Outline(contours: [
        Self.disc,
        Self.polygon([
          (500, 595), (659, 754), (754, 659), (595, 500), (754, 341), (659, 246), (500, 405),
          (341, 246), (246, 341), (405, 500), (246, 659), (341, 754),
        ]).reversed(),
      ])
    }
  }

  /// A contour of straight lines.
  private static func polygon(_ corners: [(Int, Int)]) -> [Outline.Point] {
    corners.map { Outline.Point(x: $0.0, y: $0.1) }
  }

  /// A circle of eight curves. It is clockwise, and the cross in it is not, so the
  /// cross is a hole.
  private static let disc: [Outline.Point] = {
    let (radius, diagonal, bend) = (490, 346, 203)
    let quarter = [
      (0, radius, true), (bend, radius, false), (diagonal, diagonal, true), (radius, bend, false),
    ]
    var points: [Outline.Point] = []
    for turn in 0..<4 {
      for (x, y, isOnCurve) in quarter {
        let (turnedX, turnedY) = [(x, y), (y, -x), (-x, -y), (-y, x)][turn]
        points.append(Outline.Point(x: 500 + turnedX, y: 500 + turnedY, isOnCurve: isOnCurve))
      }
    }
    return points
  }()

  /// Returns the mask of the mark in a square of `side` pixels whose upper left corner is
  /// at (x, y).
  package func mask(x: Int, y: Int, side: Int) -> Mask? {
    outline.mask(size: side, unitsPerEm: Self.unitsPerSide, x: x << 8, y: (y + side) << 8)
  }
}
