internal import CSound

/// Measures a sound that arrives piece by piece, in bounded memory: powers and peaks of all
/// channels, and everything else of one channel.
///
/// The result does not depend on how the sound is divided into pieces.
///
/// ```swift
/// var meter = SoundMeter(rate: 48_000, channels: 1, bits: 16, measuring: 0)
/// unsafe meter.add([samples])
/// let report = meter.finish(cuts: CutRequest())
/// ```
package struct SoundMeter {
  /// The length in seconds up to which single moments are measured: frames, pitches and
  /// spectra. Of a longer sound only powers, peaks and the waveform are reported.
  package static let maximumSeconds = 3600
  /// The sample rates in hertz that are accepted.
  package static let rates = 1000...768_000
  /// The number of channels that are measured at most.
  package static let maximumChannels = 64

  /// The number of samples in a second.
  let rate: Int
  let channels: Int
  /// The index of the channel that is measured in full.
  let channel: Int

  var powers: ChannelPowers
  var tops: FlatTops
  var histogram = PeakHistogram()
  var waveform = Waveform()
  var frames: SoundFrames
  /// Samples that are not numbers.
  var spectra: LevelSpectra
  private var tracker: PitchTracker
  private var mean = RunningMean()
  private var lastPower: Double?
  var badSamples = BadSamples()
  /// The number of samples taken so far of each channel.
  private(set) var sampleCount = 0
  /// Whether the sound is longer than `maximumSeconds`.
  private(set) var isTooLong = false

  /// The number of samples in a block, and between the starts of two frames.
  private let hop: Int
  /// One block of every channel, one channel after the other.
  private var block: [Float]
  /// The number of samples in the block so far.
  private var filled = 0

  /// Creates a meter for a sound.
  ///
  /// - Parameters:
  ///   - rate: The number of samples in a second, limited to `rates`.
  ///   - channels: The number of channels, limited to `maximumChannels`.
  ///   - bits: The number of bits of a sample in the file, or `nil` when it is unknown or a
  ///     sample is a float.
  ///   - channel: The index of the channel that is measured in full.
  package init(rate: Int, channels: Int, bits: Int?, measuring channel: Int) {
    self.rate = min(Self.rates.upperBound, max(Self.rates.lowerBound, rate))
    self.channels = min(Self.maximumChannels, max(1, channels))
    self.channel = min(self.channels - 1, max(0, channel))
    frames = SoundFrames(rate: self.rate)
    hop = frames.hop
    powers = ChannelPowers(channels: self.channels)
    tops = FlatTops(rate: self.rate, bits: bits, blockLength: hop)
    spectra = LevelSpectra(rate: self.rate, bits: bits, hop: hop)
    tracker = PitchTracker(rate: self.rate, hop: hop)
    block = Array(repeating: 0, count: hop * self.channels)
  }

  /// Takes the next samples, one buffer for each channel, all of the same length. A channel
  /// that is missing counts as silent.
  package mutating func add(_ planes: [UnsafeBufferPointer<Float>]) {
    guard let count = unsafe planes.map(\.count).min() else { return }
    let known = min(channels, unsafe planes.count)
    var position = 0
    while position < count {
      let length = min(count - position, hop - filled)
      for index in 0..<known {
        unsafe copy(
          UnsafeBufferPointer(rebasing: planes[index][position..<position + length]), to: index)
      }
      for index in known..<channels { clear(length, of: index) }
      position += length
      filled += length
      if filled == hop { measureBlock(hop) }
    }
  }

  /// Copies samples of a channel to the end of the current block.
  private mutating func copy(_ samples: UnsafeBufferPointer<Float>, to channel: Int) {
    let start = channel * hop + filled
    unsafe block.withUnsafeMutableBufferPointer { block in
      guard let base = block.baseAddress, let from = samples.baseAddress else { return }
      unsafe (base + start).update(from: from, count: samples.count)
    }
  }

  /// Appends silence to the current block of a channel.
  private mutating func clear(_ count: Int, of channel: Int) {
    for index in 0..<count { block[channel * hop + filled + index] = 0 }
  }

  /// Measures the current block and starts a new one. The last block of a sound may be
  /// shorter.
  private mutating func measureBlock(_ count: Int) {
    var samples = block
    block = []
    defer {
      block = samples
      filled = 0
      sampleCount += count
    }
    unsafe samples.withUnsafeMutableBufferPointer { samples in
      guard let base = samples.baseAddress else { return }
      for channel in 0..<channels {
        let plane = unsafe base + channel * hop
        let found = unsafe castbook_sound_clean(plane, count)
        if found.count > 0 { badSamples.add(found, from: sampleCount) }
        let sums = unsafe castbook_sound_sums(plane, count)
        powers.add(sums, of: channel)
        if channel == self.channel { unsafe measure(plane, count, sums) }
      }
      let mixed = channels > 1 ? unsafe castbook_sound_mixed(base, base + hop, count) : 0
      powers.add(count: count, mixed: mixed)
    }
  }

  /// Measures a block of the channel that is measured in full.
  private mutating func measure(
    _ samples: UnsafePointer<Float>, _ count: Int, _ sums: castbook_sound_sums_t
  ) {
    let power = mean.power(of: sums, count: count)
    unsafe tops.add(
      samples, count: count, firstSample: sampleCount, largest: max(sums.high, -sums.low))
    unsafe histogram.add(samples, count: count, mean: Float(mean.mean))
    unsafe waveform.add(samples, count: count)
    if sampleCount + count > Self.maximumSeconds * rate { isTooLong = true }
    guard count == hop, !isTooLong else { return }
    let level = (power + (lastPower ?? power)) / 2
    if lastPower != nil { frames.append(power: level) }
    lastPower = power
    unsafe spectra.add(samples, count: count, level: Decibels.of(power: level))
    unsafe tracker.add(samples, count: count) { frames.append($0) }
  }

  /// Measures what is left and all that depends on the whole sound, and returns the report.
  /// No samples may be added afterwards.
  package mutating func finish(cuts request: CutRequest?) -> SoundReport {
    if filled > 0 { measureBlock(filled) }
    spectra.finish()
    // The last pitches need samples from beyond the end.
    let silence = [Float](repeating: 0, count: hop)
    while !frames.isComplete {
      unsafe silence.withUnsafeBufferPointer { silence in
        guard let base = silence.baseAddress else { return }
        unsafe tracker.add(base, count: silence.count) { frames.append($0) }
      }
    }
    return report(cuts: request)
  }
}

/// The samples that are not numbers: how many there are, and where.
struct BadSamples {
  /// The number of spans that are listed at most; later samples extend the last span.
  private static let maximumSpans = 200

  /// The number of samples that are not numbers.
  private(set) var count = 0
  /// The ranges of samples that contain them.
  private(set) var spans: [Range<Int>] = []

  /// Adds the samples found in a block that begins at `start`.
  mutating func add(_ found: castbook_sound_bad_t, from start: Int) {
    count += found.count
    let span = start + found.first..<start + found.last + 1
    if let last = spans.last, span.lowerBound <= last.upperBound || spans.count == Self.maximumSpans
    {
      spans[spans.count - 1] =
        min(last.lowerBound, span.lowerBound)..<max(last.upperBound, span.upperBound)
    } else {
      spans.append(span)
    }
  }
}
