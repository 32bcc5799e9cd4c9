/// A glazed mug: handle on its left (+x), printed label turned 8 degrees to its right.
struct Mug: Figure {
  let bound = Bound(centre: Vector(0.18, 0, 0), radius: 1.75)
  let floor: Float = -1.12
  let framing = Framing(
    heart: Vector(-0.34, -0.02, 0), centre: Vector(0.22, -0.02, 0), middle: Vector(0.2, 0.1, 0),
    width: 3.2, height: 3.3, lift: 7)

  private enum Part { case glaze, clay }

  private let label = Turn(degrees: -8)

  var thorough: Mug { self }

  func distance(_ p: Vector) -> Float {
    let d = vessel(p)
    let h = handle(p)
    return blend(d, h, 0.16)
  }

  /// The turned part: a profile spun about the upright axis.
  private func vessel(_ p: Vector) -> Float {
    let r = Point(p.x, p.z).length
    // A slight belly, and a slight taper to the foot.
    let y = p.y
    let belly = Self.belly(y)
    let outside = overlap((r - belly) * 0.97, abs(y) - 1.05, 0.14)
    let inside = overlap((r - belly + 0.105) * 0.97, -0.9 - y, 0.35)
    var d = carve(outside, by: inside, 0.085)
    // The foot: a ring to stand on, hollow within.
    let groove = Point(r - 0.98, y + 1.07).length - 0.1
    d = carve(d, by: groove, 0.05)
    let hollow = max(r - 0.62, -(y + 1.0) - 0.2)
    d = carve(d, by: max(hollow, y + 1.0), 0.04)
    return d
  }

  /// The radius of the mug at a height.
  private static func belly(_ y: Float) -> Float {
    0.94 + 0.05 * (1 - y * y * 0.8) - 0.06 * smoothStep(-0.5, -1.05, y)
  }

  /// An ear-shaped loop, flattened like a strap.
  private func handle(_ p: Vector) -> Float {
    let q = p - Vector(0.93, 0.06, 0)
    let stretched = Point(q.x / 0.94, q.y / 1.02 + q.x * 0.06)
    let ring = stretched.length - 0.57
    let strap = rectangle(Point(ring, q.z), Point(0.075, 0.145), 0.07) * 0.9
    // Only outside the wall.
    let r = Point(p.x, p.z).length
    return overlap(strap, 0.90 - r, 0.05)
  }

  func surface(_ p: Vector, footprint: Float) -> Surface {
    let r = Point(p.x, p.z).length
    if p.y < -0.985 { return Surface(colour: Surface.colour(0xB98A66), roughness: 0.9) }
    let speckle = spots(p * 17, none: 0.6, softness: footprint * 17, seed: 11)
    let cloud = softNoise(p * 3.1, seed: 12)
    let inner = r < Self.belly(p.y) - 0.05 && p.y > -0.9
    // Where the glaze runs thin over an edge the clay shows through.
    let thin = smoothStep(0.955, 1.045, p.y + (cloud - 0.5) * 0.05)
    var colour = mix(Surface.colour(0x15405C), Surface.colour(0x1F5A74), cloud)
    if inner { colour = Surface.colour(0xE6DFD0) * (0.96 + 0.06 * cloud) }
    colour = mix(colour, Surface.colour(0x9A5B34), thin * 0.85)
    colour = colour * mix(1, 0.55, inner ? 0 : speckle)
    var roughness: Float = 0.07
    if !inner && r > 0.9 && r < 1.1 {
      let ink = printed(p, footprint: footprint)
      colour = mix(colour, Surface.colour(0xF3E9D6), ink)
      roughness = mix(roughness, 0.2, ink)
    }
    return Surface(colour: colour, roughness: roughness, mirror: Vector(0.045))
  }

  private func printed(_ p: Vector, footprint: Float) -> Float {
    let q = p.turned(label.inverse)
    guard q.z > 0.2 else { return 0 }
    let at = Point(angle(y: q.x, x: q.z) * 0.97, p.y)
    return smoothStep(
      footprint * 0.75, -footprint * 0.75, Label.distance(Point(at.x * 1.28, at.y * 1.28)) / 1.28)
  }
}
