/// How a subject is framed, in its own units.
struct Framing: Sendable {
  /// The target of the close view: the face, the label.
  let heart: Vector
  /// The target of the normal view.
  let centre: Vector
  /// The target of the far view.
  let middle: Vector
  /// The width that must fit into the picture at distance 1.
  let width: Float
  let height: Float
  /// Additional degrees of the camera's height in low views, so it looks into cups.
  var lift: Float = 0

  /// The target at `distance`; it moves continuously, so a dolly shot has no jump.
  func target(distance: Float) -> Vector {
    if distance < 1 { return mix(heart, centre, smoothStep(0.5, 1, distance)) }
    return mix(centre, middle, smoothStep(1, 2, distance))
  }
}

/// One ray of sight.
struct Ray: Sendable {
  let origin: Vector
  let direction: Vector

  func point(_ t: Float) -> Vector { origin + direction * t }
}

/// A pinhole camera with the view of an 85 mm portrait lens.
struct Camera: Sendable {
  let position: Vector
  let forward: Vector
  let right: Vector
  let up: Vector
  /// Half the picture's height at distance 1.
  let slope: Float
  let aspect: Float
  let width: Int
  let height: Int
  /// The camera's turn about the subject, which the lights follow.
  let yaw: Turn
  private let offset: Point

  init(shot: Shot, framing: Framing) {
    let view = shot.view
    yaw = Turn(degrees: view.yawDegrees)
    let lift = abs(view.pitchDegrees) < 45 ? framing.lift : 0
    let pitch = Turn(degrees: view.pitchDegrees + lift)
    let roll = Turn(degrees: view.rollDegrees)
    aspect = Float(shot.width) / Float(shot.height)
    width = shot.width
    height = shot.height
    slope = 0.2126
    offset = Point(view.offsetX, view.offsetY)
    let span = max(framing.height, framing.width / aspect) * view.distance
    let away = span * 0.5 / slope
    let target = framing.target(distance: view.distance)
    let back = Vector(0, pitch.sine, pitch.cosine).turned(yaw)
    let side = Vector(1, 0, 0).turned(yaw)
    let above = back.cross(side)
    position = target + back * away
    forward = -back
    right = side * roll.cosine + above * roll.sine
    up = above * roll.cosine - side * roll.sine
  }

  /// The ray through a point of the picture; x and y in pixels from the top left.
  func ray(_ x: Float, _ y: Float) -> Ray {
    let h = Float(height)
    let u = (2 * x - Float(width)) / h - 2 * offset.x
    let v = (h - 2 * y) / h - 2 * offset.y
    let direction = forward + right * (u * slope) + up * (v * slope)
    return Ray(origin: position, direction: direction.unit)
  }

  /// The width of a pixel at distance 1.
  var pixel: Float { 2 * slope / Float(height) }
}
