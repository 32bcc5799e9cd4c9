internal import CSound

/// A histogram of the absolute values of samples, with bins a seventh of a percent wide.
struct PeakHistogram {
  /// The share of the largest samples that is ignored, because single clicks may stand out.
  private static let dropped = 1.0 / 20_000
  /// The shares of the peak that bound the samples near it, and those a little below it.
  private static let near = 0.92
  private static let below = 0.76

  private var bins = [UInt32](repeating: 0, count: Int(CASTBOOK_SOUND_BINS))
  private var count = 0

  mutating func add(_ samples: UnsafePointer<Float>, count: Int, mean: Float) {
    // A bin counts as many samples as a day of sound has.
    guard self.count < Int(UInt32.max) - count else { return }
    self.count += count
    unsafe castbook_sound_count(&bins, samples, count, mean)
  }

  /// The number of samples near the peak for each sample a little below it, or `nil` when
  /// none lies below it.
  ///
  /// Limiters and clipping crowd samples near the peak.
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

  /// Returns the number of samples above a limit; the bin that contains the limit counts in
  /// part.
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
