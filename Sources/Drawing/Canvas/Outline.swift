internal import CDrawing

/// A shape of closed contours: straight lines and quadratic curves, as TrueType has them. Where contours
/// wind around a place in opposite directions they leave a hole.
struct Outline: Hashable, Sendable {
  /// A corner, or the point that a curve is drawn towards.
  struct Point: Hashable, Sendable {
    var x: Int
    var y: Int
    var isOnCurve = true
  }

  var contours: [[Point]] = []
}

/// How much of each pixel of a rectangle a shape covers, in 255ths.
package struct Mask: Hashable, Sendable {
  package let rectangle: Rectangle
  package let shares: [UInt8]
}

extension Mask {
  /// A rectangle covered evenly.
  static func flat(_ rectangle: Rectangle, share: UInt8) -> Mask {
    Mask(
      rectangle: rectangle,
      shares: [UInt8](repeating: share, count: rectangle.width * rectangle.height))
  }

  /// Stripes that rise to the right. They run on from one rectangle to the next.
  static func stripes(_ rectangle: Rectangle, every: Int, thickness: Int, share: UInt8) -> Mask {
    var shares = [UInt8](repeating: 0, count: rectangle.width * rectangle.height)
    for row in 0..<rectangle.height {
      for column in 0..<rectangle.width
      where (rectangle.x + column + rectangle.y + row) % every < thickness {
        shares[row * rectangle.width + column] = share
      }
    }
    return Mask(rectangle: rectangle, shares: shares)
  }
}

extension Outline {
  /// Its mask when `unitsPerEm` units are `size` pixels and its origin lies at a place in 256ths of a pixel.
  /// y grows downwards on the canvas and upwards in the outline.
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
    let side = 1...Canvas.longestSide
    guard side.contains(rectangle.width), side.contains(rectangle.height) else { return nil }
    return Mask(rectangle: rectangle, shares: Self.shares(of: polygons, rectangle))
  }

  private func scaled(_ value: Int, _ unitsPerEm: Int) -> Int {
    (2 * 256 * value + unitsPerEm).dividedDown(by: 2 * unitsPerEm)
  }

  /// The pixels that corners lie in.
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
    var shares = [UInt8](repeating: 0, count: rectangle.width * rectangle.height)
    var sums = [Int32](repeating: 0, count: (rectangle.width + 2) * rectangle.height)
    unsafe castbook_drawing_cover(
      &shares, &sums, rectangle.width, rectangle.height, points, ends, ends.count)
    return shares
  }

  /// A contour as corners alone: each curve becomes lines that stay within a 32nd of a pixel of it.
  private static func flattened(_ contour: [Point]) -> [Point] {
    let points = startingOnCurve(contour)
    var corners = [points[0]]
    var towards: Point?
    for point in points.dropFirst() + [points[0]] {
      guard let control = towards, let from = corners.last else {
        if point.isOnCurve { corners.append(point) } else { towards = point }
        continue
      }
      // Between two points off the curve lies one on it.
      let end = point.isOnCurve ? point : middle(control, point)
      corners += curve(from, control, end)
      towards = point.isOnCurve ? nil : point
    }
    return corners
  }

  /// The same contour from a point on the curve on. A ring may have none: then one lies in the middle of
  /// its last and its first.
  private static func startingOnCurve(_ contour: [Point]) -> [Point] {
    guard let first = contour.firstIndex(where: \.isOnCurve) else {
      return [middle(contour[contour.count - 1], contour[0])] + contour
    }
    return Array(contour[first...] + contour[..<first])
  }

  private static func middle(_ one: Point, _ other: Point) -> Point {
    Point(x: (one.x + other.x) >> 1, y: (one.y + other.y) >> 1)
  }

  private static func curve(_ from: Point, _ control: Point, _ to: Point) -> [Point] {
    let bend = max(abs(from.x - 2 * control.x + to.x), abs(from.y - 2 * control.y + to.y))
    // With n pieces the lines stay within a quarter of the bend through n².
    var count = 1
    while count < 64, bend > 32 * count * count { count += 1 }
    return (1...count).map { step in
      let (done, left) = (step, count - step)
      func place(_ a: Int, _ b: Int, _ c: Int) -> Int {
        (left * left * a + 2 * left * done * b + done * done * c).dividedDown(by: count * count)
      }
      return Point(x: place(from.x, control.x, to.x), y: place(from.y, control.y, to.y))
    }
  }
}

extension Int {
  /// The quotient rounded down, below zero too.
  func dividedDown(by divisor: Int) -> Int {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
