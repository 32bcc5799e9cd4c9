internal import CSound

/// How many samples have which size, to a seventh of a percent.
struct PeakHistogram {
  /// Single clicks may stand out: so small a share of the samples is not counted.
  private static let dropped = 1.0 / 20_000
  /// What is near the peak, and what is a little below it.
  private static let near = 0.92
  private static let below = 0.76

  private var bins = [UInt32](repeating: 0, count: Int(CASTBOOK_SOUND_BINS))
  private var count = 0

  mutating func add(_ samples: UnsafePointer<Float>, count: Int, mean: Float) {
    // A bin holds as many samples as a day of sound has.
    guard self.count < Int(UInt32.max) - count else { return }
    self.count += count
    unsafe castbook_sound_count(&bins, samples, count, mean)
  }

  /// Samples near the peak, for one a little below it; nothing where there is none below it.
  var crowding: Double? {
    let dropped = Double(count) * Self.dropped
    var above = 0.0
    guard
      let top = bins.indices.last(where: { bin in
        above += Double(bins[bin])
        return above > dropped
      })
    else { return nil }
    let peak = castbook_sound_bin_start(top + 1)
    let near = number(over: Self.near * peak)
    let below = number(over: Self.below * peak) - near
    return below > 0 ? near / below : nil
  }

  /// How many samples are larger; a bin that a limit cuts counts by its part.
  private func number(over limit: Double) -> Double {
    var sum = 0.0
    for bin in bins.indices.reversed() {
      let start = castbook_sound_bin_start(bin)
      if start >= limit {
        sum += Double(bins[bin])
      } else {
        let end = castbook_sound_bin_start(bin + 1)
        return sum + Double(bins[bin]) * max(0, end - limit) / (end - start)
      }
    }
    return sum
  }
}
