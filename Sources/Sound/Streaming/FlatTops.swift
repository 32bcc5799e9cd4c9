internal import CSound

/// Runs of like samples at the sound's own peak: where an amplifier or a file had no more room. The peak
/// grows while the sound comes in, and runs that turn out to lie below it are dropped.
struct FlatTops {
  struct Run {
    let start: Int
    let length: Int
    let level: Float
  }

  /// From this share of the peak on a sample lies at it.
  private static let share: Float = 0.98
  /// How much samples of a run differ, in steps of 16 bits.
  private static let tolerance: Float = 2.0 / 32768
  /// Runs to keep: a sound with more of them has been found out anyway.
  private static let mostRuns = 200_000
  /// When the peak grew by so much, runs are dropped.
  private static let growth: Float = 1.01
  /// A voice's strongest waves are not longer than those of so many hertz.
  private static let lowestWave = 150.0

  private(set) var peak: Float = 0
  private var runs: [Run] = []
  /// The peak when runs were dropped last.
  private var tidied: Float = 0
  private var open = castbook_sound_open_t()
  private var found: [castbook_sound_run_t]
  private let rate: Double
  /// The step of its coding: samples that it made equal are not flat.
  private let step: Double

  init(rate: Int, bits: Int?, blockLength: Int) {
    self.rate = Double(rate)
    step = max(Double(Self.tolerance), Steps.size(bits: bits))
    found = Array(repeating: castbook_sound_run_t(), count: blockLength + 1)
  }

  /// Takes a block, of which the largest sample is known.
  mutating func add(_ samples: UnsafePointer<Float>, count: Int, place: Int, largest: Float) {
    peak = max(peak, largest)
    if peak > Self.growth * tidied { dropLow() }
    guard peak > 0, open.length > 0 || largest >= Self.share * peak else { return }
    let length = unsafe castbook_sound_flats(
      &open, &found, samples, count, Int64(place), Self.share * peak, Self.tolerance,
      shortest)
    if runs.count > Self.mostRuns { return }
    for run in found.prefix(length) {
      runs.append(Run(start: Int(run.start), length: Int(run.length), level: run.level))
    }
  }

  /// All runs at the peak, in their order.
  mutating func finish() -> [Run] {
    if open.length >= shortest {
      let level = open.low > 0 ? open.low : -open.high
      runs.append(Run(start: Int(open.start), length: Int(open.length), level: level))
    }
    open.length = 0
    dropLow()
    return runs
  }

  private mutating func dropLow() {
    let least = Self.share * peak
    runs.removeAll { $0.level < least }
    tidied = peak
  }

  /// Three samples of a voice at 16 kHz, and as long as that at higher rates. The top of a long wave in a
  /// faint or coarse sound is flat for longer than that: the time in which it leaves its top by one step.
  private var shortest: UInt32 {
    let wave = 2 * (2 * step / Double(peak)).squareRoot() * rate / (6.28 * Self.lowestWave)
    return UInt32(min(1e6, max(3, rate / 8000, wave + 1)).rounded())
  }
}
