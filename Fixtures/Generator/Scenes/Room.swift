/// The surroundings of the figure: a seamless sweep, or a room with a full shelf.
///
/// They are fixed to the camera while the figure turns.
struct Room: Sendable {
  /// The height of the normal framing; the room is measured in it.
  let scale: Float
  let floor: Float
  let rig: Rig
  let camera: Camera
  let seed: UInt64

  /// A grey paper sweep: lighter low behind the figure, darker towards the corners.
  func sweep(_ x: Float, _ y: Float) -> Vector {
    let v = y / Float(camera.height)
    let u = (x / Float(camera.width) - 0.5) * min(camera.aspect, 1.4)
    let glow = smoothStep(0.95, 0.0, Point(u * 0.9, (v - 0.6) * 0.8).length)
    let grey = mix(0.38, 0.52, glow) * mix(0.94, 1.04, v)
    return shown(Vector(grey) * rig.tint)
  }

  private func shown(_ colour: Vector) -> Vector {
    Vector(min(colour.x, 0.98), min(colour.y, 0.98), min(colour.z, 0.98))
  }
}

/// A box or a ball that fills the space from `low` to `high`.
private struct Prop {
  let low: Vector
  let high: Vector
  let colour: Vector
  let isBall: Bool
}

extension Room {
  /// The light from the room at a point of the picture.
  func clutter(_ x: Float, _ y: Float) -> Vector {
    let ray = camera.ray(x, y)
    let back = camera.yaw.inverse
    let k = 1 / scale
    let o = Vector(ray.origin.x, ray.origin.y - floor, ray.origin.z).turned(back) * k
    let d = ray.direction.turned(back)
    var best: Float = 1000
    var colour = Vector(0.3)
    let wall = (-1.35 - o.z) / d.z
    if wall > 0 && wall < 100 {
      best = wall
      colour = shelf(o + d * wall)
    }
    let ground = -o.y / d.y
    if ground > 0 && ground < min(best, 100) {
      best = ground
      colour = planks(o + d * ground)
    }
    for prop in Self.props {
      if let found = Self.meet(prop, o, d), found.t < best {
        best = found.t
        colour = lit(prop.colour, found.normal)
      }
    }
    return developed(colour * rig.tint)
  }

  private func lit(_ colour: Vector, _ stageNormal: Vector) -> Vector {
    let n = stageNormal.turned(camera.yaw)
    let key = max(n.dot(rig.key.direction), 0)
    let sky = n.y * 0.5 + 0.5
    return colour * (0.35 + key * 0.8 + sky * 0.35)
  }

  private static func meet(_ prop: Prop, _ o: Vector, _ d: Vector) -> (t: Float, normal: Vector)? {
    let centre = (prop.low + prop.high) * 0.5
    if prop.isBall {
      let ball = Bound(centre: centre, radius: (prop.high.y - prop.low.y) * 0.5)
      guard let crossing = ball.crossing(from: o, along: d), crossing.near > 0 else { return nil }
      return (crossing.near, (o + d * crossing.near - centre).unit)
    }
    var near: Float = 0
    var far: Float = 1000
    var normal = Vector.zero
    func slab(_ o: Float, _ d: Float, _ low: Float, _ high: Float, _ axis: Vector) {
      let inverse = 1 / (abs(d) < 1e-6 ? 1e-6 : d)
      let a = (low - o) * inverse
      let b = (high - o) * inverse
      if min(a, b) > near {
        near = min(a, b)
        normal = axis * (d > 0 ? -1 : 1)
      }
      far = min(far, max(a, b))
    }
    slab(o.x, d.x, prop.low.x, prop.high.x, Vector(1, 0, 0))
    slab(o.y, d.y, prop.low.y, prop.high.y, Vector(0, 1, 0))
    slab(o.z, d.z, prop.low.z, prop.high.z, Vector(0, 0, 1))
    return near < far && near > 0 ? (near, normal) : nil
  }

  private static let props: [Prop] = [
    prop(-0.95, 0, -1.0, 0.42, 0.36, 0.3, 0xB08A5A),
    prop(-0.90, 0.36, -0.98, 0.3, 0.22, 0.24, 0xC9B08A),
    prop(0.62, 0, -0.95, 0.5, 0.30, 0.32, 0x4F6D7A),
    prop(0.70, 0.30, -0.92, 0.3, 0.26, 0.24, 0xD8D2C4),
    prop(0.30, 0, -1.1, 0.16, 0.85, 0.16, 0xA8503A),
    ball(-0.42, 0.62, -1.15, 0.13, 0xD9A441), ball(0.98, 0.68, -0.9, 0.12, 0xC65B4B),
    prop(-0.55, 0, -1.15, 0.3, 0.49, 0.2, 0x6A4B3A),
    ball(-0.62, 0.09, -0.55, 0.09, 0x3F7F77), prop(0.55, 0, -0.35, 0.2, 0.08, 0.3, 0xC7B9A0),
  ]

  private static func prop(
    _ x: Float, _ y: Float, _ z: Float, _ w: Float, _ h: Float, _ d: Float, _ hex: UInt32
  ) -> Prop {
    Prop(
      low: Vector(x - w * 0.5, y, z - d * 0.5), high: Vector(x + w * 0.5, y + h, z + d * 0.5),
      colour: Surface.colour(hex), isBall: false)
  }

  private static func ball(_ x: Float, _ y: Float, _ z: Float, _ r: Float, _ hex: UInt32) -> Prop {
    Prop(
      low: Vector(x - r, y - r, z - r), high: Vector(x + r, y + r, z + r),
      colour: Surface.colour(hex), isBall: true)
  }

  private func planks(_ p: Vector) -> Vector {
    let row = floorOf(p.z / 0.16)
    let joint = abs(p.z / 0.16 - row - 0.5) > 0.47 ? Float(0.55) : 1
    let tone = 0.8 + 0.35 * noise(Int(row), 0, 7, seed: seed)
    return Surface.colour(0x8A6A4C) * (tone * joint)
  }

  /// Books and gaps on the shelf that covers the wall.
  private func shelf(_ p: Vector) -> Vector {
    let rowHeight: Float = 0.36
    let row = floorOf(p.y / rowHeight)
    let inRow = p.y - row * rowHeight
    let wood = Surface.colour(0x9C8468)
    if inRow < 0.03 { return wood * 0.85 }
    let slot = floorOf(p.x / 0.6)
    let inSlot = p.x - slot * 0.6
    if inSlot < 0.022 { return wood * 0.7 }
    let depth = Surface.colour(0x4A4038) * mix(0.9, 0.35, smoothStep(0.1, 0.36, inRow))
    if noise(Int(row), Int(slot), 3, seed: seed) < 0.22 { return depth }
    let width = 0.04 + 0.03 * noise(Int(row), Int(slot), 4, seed: seed)
    let book = floorOf(inSlot / width)
    let pick = noise(Int(row) * 31 + Int(book), Int(slot), 5, seed: seed)
    let tall = 0.17 + 0.13 * noise(Int(row), Int(slot) * 37 + Int(book), 6, seed: seed)
    if inRow > tall + 0.03 { return depth }
    let across = (inSlot - book * width) / width
    let round = 0.6 + 0.5 * (1 - (across * 2 - 1) * (across * 2 - 1))
    let band = abs(inRow - tall * 0.75) < 0.012 ? Float(1.5) : 1
    return Surface.colour(Self.covers[Int(pick * Float(Self.covers.count))]) * (round * band)
  }

  private static let covers: [UInt32] = [
    0xB5483A, 0xD9A441, 0x3D6A73, 0xE4DCCB, 0x2F3E55, 0x7A8C5B, 0xC98B6B, 0x8A3B4C, 0xEFE8DA,
    0x55707F,
  ]
}
