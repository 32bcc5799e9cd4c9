/// Three numbers: a position, a direction or a linear colour (red, green, blue).
///
/// Every operation is written out in a fixed order, so the result is equal on every machine.
struct Vector: Hashable, Sendable {
  var x: Float
  var y: Float
  var z: Float

  init(_ x: Float, _ y: Float, _ z: Float) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// A vector with one number three times: a grey.
  init(_ all: Float) {
    self.init(all, all, all)
  }

  static let zero = Vector(0)

  static func + (a: Vector, b: Vector) -> Vector { Vector(a.x + b.x, a.y + b.y, a.z + b.z) }
  static func - (a: Vector, b: Vector) -> Vector { Vector(a.x - b.x, a.y - b.y, a.z - b.z) }
  static func * (a: Vector, b: Vector) -> Vector { Vector(a.x * b.x, a.y * b.y, a.z * b.z) }
  static func * (a: Vector, k: Float) -> Vector { Vector(a.x * k, a.y * k, a.z * k) }
  static prefix func - (a: Vector) -> Vector { Vector(-a.x, -a.y, -a.z) }
  static func += (a: inout Vector, b: Vector) { a = a + b }

  func dot(_ other: Vector) -> Float { (x * other.x + y * other.y) + z * other.z }

  func cross(_ other: Vector) -> Vector {
    Vector(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  var length: Float { dot(self).squareRoot() }

  /// The direction at length 1; zero stays zero.
  var unit: Vector {
    let size = length
    return size > 0 ? self * (1 / size) : self
  }

  /// The position with the right side folded over the left, for mirrored pairs.
  var mirrored: Vector { Vector(abs(x), y, z) }

  /// The vector turned about the upright axis; a positive angle takes +z towards +x.
  func turned(_ angle: Turn) -> Vector {
    Vector(x * angle.cosine + z * angle.sine, y, z * angle.cosine - x * angle.sine)
  }
}

/// An angle stored as its sine and cosine, because it is used far more often than it is made.
struct Turn: Sendable {
  let sine: Float
  let cosine: Float

  init(degrees: Float) {
    let radians = degrees * (Float.pi / 180)
    sine = FixtureScenes.sine(radians)
    cosine = FixtureScenes.cosine(radians)
  }

  private init(sine: Float, cosine: Float) {
    self.sine = sine
    self.cosine = cosine
  }

  /// The angle in the other direction.
  var inverse: Turn { Turn(sine: -sine, cosine: cosine) }
}

/// A point on a flat drawing: the label of the mug, the outline of a brow.
struct Point: Hashable, Sendable {
  var x: Float
  var y: Float

  init(_ x: Float, _ y: Float) {
    self.x = x
    self.y = y
  }

  static func - (a: Point, b: Point) -> Point { Point(a.x - b.x, a.y - b.y) }
  func dot(_ other: Point) -> Float { x * other.x + y * other.y }
  var length: Float { dot(self).squareRoot() }
}
