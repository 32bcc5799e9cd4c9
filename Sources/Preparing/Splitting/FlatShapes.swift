/// A stretch of one even color that hangs together.
struct FlatShape {
  /// Its number in `FlatShapes.labels`.
  let label: Int32
  /// A pixel of its color.
  let seed: Int
  let box: SheetRegion
  let area: Int
  /// Whether it has the color of something that reaches the picture's edge.
  fileprivate(set) var isGround = false
}

/// What a picture shows in even colors, as drawn diagrams do: each stretch of one color is a shape.
struct FlatShapes {
  let width: Int
  let height: Int
  /// The number of the shape that each pixel is of; 0 is none.
  private(set) var labels: [Int32]
  private(set) var shapes: [FlatShape] = []
  private let pixels: RegionPixels
  private let range: Int

  /// Colors that differ by no more, in any channel, are one, where there is no noise.
  private static let likeRange = 16.0
  /// Smaller shapes are dots and letters: a share of the picture.
  private static let leastShape = 0.0003

  init(_ sheet: SheetPixels) {
    let whole = RegionPixels(sheet, sheet.whole)
    let noise = whole.noise
    let isNoisy = noise > 1.2
    pixels = isNoisy ? whole.smoothed : whole
    let left = isNoisy ? noise / 2.5 : noise
    range = Int(Self.likeRange + 2.5 * left)
    width = whole.width
    height = whole.height
    labels = [Int32](repeating: 0, count: width * height)
    let marks = pixels.flat(within: Int(8 + 2 * left), bending: Int(3 + left))
    let least = max(24, Int(Double(width * height) * Self.leastShape))
    var edges: [FlatShape] = []
    for place in marks.indices where marks[place] != 0 && labels[place] == 0 {
      let shape = follow(from: place)
      guard shape.area >= least else { continue }
      shapes.append(shape)
      let isAtEdge =
        shape.box.columns.lowerBound == 0 || shape.box.columns.upperBound == width
        || shape.box.rows.lowerBound == 0 || shape.box.rows.upperBound == height
      if isAtEdge { edges.append(shape) }
    }
    for index in shapes.indices {
      shapes[index].isGround = edges.contains { isLike($0.seed, shapes[index].seed) }
    }
  }

  /// Whether two pixels have one color.
  func isLike(_ place: Int, _ other: Int) -> Bool { pixels.isLike(place, other, range) }

  /// How much of the picture is of no shape, 0 to 1.
  var unevenShare: Double {
    Double(labels.count { $0 == 0 }) / Double(max(1, labels.count))
  }

  private var followed: Int32 = 0

  /// Marks what hangs together with a place and has its color.
  private mutating func follow(from seed: Int) -> FlatShape {
    followed += 1
    let (pixels, range) = (pixels, range)
    let found = ConnectedPixels(
      from: seed, label: followed, in: &labels, width: width, height: height, diagonally: false
    ) { pixels.isLike($0, seed, range) }
    return FlatShape(label: followed, seed: seed, box: found.box, area: found.area)
  }
}
