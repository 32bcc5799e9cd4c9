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
    resampled(
      columns: (0..<newWidth).map { Tap.covering($0, of: newWidth, from: width) },
      rows: (0..<newHeight).map { Tap.covering($0, of: newHeight, from: height) })
  }

  /// What each column and row of the new samples is made of.
  func resampled(columns: [[Tap]], rows: [[Tap]]) -> Samples {
    var across = [Double](repeating: 0, count: columns.count * height)
    for row in 0..<height {
      for (column, taps) in columns.enumerated() {
        var sum = 0.0
        for tap in taps { sum += tap.weight * values[row * width + tap.place] }
        across[row * columns.count + column] = sum
      }
    }
    var both = [Double](repeating: 0, count: columns.count * rows.count)
    for (row, taps) in rows.enumerated() {
      for tap in taps {
        let (to, from) = (row * columns.count, tap.place * columns.count)
        for column in columns.indices { both[to + column] += tap.weight * across[from + column] }
      }
    }
    return Samples(width: columns.count, height: rows.count, values: both)
  }
}

/// A sample's share in a new one.
struct Tap: Sendable {
  let place: Int
  let weight: Double

  /// Of the samples that one of so many equal parts covers.
  static func covering(_ part: Int, of parts: Int, from count: Int) -> [Tap] {
    let scale = Double(count) / Double(parts)
    let (start, end) = (Double(part) * scale, Double(part + 1) * scale)
    return (Int(start)..<min(count, Int(end.rounded(.up)))).compactMap { place in
      let share = min(end, Double(place + 1)) - max(start, Double(place))
      return share > 0 ? Tap(place: place, weight: share / scale) : nil
    }
  }

  /// Of the samples round a point, half of each of two points that lie half a step off: as from twice
  /// as many samples that were halved. Nothing where the point lies outside of all.
  static func around(_ point: Double, step: Double, count: Int) -> [Tap]? {
    var taps: [Tap] = []
    for place in [point - step / 4, point + step / 4] {
      guard place >= -0.5, place <= Double(count) - 0.5 else { return nil }
      let inside = min(max(place, 0), Double(count - 1))
      let lower = min(Int(inside), count - 2)
      let share = inside - Double(lower)
      taps.append(Tap(place: lower, weight: (1 - share) / 2))
      taps.append(Tap(place: lower + 1, weight: share / 2))
    }
    return taps
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
