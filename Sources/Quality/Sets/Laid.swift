/// Two pictures of one size over each other, and how far they agree.
struct Laid {
  private let first: Samples
  private let second: Samples
  private let firstSlopes: Slopes
  private let secondSlopes: Slopes

  init(_ first: Samples, _ second: Samples, _ secondSlopes: Slopes) {
    self.first = first
    self.second = second
    firstSlopes = Slopes(first)
    self.secondSlopes = secondSlopes
  }

  /// Of slopes, -1 to 1: strong edges count most.
  var agreement: Double { firstSlopes.agreement(with: secondSlopes) }

  /// Of brightness, -1 to 1.
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

  /// The share of places that differ clearly.
  var difference: Double { LocalDifference.share(of: first, and: second) }

  /// Of slopes after each was divided by how strong those around it are: faint edges count as well.
  var evened: Double {
    guard firstSlopes.energy > 0, secondSlopes.energy > 0 else { return 0 }
    // A picture that is brighter as a whole has stronger slopes everywhere.
    let gain = (secondSlopes.energy / firstSlopes.energy).squareRoot()
    let one = Evened(firstSlopes, gain: gain)
    let other = Evened(secondSlopes, gain: 1)
    var (own, others, products) = (0.0, 0.0, 0.0)
    for place in one.across.indices {
      own += one.across[place] * one.across[place] + one.down[place] * one.down[place]
      others += other.across[place] * other.across[place] + other.down[place] * other.down[place]
      products += one.across[place] * other.across[place] + one.down[place] * other.down[place]
    }
    return own > 0 && others > 0 ? products / (own * others).squareRoot() : 0
  }
}

/// Slopes divided by how strong those around them are.
private struct Evened {
  let across: [Double]
  let down: [Double]

  /// Places to each side that are around, and the slope that is taken for noise.
  private static let reach = 2
  private static let noise = 4.0

  init(_ slopes: Slopes, gain: Double) {
    let (width, height) = (slopes.width, slopes.height)
    let squares = slopes.across.indices.map { place in
      (slopes.across[place] * slopes.across[place] + slopes.down[place] * slopes.down[place])
        * gain * gain
    }
    let strengths = squares.indices.map { place -> Double in
      let (row, column) = place.quotientAndRemainder(dividingBy: width)
      var sum = 0.0
      // What lies outside is as strong as the outermost.
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
