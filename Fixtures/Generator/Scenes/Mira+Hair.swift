// Mira's hair: a bob parted on her left, swept over her forehead to the right, tucked behind her
// left ear. The tuck, the parting and the earring distinguish her left from her right.

extension Mira {
  private static let crown = Vector(0.34, 1.2, -0.05)

  func addHair(_ p: Vector, to found: inout Nearest<Part>) {
    var hair = hairVolume(p)
    var opening = faceOpening(p)
    if hair > 0.16 {
      hair -= 0.07
    } else {
      let locks = locks(p)
      // Thin where it ends at the face, and on her right with a tip for each lock.
      hair += 0.06 * smoothStep(0.34, 0, opening) - 0.055 * locks.height
      opening += (0.085 * locks.tip - 0.025) * smoothStep(0.5, 0.1, p.x)
    }
    hair = carve(hair, by: opening, 0.07)
    found.add(carve(hair, by: parting(p), 0.11), .hair)
  }

  /// The distance from the line where the hair is parted, on her left.
  private func parting(_ p: Vector) -> Float {
    let front = rod(p, Vector(0.40, 0.93, 0.62), Vector(0.40, 1.18, 0.2), 0.034, 0.034)
    let back = rod(p, Vector(0.40, 1.18, 0.2), Vector(0.38, 1.25, -0.25), 0.034, 0.01)
    return min(front, back)
  }

  private func hairVolume(_ p: Vector) -> Float {
    let cap = ellipsoid(p - Vector(-0.045, 0.24, -0.16), Vector(1.085, 1.09, 1.12))
    // The bob: wider over the right ear, ending in a slanted line that is lower in front.
    let low = p.y + 0.25
    let width: Float = p.x < 0 ? 1.14 : 1.02
    let skirt = ellipsoid(
      Vector(p.x, low, p.z + 0.2), Vector(width, 1.25, 1.06))
    var d = blend(cap, skirt, 0.15)
    let hem = (-0.93 - p.y) + (p.z + 0.2) * -0.16
    d = overlap(d, hem, 0.22)
    // Hollow under the jaw, so the neck is free.
    let hollow = ellipsoid(p - Vector(0, -0.95, 0.12), Vector(0.66, 0.75, 0.62))
    return carve(d, by: hollow, 0.12)
  }

  /// The part of space that the hair leaves free: face and left ear.
  private func faceOpening(_ p: Vector) -> Float {
    let side: Float = p.x > 0.1 ? 1.02 : 0.93
    let u = (p.x - 0.1) / side
    let v = (p.y + 0.35) / 1.1
    // An arch: half an oval above the ears, straight sides below.
    let arch = ((v > 0 ? Point(u, v).length : abs(u)) - 1) * 0.93
    let sweep = Point(p.x + 0.70, p.y - 1.06).length - 0.80
    // On her left the opening goes back behind the ear.
    let depth = mix(0.20, -0.20, smoothStep(-0.5, 0.8, p.x)) - p.z
    return max(max(arch, -sweep), depth)
  }

  /// Locks that wave on their way down from the parting. The height is 1 on the back of a lock and
  /// 0 between two, the tip 1 in the middle of one.
  private func locks(_ p: Vector) -> (height: Float, tip: Float) {
    let d = p - Self.crown
    let around = angle(y: d.x, x: d.z)
    let fall = clamp(1.2 - p.y, 0, 2.2)
    let curl = smoothStep(0.3, 1.4, fall)
    let twist = around + fall * 0.10 + curl * 0.055 * wave(fall * 5.2 + around * 2)
    let turn = twist * 6.5 + wave(fall * 1.6 + around) * 0.5
    let wide = abs(wave(turn))
    let fine = abs(wave(twist * 27 + wide * 0.8))
    let near = smoothStep(0.12, 0.75, Point(d.x, d.z).length)
    let tip = (1 - abs(wave(turn + Float.pi / 2))) * (0.62 + 0.38 * wave(around * 3.3 + 0.7))
    return ((wide * 0.84 + fine * 0.16) * near, tip * near)
  }

  func addJewels(_ p: Vector, to found: inout Nearest<Part>) {
    // The earring hangs on her left ear only.
    let e = p - Vector(0.985, -0.47, -0.05)
    let far = e.length - 0.2
    if far > 0.2 && !isThorough {
      found.add(far, .gold)
    } else {
      found.add(sphere(e - Vector(0, 0.09, 0), 0.034), .gold)
      found.add(sphere(e + Vector(0, 0.03, 0), 0.088), .gold)
    }
  }

  func hair(_ p: Vector) -> Surface {
    let d = p - Self.crown
    let around = angle(y: d.x, x: d.z)
    let tone = softNoise(Vector(around * 7, p.y * 0.8, 0), seed: 5)
    let fine = softNoise(Vector(around * 34, p.y * 1.1, 2), seed: 6)
    var colour = mix(Surface.colour(0x3E170B), Surface.colour(0x7C3418), tone * 0.6 + fine * 0.4)
    colour = mix(colour, Surface.colour(0x2C0F07), smoothStep(-0.3, -1.1, p.y) * 0.4)
    colour = mix(Surface.colour(0x7A4630), colour, smoothStep(0.0, 0.03, parting(p)))
    let out = Vector(d.x, 0, d.z).unit
    let across = Vector(out.z, 0, -out.x)
    return Surface(
      colour: colour, roughness: 0.46, mirror: Vector(0.05, 0.042, 0.034), softness: 0.15,
      fuzz: 0.5, relief: across * ((fine - 0.5) * 0.35))
  }
}
