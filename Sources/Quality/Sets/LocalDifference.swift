/// Where two pictures that lie over each other differ, beyond what tones and small shifts explain.
///
/// A copy may be brighter, flatter or saved badly: that changes all places alike, by their tone, and leaves edges
/// where they are. Another expression changes one place, and another side of a subject changes many.
enum LocalDifference {
  /// From here on pictures are not called copies. Copies that were reduced, saved again at quality 15,
  /// brightened or cropped differ by less than 1 as a rule; a mouth that opens in a face of a fifth of the width by 12.
  static let leastOfOtherPictures = 1.2
  /// Pictures that differ in more of the places that have something to see are no copies. Crops of photographs
  /// reached 0.04, other expressions 0.07; a small figure from the front and from behind differs in 0.17.
  static let largestShareOfCopies = 0.12

  /// What an edge that lies a third of a sample aside may differ by, and noise.
  private static let edgeShare = 0.35
  private static let noise = 2.5
  private static let tones = 16
  /// A place differs from so many times what is explained, in squares.
  private static let clearly = 4.0
  /// A place where edges explain half as much again as noise has something to see.
  private static let visible = 1.5
  private static let fewestPlaces = 40

  /// How much the place differs that differs most, in shares of what edges and noise explain, as squares.
  static func largest(of one: Samples, and other: Samples) -> Double {
    maps(of: one, and: other, reach: 2).map { $0.map(\.ratio).max() ?? 0 }.min() ?? 0
  }

  /// The share of places with something to see that differ clearly.
  static func share(of one: Samples, and other: Samples) -> Double {
    maps(of: one, and: other, reach: 1).map { map in
      let different = map.count { $0.ratio > clearly }
      let seen = map.count { $0.ratio > clearly || $0.isVisible }
      return Double(different) / Double(max(fewestPlaces, seen))
    }.min() ?? 0
  }

  private struct Place {
    let ratio: Double
    let isVisible: Bool
  }

  /// By a line through the tones, and by a curve; the one that explains more is right.
  private static func maps(of one: Samples, and other: Samples, reach: Int) -> [[Place]] {
    guard one.values.count == other.values.count, one.width > 2 * reach + 1,
      one.height > 2 * reach + 1
    else { return [] }
    let explained = explained(other)
    return [line(one.values, other.values), curve(one.values, other.values)].map { expected in
      let residuals = zip(other.values, expected).map { ($0 - $1) * ($0 - $1) }
      return places(residuals, explained, other, reach)
    }
  }

  /// The squares of differences that a small shift and noise would make.
  private static func explained(_ samples: Samples) -> [Double] {
    let (width, height) = (samples.width, samples.height)
    return samples.values.indices.map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      let isInside = (1..<width - 1).contains(column)
      let across = isInside ? (samples.values[index + 1] - samples.values[index - 1]) / 2 : 0
      let down =
        (1..<height - 1).contains(row)
        ? (samples.values[index + width] - samples.values[index - width]) / 2 : 0
      return edgeShare * edgeShare * (across * across + down * down) + noise * noise
    }
  }

  /// The ratios of the sums in squares of places.
  private static func places(
    _ residuals: [Double], _ explained: [Double], _ samples: Samples, _ reach: Int
  ) -> [Place] {
    let width = samples.width
    let count = Double((2 * reach + 1) * (2 * reach + 1))
    var places: [Place] = []
    for row in reach..<samples.height - reach {
      for column in reach..<width - reach {
        var (sum, all) = (0.0, 0.0)
        for y in row - reach...row + reach {
          for index in y * width + column - reach...y * width + column + reach {
            sum += residuals[index]
            all += explained[index]
          }
        }
        places.append(
          Place(ratio: sum / all, isVisible: all > visible * count * noise * noise))
      }
    }
    return places
  }

  // MARK: Tones

  /// The second picture's tones by a line through those of the first, without the places farthest from it.
  private static func line(_ from: [Double], _ to: [Double]) -> [Double] {
    let first = fitted(from, to, Array(from.indices))
    let distances = from.indices.map { abs(to[$0] - first.factor * from[$0] - first.offset) }
    let farthest = distances.sorted()[distances.count * 85 / 100]
    let line = fitted(from, to, from.indices.filter { distances[$0] <= farthest })
    return from.map { line.factor * $0 + line.offset }
  }

  private static func fitted(
    _ from: [Double], _ to: [Double], _ indices: [Int]
  ) -> (factor: Double, offset: Double) {
    let count = Double(indices.count)
    let x = indices.reduce(0) { $0 + from[$1] } / count
    let y = indices.reduce(0) { $0 + to[$1] } / count
    let squares = indices.reduce(0) { $0 + (from[$1] - x) * (from[$1] - x) }
    guard squares > 0 else { return (0, y) }
    let factor = indices.reduce(0) { $0 + (from[$1] - x) * (to[$1] - y) } / squares
    return (factor, y - factor * x)
  }

  /// By a curve: the median of the second picture's tones in each sixteenth of the first's.
  private static func curve(_ from: [Double], _ to: [Double]) -> [Double] {
    let order = from.indices.sorted { (from[$0], $0) < (from[$1], $1) }
    let points = (0..<tones).map { tone -> (x: Double, y: Double) in
      let part = order[order.count * tone / tones..<order.count * (tone + 1) / tones]
      let x = part.reduce(0) { $0 + from[$1] } / Double(part.count)
      return (x + Double(tone) * 1e-6, part.map { to[$0] }.median)
    }
    return from.map { value in
      guard let upper = points.firstIndex(where: { $0.x >= value }) else {
        return min(255, points[tones - 1].y + value - points[tones - 1].x)
      }
      guard upper > 0 else { return max(0, points[0].y + value - points[0].x) }
      let (lower, higher) = (points[upper - 1], points[upper])
      return lower.y + (higher.y - lower.y) * (value - lower.x) / (higher.x - lower.x)
    }
  }
}
