/// Finds where two aligned pictures differ beyond what tones and small shifts explain.
///
/// A copy may be brighter, flatter or badly compressed: that changes all samples by their tone
/// and leaves edges where they are. Another expression changes one spot, and another side of a
/// subject changes many.
enum LocalDifference {
  /// The difference from which on pictures are not called copies.
  ///
  /// Copies that were reduced, saved again at quality 15, brightened or cropped differ by less
  /// than 1 as a rule; a mouth that opens in a face of a fifth of the width differs by 12.
  static let maximumOfCopies = 1.2
  /// The share of visible samples above which two pictures are not copies.
  ///
  /// Crops of photographs reached 0.04, other expressions 0.07; a small figure from the front
  /// and from behind differs in 0.17.
  static let maximumShareOfCopies = 0.12

  /// The share of an edge that counts as explained, because it may lie a third of a sample
  /// aside.
  private static let edgeShare = 0.35
  /// The noise that counts as explained, in levels.
  private static let noise = 2.5
  /// The number of points of a tone curve.
  private static let tones = 16
  /// The factor, in squares, by which a clear difference exceeds what is explained.
  private static let clearRatio = 4.0
  /// The factor by which edges must exceed noise for a sample to count as visible.
  private static let visible = 1.5
  /// The number of visible samples that a share is measured against at least.
  private static let minimumVisible = 40

  /// Returns the largest local difference, relative to what edges and noise explain, as a ratio
  /// of squares.
  static func largest(of one: Samples, and other: Samples) -> Double {
    maps(of: one, and: other, reach: 2).map { $0.map(\.ratio).max() ?? 0 }.min() ?? 0
  }

  /// Returns the share of visible samples that differ clearly.
  static func share(of one: Samples, and other: Samples) -> Double {
    maps(of: one, and: other, reach: 1).map { map in
      let different = map.count { $0.ratio > clearRatio }
      let seen = map.count { $0.ratio > clearRatio || $0.isVisible }
      return Double(different) / Double(max(minimumVisible, seen))
    }.min() ?? 0
  }

  /// The difference around one sample.
  private struct LocalRatio {
    /// The squared difference relative to what is explained.
    let ratio: Double
    /// Whether edges around the sample are clearly stronger than noise.
    let isVisible: Bool
  }

  /// Returns two maps of local differences: with tones adapted by a line, and by a curve.
  /// Callers use the one that explains more.
  private static func maps(of one: Samples, and other: Samples, reach: Int) -> [[LocalRatio]] {
    guard one.values.count == other.values.count, one.width > 2 * reach + 1,
      one.height > 2 * reach + 1
    else { return [] }
    let explained = explained(other)
    return [line(one.values, other.values), curve(one.values, other.values)].map { expected in
      let residuals = zip(other.values, expected).map { ($0 - $1) * ($0 - $1) }
      return ratios(residuals, explained, other, reach)
    }
  }

  /// Returns the squared differences that a small shift and noise would make.
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

  /// Returns the ratios of the sums over squares of samples, `reach` to each side.
  private static func ratios(
    _ residuals: [Double], _ explained: [Double], _ samples: Samples, _ reach: Int
  ) -> [LocalRatio] {
    let width = samples.width
    let count = Double((2 * reach + 1) * (2 * reach + 1))
    var ratios: [LocalRatio] = []
    for row in reach..<samples.height - reach {
      for column in reach..<width - reach {
        var (sum, explainedSum) = (0.0, 0.0)
        for y in row - reach...row + reach {
          for index in y * width + column - reach...y * width + column + reach {
            sum += residuals[index]
            explainedSum += explained[index]
          }
        }
        ratios.append(
          LocalRatio(
            ratio: sum / explainedSum, isVisible: explainedSum > visible * count * noise * noise))
      }
    }
    return ratios
  }

  // MARK: Tones

  /// Returns the second picture's tones by a line through those of the first, fitted without
  /// the samples farthest from it.
  private static func line(_ from: [Double], _ to: [Double]) -> [Double] {
    let first = fitted(from, to, Array(from.indices))
    let distances = from.indices.map { abs(to[$0] - first.factor * from[$0] - first.offset) }
    let farthest = distances.sorted()[distances.count * 85 / 100]
    let line = fitted(from, to, from.indices.filter { distances[$0] <= farthest })
    return from.map { line.factor * $0 + line.offset }
  }

  /// Returns the line of least squares through some of the tones.
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

  /// Returns the second picture's tones by a curve: their median in each sixteenth of the first
  /// picture's tones.
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
