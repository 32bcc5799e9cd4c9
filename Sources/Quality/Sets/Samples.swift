/// The brightness of a rectangle in samples, row by row from the top.
struct Samples: Sendable {
  let width: Int
  let height: Int
  let values: [Double]

  /// The samples at half the size; each is the mean of four.
  var halved: Samples {
    let (columns, rows) = (width / 2, height / 2)
    let means = (0..<columns * rows).map { index in
      let corner = index / columns * 2 * width + index % columns * 2
      return
        (values[corner] + values[corner + 1] + values[corner + width]
        + values[corner + width + 1]) / 4
    }
    return Samples(width: columns, height: rows, values: means)
  }

  /// Returns the samples at another size, as means of equal parts. Both sides must not grow.
  func resized(_ newWidth: Int, _ newHeight: Int) -> Samples {
    resampled(columns: .parts(newWidth, of: width), rows: .parts(newHeight, of: height))
  }

  /// Returns new samples, each of which is a weighted sum of the old ones that `columns` and
  /// `rows` name.
  func resampled(columns: Taps, rows: Taps) -> Samples {
    // Only the rows that are used are resampled across.
    let used = rows.range
    var across = [Double](repeating: 0, count: columns.count * used.count)
    for row in used {
      let (to, from) = ((row - used.lowerBound) * columns.count, row * width)
      for column in 0..<columns.count {
        var sum = 0.0
        for tap in columns.starts[column]..<columns.starts[column + 1] {
          sum += columns.weights[tap] * values[from + columns.indices[tap]]
        }
        across[to + column] = sum
      }
    }
    var both = [Double](repeating: 0, count: columns.count * rows.count)
    for row in 0..<rows.count {
      let to = row * columns.count
      for tap in rows.starts[row]..<rows.starts[row + 1] {
        let from = (rows.indices[tap] - used.lowerBound) * columns.count
        let weight = rows.weights[tap]
        for column in 0..<columns.count { both[to + column] += weight * across[from + column] }
      }
    }
    return Samples(width: columns.count, height: rows.count, values: both)
  }
}

/// The old samples and their weights from which each new sample along one side is made.
struct Taps: Sendable {
  /// Where the weights of each new sample begin, followed by the end of all.
  private(set) var starts = [0]
  private(set) var indices: [Int] = []
  /// The weight of each of these samples.
  private(set) var weights: [Double] = []

  /// The number of new samples.
  var count: Int { starts.count - 1 }

  /// The range of old samples that are used.
  var range: Range<Int> { (indices.min() ?? 0)..<(indices.max() ?? -1) + 1 }

  /// Adds an old sample to the current new one.
  private mutating func add(_ index: Int, _ weight: Double) {
    indices.append(index)
    weights.append(weight)
  }

  /// Ends the current new sample.
  private mutating func close() { starts.append(indices.count) }

  /// Returns the weights for equal parts, each of which is the mean of the samples that it
  /// covers.
  static func parts(_ parts: Int, of count: Int) -> Taps {
    var taps = Taps()
    let scale = Double(count) / Double(parts)
    for part in 0..<parts {
      let (start, end) = (Double(part) * scale, Double(part + 1) * scale)
      for index in Int(start)..<min(count, Int(end.rounded(.up))) {
        let share = min(end, Double(index + 1)) - max(start, Double(index))
        if share > 0 { taps.add(index, share / scale) }
      }
      taps.close()
    }
    return taps
  }

  /// Returns the weights for equal parts of a stretch of samples, each interpolated at two
  /// points in it.
  ///
  /// Parts outside the samples are left out; `first` is the index of the first part that is
  /// inside.
  static func stretch(
    from start: Double, size: Double, parts: Int, count: Int
  ) -> (first: Int, taps: Taps) {
    var taps = Taps()
    var first: Int?
    let step = size / Double(parts)
    for part in 0..<parts {
      let middle = start + (Double(part) + 0.5) * step - 0.5
      guard middle - step / 4 >= -0.5, middle + step / 4 <= Double(count) - 0.5 else { continue }
      first = first ?? part
      for point in [middle - step / 4, middle + step / 4] {
        let inside = min(max(point, 0), Double(count - 1))
        let lower = min(Int(inside), count - 2)
        let share = inside - Double(lower)
        taps.add(lower, (1 - share) / 2)
        taps.add(lower + 1, share / 2)
      }
      taps.close()
    }
    return (first ?? 0, taps)
  }
}

/// How brightness changes from sample to sample, to the right and down, at all but the
/// outermost ones.
struct Slopes: Sendable {
  let width: Int
  let height: Int
  let across: [Double]
  let down: [Double]
  /// The sum of the squares of all slopes.
  let energy: Double

  /// Computes the slopes of a picture.
  init(_ samples: Samples) {
    let (width, height) = (max(0, samples.width - 2), max(0, samples.height - 2))
    var across: [Double] = []
    var down: [Double] = []
    across.reserveCapacity(width * height)
    down.reserveCapacity(width * height)
    var energy = 0.0
    for row in 0..<height {
      let middle = (row + 1) * samples.width + 1
      for index in middle..<middle + width {
        let x = samples.values[index + 1] - samples.values[index - 1]
        let y = samples.values[index + samples.width] - samples.values[index - samples.width]
        across.append(x)
        down.append(y)
        energy += x * x + y * y
      }
    }
    self.width = width
    self.height = height
    self.across = across
    self.down = down
    self.energy = energy
  }

  /// Returns the cosine of the angle between two fields of slopes of one size, from −1 to 1, or
  /// 0 when one is flat.
  func agreement(with other: Slopes) -> Double {
    let both = energy * other.energy
    guard both > 0 else { return 0 }
    var sum = 0.0
    for index in across.indices {
      sum += across[index] * other.across[index] + down[index] * other.down[index]
    }
    return sum / both.squareRoot()
  }
}
