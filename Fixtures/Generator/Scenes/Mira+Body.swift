// Mira's clothes and limbs as solids: rollneck, jacket with a badge, trousers, boots.

extension Mira {
  func addBody(_ p: Vector, to found: inout Nearest<Part>) {
    let q = p.mirrored
    let jacket = jacket(p, q)
    found.add(jacket, .jacket)
    if jacket > 0.6 && !isThorough {
      found.add(jacket - 0.3, .jacket)
      return
    }
    let neck = p - Vector(0, -1.36, -0.2)
    var roll = drum(neck, radius: 0.50, halfHeight: 0.17, round: 0.12)
    let chest = rod(neck, Vector(0, -0.1, 0), Vector(0, -0.66, 0.05), 0.44, 0.44)
    roll += roll > 0.06 ? -0.009 : 0.009 * wave(angle(y: neck.x, x: neck.z) * 40)
    found.add(blend(roll, chest, 0.04), .knit)
    found.add(collar(p), .collar)
    addFront(p, jacket: jacket, to: &found)
    if p.y < -3.3 {
      let hand = ellipsoid(q - Vector(1.20, -4.12, 0.06), Vector(0.17, 0.25, 0.2))
      let thumb = rod(q, Vector(1.10, -4.0, 0.14), Vector(1.06, -4.16, 0.24), 0.075, 0.06)
      found.add(blend(hand, thumb, 0.06), .skin)
    }
  }

  private func jacket(_ p: Vector, _ q: Vector) -> Float {
    // Depth is compressed, so the chest is wider than deep.
    let s = Vector(p.x, p.y, (p.z + 0.22) / 0.74)
    let trunk = rod(s, Vector(0, -2.25, 0), Vector(0, -3.55, 0), 0.80, 0.90) * 0.80
    let yoke = rod(q, Vector(0, -1.72, -0.22), Vector(0.88, -2.04, -0.24), 0.40, 0.36)
    var d = blend(trunk, yoke, 0.3)
    d = overlap(d, -4.02 - p.y, 0.1)
    let upper = rod(q, Vector(0.98, -2.14, -0.24), Vector(1.22, -3.05, -0.26), 0.33, 0.29)
    let lower = rod(q, Vector(1.22, -3.05, -0.26), Vector(1.20, -3.82, 0.0), 0.29, 0.25)
    let sleeve = overlap(blend(upper, lower, 0.08), -3.92 - p.y, 0.05)
    d = blend(d, sleeve, 0.10)
    // Soft folds at the elbow and the waist.
    return p.y > -2.6 ? d : d + 0.010 * wave(p.y * 9 + q.x * 5) * smoothStep(-2.6, -3.1, p.y)
  }

  /// A stand-up collar, open in front.
  private func collar(_ p: Vector) -> Float {
    let c = p - Vector(0, -1.56, -0.2)
    let r = Point(c.x, c.z * 1.06).length
    let wide = 0.60 - c.y * 0.34
    let shell = abs(r - wide) * 0.93 - 0.045
    let top = c.y - 0.22 + c.z * 0.10
    let body = overlap(overlap(shell, top, 0.06), -0.34 - c.y, 0.03)
    let gap = abs(c.x) - 0.10 - (c.y + 0.32) * 0.75
    return c.z > 0 ? carve(body, by: gap, 0.05) : body
  }

  private func addFront(_ p: Vector, jacket: Float, to found: inout Nearest<Part>) {
    guard p.z > -0.1 else { return }
    let track = max(abs(jacket) - 0.014, abs(p.x) - 0.045)
    found.add(max(track, p.y + 1.80), .zip)
    let pull = box(p - Vector(0, -1.98, 0.405), Vector(0.035, 0.09, 0.03), 0.02)
    found.add(pull, .gold)
    let disc = Point(p.x - 0.50, p.y + 2.32).length - 0.15
    found.add(overlap(disc, jacket - 0.035, 0.03), .badge)
  }

  func addLegs(_ p: Vector, to found: inout Nearest<Part>) {
    let q = p.mirrored
    let leg = rod(q, Vector(0.40, -4.0, -0.22), Vector(0.44, -5.5, -0.2), 0.42, 0.30)
    found.add(overlap(leg, -5.52 - p.y, 0.05), .trousers)
    let shaft = rod(q, Vector(0.44, -5.45, -0.2), Vector(0.45, -5.8, -0.18), 0.30, 0.28)
    let toe = ellipsoid(q - Vector(0.47, -5.86, 0.12), Vector(0.32, 0.24, 0.46))
    found.add(overlap(blend(shaft, toe, 0.15), -6.0 - p.y, 0.02), .boots)
    let s = q - Vector(0.47, -6.04, 0.02)
    found.add(
      drum(Vector(s.x * 1.5, s.y, s.z), radius: 0.5, halfHeight: 0.06, round: 0.03) * 0.66,
      .sole)
  }
}
