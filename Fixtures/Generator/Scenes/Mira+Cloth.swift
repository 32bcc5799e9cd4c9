// Mira's clothes as surfaces: teal cloth with seams, stitches and a pocket, badge, zip.

extension Mira {
  func badge(_ p: Vector, footprint: Float) -> Surface {
    let r = Point(p.x - 0.50, p.y + 2.32).length
    let ring = smoothStep(footprint, -footprint, abs(r - 0.098) - 0.014)
    let dot = smoothStep(footprint, -footprint, r - 0.045)
    let colour = mix(Surface.colour(0xF2B632), Surface.colour(0x23303A), max(ring, dot))
    return Surface(colour: colour, roughness: 0.18, mirror: Vector(0.05))
  }

  /// The distance of the sleeve seams from the middle.
  private func sleeveSeam(_ y: Float) -> Float { 0.76 + (y + 2.2) * 0.05 }

  /// Whether a point is on one of two bands round her right upper arm.
  private func isStripe(_ p: Vector) -> Bool {
    guard p.x < -sleeveSeam(p.y) else { return false }
    let along = p.y - (p.x + 1.0) * 0.26
    return (along < -2.30 && along > -2.39) || (along < -2.46 && along > -2.55)
  }

  func cloth(_ part: Part, _ p: Vector) -> Surface {
    switch part {
    case .jacket: return jacketCloth(p)
    case .collar: return collarCloth(p)
    case .knit: return Surface(colour: Surface.colour(0xC8851C), roughness: 0.9, fuzz: 0.25)
    case .zip: return zipper(p)
    case .trousers: return Surface(colour: Surface.colour(0x2B3346), roughness: 0.8, fuzz: 0.3)
    case .boots: return Surface(colour: Surface.colour(0x6B3D26), roughness: 0.35)
    default: return Surface(colour: Surface.colour(0xD8CDB8), roughness: 0.7)
    }
  }

  private static let cream = Surface.colour(0xE9DDC8)
  private static let teal = Surface.colour(0x125A62)

  /// The drawing on the jacket: where two cloths meet, and the thread beside it.
  private struct Seams {
    /// The distance from the nearest seam.
    var gap: Float = 1
    /// 1 on a stitch.
    var thread: Float = 0

    /// - Parameters:
    ///   - distance: from the seam, on both sides of it.
    ///   - along: the way along the seam, which separates the stitches.
    mutating func add(_ distance: Float, along: Float, isDouble: Bool = false) {
      gap = min(gap, abs(distance))
      addThread(distance - 0.04, along)
      if isDouble { addThread(distance + 0.04, along) }
    }

    mutating func addThread(_ distance: Float, _ along: Float) {
      let length = smoothStep(-0.35, -0.1, wave(along * 85))
      thread = max(thread, smoothStep(0.008, 0.004, abs(distance)) * length)
    }
  }

  /// Teal cloth with two cream bands, seams at the sleeves, the yoke and the pockets.
  private func jacketCloth(_ p: Vector) -> Surface {
    let q = p.mirrored
    var seams = Seams()
    let sleeve = q.x - sleeveSeam(p.y)
    if p.y > -2.95 { seams.add(sleeve, along: p.y) }
    if p.z < -0.3 && sleeve < 0 {
      seams.add(p.y + 2.36 + p.x * p.x * 0.06, along: p.x, isDouble: true)
      if p.y < -2.36 { seams.gap = min(seams.gap, abs(p.x)) }
    }
    if p.z > 0 && sleeve < 0 {
      // The pocket on her right chest, with its flap.
      let at = Point(p.x + 0.47, p.y + 2.50)
      let pocket = rectangle(at, Point(0.19, 0.26), 0.05)
      seams.add(-pocket, along: abs(at.x) < 0.135 ? p.x : p.y)
      if pocket < 0 { seams.add(at.y - 0.13 + abs(at.x) * -0.18, along: p.x) }
      let opening = segment(Point(q.x, q.y), Point(0.50, -3.08), Point(0.68, -3.52))
      seams.add(opening - 0.001, along: p.y)
      if abs(p.x) < 0.2 { seams.addThread(abs(p.x) - 0.085, p.y) }
    }
    return cloth(p, Self.teal, seams, isBanded: isStripe(p))
  }

  private func collarCloth(_ p: Vector) -> Surface {
    let c = p - Vector(0, -1.56, -0.2)
    var seams = Seams()
    seams.addThread(c.y + 0.28, angle(y: c.x, x: c.z) * 0.6)
    if c.z > 0 {
      let edge = (abs(c.x) - 0.10 - (c.y + 0.32) * 0.75) * 0.8
      seams.addThread(edge - 0.06, c.y)
    }
    return cloth(p, Surface.colour(0x16666E), seams, isBanded: false)
  }

  private func cloth(_ p: Vector, _ colour: Vector, _ seams: Seams, isBanded: Bool) -> Surface {
    let weave = softNoise(p * 60, seed: 8)
    var shade = (isBanded ? Self.cream : colour) * (0.94 + 0.12 * weave)
    shade = shade * mix(0.5, 1, smoothStep(0.005, 0.020, seams.gap))
    shade = mix(shade, Surface.colour(0x7FB9B4), seams.thread * (isBanded ? 0 : 0.8))
    return Surface(
      colour: shade, roughness: 0.62, mirror: Vector(0.035), fuzz: 0.5,
      relief: Vector(weave - 0.5, 0, 0.5 - weave) * 0.08 + creases(p))
  }

  /// Soft creases of worn cloth, slanting over sleeves and waist.
  private func creases(_ p: Vector) -> Vector {
    let q = p.mirrored
    let strength = 0.20 * smoothStep(-2.0, -2.7, p.y) + 0.08
    let at = Vector(q.x * 1.6 + q.y * 1.3, q.y * 4.2 - q.x * 1.8, p.z * 1.7)
    let here = softNoise(at, seed: 31)
    let across = softNoise(at + Vector(0.25, 0, 0), seed: 31) - here
    let down = softNoise(at + Vector(0, 0.25, 0), seed: 31) - here
    let side: Float = p.x < 0 ? -1 : 1
    return Vector(-across * side, -down * 2, 0) * strength
  }

  /// Two rows of teeth on a dark tape.
  private func zipper(_ p: Vector) -> Surface {
    let row = wave(p.y * 90 + (p.x > 0 ? 0 : Float.pi))
    guard abs(p.x) < 0.027, row > -0.2 else {
      return Surface(colour: Surface.colour(0x0C343B), roughness: 0.8)
    }
    return .metal(Surface.colour(0xE2B45E), roughness: 0.3)
  }
}
