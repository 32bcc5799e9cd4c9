/// Distinguishes the pies and rings of charts from objects: all are circles, and most have several
/// even colours.
struct PieShape {
  /// The share of its box that a circle fills.
  private static let fill = 0.75...0.82
  /// The maximum share of a circle that has one colour.
  private static let maximumColorShare = 0.85
  /// The minimum share of a circle that has even colours.
  private static let minimumEvenShare = 0.85
  /// The minimum share of a circle that a colour must have to count.
  private static let minimumColorShare = 0.04

  /// Returns whether everything in front of a plain backdrop is a pie.
  static func isChart(_ pixels: SheetPixels) -> Bool {
    let mask = SubjectMask(pixels, pixels.whole)
    guard mask.isPlain else { return false }
    let parts = SubjectParts(mask).parts
    let largest = parts.map(\.area).max() ?? 0
    let views = parts.filter { 4 * $0.area >= largest }
    guard views.count > 1, views.allSatisfy(isCircle) else { return false }
    let shapes = FlatShapes(pixels)
    // One slice may take nearly all of a pie.
    return 2 * views.count { isColored($0, shapes) } >= views.count
  }

  /// Returns whether a part is as wide as high and fills its box like a circle.
  private static func isCircle(_ part: SubjectPart) -> Bool {
    let side = max(part.width, part.height)
    return abs(part.width - part.height) <= max(2, side / 25) && fill.contains(part.fill)
  }

  /// Returns whether a part consists of several even colours.
  private static func isColored(_ part: SubjectPart, _ shapes: FlatShapes) -> Bool {
    var counts: [Int32: Int] = [:]
    for y in part.box.rows {
      for x in part.box.columns { counts[shapes.labels[y * shapes.width + x], default: 0] += 1 }
    }
    let known = Dictionary(uniqueKeysWithValues: shapes.shapes.map { ($0.label, $0) })
    // A shape that extends beyond the circle is the background in the corners of its box.
    let own = counts.filter { label, _ in
      guard let box = known[label]?.box else { return false }
      return box.united(with: part.box) == part.box
    }
    let area = Double(part.area)
    let even = own.values.reduce(0, +)
    let colors = own.values.count { Double($0) >= minimumColorShare * area }
    return Double(even) >= minimumEvenShare * area && colors > 1
      && Double(own.values.max() ?? 0) <= maximumColorShare * area
  }
}
