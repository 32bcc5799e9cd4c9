internal import CDrawing

/// A shape of closed contours with straight lines and quadratic curves, as in TrueType.
/// Areas that contours enclose in opposite directions are holes.
struct Outline: Hashable, Sendable {
  /// A corner, or the control point of a curve.
  struct Point: Hashable, Sendable {
    var x: Int
    var y: Int
    /// Whether the contour passes through the point.
    var isOnCurve = true
  }

  /// The contours. Each is closed: its last point is connected to its first.
  var contours: [[Point]] = []
}

/// How much of each pixel of a rectangle a shape covers, from 0 to 255.
package struct Mask: Hashable, Sendable {
  /// The area that the mask covers.
  package let rectangle: Rectangle
  /// The coverage of each pixel, row by row from the top.
  package let coverage: [UInt8]
}

extension Mask {
  /// Returns a mask that covers a rectangle evenly.
  static func uniform(_ rectangle: Rectangle, coverage: UInt8) -> Mask {
    Mask(
      rectangle: rectangle,
      coverage: [UInt8](repeating: coverage, count: rectangle.width * rectangle.height))
  }

  /// Returns a mask of stripes that rise to the right. They continue from one rectangle to
  /// the next, since they depend on the position on the canvas.
  ///
  /// - Parameter spacing: The distance between stripes in pixels, measured horizontally.
  static func stripes(_ rectangle: Rectangle, spacing: Int, thickness: Int, coverage: UInt8) -> Mask
  {
    var pixels = [UInt8](repeating: 0, count: rectangle.width * rectangle.height)
    for row in 0..<rectangle.height {
      for column in 0..<rectangle.width
      where (rectangle.x + column + rectangle.y + row) % spacing < thickness {
        pixels[row * rectangle.width + column] = coverage
      }
    }
    return Mask(rectangle: rectangle, coverage: pixels)
  }
}

extension Outline {
  /// Returns the mask of the shape on a canvas, or `nil` when it is empty or larger than a
  /// canvas.
  ///
  /// - Parameters:
  ///   - size: The number of pixels that `unitsPerEm` units are drawn as.
  ///   - x: The origin's horizontal position, in 1/256 of a pixel.
  ///   - y: The origin's vertical position, in 1/256 of a pixel. It grows downwards on the
  ///     canvas and upwards in the outline.
  func mask(size: Int, unitsPerEm: Int, x: Int, y: Int) -> Mask? {
    let polygons = contours.filter { !$0.isEmpty }.map { contour in
      Self.flattened(
        contour.map { point in
          Point(
            x: x + scaled(point.x * size, unitsPerEm), y: y - scaled(point.y * size, unitsPerEm),
            isOnCurve: point.isOnCurve)
        })
    }
    let rectangle = Self.bounds(of: polygons)
    let side = 1...Canvas.maximumSide
    guard side.contains(rectangle.width), side.contains(rectangle.height) else { return nil }
    return Mask(rectangle: rectangle, coverage: Self.shares(of: polygons, rectangle))
  }

  /// Converts units to 1/256 of a pixel; `value` is already multiplied by the size.
  private func scaled(_ value: Int, _ unitsPerEm: Int) -> Int {
    (2 * 256 * value + unitsPerEm).dividedRoundingDown(by: 2 * unitsPerEm)
  }

  /// The pixels that contain all corners.
  private static func bounds(of polygons: [[Point]]) -> Rectangle {
    guard let first = polygons.first?.first else {
      return Rectangle(x: 0, y: 0, width: 0, height: 0)
    }
    var (left, right, top, bottom) = (first.x, first.x, first.y, first.y)
    for polygon in polygons {
      for point in polygon {
        (left, right) = (min(left, point.x), max(right, point.x))
        (top, bottom) = (min(top, point.y), max(bottom, point.y))
      }
    }
    let (column, row) = (left >> 8, top >> 8)
    return Rectangle(
      x: column, y: row, width: (right + 255) >> 8 - column, height: (bottom + 255) >> 8 - row)
  }

  /// Computes the coverage of each pixel in C.
  private static func shares(of polygons: [[Point]], _ rectangle: Rectangle) -> [UInt8] {
    var points: [Int32] = []
    var ends: [Int] = []
    for polygon in polygons {
      for point in polygon {
        points.append(Int32(point.x - rectangle.x << 8))
        points.append(Int32(point.y - rectangle.y << 8))
      }
      ends.append(points.count / 2)
    }
    var coverage = [UInt8](repeating: 0, count: rectangle.width * rectangle.height)
    var sums = [Int32](repeating: 0, count: (rectangle.width + 2) * rectangle.height)
    unsafe castbook_drawing_cover(
      &coverage, &sums, rectangle.width, rectangle.height, points, ends, ends.count)
    return coverage
  }

  /// Replaces each curve by lines that deviate from it by at most 1/32 of a pixel.
  private static func flattened(_ contour: [Point]) -> [Point] {
    let points = startingOnCurve(contour)
    var corners = [points[0]]
    var pending: Point?
    for point in points.dropFirst() + [points[0]] {
      guard let control = pending, let from = corners.last else {
        if point.isOnCurve { corners.append(point) } else { pending = point }
        continue
      }
      // Between two control points lies an implied point on the curve.
      let end = point.isOnCurve ? point : middle(control, point)
      corners += curve(from, control, end)
      pending = point.isOnCurve ? nil : point
    }
    return corners
  }

  /// Rotates a contour so that it starts with a point on the curve. A contour without one
  /// starts midway between its last and its first point.
  static func startingOnCurve(_ contour: [Point]) -> [Point] {
    guard let first = contour.firstIndex(where: \.isOnCurve) else {
      return [middle(contour[contour.count - 1], contour[0])] + contour
    }
    return Array(contour[first...] + contour[..<first])
  }

  /// The point midway between two others.
  static func middle(_ one: Point, _ other: Point) -> Point {
    Point(x: (one.x + other.x) >> 1, y: (one.y + other.y) >> 1)
  }

  /// Divides a quadratic curve into lines; the result does not include its start.
  private static func curve(_ from: Point, _ control: Point, _ to: Point) -> [Point] {
    let bend = max(abs(from.x - 2 * control.x + to.x), abs(from.y - 2 * control.y + to.y))
    // With n lines, the deviation is at most a quarter of the bend divided by n².
    var count = 1
    while count < 64, bend > 32 * count * count { count += 1 }
    return (1...count).map { step in
      let (done, rest) = (step, count - step)
      func coordinate(_ a: Int, _ b: Int, _ c: Int) -> Int {
        (rest * rest * a + 2 * rest * done * b + done * done * c).dividedRoundingDown(
          by: count * count)
      }
      return Point(x: coordinate(from.x, control.x, to.x), y: coordinate(from.y, control.y, to.y))
    }
  }
}

extension Int {
  /// Returns the quotient rounded towards negative infinity.
  func dividedRoundingDown(by divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
