/// The largest samples of parts of a sound whose length nobody knows yet: parts grow as it does.
struct Waveform {
  /// Columns that a picture of it has at most.
  static let mostColumns = 2000
  /// Parts that are kept at most. Many more than columns, so that columns can be of one length.
  private static let mostParts = 32_768

  private var parts: [Float] = []
  private var samplesPerPart = 1
  /// Of the last part.
  private var filled = 0

  mutating func add(_ samples: UnsafePointer<Float>, count: Int) {
    var place = 0
    while place < count {
      if filled == 0 {
        if parts.count == Self.mostParts { halve() }
        parts.append(0)
      }
      let some = min(count - place, samplesPerPart - filled)
      var largest = parts[parts.count - 1]
      for index in place..<place + some { unsafe largest = max(largest, abs(samples[index])) }
      parts[parts.count - 1] = largest
      place += some
      filled = (filled + some) % samplesPerPart
    }
  }

  private mutating func halve() {
    for index in 0..<parts.count / 2 { parts[index] = max(parts[2 * index], parts[2 * index + 1]) }
    parts.removeLast(parts.count / 2)
    samplesPerPart *= 2
  }

  /// As 255ths of full scale.
  var columns: [UInt8] {
    let count = min(Self.mostColumns, parts.count)
    return (0..<count).map { column in
      let start = column * parts.count / count, end = (column + 1) * parts.count / count
      let largest = parts[start..<end].max() ?? 0
      return UInt8((min(1, largest) * 255).rounded())
    }
  }
}
