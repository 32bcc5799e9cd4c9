/// Tells pies and rings of a chart, side by side, from things: all are circles, most of them of several even colors.
struct PieShape {
  /// A circle fills so much of its box.
  private static let fill = 0.75...0.82
  /// Of a circle, no color has more than this,
  private static let mostOfOne = 0.85
  /// so much is of even colors,
  private static let leastEven = 0.85
  /// and a color that counts has as much as this.
  private static let leastOfOne = 0.04

  /// Whether all that stands before a plain backdrop are pies.
  static func isChart(_ pixels: SheetPixels) -> Bool {
    let mask = SubjectMask(pixels, pixels.whole)
    guard mask.isPlain else { return false }
    let parts = SubjectParts(mask).parts
    let largest = parts.map(\.area).max() ?? 0
    let views = parts.filter { 4 * $0.area >= largest }
    guard views.count > 1, views.allSatisfy(isCircle) else { return false }
    let shapes = FlatShapes(pixels)
    // One part of a whole may take nearly all of a pie.
    return 2 * views.count { isColored($0, shapes) } >= views.count
  }

  private static func isCircle(_ part: SubjectPart) -> Bool {
    let side = max(part.width, part.height)
    return abs(part.width - part.height) <= max(2, side / 25) && fill.contains(part.fill)
  }

  private static func isColored(_ part: SubjectPart, _ shapes: FlatShapes) -> Bool {
    var counts: [Int32: Int] = [:]
    for y in part.box.rows {
      for x in part.box.columns { counts[shapes.labels[y * shapes.width + x], default: 0] += 1 }
    }
    let known = Dictionary(uniqueKeysWithValues: shapes.shapes.map { ($0.label, $0) })
    // What reaches beyond the circle is the ground in the corners of its box.
    let own = counts.filter { label, _ in
      guard let box = known[label]?.box else { return false }
      return box.united(with: part.box) == part.box
    }
    let area = Double(part.area)
    let even = own.values.reduce(0, +)
    let colors = own.values.count { Double($0) >= leastOfOne * area }
    return Double(even) >= leastEven * area && colors > 1
      && Double(own.values.max() ?? 0) <= mostOfOne * area
  }
}
