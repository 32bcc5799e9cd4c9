/// Measures the bandwidth of a voice from the spectra of its active and of its quiet frames.
enum Bandwidth {
  /// The frequencies in hertz that every telephone carries.
  private static let middleBand = 300.0...3400.0
  /// The frequencies in hertz that no telephone carries.
  private static let highBand = 4300.0...7000.0
  /// The sample rate below which there is no room for the high band.
  static let minimumRate = 14_000
  /// How far a frequency must rise above the noise, in decibels.
  private static let minimumOverNoise = 10.0
  /// How far a frequency may lie below the strongest one, in decibels.
  private static let maximumUnderStrongest = 75.0
  /// The width in hertz over which powers are averaged.
  private static let smoothing = 100.0
  /// The ratio in decibels below which noise hides the highest frequencies.
  static let minimumSignalToNoise = 25.0

  /// Returns the power of the high band relative to the middle band, in decibels, or `nil`
  /// when no frame is active.
  static func treble(_ spectra: LevelSpectra, _ levels: Levels) -> Double? {
    guard let mean = spectra.mean(over: levels.top - Levels.activeRange) else { return nil }
    func power(_ band: ClosedRange<Double>) -> Double {
      let bins = mean.indices.filter { band.contains(Double($0) * spectra.hertzPerBin) }
      return bins.reduce(0) { $0 + mean[$1] } / Double(max(1, bins.count))
    }
    return Decibels.ratio(power(highBand), to: power(middleBand))
  }

  /// Returns the highest frequency in hertz that rises above the noise, or `nil` when there
  /// is none.
  ///
  /// When the sound is gated, its noise is unknown and only rounding counts as noise.
  static func highestFrequency(_ spectra: LevelSpectra, _ levels: Levels, isGated: Bool) -> Double?
  {
    guard let active = spectra.mean(over: levels.top - Levels.activeRange) else { return nil }
    let noise = isGated ? nil : spectra.mean(ofQuietest: Levels.minimumQuietShare)
    let reach = max(1, Int(smoothing / spectra.hertzPerBin / 2))
    func smooth(_ powers: [Double], _ bin: Int) -> Double {
      let bins = max(0, bin - reach)...min(powers.count - 1, bin + reach)
      return bins.reduce(0) { $0 + powers[$1] } / Double(bins.count)
    }
    let strongest = active.max() ?? 0
    let minimumPower = strongest * Decibels.power(of: -maximumUnderStrongest)
    let factor = Decibels.power(of: minimumOverNoise)
    let last = active.indices.last { bin in
      let power = smooth(active, bin)
      let quiet = max(spectra.rounding, noise.map { smooth($0, bin) } ?? 0)
      return power > max(minimumPower, factor * quiet)
    }
    return last.map { Double($0) * spectra.hertzPerBin }
  }
}
