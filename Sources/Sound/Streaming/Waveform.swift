/// The largest samples of the parts of a sound whose length is not known yet: the parts grow
/// with it.
struct Waveform {
  /// The number of columns of the picture at most.
  static let maximumColumns = 2000
  /// The number of parts that are kept at most. It is many times the number of columns, so
  /// that columns have about the same length.
  private static let maximumParts = 32_768

  /// The largest absolute value of each part.
  private var parts: [Float] = []
  private var samplesPerPart = 1
  /// The number of samples in the last part.
  private var filled = 0

  /// Adds samples to the last part, and starts new parts where it is full.
  mutating func add(_ samples: UnsafePointer<Float>, count: Int) {
    var position = 0
    while position < count {
      if filled == 0 {
        if parts.count == Self.maximumParts { halve() }
        parts.append(0)
      }
      let length = min(count - position, samplesPerPart - filled)
      var largest = parts[parts.count - 1]
      for index in position..<position + length {
        unsafe largest = max(largest, abs(samples[index]))
      }
      parts[parts.count - 1] = largest
      position += length
      filled = (filled + length) % samplesPerPart
    }
  }

  /// Merges every two parts into one.
  private mutating func halve() {
    for index in 0..<parts.count / 2 { parts[index] = max(parts[2 * index], parts[2 * index + 1]) }
    parts.removeLast(parts.count / 2)
    samplesPerPart *= 2
  }

  /// The largest sample of each column, in 255ths of full scale.
  var columns: [UInt8] {
    let count = min(Self.maximumColumns, parts.count)
    return (0..<count).map { column in
      let start = column * parts.count / count, end = (column + 1) * parts.count / count
      let largest = parts[start..<end].max() ?? 0
      return UInt8((min(1, largest) * 255).rounded())
    }
  }
}
