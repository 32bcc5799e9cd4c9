/// Samples of brightness in a rectangle, rows from the top.
struct Samples: Sendable {
  let width: Int
  let height: Int
  let values: [Double]

  /// Means of four samples each.
  var halved: Samples {
    let (columns, rows) = (width / 2, height / 2)
    let means = (0..<columns * rows).map { place in
      let corner = place / columns * 2 * width + place % columns * 2
      return
        (values[corner] + values[corner + 1] + values[corner + width]
        + values[corner + width + 1]) / 4
    }
    return Samples(width: columns, height: rows, values: means)
  }

  /// Means of equal parts; both sides get smaller or stay.
  func resized(_ newWidth: Int, _ newHeight: Int) -> Samples {
    resampled(columns: .parts(newWidth, of: width), rows: .parts(newHeight, of: height))
  }

  /// What each column and row of the new samples is made of.
  func resampled(columns: Taps, rows: Taps) -> Samples {
    // Only the rows that are asked for.
    let used = rows.range
    var across = [Double](repeating: 0, count: columns.count * used.count)
    for row in used {
      let (to, from) = ((row - used.lowerBound) * columns.count, row * width)
      for column in 0..<columns.count {
        var sum = 0.0
        for tap in columns.starts[column]..<columns.starts[column + 1] {
          sum += columns.weights[tap] * values[from + columns.places[tap]]
        }
        across[to + column] = sum
      }
    }
    var both = [Double](repeating: 0, count: columns.count * rows.count)
    for row in 0..<rows.count {
      let to = row * columns.count
      for tap in rows.starts[row]..<rows.starts[row + 1] {
        let from = (rows.places[tap] - used.lowerBound) * columns.count
        let weight = rows.weights[tap]
        for column in 0..<columns.count { both[to + column] += weight * across[from + column] }
      }
    }
    return Samples(width: columns.count, height: rows.count, values: both)
  }
}

/// What new samples are made of: so much of this one, and so much of that.
struct Taps: Sendable {
  /// Where the shares of each new sample begin, and the end of all.
  private(set) var starts = [0]
  private(set) var places: [Int] = []
  private(set) var weights: [Double] = []

  /// How many new samples there are.
  var count: Int { starts.count - 1 }

  /// The old ones that are used.
  var range: Range<Int> { (places.min() ?? 0)..<(places.max() ?? -1) + 1 }

  private mutating func add(_ place: Int, _ weight: Double) {
    places.append(place)
    weights.append(weight)
  }

  private mutating func close() { starts.append(places.count) }

  /// Equal parts, each the mean of what it covers.
  static func parts(_ parts: Int, of count: Int) -> Taps {
    var taps = Taps()
    let scale = Double(count) / Double(parts)
    for part in 0..<parts {
      let (start, end) = (Double(part) * scale, Double(part + 1) * scale)
      for place in Int(start)..<min(count, Int(end.rounded(.up))) {
        let share = min(end, Double(place + 1)) - max(start, Double(place))
        if share > 0 { taps.add(place, share / scale) }
      }
      taps.close()
    }
    return taps
  }

  /// Equal parts of a stretch of samples, each from two points in it; those that lie outside of all
  /// samples are left out. `first` is the first part that is there.
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

/// How brightness changes from sample to sample, to the right and down, at all but the outermost.
struct Slopes: Sendable {
  let width: Int
  let height: Int
  let across: [Double]
  let down: [Double]
  /// The sum of their squares.
  let energy: Double

  init(_ samples: Samples) {
    let (width, height) = (max(0, samples.width - 2), max(0, samples.height - 2))
    var across: [Double] = []
    var down: [Double] = []
    across.reserveCapacity(width * height)
    down.reserveCapacity(width * height)
    var energy = 0.0
    for row in 0..<height {
      let middle = (row + 1) * samples.width + 1
      for place in middle..<middle + width {
        let x = samples.values[place + 1] - samples.values[place - 1]
        let y = samples.values[place + samples.width] - samples.values[place - samples.width]
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

  /// The cosine of the angle between two fields of slopes of one size, -1 to 1; 0 where one is flat.
  func agreement(with other: Slopes) -> Double {
    let both = energy * other.energy
    guard both > 0 else { return 0 }
    var sum = 0.0
    for place in across.indices {
      sum += across[place] * other.across[place] + down[place] * other.down[place]
    }
    return sum / both.squareRoot()
  }
}
