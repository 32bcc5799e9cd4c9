// Signed distance fields: the distance of a point from a solid, negative inside. The ray marcher
// walks by these numbers, so none may exceed the true distance by much.

func sphere(_ p: Vector, _ radius: Float) -> Float { p.length - radius }

/// An ellipsoid about the origin with three half-axes; exact on the surface, and close to exact
/// near it.
@inline(__always)
func ellipsoid(_ p: Vector, _ axes: Vector) -> Float {
  let inverse = Vector(1 / axes.x, 1 / axes.y, 1 / axes.z)
  let a = p * inverse
  let b = a * inverse
  let k = a.length
  let g = b.length
  return g > 0 ? k * (k - 1) / g : -min(axes.x, min(axes.y, axes.z))
}

/// A rod with round ends whose radius goes from `start` at `a` to `end` at `b`.
func rod(_ p: Vector, _ a: Vector, _ b: Vector, _ start: Float, _ end: Float) -> Float {
  let pa = p - a
  let ba = b - a
  let h = clamp(pa.dot(ba) / ba.dot(ba))
  return (pa - ba * h).length - mix(start, end, h)
}

/// A box about the origin with half-sides `half`, its edges rounded by `round`.
func box(_ p: Vector, _ half: Vector, _ round: Float) -> Float {
  let q = Vector(abs(p.x) - half.x + round, abs(p.y) - half.y + round, abs(p.z) - half.z + round)
  let outside = Vector(max(q.x, 0), max(q.y, 0), max(q.z, 0)).length
  return outside + min(max(q.x, max(q.y, q.z)), 0) - round
}

/// A flat rectangle about the origin with rounded corners, as a distance on paper.
func rectangle(_ p: Point, _ half: Point, _ round: Float) -> Float {
  let x = abs(p.x) - half.x + round
  let y = abs(p.y) - half.y + round
  return Point(max(x, 0), max(y, 0)).length + min(max(x, y), 0) - round
}

/// The distance on paper from the line between two points.
func segment(_ p: Point, _ a: Point, _ b: Point) -> Float {
  let pa = p - a
  let ba = b - a
  let h = clamp(pa.dot(ba) / ba.dot(ba))
  return Point(pa.x - ba.x * h, pa.y - ba.y * h).length
}

/// An upright cylinder about the origin with rounded edges.
func drum(_ p: Vector, radius: Float, halfHeight: Float, round: Float) -> Float {
  let r = Point(p.x, p.z).length
  let x = r - radius + round
  let y = abs(p.y) - halfHeight + round
  return Point(max(x, 0), max(y, 0)).length + min(max(x, y), 0) - round
}

/// Two solids grown together; `k` is the width of the fillet.
func blend(_ a: Float, _ b: Float, _ k: Float) -> Float {
  let h = max(k - abs(a - b), 0) / k
  return min(a, b) - h * h * k * 0.25
}

/// The intersection of two solids, with an edge softened over `k`.
func overlap(_ a: Float, _ b: Float, _ k: Float) -> Float { -blend(-a, -b, k) }

/// The solid `a` with `b` scooped out, the edge softened over `k`.
func carve(_ a: Float, by b: Float, _ k: Float) -> Float { -blend(-a, b, k) }

/// The nearest of several solids so far, and its identity.
struct Nearest<Part: Sendable>: Sendable {
  var distance: Float
  var part: Part

  mutating func add(_ other: Float, _ name: Part) {
    if other < distance {
      distance = other
      part = name
    }
  }
}

/// A ball around a whole group of solids, so from far away only the ball is measured.
struct Bound: Sendable {
  let centre: Vector
  let radius: Float

  /// The distance from the ball, which is never more than the distance from anything in it.
  func distance(_ p: Vector) -> Float { (p - centre).length - radius }

  /// Where a ray enters and leaves the ball; `nil` if it misses.
  func crossing(from origin: Vector, along direction: Vector) -> (near: Float, far: Float)? {
    let oc = origin - centre
    let b = oc.dot(direction)
    let h = b * b - (oc.dot(oc) - radius * radius)
    guard h > 0 else { return nil }
    let root = h.squareRoot()
    return -b + root > 0 ? (max(-b - root, 0), -b + root) : nil
  }
}
