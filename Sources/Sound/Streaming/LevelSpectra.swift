internal import CSound

/// The powers of all frequencies, summed over frames of 20 ms that do not overlap, separately
/// for each level that a frame can have.
///
/// Only at the end of the sound is it known which levels are voice and which are pauses.
struct LevelSpectra {
  /// The number of levels, which are one decibel apart.
  private static let levels = 200
  private static let lowest = -150
  /// The number of transforms that run together. Each takes two frames, as its real and
  /// imaginary parts.
  private static let lanes = Int(CASTBOOK_SOUND_FFTS)

  /// The distance in hertz between two frequencies of a spectrum.
  let hertzPerBin: Double
  /// The power that rounding to the steps of the file's samples adds to each frequency.
  let rounding: Double
  /// The number of samples in a frame.
  private let length: Int
  /// The number of points of a transform: the power of two that a frame fits in.
  private let size: Int
  /// A Hann window of the length of a frame.
  private let window: [Float]
  /// The bit-reversed index of each sample, where the transform expects it.
  private let bitReversed: [UInt32]
  /// The cosines of the transform, followed by its sines.
  private let twiddles: [Float]
  /// The summed powers of each level; empty for levels that no frame has had.
  private var sums: [[Double]]
  private var counts: [Int]

  /// The frame that is being filled.
  private var frame: [Float]
  private var filled = 0
  private var real: [Float]
  private var imaginary: [Float]
  /// The levels of the frames that wait for the next transform.
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
    let step = Quantization.stepSize(bits: bits)
    rounding = window.reduce(0) { $0 + Double($1) * Double($1) } * step * step / 12
    bitReversed = (0..<length).map { index in
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

  /// Takes the next half of a frame.
  ///
  /// `level` is the level of the whole frame in decibels; it is used when the half is the
  /// second one.
  mutating func add(_ samples: UnsafePointer<Float>, count: Int, level: Double) {
    for index in 0..<count { unsafe frame[filled + index] = samples[index] }
    filled += count
    guard filled == length else { return }
    filled = 0
    let sum = unsafe castbook_sound_sums(frame, length).sum
    let mean = Float(sum / Double(length)), lane = waiting.count / 2
    if waiting.count % 2 == 0 {
      unsafe castbook_sound_place(&real, lane, frame, window, bitReversed, length, mean)
    } else {
      unsafe castbook_sound_place(&imaginary, lane, frame, window, bitReversed, length, mean)
    }
    let step = Int(max(-1000, min(1000, level)).rounded(.down)) - Self.lowest
    waiting.append(max(0, min(Self.levels - 1, step)))
    if waiting.count == 2 * Self.lanes { transform() }
  }

  /// Transforms the waiting frames, and adds their powers to the sums of their levels.
  private mutating func transform() {
    unsafe castbook_sound_transform(&real, &imaginary, size, twiddles)
    for (index, level) in waiting.enumerated() {
      if sums[level].isEmpty { sums[level] = Array(repeating: 0, count: size / 2 + 1) }
      counts[level] += 1
      unsafe castbook_sound_gather(&sums[level], real, imaginary, size, index / 2, Int32(index % 2))
    }
    waiting.removeAll(keepingCapacity: true)
    for index in real.indices {
      real[index] = 0
      imaginary[index] = 0
    }
  }

  /// Transforms the frames that still wait. An incomplete frame at the end is not counted.
  mutating func finish() { if !waiting.isEmpty { transform() } }

  /// Returns the mean powers of all frames at or above a level, or `nil` when there are none.
  func mean(over level: Double) -> [Double]? {
    mean(of: sums.indices.filter { Double($0 + Self.lowest) >= level - 0.5 })
  }

  /// Returns the mean powers of the quietest frames, at least a share of all that are not
  /// empty, or `nil` when there are none.
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

  /// Returns the mean powers of all frames of some levels, or `nil` when they have none.
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

/// The quantization of a file's samples.
enum Quantization {
  /// Returns the size of one step relative to full scale.
  ///
  /// Unknown depths count as 24 bits, which is as fine as any converter.
  static func stepSize(bits: Int?) -> Double { 1 / Double(1 << (min(24, max(2, bits ?? 24)) - 1)) }
}
