// Mira's head: skin, eyes, brows, nose, mouth and ears.

extension Mira {
  private static let eyeCentre = Vector(0.365, -0.06, 0.66)
  private static let eyeRadius: Float = 0.245

  /// The plain head that everything else is added to or carved from.
  func skull(_ p: Vector) -> Float {
    let q = p.mirrored
    let crown = ellipsoid(p - Vector(0, 0.2, -0.12), Vector(0.94, 0.96, 1.0))
    let jaw = ellipsoid(p - Vector(0, -0.34, 0.12), Vector(0.71, 0.67, 0.74))
    var d = blend(crown, jaw, 0.4)
    d = blend(d, sphere(q - Vector(0.38, -0.36, 0.50), 0.3), 0.25)
    d = blend(d, ellipsoid(p - Vector(0, -0.80, 0.57), Vector(0.25, 0.18, 0.24)), 0.3)
    return d
  }

  func addFace(_ p: Vector, skull: Float, to found: inout Nearest<Part>) {
    let q = p.mirrored
    let neck = rod(p, Vector(0, -0.6, -0.16), Vector(0, -1.4, -0.24), 0.36, 0.38)
    let inFront = p.z > 0.2
    let far = skull > 0.5 && !isThorough
    // The nose extends up to 0.3 from the plain head.
    var skin = blend(inFront && far ? skull - 0.3 : skull, neck, 0.14)
    // The right ear stays under the hair.
    let ear = q - Vector(p.x > 0 ? 0.93 : 0.82, -0.13, -0.08)
    let earBall = ear.length - 0.3
    if earBall > 0.3 && !isThorough {
      skin = min(skin, earBall)
    } else {
      skin = blend(skin, self.ear(ear), 0.06)
    }
    if !inFront || far {
      found.add(skin, .skin)
      return
    }
    skin = carve(skin, by: sphere(q - Vector(0.37, 0.02, 1.15), 0.30), 0.22)
    let noseBall = sphere(p - Vector(0, -0.2, 0.9), 0.42)
    skin = noseBall > 0.35 ? min(skin, noseBall) : nose(p, q, skin)
    let mouthBall = sphere(p - Vector(0, -0.62, 0.85), 0.33)
    skin = mouthBall > 0.35 ? min(skin, mouthBall) : mouth(p, q, skin)
    let e = q - Self.eyeCentre
    let eyeBall = sphere(e, 0.32)
    if eyeBall > 0.35 {
      found.add(min(skin, eyeBall), .skin)
    } else {
      // The lower lid runs smoothly into the cheek, the upper one has a crease.
      let crease = mix(0.17, 0.085, smoothStep(-0.12, 0.08, e.y))
      found.add(blend(skin, lid(e), crease), .skin)
      found.add(sphere(e, Self.eyeRadius), .eye)
      found.add(lash(e), .lash)
    }
    if abs(q.y - 0.33) < 0.25 && skull < 0.3 { found.add(brow(p, q, skull), .brow) }
  }

  private func ear(_ p: Vector) -> Float {
    // Turned outwards slightly, so it is visible from the front.
    let x = p.x * 0.92 + p.z * 0.39
    let z = p.z * 0.92 - p.x * 0.39
    let y = p.y + p.z * 0.15
    let shell = ellipsoid(Vector(x, y, z), Vector(0.085, 0.235, 0.16))
    let bowl = ellipsoid(Vector(x - 0.075, y - 0.03, z - 0.02), Vector(0.07, 0.15, 0.095))
    let lobe = sphere(Vector(x, y + 0.2, z - 0.02), 0.075)
    return blend(carve(shell, by: bowl, 0.05), lobe, 0.06)
  }

  private func nose(_ p: Vector, _ q: Vector, _ skin: Float) -> Float {
    let bridge = rod(p, Vector(0, 0.05, 0.80), Vector(0, -0.33, 1.0), 0.07, 0.115)
    let wing = sphere(q - Vector(0.095, -0.37, 0.92), 0.07)
    let nostril = ellipsoid(q - Vector(0.06, -0.435, 0.985), Vector(0.032, 0.028, 0.04))
    let whole = blend(blend(skin, bridge, 0.14), wing, 0.07)
    return carve(whole, by: nostril, 0.03)
  }

  /// The line between the lips rises towards the corners: a small smile, slightly more on her left.
  private func mouthLine(_ x: Float) -> Float { -0.635 + x * x * 0.95 + x * 0.03 }

  private func mouth(_ p: Vector, _ q: Vector, _ skin: Float) -> Float {
    let y = p.y - mouthLine(p.x)
    let upper = ellipsoid(Vector(q.x - 0.075, y - 0.034, p.z - 0.80), Vector(0.16, 0.042, 0.10))
    let lower = ellipsoid(Vector(p.x, y + 0.048, p.z - 0.80), Vector(0.18, 0.055, 0.115))
    let slit = Point(y, max(q.x - 0.205, 0)).length - 0.004
    let lips = blend(skin, blend(upper, lower, 0.02), 0.05)
    return carve(lips, by: max(slit, 0.7 - p.z), 0.016)
  }

  /// A shell over the eyeball, open between two planes through its middle.
  private func lid(_ e: Vector) -> Float {
    let shell = sphere(e, Self.eyeRadius + 0.024)
    let upper = e.y * 0.815 - e.z * 0.58 + e.x * 0.03
    let lower = -e.y * 0.88 - e.z * 0.475 - e.x * 0.05
    let opening = max(upper, lower)
    return overlap(shell, -opening, 0.03)
  }

  /// The dark edge of the upper lid, drawn out at the outer corner.
  private func lash(_ e: Vector) -> Float {
    let upper = e.y * 0.815 - e.z * 0.58 + e.x * 0.03
    let along = e.z * 0.815 + e.y * 0.58
    let ring = Point(e.x, along).length - (Self.eyeRadius + 0.026)
    let thick = 0.011 + 0.011 * smoothStep(-0.1, 0.24, e.x)
    let body = Point(ring, upper - 0.004).length - thick
    return max(body, 0.02 - along)
  }

  private func brow(_ p: Vector, _ q: Vector, _ skull: Float) -> Float {
    // Her left brow is slightly higher.
    let lift: Float = p.x > 0 ? 0.025 : 0
    let y = q.y - lift
    // An arch whose height and thickness follow `u`, -1 at the nose and 1 at the temple.
    let u = clamp((q.x - 0.40) / 0.25, -1.3, 1.3)
    let arch = 0.355 - 0.085 * u * u
    let thick = (0.034 - 0.012 * u) * (1 - 0.55 * u * u)
    let outline = abs(y - arch) * 0.9 - thick
    return overlap(overlap(outline, abs(q.x - 0.40) - 0.25, 0.03), skull - 0.022, 0.03)
  }

  // MARK: Colours

  func skin(_ p: Vector, footprint: Float) -> Surface {
    let q = p.mirrored
    var colour = Surface.colour(0x9C6244)
    let blush = smoothStep(0.36, 0.05, (q - Vector(0.47, -0.36, 0.68)).length)
    colour = mix(colour, Surface.colour(0x964636), blush * 0.55)
    let tip = smoothStep(0.2, 0.02, (p - Vector(0, -0.34, 1.09)).length)
    colour = mix(colour, Surface.colour(0x8C4834), tip * 0.4)
    let earTint = smoothStep(0.85, 1.0, q.x)
    colour = mix(colour, Surface.colour(0x8A4632), earTint * 0.4)
    var roughness: Float = 0.44
    if p.z > 0.5 {
      let near = smoothStep(0.30, 0.05, abs(p.y + 0.27)) * smoothStep(0.66, 0.40, q.x)
      let freckle = spots(p * 17, none: 0.25, softness: 0.08 + footprint * 15, seed: 21)
      colour = mix(colour, Surface.colour(0x5E3020), freckle * near * 0.6)
      let lip = lipShare(p, q)
      colour = mix(colour, Surface.colour(0x85403A), lip)
      roughness = mix(roughness, 0.32, lip)
      let lidTint = smoothStep(0.33, 0.27, (q - Self.eyeCentre).length)
      colour = mix(colour, Surface.colour(0x703E2C), lidTint * 0.5)
    }
    return Surface(
      colour: colour, roughness: roughness, mirror: Vector(0.036), softness: 1, fuzz: 0.12)
  }

  private func lipShare(_ p: Vector, _ q: Vector) -> Float {
    let y = p.y - mouthLine(p.x)
    let bow = 0.078 - q.x * 0.20 - 0.018 * smoothStep(0.05, 0, q.x)
    let bottom = -0.115 + q.x * q.x * 1.6
    let inside = min(min(bow - y, y - bottom), 0.262 - q.x)
    return smoothStep(-0.004, 0.02, inside)
  }

  func eye(_ p: Vector, footprint: Float) -> Surface {
    let q = p.mirrored
    var e = (q - Self.eyeCentre) * (1 / Self.eyeRadius)
    // Both eyes look slightly outwards, so neither squints in a three-quarter view.
    e = Vector(e.x - 0.045, e.y - 0.02, e.z)
    let r = Point(e.x, e.y).length
    let soft = footprint / Self.eyeRadius
    var colour = Surface.colour(0xF2EBE2)
    colour = mix(colour, Surface.colour(0xC9A090), smoothStep(0.75, 1.0, r) * 0.6)
    // The upper lid and its lashes shade the eye.
    colour = colour * mix(1, 0.62, smoothStep(0.05, 0.55, e.y))
    if e.z > 0 {
      let iris = smoothStep(0.60 + soft, 0.59 - soft, r)
      let rays = 0.85 + 0.25 * noise(Int((angle(y: e.y, x: e.x) + 4) * 9), 1, 1, seed: 3)
      var ring = mix(Surface.colour(0xB98A45), Surface.colour(0x6A3C16), smoothStep(0.28, 0.5, r))
      // The light falls through the cornea and brightens the iris low down.
      ring = ring * (rays * mix(1.25, 0.55, smoothStep(-0.4, 0.35, e.y)))
      ring = mix(ring, Surface.colour(0x1C100A), smoothStep(0.50, 0.59, r))
      colour = mix(colour, ring, iris)
      colour = mix(colour, Vector(0.006), smoothStep(0.30 + soft, 0.285 - soft, r))
    }
    // The cornea bulges over the iris, which makes the catchlight small and bright.
    let bulge = smoothStep(0.66, 0.5, r) * 0.9
    let side: Float = p.x < 0 ? -1 : 1
    return Surface(
      colour: colour, roughness: 0.03, mirror: Vector(0.05), catchlight: 5, softness: 0.2,
      relief: Vector(e.x * side, e.y, 0) * bulge)
  }
}
