internal import Model

/// A picture prepared for comparison with many others: its samples at several sizes, and the
/// forms that it would have as a part of another picture.
struct ViewShape: Sendable {
  /// 64 × 64 samples.
  let fine: Samples
  /// 32 × 32 samples.
  let half: Samples
  /// The slopes of `half`.
  let slopes: Slopes
  /// The brightness at 8 × 8 samples, for a first comparison.
  let coarse: CoarseView
  /// The slopes at 16 × 16 samples.
  let outline: Outline
  /// The width of the picture over its height, or `nil` when its size is unknown.
  let aspect: Double?

  /// Prepares a picture, or returns `nil` for a plane that is flat or not 64 × 64.
  init?(_ luma: LumaPlane, size: PixelSize? = nil) {
    guard luma.width == LumaPlane.side, luma.height == LumaPlane.side else { return nil }
    fine = Samples(width: luma.width, height: luma.height, values: luma.samples.map(Double.init))
    half = fine.halved
    slopes = Slopes(half)
    guard slopes.energy >= Double(slopes.across.count) * Self.minimumEnergy else { return nil }
    let quarter = half.halved
    coarse = CoarseView(quarter.halved)
    outline = Outline(quarter)
    aspect = size.flatMap { $0.height > 0 ? Double($0.width) / Double($0.height) : nil }
  }

  /// Returns the shapes of the windows that this picture may fill in another one.
  func fit(into whole: ViewShape) -> PartShape {
    guard let aspect, let other = whole.aspect, aspect > 0, other > 0 else { return .any }
    return PartShape(ratio: aspect / other)
  }

  /// The energy for each slope that the dither and noise of a blank wall have.
  private static let minimumEnergy = 2.0
}

/// The shape that a part of a picture has: its width over its height, in shares of the whole's
/// sides. Parts are cropped, not stretched.
struct PartShape: Sendable {
  var ratio: Double?

  static let any = PartShape()

  /// Returns whether a window may be the part. Of pictures whose sizes are unknown, parts of at
  /// least 5/8 of both sides are allowed.
  func allows(width: Int, height: Int, of side: Int) -> Bool {
    guard let ratio else { return 8 * min(width, height) >= 5 * side }
    let own = Double(width) / Double(height)
    return own < Self.tolerance * ratio && ratio < Self.tolerance * own
  }

  /// The factor by which the ratio may differ.
  private static let tolerance = 1.25
}

/// The brightness at 8 × 8 samples, which quickly excludes pictures that can't be parts of each
/// other.
struct CoarseView: Sendable {
  private let samples: Samples
  /// The picture made smaller in all sizes, each without its mean, with the sum of squares.
  private let parts: [(samples: Samples, energy: Double)]

  /// Prepares all smaller sizes of a picture.
  init(_ samples: Samples) {
    self.samples = samples
    let sides = samples.width / 2...samples.width
    parts = sides.flatMap { width in
      sides.map { height in
        let part = samples.resized(width, height)
        let mean = part.values.reduce(0, +) / Double(part.values.count)
        let values = part.values.map { $0 - mean }
        return (
          Samples(width: width, height: height, values: values),
          values.reduce(0) { $0 + $1 * $1 }
        )
      }
    }
  }

  /// Returns the best correlation of the other picture, made smaller, with a part of this one.
  func correlation(withPart other: CoarseView, _ shape: PartShape) -> Double {
    var best = 0.0
    for part in other.parts
    where shape.allows(width: part.samples.width, height: part.samples.height, of: samples.width) {
      for top in 0...samples.height - part.samples.height {
        for left in 0...samples.width - part.samples.width {
          best = max(best, correlation(part.samples, part.energy, left, top))
        }
      }
    }
    return best
  }

  /// Returns the correlation of a smaller picture with the part of this one at a position.
  private func correlation(_ part: Samples, _ energy: Double, _ left: Int, _ top: Int) -> Double {
    var (sum, squares, products) = (0.0, 0.0, 0.0)
    for row in 0..<part.height {
      let start = (top + row) * samples.width + left
      for column in 0..<part.width {
        let value = samples.values[start + column]
        sum += value
        squares += value * value
        products += value * part.values[row * part.width + column]
      }
    }
    let count = Double(part.values.count)
    let own = squares - sum * sum / count
    // With a mean deviation below one level, a part is flat.
    return own > count && energy > count ? products / (own * energy).squareRoot() : 0
  }
}

/// The slopes at 16 × 16 samples, which show the part of a picture that another one may be.
struct Outline: Sendable {
  private let slopes: Slopes
  /// The sums of the squares of all slopes above and left of each corner.
  private let sums: [Double]
  /// The slopes of the picture made smaller, by its width and height.
  private let parts: [(width: Int, height: Int, slopes: Slopes)]
  private let side: Int

  /// Prepares the slopes of all smaller sizes of a picture.
  init(_ samples: Samples) {
    side = samples.width
    slopes = Slopes(samples)
    sums = Self.sums(of: slopes)
    let sides = side / 2...side
    parts = sides.flatMap { width in
      sides.map { height in (width, height, Slopes(samples.resized(width, height))) }
    }
  }

  /// Returns the summed-area table of the squares of slopes.
  private static func sums(of slopes: Slopes) -> [Double] {
    let width = slopes.width + 1
    var sums = [Double](repeating: 0, count: width * (slopes.height + 1))
    for row in 0..<slopes.height {
      for column in 0..<slopes.width {
        let index = row * slopes.width + column
        let own =
          slopes.across[index] * slopes.across[index] + slopes.down[index] * slopes.down[index]
        let corner = (row + 1) * width + column + 1
        sums[corner] = own + sums[corner - 1] + sums[corner - width] - sums[corner - width - 1]
      }
    }
    return sums
  }

  /// Returns the windows in this picture that the other one may fill: the best window of each
  /// size, the best first.
  func windows(
    ofPart other: Outline, _ shape: PartShape
  ) -> [(window: Window, agreement: Double)] {
    let unit = Double(LumaPlane.side / side)
    let found = other.parts.filter { shape.allows(width: $0.width, height: $0.height, of: side) }
      .map { part in
        let best = best(part.slopes)
        let window = Window(
          left: unit * Double(best.left), top: unit * Double(best.top),
          width: unit * Double(part.width), height: unit * Double(part.height))
        return (window: window, agreement: best.agreement)
      }
    return found.sorted { $0.agreement > $1.agreement }
  }

  /// Returns the position at which a smaller picture agrees best.
  private func best(_ part: Slopes) -> (left: Int, top: Int, agreement: Double) {
    var best = (left: 0, top: 0, agreement: -1.0)
    for top in 0...slopes.height - part.height {
      for left in 0...slopes.width - part.width {
        let own = energy(left, top, part.width, part.height)
        guard own > 0, part.energy > 0 else { continue }
        let agreement = product(part, left, top) / (own * part.energy).squareRoot()
        if agreement > best.agreement { best = (left, top, agreement) }
      }
    }
    return best
  }

  /// Returns the sum of the squares of the slopes in a rectangle.
  private func energy(_ left: Int, _ top: Int, _ width: Int, _ height: Int) -> Double {
    let row = slopes.width + 1
    let (upper, lower) = (top * row + left, (top + height) * row + left)
    return sums[lower + width] - sums[lower] - sums[upper + width] + sums[upper]
  }

  /// Returns the sum of the products of slopes at a position.
  private func product(_ part: Slopes, _ left: Int, _ top: Int) -> Double {
    var sum = 0.0
    for row in 0..<part.height {
      let here = (top + row) * slopes.width + left
      let there = row * part.width
      for column in 0..<part.width {
        sum += slopes.across[here + column] * part.across[there + column]
        sum += slopes.down[here + column] * part.down[there + column]
      }
    }
    return sum
  }
}

/// A part of a picture, in 64ths of its sides. It may reach slightly beyond them.
struct Window: Hashable, Sendable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double
}
