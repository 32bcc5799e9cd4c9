internal import CSound

/// Measures a sound that comes in piece by piece, in bounded memory: powers and peaks of all channels,
/// everything else of one. How it is cut into pieces changes nothing.
///
///     var meter = SoundMeter(rate: 48_000, channels: 1, bits: 16, measuring: 0)
///     meter.add([samples])
///     let report = meter.finish(cuts: CutWish())
package struct SoundMeter {
  /// Longer than an hour nothing is remembered of single moments.
  package static let mostSeconds = 3600
  package static let rates = 1000...768_000
  package static let mostChannels = 64

  let rate: Int
  let channels: Int
  let channel: Int

  var powers: ChannelPowers
  var tops: FlatTops
  var histogram = PeakHistogram()
  var waveform = Waveform()
  var frames: SoundFrames
  var spectra: LevelSpectra
  private var tracker: PitchTracker
  private var mean = RunningMean()
  private var lastPower: Double?
  var bad = BadSamples()
  /// Samples taken of each channel.
  private(set) var sampleCount = 0
  private(set) var isTooLong = false

  private let hop: Int
  /// A block of every channel, one behind the other.
  private var block: [Float]
  private var filled = 0

  /// `bits` are those of a sample in the file, where that means anything.
  package init(rate: Int, channels: Int, bits: Int?, measuring channel: Int) {
    self.rate = min(Self.rates.upperBound, max(Self.rates.lowerBound, rate))
    self.channels = min(Self.mostChannels, max(1, channels))
    self.channel = min(self.channels - 1, max(0, channel))
    frames = SoundFrames(rate: self.rate)
    hop = frames.hop
    powers = ChannelPowers(channels: self.channels)
    tops = FlatTops(rate: self.rate, bits: bits, blockLength: hop)
    spectra = LevelSpectra(rate: self.rate, bits: bits, hop: hop)
    tracker = PitchTracker(rate: self.rate, hop: hop)
    block = Array(repeating: 0, count: hop * self.channels)
  }

  /// Takes the next samples, one buffer a channel, all of one length; a channel that is missing is silent.
  package mutating func add(_ planes: [UnsafeBufferPointer<Float>]) {
    guard let count = unsafe planes.map(\.count).min() else { return }
    let known = min(channels, unsafe planes.count)
    var place = 0
    while place < count {
      let some = min(count - place, hop - filled)
      for index in 0..<known {
        unsafe copy(UnsafeBufferPointer(rebasing: planes[index][place..<place + some]), to: index)
      }
      for index in known..<channels { clear(some, of: index) }
      place += some
      filled += some
      if filled == hop { takeBlock(hop) }
    }
  }

  private mutating func copy(_ samples: UnsafeBufferPointer<Float>, to channel: Int) {
    let start = channel * hop + filled
    unsafe block.withUnsafeMutableBufferPointer { block in
      guard let base = block.baseAddress, let from = samples.baseAddress else { return }
      unsafe (base + start).update(from: from, count: samples.count)
    }
  }

  private mutating func clear(_ count: Int, of channel: Int) {
    for index in 0..<count { block[channel * hop + filled + index] = 0 }
  }

  /// Measures the block that was filled; the last one may be shorter than the others.
  private mutating func takeBlock(_ count: Int) {
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
        if found.count > 0 { bad.add(found, from: sampleCount) }
        let sums = unsafe castbook_sound_sums(plane, count)
        powers.add(sums, of: channel)
        if channel == self.channel { unsafe measure(plane, count, sums) }
      }
      let mixed = channels > 1 ? unsafe castbook_sound_mixed(base, base + hop, count) : 0
      powers.add(count: count, mixed: mixed)
    }
  }

  private mutating func measure(
    _ samples: UnsafePointer<Float>, _ count: Int, _ sums: castbook_sound_sums_t
  ) {
    let power = mean.power(of: sums, count: count)
    unsafe tops.add(
      samples, count: count, place: sampleCount, largest: max(sums.high, -sums.low))
    unsafe histogram.add(samples, count: count, mean: Float(mean.mean))
    unsafe waveform.add(samples, count: count)
    if sampleCount + count > Self.mostSeconds * rate { isTooLong = true }
    guard count == hop, !isTooLong else { return }
    let level = (power + (lastPower ?? power)) / 2
    if lastPower != nil { frames.append(power: level) }
    lastPower = power
    unsafe spectra.add(samples, count: count, level: Decibels.of(power: level))
    unsafe tracker.add(samples, count: count) { frames.append($0) }
  }

  /// Measures what is left, and all that depends on the whole. Nothing can be added any more.
  package mutating func finish(cuts wish: CutWish?) -> SoundReport {
    if filled > 0 { takeBlock(filled) }
    spectra.finish()
    // The last pitches look beyond the end.
    let silence = [Float](repeating: 0, count: hop)
    while !frames.areComplete {
      unsafe silence.withUnsafeBufferPointer { silence in
        guard let base = silence.baseAddress else { return }
        unsafe tracker.add(base, count: silence.count) { frames.append($0) }
      }
    }
    return report(cuts: wish)
  }
}

/// Where samples were no numbers.
struct BadSamples {
  /// Nearer than this to each other they are one place.
  private static let places = 200

  private(set) var count = 0
  private(set) var spans: [Range<Int>] = []

  mutating func add(_ found: castbook_sound_bad_t, from start: Int) {
    count += found.count
    let span = start + found.first..<start + found.last + 1
    if let last = spans.last, span.lowerBound <= last.upperBound || spans.count == Self.places {
      spans[spans.count - 1] =
        min(last.lowerBound, span.lowerBound)..<max(last.upperBound, span.upperBound)
    } else {
      spans.append(span)
    }
  }
}
