/// Two pictures of one size placed over each other, and how far they agree.
struct AlignedPair {
  private let first: Samples
  private let second: Samples
  private let firstSlopes: Slopes
  private let secondSlopes: Slopes

  /// Aligns two pictures; the slopes of the second are already known.
  init(_ first: Samples, _ second: Samples, _ secondSlopes: Slopes) {
    self.first = first
    self.second = second
    firstSlopes = Slopes(first)
    self.secondSlopes = secondSlopes
  }

  /// The agreement of the slopes, from −1 to 1. Strong edges count most.
  var agreement: Double { firstSlopes.agreement(with: secondSlopes) }

  /// The correlation of the brightness, from −1 to 1.
  var correlation: Double {
    let count = Double(first.values.count)
    let firstMean = first.values.reduce(0, +) / count
    let secondMean = second.values.reduce(0, +) / count
    var (own, others, products) = (0.0, 0.0, 0.0)
    for (one, other) in zip(first.values, second.values) {
      own += (one - firstMean) * (one - firstMean)
      others += (other - secondMean) * (other - secondMean)
      products += (one - firstMean) * (other - secondMean)
    }
    return own > 0 && others > 0 ? products / (own * others).squareRoot() : 0
  }

  /// The share of samples that differ clearly.
  var differingShare: Double { LocalDifference.share(of: first, and: second) }

  /// The agreement of the slopes after each was divided by the strength of those around it,
  /// from −1 to 1, so faint edges count as well.
  var normalizedAgreement: Double {
    guard firstSlopes.energy > 0, secondSlopes.energy > 0 else { return 0 }
    // A picture that is brighter as a whole has stronger slopes everywhere.
    let gain = (secondSlopes.energy / firstSlopes.energy).squareRoot()
    let one = NormalizedSlopes(firstSlopes, gain: gain)
    let other = NormalizedSlopes(secondSlopes, gain: 1)
    var (own, others, products) = (0.0, 0.0, 0.0)
    for index in one.across.indices {
      own += one.across[index] * one.across[index] + one.down[index] * one.down[index]
      others += other.across[index] * other.across[index] + other.down[index] * other.down[index]
      products += one.across[index] * other.across[index] + one.down[index] * other.down[index]
    }
    return own > 0 && others > 0 ? products / (own * others).squareRoot() : 0
  }
}

/// Slopes divided by the strength of those around them.
private struct NormalizedSlopes {
  let across: [Double]
  let down: [Double]

  /// The number of samples on each side that count as around a slope.
  private static let reach = 2
  /// The strength of a slope that counts as noise.
  private static let noise = 4.0

  init(_ slopes: Slopes, gain: Double) {
    let (width, height) = (slopes.width, slopes.height)
    let squares = slopes.across.indices.map { index in
      (slopes.across[index] * slopes.across[index] + slopes.down[index] * slopes.down[index])
        * gain * gain
    }
    let strengths = squares.indices.map { index -> Double in
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      var sum = 0.0
      // Slopes outside count as strong as the outermost ones.
      for y in row - Self.reach...row + Self.reach {
        let line = min(max(y, 0), height - 1) * width
        for x in column - Self.reach...column + Self.reach {
          sum += squares[line + min(max(x, 0), width - 1)]
        }
      }
      let count = Double((2 * Self.reach + 1) * (2 * Self.reach + 1))
      return (sum / count).squareRoot() + Self.noise
    }
    across = slopes.across.indices.map { slopes.across[$0] * gain / strengths[$0] }
    down = slopes.down.indices.map { slopes.down[$0] * gain / strengths[$0] }
  }
}
