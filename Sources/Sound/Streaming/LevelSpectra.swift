internal import CSound

/// The powers of all frequencies, added up over frames of 20 ms that do not overlap, apart for each level
/// that a frame has: which of them are voice, and which pause, only the end of the sound tells.
struct LevelSpectra {
  /// One decibel each, from the lowest.
  private static let levels = 200
  private static let lowest = -150
  private static let lanes = Int(CASTBOOK_SOUND_FFTS)

  /// Where the powers are, in hertz for each.
  let hertzPerBin: Double
  /// What rounding to the steps of the file's samples adds to each power.
  let rounding: Double
  private let length: Int
  private let size: Int
  private let window: [Float]
  private let places: [UInt32]
  private let twiddles: [Float]
  private var sums: [[Double]]
  private var counts: [Int]

  private var frame: [Float]
  private var filled = 0
  private var real: [Float]
  private var imaginary: [Float]
  private var waiting: [Int] = []

  init(rate: Int, bits: Int?, hop: Int) {
    let length = 2 * hop
    var size = 16
    while size < length { size *= 2 }
    let (half, bits) = (size / 2, size.trailingZeroBitCount)
    self.length = length
    self.size = size
    hertzPerBin = Double(rate) / Double(size)
    window = (0..<length).map { index in
      Float(0.5 - 0.5 * castbook_sound_sine(0.25 + (Double(index) + 0.5) / Double(length)))
    }
    let step = Steps.size(bits: bits)
    rounding = window.reduce(0) { $0 + Double($1) * Double($1) } * step * step / 12
    places = (0..<length).map { index in
      (0..<bits).reduce(0) { $0 | UInt32(index >> $1 & 1) << UInt32(bits - 1 - $1) }
    }
    twiddles = (0..<2 * half).map { index in
      let turns = Double(index % half) / Double(size)
      return Float(castbook_sound_sine(index < half ? turns + 0.25 : turns))
    }
    sums = Array(repeating: [], count: Self.levels)
    counts = Array(repeating: 0, count: Self.levels)
    frame = Array(repeating: 0, count: length)
    real = Array(repeating: 0, count: size * Self.lanes)
    imaginary = real
  }

  /// Takes the next half of a frame; `level` is that of the frame, in decibels, when the half is its second.
  mutating func add(_ samples: UnsafePointer<Float>, count: Int, level: Double) {
    for index in 0..<count { unsafe frame[filled + index] = samples[index] }
    filled += count
    guard filled == length else { return }
    filled = 0
    let sum = unsafe castbook_sound_sums(frame, length).sum
    let mean = Float(sum / Double(length)), lane = waiting.count / 2
    if waiting.count % 2 == 0 {
      unsafe castbook_sound_place(&real, lane, frame, window, places, length, mean)
    } else {
      unsafe castbook_sound_place(&imaginary, lane, frame, window, places, length, mean)
    }
    let step = Int(max(-1000, min(1000, level)).rounded(.down)) - Self.lowest
    waiting.append(max(0, min(Self.levels - 1, step)))
    if waiting.count == 2 * Self.lanes { transform() }
  }

  private mutating func transform() {
    unsafe castbook_sound_transform(&real, &imaginary, size, twiddles)
    for (index, level) in waiting.enumerated() {
      if sums[level].isEmpty { sums[level] = Array(repeating: 0, count: size / 2 + 1) }
      counts[level] += 1
      unsafe castbook_sound_gather(
        &sums[level], real, imaginary, size, index / 2, Int32(index % 2))
    }
    waiting.removeAll(keepingCapacity: true)
    for index in real.indices {
      real[index] = 0
      imaginary[index] = 0
    }
  }

  mutating func finish() {
    if !waiting.isEmpty { transform() }
  }

  /// The mean powers of all frames of a level or more; nothing where there is none.
  func mean(over level: Double) -> [Double]? {
    mean(of: sums.indices.filter { Double($0 + Self.lowest) >= level - 0.5 })
  }

  /// The mean powers of the quietest frames, at least so large a share of all that are not empty.
  func mean(ofQuietest share: Double) -> [Double]? {
    let levels = sums.indices.dropFirst().filter { counts[$0] > 0 }
    let all = levels.reduce(0) { $0 + counts[$1] }
    var quietest: [Int] = []
    var count = 0
    for level in levels where Double(count) < share * Double(all) {
      quietest.append(level)
      count += counts[level]
    }
    return mean(of: quietest)
  }

  private func mean(of levels: [Int]) -> [Double]? {
    let count = levels.reduce(0) { $0 + counts[$1] }
    guard count > 0 else { return nil }
    var mean = [Double](repeating: 0, count: size / 2 + 1)
    for level in levels where counts[level] > 0 {
      for bin in mean.indices { mean[bin] += sums[level][bin] / Double(count) }
    }
    return mean
  }
}

/// The steps of a file's samples.
enum Steps {
  /// Beside full scale; where nobody knows the bits, as fine as any converter's.
  static func size(bits: Int?) -> Double { 1 / Double(1 << (min(24, max(2, bits ?? 24)) - 1)) }
}
