internal import CSound

/// Follows the pitch of a sound: every hundredth of a second it compares 20 ms of it with what follows,
/// at a rate of about 8 kHz, which is enough for voices.
struct PitchTracker {
  /// The pitch of one frame, and how strong that part of the sound is which was compared.
  struct Frame {
    /// 0 to 1: how well the sound repeats.
    let strength: Float
    /// In hertz; 0 where nothing repeats.
    let pitch: Float
    let power: Float
  }

  private static let leastRate = 8000
  /// What voices reach.
  private static let pitches = 65.0...450.0
  /// Below that rumbles what is no voice.
  private static let lowest = 60.0

  private let hop: Int
  private let step: Int
  private let rate: Double
  private let lags: ClosedRange<Int>
  private let width: Int

  private let weights: [Float]
  /// Samples that the next thin ones need.
  private var samples: [Float]
  private var sampleCount: Int
  private var thin: [Float]
  private var thinCount: Int
  /// How many thin samples were dropped before the first that is kept.
  private var thinStart: Int
  private var filter: castbook_sound_filter_t
  private var likeness: [Float]
  private var frameCount = 0

  init(rate: Int, hop: Int) {
    self.hop = hop
    step = max(1, rate / Self.leastRate)
    self.rate = Double(rate) / Double(step)
    let shortest = Int(self.rate / Self.pitches.upperBound)
    lags = max(2, shortest)...max(3, shortest + 1, Int(self.rate / Self.pitches.lowerBound) + 1)
    width = max(1, Int((self.rate * 0.02 / 16).rounded())) * 16
    weights = Self.weights(step: step)
    let reach = Self.reach(step)
    samples = Array(repeating: 0, count: weights.count + step + hop + 16)
    // The first thin sample is that of the first sample.
    sampleCount = reach
    let half = (width + lags.upperBound + 1) / 2
    thin = Array(repeating: 0, count: 2 * (width + lags.upperBound + hop / step) + 64)
    thinCount = half
    thinStart = -half
    filter = Self.highPass(at: Self.lowest / self.rate)
    likeness = Array(repeating: 0, count: lags.upperBound + 2)
  }

  /// Takes samples, at most as many as a frame is apart from the next, and hands on every frame that can
  /// be told by them.
  mutating func add(_ block: UnsafePointer<Float>, count: Int, into frames: (Frame) -> Void) {
    for index in 0..<count { unsafe samples[sampleCount + index] = block[index] }
    sampleCount += count
    makeThin()
    while let frame = nextFrame() { frames(frame) }
  }

  private mutating func makeThin() {
    let reach = 2 * Self.reach(step) + 1
    guard sampleCount >= reach else { return }
    let count = (sampleCount - reach) / step + 1
    if thinCount + count > thin.count { forget() }
    let start = thinCount
    let (step, taps) = (step, weights.count)
    unsafe thin.withUnsafeMutableBufferPointer { thin in
      guard let base = thin.baseAddress else { return }
      unsafe castbook_sound_thin(base + start, count, samples, step, weights, taps)
      unsafe castbook_sound_filter(&filter, base + start, count)
    }
    thinCount += count
    let used = count * step
    Self.shift(&samples, by: used, count: sampleCount)
    sampleCount -= used
  }

  /// Drops the thin samples that no frame needs any more.
  private mutating func forget() {
    let used = min(thinCount, max(0, start(of: frameCount) - thinStart))
    Self.shift(&thin, by: used, count: thinCount)
    thinCount -= used
    thinStart += used
  }

  private static func shift(_ numbers: inout [Float], by places: Int, count: Int) {
    guard places > 0, count > places else { return }
    unsafe numbers.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return }
      unsafe base.update(from: base + places, count: count - places)
    }
  }

  /// The first thin sample that a frame needs: what is compared lies around its middle.
  private func start(of frame: Int) -> Int {
    let middle = (2 * (frame + 1) * hop + step) / (2 * step)
    return middle - (width + lags.upperBound + 1) / 2
  }

  private mutating func nextFrame() -> Frame? {
    let start = start(of: frameCount) - thinStart
    guard start >= 0, start + width + lags.upperBound + 1 <= thinCount else { return nil }
    frameCount += 1
    let (width, lags, rate) = (width, lags, rate)
    return unsafe thin.withUnsafeBufferPointer { thin in
      guard let base = thin.baseAddress else { return nil }
      let from = unsafe base + start
      let middle = unsafe from + (lags.upperBound + 1) / 2
      let power = unsafe castbook_sound_sums(middle, width).squares / Double(width)
      guard power > Self.faintest else { return Frame(strength: 0, pitch: 0, power: Float(power)) }
      let found = unsafe castbook_sound_pitch(
        from, width, lags.lowerBound, lags.upperBound, &likeness)
      let pitch = found.lag > 0 ? rate / Double(found.lag) : 0
      return Frame(strength: found.strength, pitch: Float(pitch), power: Float(power))
    }
  }

  /// A hundred decibels under full scale nobody hears a voice.
  private static let faintest = 1e-10

  /// How many samples to either side a thin one is made of.
  private static func reach(_ step: Int) -> Int { step == 1 ? 0 : 8 * step }

  /// A low pass for every `step`th sample: a sinc under a Hann window.
  private static func weights(step: Int) -> [Float] {
    let reach = reach(step), count = 2 * reach + 1
    guard step > 1 else { return [1] + Array(repeating: 0, count: 15) }
    // Cuts off at nine tenths of half the new rate.
    let cut = 0.45 / Double(step)
    var weights = (0..<count).map { index in
      let place = Double(index - reach)
      let sinc =
        place == 0 ? 1 : castbook_sound_sine(cut * place) / (6.283185307179586 * cut * place)
      let window = 0.5 - 0.5 * castbook_sound_sine(0.25 + Double(index + 1) / Double(count + 1))
      return sinc * window
    }
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum }
    return weights.map(Float.init) + Array(repeating: 0, count: (16 - count % 16) % 16)
  }

  /// Butterworth's of second order; `frequency` beside the rate.
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
