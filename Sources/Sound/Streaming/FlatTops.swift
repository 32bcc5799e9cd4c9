internal import CSound

/// Finds runs of nearly equal samples at the peak of a sound, where an amplifier or a file
/// had no more headroom.
///
/// The peak grows while the sound arrives, and runs that turn out to lie below it are
/// dropped.
struct FlatTops {
  /// A run of nearly equal samples.
  struct Run {
    /// The index of the first sample.
    let start: Int
    let length: Int
    /// The absolute value of the samples; 1 is full scale.
    let level: Float
  }

  /// The share of the peak from which on a sample counts as being at the peak.
  private static let share: Float = 0.98
  /// The largest difference between samples of a run: two steps of 16 bits.
  private static let tolerance: Float = 2.0 / 32768
  /// The number of runs that are kept: a sound with more of them is clipped beyond doubt.
  private static let maximumRuns = 200_000
  /// The factor by which the peak grows before runs below it are dropped.
  private static let growth: Float = 1.01
  /// The lowest frequency in hertz of the strongest waves of a voice.
  private static let lowestFrequency = 150.0

  /// The largest absolute value of all samples so far.
  private(set) var peak: Float = 0
  private var runs: [Run] = []
  /// The peak at the last time that runs were dropped.
  private var peakAtLastDrop: Float = 0
  private var open = castbook_sound_open_t()
  private var found: [castbook_sound_run_t]
  private let rate: Double
  /// The size of a step of the file's samples. Samples that only its coding made equal are
  /// not flat.
  private let step: Double

  /// Prepares to find the flat tops of a sound whose blocks have at most `blockLength`
  /// samples.
  init(rate: Int, bits: Int?, blockLength: Int) {
    self.rate = Double(rate)
    step = max(Double(Self.tolerance), Quantization.stepSize(bits: bits))
    found = Array(repeating: castbook_sound_run_t(), count: blockLength + 1)
  }

  /// Adds a block.
  ///
  /// - Parameters:
  ///   - firstSample: The index of the block's first sample in the sound.
  ///   - largest: The largest absolute value in the block.
  mutating func add(
    _ samples: UnsafePointer<Float>, count: Int, firstSample: Int, largest: Float
  ) {
    peak = max(peak, largest)
    if peak > Self.growth * peakAtLastDrop { dropLow() }
    guard peak > 0, open.length > 0 || largest >= Self.share * peak else { return }
    let length = unsafe castbook_sound_flats(
      &open, &found, samples, count, Int64(firstSample), Self.share * peak, Self.tolerance,
      minimumLength)
    if runs.count > Self.maximumRuns { return }
    for run in found.prefix(length) {
      runs.append(Run(start: Int(run.start), length: Int(run.length), level: run.level))
    }
  }

  /// Ends the last run, and returns all runs at the peak in their order.
  mutating func finish() -> [Run] {
    if open.length >= minimumLength {
      let level = open.low > 0 ? open.low : -open.high
      runs.append(Run(start: Int(open.start), length: Int(open.length), level: level))
    }
    open.length = 0
    dropLow()
    return runs
  }

  /// Drops the runs that the growing peak has left below it.
  private mutating func dropLow() {
    let minimumLevel = Self.share * peak
    runs.removeAll { $0.level < minimumLevel }
    peakAtLastDrop = peak
  }

  /// The number of samples that a run has at least.
  ///
  /// That is three samples of a voice at 16 kHz, and as long a time at higher rates. The top
  /// of a long wave in a faint or coarse sound is flat for longer: for the time in which it
  /// leaves its top by one step.
  private var minimumLength: UInt32 {
    let wave = 2 * (2 * step / Double(peak)).squareRoot() * rate / (6.28 * Self.lowestFrequency)
    return UInt32(min(1e6, max(3, rate / 8000, wave + 1)).rounded())
  }
}
