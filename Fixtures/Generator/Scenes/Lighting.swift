/// A rectangular light far away: a window, a softbox, a bulb.
struct Lamp: Sendable {
  /// The direction from the subject to the lamp.
  let direction: Vector
  private let right: Vector
  private let up: Vector
  /// Half its width and height, as seen from the subject at distance 1.
  private let half: Point
  let colour: Vector
  /// The sharpness of its shadow: 2 for a wide window, 30 for a bare bulb.
  let hardness: Float
  /// Whether a cross bar divides it, as in a window.
  private let barred: Bool

  /// - Parameter aim: the position of the lamp as seen from the camera: +x is the picture's right,
  /// +z towards the camera.
  init(
    aim: Vector, size: Point, colour: Vector, hardness: Float, barred: Bool = false, yaw: Turn
  ) {
    let position = aim.unit
    let side = Vector(0, 1, 0).cross(position).unit
    direction = position.turned(yaw)
    right = side.turned(yaw)
    up = position.cross(side).unit.turned(yaw)
    half = size
    self.colour = colour
    self.hardness = hardness
    self.barred = barred
  }

  /// The share of the lamp visible in a mirror direction; a rough mirror smears its outline.
  func seen(along ray: Vector, roughness: Float) -> Float {
    let c = ray.dot(direction)
    guard c > 0.05 else { return 0 }
    let u = ray.dot(right) / c
    let v = ray.dot(up) / c
    let soft = 0.03 + roughness * roughness * 1.6
    let inside = -rectangle(Point(u, v), half, 0.04)
    var mask = smoothStep(-soft, soft, inside)
    if barred {
      let bar = min(abs(u), abs(v))
      mask *= mix(smoothStep(0.012, 0.03 + soft, bar), 1, min(roughness * 2, 1))
    }
    let area = half.x * half.y
    return mask * area / (area + soft * soft * 0.5)
  }
}

/// All the lights of a scene.
struct Rig: Sendable {
  let key: Lamp
  let fill: Lamp
  let rim: Lamp
  /// Ambient light: from above and from below.
  let sky: Vector
  let ground: Vector
  /// The overall colour of the light, which tints the backdrop.
  let tint: Vector
  /// How strongly the softboxes show in glossy surfaces.
  let glare: Float

  init(_ light: Light, yaw: Turn) {
    switch light {
    case .daylight: self.init(daylightAt: yaw)
    case .lamp: self.init(lampAt: yaw)
    case .studio: self.init(studioAt: yaw)
    case .side: self.init(sideAt: yaw)
    }
  }

  /// The ambient light on a surface that faces along `normal`.
  func ambient(_ normal: Vector) -> Vector { mix(ground, sky, normal.y * 0.5 + 0.5) }

  /// What a mirror reflects along `ray`, without the key lamp.
  func surroundings(along ray: Vector, roughness: Float) -> Vector {
    let height = smoothStep(-0.7, 0.7, ray.y)
    let room = mix(ground, sky, height) * 0.8
    let lit =
      fill.colour * fill.seen(along: ray, roughness: roughness)
      + rim.colour * rim.seen(along: ray, roughness: roughness)
    return room + lit * glare
  }

  /// What a mirror reflects of the key lamp along `ray`.
  func keyGlare(along ray: Vector, roughness: Float) -> Vector {
    key.colour * (key.seen(along: ray, roughness: roughness) * glare)
  }
}

extension Rig {
  private init(daylightAt yaw: Turn) {
    key = Lamp(
      aim: Vector(-0.85, 0.55, 0.75), size: Point(0.34, 0.46), colour: Vector(1.85, 1.85, 1.87),
      hardness: 3, barred: true, yaw: yaw)
    fill = Lamp(
      aim: Vector(0.9, 0.1, 0.7), size: Point(0.5, 0.6), colour: Vector(0.22, 0.217, 0.21),
      hardness: 2, yaw: yaw)
    rim = Lamp(
      aim: Vector(0.7, 0.75, -0.8), size: Point(0.3, 0.3), colour: Vector(0.5, 0.51, 0.53),
      hardness: 4, yaw: yaw)
    sky = Vector(0.42, 0.425, 0.44)
    ground = Vector(0.24, 0.235, 0.225)
    tint = Vector(1, 1, 1)
    glare = 2.6
  }

  private init(lampAt yaw: Turn) {
    // 1.4 stops between red and blue: 1.38 / 0.523 = 2.64.
    let warm = Vector(1.38, 0.93, 0.523)
    key = Lamp(
      aim: Vector(0.75, 0.75, 0.7), size: Point(0.2, 0.24), colour: warm * 1.75,
      hardness: 7, yaw: yaw)
    fill = Lamp(
      aim: Vector(-0.9, 0.1, 0.5), size: Point(0.5, 0.5), colour: warm * 0.2,
      hardness: 2, yaw: yaw)
    rim = Lamp(
      aim: Vector(-0.7, 0.6, -0.8), size: Point(0.2, 0.3), colour: warm * 0.45,
      hardness: 4, yaw: yaw)
    sky = warm * 0.34
    ground = warm * 0.24
    tint = warm * 0.82
    glare = 3.2
  }

  private init(studioAt yaw: Turn) {
    key = Lamp(
      aim: Vector(-0.7, 0.5, 0.9), size: Point(0.36, 0.62), colour: Vector(1.12),
      hardness: 3, yaw: yaw)
    fill = Lamp(
      aim: Vector(0.8, 0.35, 0.85), size: Point(0.3, 0.62), colour: Vector(0.78),
      hardness: 3, yaw: yaw)
    rim = Lamp(
      aim: Vector(0.1, 1.0, -0.75), size: Point(0.7, 0.3), colour: Vector(0.75),
      hardness: 4, yaw: yaw)
    sky = Vector(0.52)
    ground = Vector(0.34)
    tint = Vector(1.06)
    glare = 2.6
  }

  private init(sideAt yaw: Turn) {
    key = Lamp(
      aim: Vector(-1.0, 0.32, 0.22), size: Point(0.12, 0.3), colour: Vector(2.6, 2.58, 2.52),
      hardness: 16, yaw: yaw)
    fill = Lamp(
      aim: Vector(0.8, 0.3, 0.6), size: Point(0.4, 0.4), colour: Vector(0.06, 0.062, 0.066),
      hardness: 2, yaw: yaw)
    rim = Lamp(
      aim: Vector(0.85, 0.4, -0.7), size: Point(0.16, 0.5), colour: Vector(0.34, 0.35, 0.37),
      hardness: 6, yaw: yaw)
    sky = Vector(0.13, 0.132, 0.138)
    ground = Vector(0.085, 0.083, 0.08)
    tint = Vector(0.5)
    glare = 3
  }
}

/// Converts scene light to displayed light, both linear: a film-like curve with a soft shoulder (K.
/// Narkowicz's fit of the ACES curve, 2015).
func developed(_ light: Vector) -> Vector {
  func curve(_ value: Float) -> Float {
    let x = max(value, 0) * 0.62
    return clamp(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14))
  }
  return Vector(curve(light.x), curve(light.y), curve(light.z))
}
