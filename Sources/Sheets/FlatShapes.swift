/// A connected area of one even colour.
struct FlatShape {
  /// The shape's number in `FlatShapes.labels`.
  let label: Int32
  /// The index of a pixel with the shape's colour.
  let seed: Int
  let box: SheetRegion
  let area: Int
  /// Whether the shape has the colour of a shape that reaches the picture's edge.
  fileprivate(set) var isGround = false
}

/// The even-coloured shapes of a picture, as in drawn diagrams.
struct FlatShapes {
  let width: Int
  let height: Int
  /// The number of the shape that each pixel belongs to; 0 means no shape.
  private(set) var labels: [Int32]
  private(set) var shapes: [FlatShape] = []
  private let pixels: RegionPixels
  private let range: Int

  /// The maximum difference in any channel between pixels of one colour, in a picture without
  /// noise.
  private static let similarRange = 16.0
  /// The minimum area of a shape as a share of the picture; smaller ones are dots and letters.
  private static let minimumShapeShare = 0.0003

  /// Finds the shapes of a picture; a noisy picture is smoothed first.
  init(_ sheet: SheetPixels) {
    let whole = RegionPixels(sheet, sheet.whole)
    let noise = whole.noise
    let isNoisy = noise > 1.2
    pixels = isNoisy ? whole.smoothed : whole
    let remainingNoise = isNoisy ? noise / 2.5 : noise
    range = Int(Self.similarRange + 2.5 * remainingNoise)
    width = whole.width
    height = whole.height
    labels = [Int32](repeating: 0, count: width * height)
    let marks = pixels.flat(within: Int(8 + 2 * remainingNoise), bending: Int(3 + remainingNoise))
    let minimumArea = max(24, Int(Double(width * height) * Self.minimumShapeShare))
    var edges: [FlatShape] = []
    for pixel in marks.indices where marks[pixel] != 0 && labels[pixel] == 0 {
      let shape = follow(from: pixel)
      guard shape.area >= minimumArea else { continue }
      shapes.append(shape)
      let isAtEdge =
        shape.box.columns.lowerBound == 0 || shape.box.columns.upperBound == width
        || shape.box.rows.lowerBound == 0 || shape.box.rows.upperBound == height
      if isAtEdge { edges.append(shape) }
    }
    for index in shapes.indices {
      shapes[index].isGround = edges.contains { isSimilar($0.seed, shapes[index].seed) }
    }
  }

  /// Returns whether the pixels at two indices have one colour.
  func isSimilar(_ pixel: Int, _ other: Int) -> Bool { pixels.isSimilar(pixel, other, range) }

  /// The share of the picture outside all shapes, from 0 to 1.
  var unevenShare: Double { Double(labels.count { $0 == 0 }) / Double(max(1, labels.count)) }

  /// The number of shapes that have been labelled.
  private var traced: Int32 = 0

  /// Labels the pixels that are connected with `seed` and have its colour.
  private mutating func follow(from seed: Int) -> FlatShape {
    traced += 1
    let (pixels, range) = (pixels, range)
    let found = ConnectedPixels(
      from: seed, label: traced, in: &labels, width: width, height: height, diagonally: false
    ) { pixels.isSimilar($0, seed, range) }
    return FlatShape(label: traced, seed: seed, box: found.box, area: found.area)
  }
}
