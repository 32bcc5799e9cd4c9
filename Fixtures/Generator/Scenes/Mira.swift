/// A stylised character in the manner of a vinyl figure, looking along +z; her left is +x.
///
/// One unit is about half the width of her head, whose middle is the origin.
struct Mira: Figure {
  /// The parts that she is made of.
  enum Part: Sendable {
    case skin, eye, lash, brow, hair, gold, jacket, collar, zip, knit, badge, trousers, boots, sole
  }

  let bound = Bound(centre: Vector(0, -2.3, -0.1), radius: 3.95)
  let floor: Float = -6.1
  let framing = Framing(
    heart: Vector(0, 0.05, 0), centre: Vector(0, -0.52, 0), middle: Vector(0, -2.33, 0),
    width: 3.1, height: 4.3)

  /// Whether every part is measured wherever `p` is: slower, for shadows far from her.
  var isThorough = false

  private let headBound = Bound(centre: Vector(0, 0.02, -0.1), radius: 1.62)
  private let chestBound = Bound(centre: Vector(0, -2.62, -0.2), radius: 1.95)
  private let legsBound = Bound(centre: Vector(0, -5.1, -0.1), radius: 1.35)

  var thorough: Mira {
    var copy = self
    copy.isThorough = true
    return copy
  }

  func distance(_ p: Vector) -> Float { nearest(p).distance }

  /// The part nearest to `p`; a group far away counts as the ball around it.
  func nearest(_ p: Vector) -> Nearest<Part> {
    var found = Nearest(distance: Float(100), part: Part.skin)
    let margin: Float = isThorough ? 100 : 0.35
    let head = headBound.distance(p)
    if head > margin { found.add(head, .hair) } else { addHead(p, to: &found) }
    let chest = chestBound.distance(p)
    if chest < found.distance {
      if chest > margin { found.add(chest, .jacket) } else { addBody(p, to: &found) }
    }
    let legs = legsBound.distance(p)
    if legs < found.distance {
      if legs > margin { found.add(legs, .trousers) } else { addLegs(p, to: &found) }
    }
    return found
  }

  private func addHead(_ p: Vector, to found: inout Nearest<Part>) {
    addHair(p, to: &found)
    addJewels(p, to: &found)
    // Above the neck this ball contains the plain head; under the hair a closer look is not
    // worthwhile.
    let ball = sphere(p - Vector(0, 0.05, -0.02), 1.13)
    if p.y > -0.2 && p.z < 0.2 && found.distance < ball { return }
    addFace(p, skull: skull(p), to: &found)
  }

  func surface(_ p: Vector, footprint: Float) -> Surface {
    let part = nearest(p).part
    switch part {
    case .skin: return skin(p, footprint: footprint)
    case .eye: return eye(p, footprint: footprint)
    case .lash: return Surface(colour: Surface.colour(0x1A0F0C), roughness: 0.5)
    case .brow: return Surface(colour: Surface.colour(0x33160D), roughness: 0.7)
    case .hair: return hair(p)
    case .gold:
      return Surface(
        colour: Surface.colour(0xB87A30), roughness: 0.25, mirror: Surface.colour(0xF0BC70))
    case .badge: return badge(p, footprint: footprint)
    default: return cloth(part, p)
    }
  }
}
