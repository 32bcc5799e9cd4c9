/// A solid subject that the ray marcher can walk round.
protocol Figure: Sendable {
  /// Contains everything except the floor.
  var bound: Bound { get }
  /// The height of the floor it stands on.
  var floor: Float { get }
  var framing: Framing { get }
  /// The figure without shortcuts far from its surface, for wide shadows.
  var thorough: Self { get }
  /// The distance from `p` to the surface, negative inside.
  func distance(_ p: Vector) -> Float
  /// The material of the surface at `p`; `footprint` is the width of a pixel there.
  func surface(_ p: Vector, footprint: Float) -> Surface
}

/// A figure under lights before a camera: answers what one ray of sight shows.
struct Stage<Subject: Figure>: Sendable {
  let figure: Subject
  /// The figure that casts shadows on the floor.
  let caster: Subject
  let rig: Rig
  let camera: Camera

  /// The distance along the ray at which it hits the figure; `nil` if it misses.
  func hit(_ ray: Ray, from start: Float) -> Float? {
    guard let crossing = figure.bound.crossing(from: ray.origin, along: ray.direction) else {
      return nil
    }
    var t = max(start, crossing.near)
    for _ in 0..<110 {
      let d = figure.distance(ray.point(t))
      if d < 0.0004 * t * 0.35 { return t }
      t += d * 0.88
      if t > crossing.far { return nil }
    }
    return figure.distance(ray.point(t)) < 0.01 ? t : nil
  }

  /// The distance that every ray of a narrow cone may walk before it can hit anything; `nil` if
  /// none can.
  func start(_ ray: Ray, spread: Float) -> Float? {
    let wide = Bound(
      centre: figure.bound.centre,
      radius: figure.bound.radius + spread * 2 * (ray.origin - figure.bound.centre).length)
    guard let crossing = wide.crossing(from: ray.origin, along: ray.direction) else { return nil }
    var t = crossing.near
    for _ in 0..<60 {
      let d = figure.distance(ray.point(t)) * 0.88
      let width = t * spread
      if d < width * 1.1 { return max(t - width, 0) }
      t += d - width
      if t > crossing.far { return nil }
    }
    return max(t - t * spread, 0)
  }

  /// Outward direction of the surface at `p`.
  func normal(_ p: Vector, footprint: Float) -> Vector {
    let e = max(0.0012, footprint * 0.5)
    let a = figure.distance(p + Vector(e, -e, -e))
    let b = figure.distance(p + Vector(-e, -e, e))
    let c = figure.distance(p + Vector(-e, e, -e))
    let d = figure.distance(p + Vector(e, e, e))
    return Vector(a - b - c + d, c + d - a - b, b + d - a - c).unit
  }

  /// 1 in full light of the lamp, 0 in its full shadow.
  func shadow(_ p: Vector, of figure: Subject, from lamp: Lamp) -> Float {
    // A soft shadow begins well outside the figure itself.
    let wide = Bound(
      centre: figure.bound.centre, radius: figure.bound.radius * (1 + 3 / lamp.hardness))
    guard let crossing = wide.crossing(from: p, along: lamp.direction) else { return 1 }
    var t = max(crossing.near, 0.03)
    var light: Float = 1
    for _ in 0..<26 {
      let d = figure.distance(p + lamp.direction * t)
      light = min(light, 0.5 + lamp.hardness * d * 0.5 / t)
      if light < 0 { return 0 }
      t += clamp(d, 0.035, 0.5)
      if t > crossing.far { break }
    }
    let clear = clamp(light)
    return clear * clear * (3 - 2 * clear)
  }

  /// 1 in the open, towards 0 in creases: five samples along the normal.
  func openness(_ p: Vector, _ n: Vector, of figure: Subject, reach: Float) -> Float {
    var hidden: Float = 0
    var weight: Float = 1
    for step in 1...5 {
      let h = reach * Float(step) * Float(step) * 0.04
      hidden += max(h - figure.distance(p + n * h), 0) * weight / h
      weight *= 0.78
    }
    return clamp(1 - hidden * 0.30)
  }

  /// The share of light that reaches the floor past the figure, where `ray` meets the floor.
  ///
  /// - Parameter isShort: whether to leave the shadow out further away, so a white floor stays
  /// white.
  func floorLight(_ ray: Ray, isShort: Bool) -> Vector {
    guard ray.direction.y < -0.001 else { return Vector(1) }
    let t = (figure.floor - ray.origin.y) / ray.direction.y
    guard t > 0 else { return Vector(1) }
    let p = ray.point(t)
    let flat = Vector(p.x - figure.bound.centre.x, 0, p.z - figure.bound.centre.z)
    let reach = figure.bound.radius
    let fade =
      isShort
      ? smoothStep(reach, reach * 0.35, flat.length)
      : smoothStep(reach * 3.2, reach * 1.6, flat.length)
    guard fade > 0 else { return Vector(1) }
    let up = Vector(0, 1, 0)
    let open = openness(p, up, of: caster, reach: reach * 0.45)
    var lit = rig.sky * open
    var full = rig.sky
    for lamp in [rig.key, rig.fill, rig.rim] {
      let direct = lamp.colour * max(lamp.direction.y, 0)
      lit += direct * shadow(p, of: caster, from: lamp)
      full += direct
    }
    let share = Vector(lit.x / full.x, lit.y / full.y, lit.z / full.z)
    return mix(Vector(1), share, fade)
  }
}

extension Stage {
  /// The light that the figure reflects back along the ray, hit at `t`.
  func light(_ ray: Ray, at t: Float) -> Vector {
    let p = ray.point(t)
    let footprint = camera.pixel * t
    let surface = figure.surface(p, footprint: footprint)
    let smooth = normal(p, footprint: footprint)
    let n = (smooth + surface.relief).unit
    let open = openness(p, smooth, of: figure, reach: 0.5)
    let lifted = p + smooth * 0.012
    // No key light reaches a point that faces away from it, not even round a soft corner.
    let turnedAway = smooth.dot(rig.key.direction) < -0.45 * surface.softness
    let keyed = turnedAway ? 0 : shadow(lifted, of: figure, from: rig.key)
    let diffuse = diffuse(surface, n, open: open, keyed: keyed)
    let facing = max(-ray.direction.dot(n), 0)
    let mirrored = ray.direction + n * (2 * facing)
    let edge = 1 - facing
    let e2 = edge * edge
    let grazing = e2 * e2 * edge * (1 - surface.roughness) * 0.9
    let share = surface.mirror + (Vector(1) - surface.mirror) * grazing
    let around = rig.surroundings(along: mirrored, roughness: surface.roughness) * open
    let glare =
      rig.keyGlare(along: mirrored, roughness: surface.roughness) * (keyed * surface.catchlight)
    let fringe = rig.ambient(n) * (surface.fuzz * e2 * open)
    return diffuse + (around + glare) * share + surface.colour * fringe
  }

  private func diffuse(_ surface: Surface, _ n: Vector, open: Float, keyed: Float) -> Vector {
    let soft = surface.softness
    // Red goes deepest into skin, so its shadow edge is wider and warmer.
    let wrap = Vector(0.42, 0.20, 0.14) * soft
    let half = keyed.squareRoot()
    let keyLight = Vector(mix(keyed, half, soft * 0.4), mix(keyed, half, soft * 0.12), keyed)
    let hollow = Vector(
      mix(open, open.squareRoot(), soft * 0.8), mix(open, open.squareRoot(), soft * 0.2), open)
    var sum = rig.ambient(n) * hollow
    sum += lambert(rig.key, n, wrap) * keyLight
    sum += lambert(rig.fill, n, wrap) * hollow * (0.35 + 0.65 * open)
    sum += lambert(rig.rim, n, wrap) * open * open
    return sum * surface.colour
  }

  private func lambert(_ lamp: Lamp, _ n: Vector, _ wrap: Vector) -> Vector {
    let c = n.dot(lamp.direction)
    func part(_ w: Float) -> Float {
      let x = max(c + w, 0) / (1 + w)
      return w > 0 ? x * mix(1, x, w * 0.8) : x
    }
    return lamp.colour * Vector(part(wrap.x), part(wrap.y), part(wrap.z))
  }
}
