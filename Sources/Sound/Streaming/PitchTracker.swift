internal import CSound

/// Follows the pitch of a sound: every hundredth of a second it compares 20 ms of the sound
/// with what follows.
///
/// It works at a rate of about 8 kHz, which is enough for voices.
struct PitchTracker {
  /// The pitch of one frame, and the power of the part of the sound that was compared.
  struct Frame {
    /// How well the sound repeats, from 0 to 1.
    let strength: Float
    /// The pitch in hertz, or 0 when nothing repeats.
    let pitch: Float
    /// The mean square after the filters, so of the frequencies that a voice has.
    let power: Float
  }

  /// The rate in hertz that the sound is reduced to, or a little more.
  private static let reducedRate = 8000
  /// The pitches of voices, in hertz.
  private static let pitches = 65.0...450.0
  /// The cutoff in hertz of the high-pass filter; what is below it is rumble.
  private static let highPassCutoff = 60.0

  /// The number of samples between the starts of two frames.
  private let hop: Int
  /// The number of samples for each sample of the reduced sound.
  private let step: Int
  /// The rate of the reduced sound.
  private let rate: Double
  /// The distances at which the sound is compared with itself.
  private let lags: ClosedRange<Int>
  /// The number of reduced samples that are compared, about 20 ms.
  private let width: Int

  /// The weights of the low-pass filter.
  private let weights: [Float]
  /// The samples that are needed to make the next reduced samples.
  private var samples: [Float]
  private var sampleCount: Int
  /// The reduced samples that frames still need.
  private var reduced: [Float]
  private var reducedCount: Int
  /// The number of reduced samples that were dropped before the first one kept.
  private var reducedStart: Int
  private var filter: castbook_sound_filter_t
  /// The similarity at each lag, kept so that its memory is allocated once.
  private var likeness: [Float]
  private var frameCount = 0

  /// Prepares to follow the pitch of a sound whose frames begin `hop` samples apart.
  init(rate: Int, hop: Int) {
    self.hop = hop
    step = max(1, rate / Self.reducedRate)
    self.rate = Double(rate) / Double(step)
    let shortest = Int(self.rate / Self.pitches.upperBound)
    lags = max(2, shortest)...max(3, shortest + 1, Int(self.rate / Self.pitches.lowerBound) + 1)
    width = max(1, Int((self.rate * 0.02 / 16).rounded())) * 16
    weights = Self.weights(step: step)
    let reach = Self.reach(step)
    samples = Array(repeating: 0, count: weights.count + step + hop + 16)
    // The first reduced sample belongs to the first sample.
    sampleCount = reach
    let half = (width + lags.upperBound + 1) / 2
    reduced = Array(repeating: 0, count: 2 * (width + lags.upperBound + hop / step) + 64)
    reducedCount = half
    reducedStart = -half
    filter = Self.highPass(at: Self.highPassCutoff / self.rate)
    likeness = Array(repeating: 0, count: lags.upperBound + 2)
  }

  /// Takes at most `hop` samples, and passes on every frame that is complete with them.
  mutating func add(_ block: UnsafePointer<Float>, count: Int, into frames: (Frame) -> Void) {
    for index in 0..<count { unsafe samples[sampleCount + index] = block[index] }
    sampleCount += count
    makeReduced()
    while let frame = nextFrame() { frames(frame) }
  }

  /// Reduces the rate of the samples that arrived, and filters them.
  private mutating func makeReduced() {
    let reach = 2 * Self.reach(step) + 1
    guard sampleCount >= reach else { return }
    let count = (sampleCount - reach) / step + 1
    if reducedCount + count > reduced.count { dropUsed() }
    let start = reducedCount
    let (step, taps) = (step, weights.count)
    unsafe reduced.withUnsafeMutableBufferPointer { reduced in
      guard let base = reduced.baseAddress else { return }
      unsafe castbook_sound_thin(base + start, count, samples, step, weights, taps)
      unsafe castbook_sound_filter(&filter, base + start, count)
    }
    reducedCount += count
    let used = count * step
    Self.shift(&samples, by: used, count: sampleCount)
    sampleCount -= used
  }

  /// Drops the reduced samples that no later frame needs.
  private mutating func dropUsed() {
    let used = min(reducedCount, max(0, start(of: frameCount) - reducedStart))
    Self.shift(&reduced, by: used, count: reducedCount)
    reducedCount -= used
    reducedStart += used
  }

  /// Moves numbers to the front of an array, overwriting the first `places` ones.
  private static func shift(_ numbers: inout [Float], by offset: Int, count: Int) {
    guard offset > 0, count > offset else { return }
    unsafe numbers.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      unsafe base.update(from: base + offset, count: count - offset)
    }
  }

  /// Returns the first reduced sample that a frame needs. The compared part is centred on the
  /// frame.
  private func start(of frame: Int) -> Int {
    let middle = (2 * (frame + 1) * hop + step) / (2 * step)
    return middle - (width + lags.upperBound + 1) / 2
  }

  /// Returns the next frame, or `nil` when it needs samples that have not arrived yet.
  private mutating func nextFrame() -> Frame? {
    let start = start(of: frameCount) - reducedStart
    guard start >= 0, start + width + lags.upperBound + 1 <= reducedCount else { return nil }
    frameCount += 1
    let (width, lags, rate) = (width, lags, rate)
    return unsafe reduced.withUnsafeBufferPointer { reduced in
      guard let base = reduced.baseAddress else { return nil }
      let from = unsafe base + start
      let middle = unsafe from + (lags.upperBound + 1) / 2
      let power = unsafe castbook_sound_sums(middle, width).squares / Double(width)
      guard power > Self.minimumPower else {
        return Frame(strength: 0, pitch: 0, power: Float(power))
      }
      let found = unsafe castbook_sound_pitch(
        from, width, lags.lowerBound, lags.upperBound, &likeness)
      let pitch = found.lag > 0 ? rate / Double(found.lag) : 0
      return Frame(strength: found.strength, pitch: Float(pitch), power: Float(power))
    }
  }

  /// The power below which no pitch is looked for: at 100 dB below full scale no voice can be
  /// heard.
  private static let minimumPower = 1e-10

  /// Returns the number of samples on either side from which a reduced sample is made.
  private static func reach(_ step: Int) -> Int { step == 1 ? 0 : 8 * step }

  /// Returns the weights of a low-pass filter for every `step`th sample: a sinc function
  /// under a Hann window, padded to a multiple of 16 for the vector code.
  private static func weights(step: Int) -> [Float] {
    let reach = reach(step), count = 2 * reach + 1
    guard step > 1 else { return [1] + Array(repeating: 0, count: 15) }
    // The cutoff is at nine tenths of half the new rate.
    let cutoff = 0.45 / Double(step)
    var weights = (0..<count).map { index in
      let offset = Double(index - reach)
      let sinc =
        offset == 0
        ? 1 : castbook_sound_sine(cutoff * offset) / (6.283185307179586 * cutoff * offset)
      let window = 0.5 - 0.5 * castbook_sound_sine(0.25 + Double(index + 1) / Double(count + 1))
      return sinc * window
    }
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum }
    return weights.map(Float.init) + Array(repeating: 0, count: (16 - count % 16) % 16)
  }

  /// Returns a Butterworth filter of second order; `frequency` is relative to the rate.
  private static func highPass(at frequency: Double) -> castbook_sound_filter_t {
    let sine = castbook_sound_sine(frequency), cosine = castbook_sound_sine(frequency + 0.25)
    let width = sine / 2.0.squareRoot(), whole = 1 + width
    var filter = castbook_sound_filter_t()
    filter.b0 = (1 + cosine) / 2 / whole
    filter.b1 = -(1 + cosine) / whole
    filter.b2 = filter.b0
    filter.a1 = -2 * cosine / whole
    filter.a2 = (1 - width) / whole
    return filter
  }
}
