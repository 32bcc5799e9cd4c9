/// Lays one plane over another, a little larger or smaller and moved, so that they agree best.
struct Alignment {
  /// How far a point lies from the middle of the second plane for one that far from the first's.
  var across = 1.0
  var down = 1.0
  /// How far the middle is moved, in samples of a 64th of the side.
  var right = 0.0
  var below = 0.0

  /// The correlation of two planes of equal size, -1 to 1, at the best alignment found: scales from 0.9
  /// to 1.1 in either direction, and shifts. It is 0 where one of them is flat.
  static func correlation(_ first: LumaPlane, _ second: LumaPlane) -> Double {
    guard first.width == second.width, first.height == second.height else { return 0 }
    let fine = (Grid(first), Grid(second))
    let asTheyAre = Alignment().correlation(fine.0, fine.1)
    // More is never asked for, and of what is flat nothing else comes.
    if asTheyAre > Likeness.high || fine.0.isFlat || fine.1.isFlat { return asTheyAre }
    let coarse = (fine.0.halved, fine.1.halved)
    return max(asTheyAre, best(coarse.0, coarse.1).refined(fine.0, fine.1))
  }

  /// Steps of the coarse search: scales, and samples of 32 on a side.
  private static let scales = [0.9, 0.95, 1, 1.05, 1.1]
  private static let shifts = -3...3

  /// The best of a coarse grid of alignments.
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

  /// The correlation after small steps that each make it better.
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

/// Samples with places between them.
private struct Grid {
  let width: Int
  let height: Int
  let values: [Double]

  init(_ plane: LumaPlane) {
    self.init(plane.width, plane.height, plane.samples.map(Double.init))
  }

  private init(_ width: Int, _ height: Int, _ values: [Double]) {
    self.width = width
    self.height = height
    self.values = values
  }

  /// Whether its samples hardly differ.
  var isFlat: Bool {
    var sums = Sums()
    for value in values { sums.add(value, value) }
    return sums.correlation(of: values.count) == 0
  }

  /// Means of four samples each.
  var halved: Grid {
    let (columns, rows) = (width / 2, height / 2)
    let means = (0..<columns * rows).map { place in
      let corner = place / columns * 2 * width + place % columns * 2
      return
        (values[corner] + values[corner + 1] + values[corner + width]
        + values[corner + width + 1]) / 4
    }
    return Grid(columns, rows, means)
  }

  /// The value at a place, between the four samples around it; nothing outside.
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

  /// All values at a scale, and some more on every side; those outside of the plane are 0.
  func scaled(_ across: Double, _ down: Double, margin: Int) -> ScaledGrid {
    let (middleX, middleY) = (Double(width - 1) / 2, Double(height - 1) / 2)
    let xs = (-margin..<width + margin).map { (Double($0) - middleX) * across + middleX }
    let ys = (-margin..<height + margin).map { (Double($0) - middleY) * down + middleY }
    return ScaledGrid(
      margin: margin, columns: Self.inside(xs, width), rows: Self.inside(ys, height),
      width: xs.count, values: ys.flatMap { y in xs.map { value($0, y) ?? 0 } })
  }

  /// Which of ascending places lie between the first and the last of so many samples.
  private static func inside(_ places: [Double], _ count: Int) -> Range<Int> {
    let last = Double(count - 1)
    let first = places.firstIndex { $0 >= 0 } ?? places.count
    return first..<max(first, places.firstIndex { $0 > last } ?? places.count)
  }
}

/// Samples at another scale.
private struct ScaledGrid {
  let margin: Int
  /// Which of them the plane has.
  let columns: Range<Int>
  let rows: Range<Int>
  let width: Int
  let values: [Double]

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

/// What a correlation is made of.
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

  /// Values that differ by less than one from their mean are flat.
  private static let leastVariance = 1.0

  /// Of at least two thirds of `all` places; 0 where fewer were compared, or where one side is flat.
  func correlation(of all: Int) -> Double {
    guard 3 * count >= 2 * Double(all) else { return 0 }
    let firstVariance = firstSquares / count - (first / count) * (first / count)
    let secondVariance = secondSquares / count - (second / count) * (second / count)
    guard firstVariance >= Self.leastVariance, secondVariance >= Self.leastVariance else {
      return 0
    }
    let covariance = products / count - (first / count) * (second / count)
    return covariance / (firstVariance * secondVariance).squareRoot()
  }
}
