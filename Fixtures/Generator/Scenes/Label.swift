/// The print on the mug: an open book under a disc, and the word CASTBOOK, drawn as strokes.
enum Label {
  /// The distance on paper from the ink; the drawing is about 1.2 wide, its middle at the origin.
  static func distance(_ p: Point) -> Float {
    guard abs(p.x) < 0.75, abs(p.y) < 0.75 else { return 0.1 }
    return min(mark(Point(p.x, p.y - 0.14)), word(Point(p.x, p.y + 0.42)))
  }

  private static func mark(_ p: Point) -> Float {
    let disc = Point(p.x, p.y - 0.25).length - 0.125
    let x = abs(p.x)
    // One page of the open book, leaning outwards; the other is its mirror image.
    let page = rectangle(Point(x - 0.215, p.y + 0.13 - (x - 0.2) * 0.42), Point(0.185, 0.2), 0.03)
    return min(disc, page * 0.92)
  }

  private static let stroke: Float = 0.021
  private static let pitch: Float = 0.162

  private static func word(_ p: Point) -> Float {
    guard abs(p.y) < 0.14 else { return 0.1 }
    let column = p.x / pitch + 4
    let index = Int(clamp(floorOf(column), 0, 7))
    var d: Float = 1
    for near in max(index - 1, 0)...min(index + 1, 7) {
      let centre = (Float(near) - 3.5) * pitch
      d = min(d, letter(near, Point(p.x - centre, p.y)))
    }
    return d - stroke
  }

  private static func letter(_ index: Int, _ p: Point) -> Float {
    var d: Float = 1
    for stroke in letters[index] {
      for i in 1..<stroke.count { d = min(d, segment(p, stroke[i - 1], stroke[i])) }
    }
    return d
  }

  /// Half the width and height of a letter.
  private static let w: Float = 0.055
  private static let h: Float = 0.085

  private static let letters: [[[Point]]] = {
    let c = [arc(0, 0, w, h, 50, 310)]
    let a = [
      [Point(-w, -h), Point(0, h), Point(w, -h)],
      [Point(-w * 0.6, -h * 0.35), Point(w * 0.6, -h * 0.35)],
    ]
    let s = [
      arc(0, h * 0.5, w * 0.9, h * 0.5, 35, 270) + arc(0, -h * 0.5, w * 0.9, h * 0.5, 90, -145)
    ]
    let t = [[Point(-w, h), Point(w, h)], [Point(0, h), Point(0, -h)]]
    let b = [
      [Point(-w * 0.8, -h), Point(-w * 0.8, h)],
      [Point(-w * 0.8, h)] + arc(0, h * 0.5, w * 0.7, h * 0.5, 90, -90) + [Point(-w * 0.8, 0)],
      arc(0, -h * 0.5, w * 0.85, h * 0.5, 90, -90) + [Point(-w * 0.8, -h)],
    ]
    let o = [arc(0, 0, w, h, 0, 360)]
    let k = [
      [Point(-w * 0.8, -h), Point(-w * 0.8, h)], [Point(w * 0.9, h), Point(-w * 0.8, -h * 0.1)],
      [Point(-w * 0.25, h * 0.25), Point(w * 0.9, -h)],
    ]
    return [c, a, s, t, b, o, o, k]
  }()

  /// Part of an ellipse as a chain of points, angles in degrees anticlockwise from the right.
  private static func arc(
    _ x: Float, _ y: Float, _ rx: Float, _ ry: Float, _ from: Float, _ to: Float
  ) -> [Point] {
    let count = Int(abs(to - from) / 20) + 1
    return (0...count).map { step in
      let turn = Turn(degrees: from + (to - from) * Float(step) / Float(count))
      return Point(x + rx * turn.cosine, y + ry * turn.sine)
    }
  }
}
