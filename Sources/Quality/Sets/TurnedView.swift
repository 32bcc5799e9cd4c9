/// Tells whether one picture is another one turned by a few degrees, with or without corners that were filled.
enum TurnedView {
  /// What is tried first; small steps find the rest, from about 1° to 10°.
  private static let angles = [-8.0, -5, -2.5, 2.5, 5, 8]
  /// As large as the picture, a canvas that was made larger, and the part without corners.
  private static let sizes = [64.0, 70, 58]
  private static let starts = 2
  /// What is turned by less is looked at as it is.
  private static let leastAngle = 1.0
  /// What strangers do not reach.
  private static let leastStart = 0.4

  /// How well slopes agree; `nil` where neither is the other one turned.
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
    for start in guesses.prefix(starts) where start.agreement >= leastStart {
      let overlay = overlays[start.overlay]
      let found = overlay.refined(start.window, start.agreement)
      if abs(found.window.degrees) >= leastAngle, found.agreement > SameView.leastAgreement,
        overlay.isConfirmed(found.window)
      {
        return found.agreement
      }
    }
    return nil
  }
}

/// Where a turned picture lies in another one, in 64ths of its sides.
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

  /// Moved, made larger or smaller, or turned by a step.
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

  var isPlausible: Bool {
    (44...84).contains(width) && (44...84).contains(height) && abs(degrees) <= 12
      && width < 1.3 * height && height < 1.3 * width
  }
}

/// A picture laid over another one, turned.
private struct TurnedOverlay {
  private static let side = 32
  /// The share of places that both must have.
  private static let leastShare = 0.6

  /// Means of two by two samples, at every place.
  private let smooth: Samples
  private let part: Samples
  /// The part's width over its height, in pixels.
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

  /// The whole's brightness under each of the part's samples; below 0 where it ends.
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

  func agreement(_ window: TurnedWindow) -> Double {
    let slopes = TurnedSlopes(seen(window), part.values, side: Self.side)
    return slopes.share >= Self.leastShare ? slopes.agreement : -1
  }

  /// The window after small steps that each make the slopes agree better.
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

  /// Whether faint slopes and brightness agree as well.
  func isConfirmed(_ window: TurnedWindow) -> Bool {
    let seen = seen(window)
    guard correlation(seen) > SameView.leastCorrelation,
      difference(seen) <= LocalDifference.largestShareOfCopies
    else { return false }
    return TurnedSlopes(seen, part.values, side: Self.side).evened > SameView.leastEvened
  }

  /// The share of places in the middle that differ clearly: what is outside of the whole is left out.
  private func difference(_ seen: [Double]) -> Double {
    let inset = Self.side / 8
    let width = Self.side - 2 * inset
    let places = (0..<width * width).map {
      ($0 / width + inset) * Self.side + $0 % width + inset
    }
    guard places.allSatisfy({ seen[$0] >= 0 }) else { return 0 }
    return LocalDifference.share(
      of: Samples(width: width, height: width, values: places.map { seen[$0] }),
      and: Samples(width: width, height: width, values: places.map { part.values[$0] }))
  }

  private func correlation(_ seen: [Double]) -> Double {
    let places = seen.indices.filter { seen[$0] >= 0 }
    let count = Double(places.count)
    let x = places.reduce(0) { $0 + seen[$1] } / count
    let y = places.reduce(0) { $0 + part.values[$1] } / count
    var (own, others, products) = (0.0, 0.0, 0.0)
    for place in places {
      own += (seen[place] - x) * (seen[place] - x)
      others += (part.values[place] - y) * (part.values[place] - y)
      products += (seen[place] - x) * (part.values[place] - y)
    }
    return own > 0 && others > 0 ? products / (own * others).squareRoot() : 0
  }
}

/// The slopes of two pictures over each other, where both have them.
private struct TurnedSlopes {
  private let side: Int
  private var first: [(x: Double, y: Double)] = []
  private var second: [(x: Double, y: Double)] = []
  /// The place of each.
  private var places: [Int] = []

  init(_ seen: [Double], _ own: [Double], side: Int) {
    self.side = side
    first.reserveCapacity(seen.count)
    second.reserveCapacity(seen.count)
    places.reserveCapacity(seen.count)
    for row in 1..<side - 1 {
      for place in row * side + 1..<(row + 1) * side - 1 {
        let around = (seen[place - 1], seen[place + 1], seen[place - side], seen[place + side])
        guard around.0 >= 0, around.1 >= 0, around.2 >= 0, around.3 >= 0 else { continue }
        first.append((around.1 - around.0, around.3 - around.2))
        second.append((own[place + 1] - own[place - 1], own[place + side] - own[place - side]))
        places.append(place)
      }
    }
  }

  /// Of all places within the frame.
  var share: Double { Double(places.count) / Double((side - 2) * (side - 2)) }

  var agreement: Double { Self.cosine(first, second) }

  /// After each slope was divided by how strong those around it are: faint edges count as well.
  var evened: Double {
    let (own, others) = (Self.energy(first), Self.energy(second))
    guard own > 0, others > 0 else { return 0 }
    // A picture that is brighter as a whole has stronger slopes everywhere.
    let gain = (others / own).squareRoot()
    return Self.cosine(
      evened(first.map { ($0.x * gain, $0.y * gain) }), evened(second))
  }

  private static let reach = 2
  private static let noise = 4.0

  private func evened(_ slopes: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    var squares = [Double](repeating: -1, count: side * side)
    for (place, slope) in zip(places, slopes) {
      squares[place] = slope.x * slope.x + slope.y * slope.y
    }
    return zip(places, slopes).map { place, slope in
      let (row, column) = place.quotientAndRemainder(dividingBy: side)
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

  private static func cosine(
    _ one: [(x: Double, y: Double)], _ other: [(x: Double, y: Double)]
  ) -> Double {
    let energies = energy(one) * energy(other)
    guard energies > 0 else { return 0 }
    return zip(one, other).reduce(0) { $0 + $1.0.x * $1.1.x + $1.0.y * $1.1.y }
      / energies.squareRoot()
  }
}
