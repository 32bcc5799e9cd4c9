/// Decides whether one picture is another one turned by a few degrees, with or without filled
/// corners.
enum TurnedView {
  /// The angles in degrees that are tried first; small steps find the others, from about 1° to
  /// 10°.
  private static let angles = [-8.0, -5, -2.5, 2.5, 5, 8]
  /// The sizes of windows that are tried first: the whole picture, an enlarged canvas, and the
  /// part without corners.
  private static let sizes = [64.0, 70, 58]
  /// The number of likeliest windows that are refined.
  private static let starts = 2
  /// The angle in degrees below which a picture counts as upright.
  private static let minimumAngle = 1.0
  /// The agreement that unrelated pictures don't reach.
  private static let minimumStart = 0.4

  /// Returns how well the slopes agree, or `nil` when neither picture is the other one turned.
  static func agreement(of one: ViewShape, and other: ViewShape) -> Double? {
    let overlays = [TurnedOverlay(whole: one, part: other), TurnedOverlay(whole: other, part: one)]
    let guesses = overlays.indices.flatMap { overlay in
      angles.flatMap { angle in
        sizes.map { size -> (overlay: Int, window: TurnedWindow, agreement: Double) in
          let window = TurnedWindow(size: size, degrees: angle)
          return (overlay, window, overlays[overlay].agreement(window))
        }
      }
    }.sorted { $0.agreement > $1.agreement }
    for start in guesses.prefix(starts) where start.agreement >= minimumStart {
      let overlay = overlays[start.overlay]
      let found = overlay.refined(start.window, start.agreement)
      if abs(found.window.degrees) >= minimumAngle, found.agreement > SameView.minimumAgreement,
        overlay.isConfirmed(found.window)
      {
        return found.agreement
      }
    }
    return nil
  }
}

/// The position of a turned picture in another one, in 64ths of its sides.
private struct TurnedWindow {
  var middleX = 32.0
  var middleY = 32.0
  var width: Double
  var height: Double
  var degrees: Double

  init(size: Double, degrees: Double) {
    width = size
    height = size
    self.degrees = degrees
  }

  /// Returns the window moved, made larger or smaller, or turned by a step.
  func neighbors(_ step: Double) -> [TurnedWindow] {
    let parts: [(WritableKeyPath<TurnedWindow, Double>, Double)] = [
      (\.middleX, 1), (\.middleY, 1), (\.width, 1.5), (\.height, 1.5), (\.degrees, 1),
    ]
    return parts.flatMap { part, size in
      [-step, step].map { step in
        var next = self
        next[keyPath: part] += step * size
        return next
      }
    }
  }

  /// Whether the size, the angle and the proportions are within bounds.
  var isPlausible: Bool {
    (44...84).contains(width) && (44...84).contains(height) && abs(degrees) <= 12
      && width < 1.3 * height && height < 1.3 * width
  }
}

/// A picture placed over another one, turned.
private struct TurnedOverlay {
  /// The number of samples on a side that are compared.
  private static let side = 32
  /// The share of samples that both pictures must have.
  private static let minimumShare = 0.6

  /// The means of two by two samples of the whole, at every sample.
  private let smooth: Samples
  private let part: Samples
  /// The width of the part over its height, in pixels.
  private let aspect: Double

  init(whole: ViewShape, part: ViewShape) {
    let (width, values) = (whole.fine.width, whole.fine.values)
    let means = (0..<(width - 1) * (whole.fine.height - 1)).map { index -> Double in
      let corner = index / (width - 1) * width + index % (width - 1)
      let upper = values[corner] + values[corner + 1]
      return (upper + values[corner + width] + values[corner + width + 1]) / 4
    }
    smooth = Samples(width: width - 1, height: whole.fine.height - 1, values: means)
    self.part = part.half
    aspect = part.aspect ?? 1
  }

  /// Returns the brightness of the whole under each sample of the part, or −1 outside the
  /// whole.
  private func seen(_ window: TurnedWindow) -> [Double] {
    let angle = window.degrees * 0.017453292519943295
    let square = angle * angle
    let sine = angle * (1 - square / 6 * (1 - square / 20))
    let cosine = 1 - square / 2 * (1 - square / 12)
    let side = Double(Self.side)
    var seen = [Double](repeating: -1, count: Self.side * Self.side)
    for row in 0..<Self.side {
      let v = (Double(row) + 0.5) / side - 0.5
      for column in 0..<Self.side {
        let u = (Double(column) + 0.5) / side - 0.5
        let x = window.middleX + (u * cosine - v * sine / aspect) * window.width - 1
        let y = window.middleY + (u * aspect * sine + v * cosine) * window.height - 1
        seen[row * Self.side + column] = value(x, y)
      }
    }
    return seen
  }

  /// Returns the brightness at a point, interpolated, or −1 outside the whole.
  private func value(_ x: Double, _ y: Double) -> Double {
    guard x >= 0, y >= 0, x < Double(smooth.width - 1), y < Double(smooth.height - 1) else {
      return -1
    }
    let (column, row) = (Int(x), Int(y))
    let (right, below) = (x - Double(column), y - Double(row))
    let corner = row * smooth.width + column
    let values = smooth.values
    let upper = values[corner] + (values[corner + 1] - values[corner]) * right
    let next = corner + smooth.width
    let lower = values[next] + (values[next + 1] - values[next]) * right
    return upper + (lower - upper) * below
  }

  /// Returns the agreement of the slopes in a window, or −1 when too little overlaps.
  func agreement(_ window: TurnedWindow) -> Double {
    let slopes = TurnedSlopes(seen(window), part.values, side: Self.side)
    return slopes.share >= Self.minimumShare ? slopes.agreement : -1
  }

  /// Returns the window after small steps that each improve the agreement of the slopes.
  func refined(
    _ start: TurnedWindow, _ agreement: Double
  ) -> (window: TurnedWindow, agreement: Double) {
    var best = (window: start, agreement: agreement)
    for step in [2, 1, 0.5, 0.25] {
      for _ in 0..<5 {
        let before = best.agreement
        for next in best.window.neighbors(step) where next.isPlausible {
          let agreement = self.agreement(next)
          if agreement > best.agreement { best = (next, agreement) }
        }
        if best.agreement == before { break }
      }
    }
    return best
  }

  /// Returns whether faint slopes and brightness agree as well.
  func isConfirmed(_ window: TurnedWindow) -> Bool {
    let seen = seen(window)
    guard correlation(seen) > SameView.minimumCorrelation,
      difference(seen) <= LocalDifference.maximumShareOfCopies
    else { return false }
    return TurnedSlopes(seen, part.values, side: Self.side).normalizedAgreement
      > SameView.minimumNormalizedAgreement
  }

  /// Returns the share of samples in the middle that differ clearly, or 0 when the middle is
  /// not covered.
  private func difference(_ seen: [Double]) -> Double {
    let inset = Self.side / 8
    let width = Self.side - 2 * inset
    let indices = (0..<width * width).map {
      ($0 / width + inset) * Self.side + $0 % width + inset
    }
    guard indices.allSatisfy({ seen[$0] >= 0 }) else { return 0 }
    return LocalDifference.share(
      of: Samples(width: width, height: width, values: indices.map { seen[$0] }),
      and: Samples(width: width, height: width, values: indices.map { part.values[$0] }))
  }

  /// Returns the correlation of the brightness of all samples that both pictures have.
  private func correlation(_ seen: [Double]) -> Double {
    let indices = seen.indices.filter { seen[$0] >= 0 }
    let count = Double(indices.count)
    let x = indices.reduce(0) { $0 + seen[$1] } / count
    let y = indices.reduce(0) { $0 + part.values[$1] } / count
    var (own, others, products) = (0.0, 0.0, 0.0)
    for index in indices {
      own += (seen[index] - x) * (seen[index] - x)
      others += (part.values[index] - y) * (part.values[index] - y)
      products += (seen[index] - x) * (part.values[index] - y)
    }
    return own > 0 && others > 0 ? products / (own * others).squareRoot() : 0
  }
}

/// The slopes of two aligned pictures, where both have them.
private struct TurnedSlopes {
  private let side: Int
  private var first: [(x: Double, y: Double)] = []
  private var second: [(x: Double, y: Double)] = []
  /// The index of the sample of each slope.
  private var indices: [Int] = []

  init(_ seen: [Double], _ own: [Double], side: Int) {
    self.side = side
    first.reserveCapacity(seen.count)
    second.reserveCapacity(seen.count)
    indices.reserveCapacity(seen.count)
    for row in 1..<side - 1 {
      for index in row * side + 1..<(row + 1) * side - 1 {
        let around = (seen[index - 1], seen[index + 1], seen[index - side], seen[index + side])
        guard around.0 >= 0, around.1 >= 0, around.2 >= 0, around.3 >= 0 else { continue }
        first.append((around.1 - around.0, around.3 - around.2))
        second.append((own[index + 1] - own[index - 1], own[index + side] - own[index - side]))
        indices.append(index)
      }
    }
  }

  /// The share of all samples within the frame that have slopes.
  var share: Double { Double(indices.count) / Double((side - 2) * (side - 2)) }

  /// The agreement of the slopes, from −1 to 1.
  var agreement: Double { Self.cosine(first, second) }

  /// The agreement after each slope was divided by the strength of those around it, from −1 to
  /// 1, so faint edges count as well.
  var normalizedAgreement: Double {
    let (own, others) = (Self.energy(first), Self.energy(second))
    guard own > 0, others > 0 else { return 0 }
    // A picture that is brighter as a whole has stronger slopes everywhere.
    let gain = (others / own).squareRoot()
    return Self.cosine(normalized(first.map { ($0.x * gain, $0.y * gain) }), normalized(second))
  }

  private static let reach = 2
  private static let noise = 4.0

  /// Returns slopes divided by the strength of those around them.
  private func normalized(_ slopes: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    var squares = [Double](repeating: -1, count: side * side)
    for (index, slope) in zip(indices, slopes) {
      squares[index] = slope.x * slope.x + slope.y * slope.y
    }
    return zip(indices, slopes).map { index, slope in
      let (row, column) = index.quotientAndRemainder(dividingBy: side)
      var (sum, count) = (0.0, 0.0)
      for y in max(0, row - Self.reach)...min(side - 1, row + Self.reach) {
        for x in max(0, column - Self.reach)...min(side - 1, column + Self.reach) {
          guard squares[y * side + x] >= 0 else { continue }
          sum += squares[y * side + x]
          count += 1
        }
      }
      let strength = (sum / count).squareRoot() + Self.noise
      return (slope.x / strength, slope.y / strength)
    }
  }

  private static func energy(_ slopes: [(x: Double, y: Double)]) -> Double {
    slopes.reduce(0) { $0 + $1.x * $1.x + $1.y * $1.y }
  }

  /// Returns the cosine of the angle between two fields of slopes, or 0 when one is flat.
  private static func cosine(
    _ one: [(x: Double, y: Double)], _ other: [(x: Double, y: Double)]
  ) -> Double {
    let energies = energy(one) * energy(other)
    guard energies > 0 else { return 0 }
    return zip(one, other).reduce(0) { $0 + $1.0.x * $1.1.x + $1.0.y * $1.1.y }
      / energies.squareRoot()
  }
}
