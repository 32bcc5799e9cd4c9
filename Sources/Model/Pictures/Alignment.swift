/// Lays one plane over another, slightly scaled and shifted, so they agree best.
struct Alignment {
  /// The horizontal scale: how far from the second plane's center a point lies for each sample of
  /// distance from the first plane's center.
  var across = 1.0
  /// The vertical scale.
  var down = 1.0
  /// The shift of the center to the right and downwards, in samples of a plane of 64 × 64.
  var right = 0.0
  var below = 0.0

  /// Returns the correlation of two planes of equal size, from -1 to 1, at the best alignment
  /// found.
  ///
  /// Scales from 0.9 to 1.1 in each direction and small shifts are tried. The result is 0 when one
  /// plane is flat or the sizes differ.
  static func correlation(_ first: LumaPlane, _ second: LumaPlane) -> Double {
    guard first.width == second.width, first.height == second.height else { return 0 }
    let fine = (Grid(first), Grid(second))
    let unaligned = Alignment().correlation(fine.0, fine.1)
    // A higher value than this is never needed, and a flat plane correlates with nothing.
    if unaligned > Likeness.highCorrelation || fine.0.isFlat || fine.1.isFlat { return unaligned }
    let coarse = (fine.0.halved, fine.1.halved)
    return max(unaligned, best(coarse.0, coarse.1).refined(fine.0, fine.1))
  }

  /// The steps of the coarse search: scales, and shifts in samples of a plane of 32 × 32.
  private static let scales = [0.9, 0.95, 1, 1.05, 1.1]
  private static let shifts = -3...3

  /// Returns the best alignment of a coarse grid.
  private static func best(_ first: Grid, _ second: Grid) -> Alignment {
    var found = (alignment: Alignment(), correlation: -1.0)
    for across in scales {
      for down in scales {
        let scaled = second.scaled(across, down, margin: shifts.upperBound)
        for right in shifts {
          for below in shifts {
            let correlation = scaled.correlation(with: first, right, below)
            guard correlation > found.correlation else { continue }
            found.correlation = correlation
            found.alignment = Alignment(
              across: across, down: down, right: 2 * Double(right) * across,
              below: 2 * Double(below) * down)
          }
        }
      }
    }
    return found.alignment
  }

  /// Returns the correlation after small steps, each of which improves it.
  private func refined(_ first: Grid, _ second: Grid) -> Double {
    var best = (alignment: self, correlation: correlation(first, second))
    for step in [1.0, 0.5, 0.25] {
      let sizes: [(WritableKeyPath<Alignment, Double>, Double)] = [
        (\.across, 0.025), (\.down, 0.025), (\.right, 1), (\.below, 1),
      ]
      for (part, size) in sizes {
        for sign in [-1.0, 1.0] {
          var next = best.alignment
          next[keyPath: part] += sign * step * size
          guard (0.9...1.1).contains(next.across), (0.9...1.1).contains(next.down) else { continue }
          let correlation = next.correlation(first, second)
          if correlation > best.correlation { best = (next, correlation) }
        }
      }
    }
    return best.correlation
  }

  /// Returns the correlation at this alignment, of the points that lie in both planes.
  private func correlation(_ first: Grid, _ second: Grid) -> Double {
    var sums = Sums()
    let (middleX, middleY) = (Double(first.width - 1) / 2, Double(first.height - 1) / 2)
    for row in 0..<first.height {
      let y = (Double(row) - middleY) * down + middleY + below
      for column in 0..<first.width {
        let x = (Double(column) - middleX) * across + middleX + right
        guard let value = second.value(x, y) else { continue }
        sums.add(first.values[row * first.width + column], value)
      }
    }
    return sums.correlation(of: first.values.count)
  }
}

/// Samples that can be read between their positions.
private struct Grid {
  let width: Int
  let height: Int
  let values: [Double]

  init(_ plane: LumaPlane) { self.init(plane.width, plane.height, plane.samples.map(Double.init)) }

  private init(_ width: Int, _ height: Int, _ values: [Double]) {
    self.width = width
    self.height = height
    self.values = values
  }

  /// Whether the samples hardly differ.
  var isFlat: Bool {
    var sums = Sums()
    for value in values { sums.add(value, value) }
    return sums.correlation(of: values.count) == 0
  }

  /// This plane at half the size, each sample the mean of four.
  var halved: Grid {
    let (columns, rows) = (width / 2, height / 2)
    let means = (0..<columns * rows).map { index in
      let corner = index / columns * 2 * width + index % columns * 2
      return
        (values[corner] + values[corner + 1] + values[corner + width]
        + values[corner + width + 1]) / 4
    }
    return Grid(columns, rows, means)
  }

  /// Interpolates the value at a point between the four samples around it; `nil` outside the plane.
  func value(_ x: Double, _ y: Double) -> Double? {
    guard x >= 0, y >= 0, x <= Double(width - 1), y <= Double(height - 1) else { return nil }
    let (column, row) = (min(Int(x), width - 2), min(Int(y), height - 2))
    guard column >= 0, row >= 0 else { return nil }
    let (right, below) = (x - Double(column), y - Double(row))
    let corner = row * width + column
    let upper = values[corner] + (values[corner + 1] - values[corner]) * right
    let lower =
      values[corner + width] + (values[corner + width + 1] - values[corner + width]) * right
    return upper + (lower - upper) * below
  }

  /// Returns all values at a scale, with a margin on every side. Values outside the plane are 0.
  func scaled(_ across: Double, _ down: Double, margin: Int) -> ScaledGrid {
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    let xs = (-margin..<width + margin).map { (Double($0) - middleX) * across + middleX }
    let ys = (-margin..<height + margin).map { (Double($0) - middleY) * down + middleY }
    return ScaledGrid(
      margin: margin, columns: Self.inside(xs, width), rows: Self.inside(ys, height),
      width: xs.count, values: ys.flatMap { y in xs.map { value($0, y) ?? 0 } })
  }

  /// Returns the indices of ascending positions that lie between the first and the last of `count`
  /// samples.
  private static func inside(_ positions: [Double], _ count: Int) -> Range<Int> {
    let last = Double(count - 1)
    let first = positions.firstIndex { $0 >= 0 } ?? positions.count
    return first..<max(first, positions.firstIndex { $0 > last } ?? positions.count)
  }
}

/// Samples of a plane at another scale.
private struct ScaledGrid {
  let margin: Int
  /// The columns, and then the rows, that lie inside the original plane.
  let columns: Range<Int>
  let rows: Range<Int>
  let width: Int
  let values: [Double]

  /// Returns the correlation with another plane at a shift in whole samples.
  func correlation(with first: Grid, _ right: Int, _ below: Int) -> Double {
    let rows = rows.moved(-below - margin).clamped(to: 0..<first.height)
    let columns = columns.moved(-right - margin).clamped(to: 0..<first.width)
    var sums = Sums()
    for row in rows {
      let start = (row + below + margin) * width + right + margin
      for column in columns {
        sums.add(first.values[row * first.width + column], values[start + column])
      }
    }
    return sums.correlation(of: first.values.count)
  }
}

extension Range<Int> {
  fileprivate func moved(_ distance: Int) -> Range<Int> {
    lowerBound + distance..<upperBound + distance
  }
}

/// The sums from which a correlation is computed.
private struct Sums {
  var count = 0.0
  var first = 0.0
  var second = 0.0
  var firstSquares = 0.0
  var secondSquares = 0.0
  var products = 0.0

  mutating func add(_ one: Double, _ other: Double) {
    count += 1
    first += one
    second += other
    firstSquares += one * one
    secondSquares += other * other
    products += one * other
  }

  /// The minimum variance: values that differ less from their mean are flat.
  private static let minimumVariance = 1.0

  /// Returns the correlation, or 0 when fewer than two thirds of `all` positions were compared or
  /// when one side is flat.
  func correlation(of all: Int) -> Double {
    guard 3 * count >= 2 * Double(all) else { return 0 }
    let firstVariance = firstSquares / count - (first / count) * (first / count)
    let secondVariance = secondSquares / count - (second / count) * (second / count)
    guard firstVariance >= Self.minimumVariance, secondVariance >= Self.minimumVariance else {
      return 0
    }
    let covariance = products / count - (first / count) * (second / count)
    return covariance / (firstVariance * secondVariance).squareRoot()
  }
}
