/// The light behind the figure, one value for each two pixels or so, ready to be looked up.
struct BackdropLayer: Sendable {
  private let width: Int
  private let height: Int
  private let scale: Float
  private let cells: [Vector]

  /// An empty layer, for a cut-out.
  static let empty = BackdropLayer(width: 1, height: 1, scale: 1, cells: [.zero])

  private init(width: Int, height: Int, scale: Float, cells: [Vector]) {
    self.width = width
    self.height = height
    self.scale = scale
    self.cells = cells
  }

  init(shot: Shot, room: Room) {
    switch shot.backdrop {
    case .white: self.init(width: 1, height: 1, scale: 1, cells: [Vector(1)])
    case .plain: self.init(shot: shot, step: 4, colour: room.sweep)
    case .cluttered:
      let sharp = BackdropLayer(shot: shot, step: 2, colour: room.clutter)
      self = sharp.blurred(share: 0.0075)
    }
  }

  /// Samples one point in every square of `step` × `step` pixels.
  init(shot: Shot, step: Int, colour: (Float, Float) -> Vector) {
    width = (shot.width + step - 1) / step + 1
    height = (shot.height + step - 1) / step + 1
    scale = 1 / Float(step)
    var cells: [Vector] = []
    cells.reserveCapacity(width * height)
    for y in 0..<height {
      for x in 0..<width { cells.append(colour(Float(x * step), Float(y * step))) }
    }
    self.cells = cells
  }

  /// The colour at a point of the picture, in pixels.
  func colour(_ x: Float, _ y: Float) -> Vector {
    guard width > 1, height > 1 else { return cells[0] }
    let u = clamp(x * scale, 0, Float(width - 1) - 0.001)
    let v = clamp(y * scale, 0, Float(height - 1) - 0.001)
    let (i, j) = (Int(u), Int(v))
    let (fu, fv) = (u - Float(i), v - Float(j))
    let a = j * width + i
    let upper = mix(cells[a], cells[a + 1], fu)
    let lower = mix(cells[a + width], cells[a + width + 1], fu)
    return mix(upper, lower, fv)
  }

  /// The layer out of focus: every point is spread over a disc, as by a lens.
  ///
  /// - Parameter share: the disc's radius, in picture heights.
  func blurred(share: Float) -> BackdropLayer {
    let radius = Float(height) * share
    let reach = Int(radius) + 1
    var spots: [(x: Int, y: Int)] = []
    for y in -reach...reach {
      for x in -reach...reach where Float(x * x + y * y) <= radius * radius + 0.5 {
        spots.append((x, y))
      }
    }
    let weight = 1 / Float(spots.count)
    var result = cells
    for y in 0..<height {
      for x in 0..<width {
        var sum = Vector.zero
        for spot in spots {
          let i = min(max(x + spot.x, 0), width - 1)
          let j = min(max(y + spot.y, 0), height - 1)
          sum += cells[j * width + i]
        }
        result[y * width + x] = sum * weight
      }
    }
    return BackdropLayer(width: width, height: height, scale: scale, cells: result)
  }
}
