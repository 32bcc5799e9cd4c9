/// What frequencies a voice has, by the spectra of what is active and of what is quiet.
enum Bandwidth {
  /// Hertz: what every telephone carries, and what none does.
  private static let middle = 300.0...3400.0
  private static let high = 4300.0...7000.0
  /// A lower rate has no room for the high band.
  static let leastRate = 14_000
  /// What frequencies must rise over the noise, and how far they may lie under the strongest, in decibels.
  private static let overNoise = 10.0
  private static let underStrongest = 75.0
  /// Over so many hertz powers are taken together.
  private static let smoothing = 100.0
  /// Nearer to the noise the last frequencies drown.
  static let leastSignalToNoise = 25.0

  /// The high band beside the middle one, in decibels.
  static func treble(_ spectra: LevelSpectra, _ levels: Levels) -> Double? {
    guard let mean = spectra.mean(over: levels.top - Levels.activeRange) else { return nil }
    func power(_ band: ClosedRange<Double>) -> Double {
      let bins = mean.indices.filter { band.contains(Double($0) * spectra.hertzPerBin) }
      return bins.reduce(0) { $0 + mean[$1] } / Double(max(1, bins.count))
    }
    return Decibels.ratio(power(high), to: power(middle))
  }

  /// The highest frequency that rises over the noise.
  static func content(_ spectra: LevelSpectra, _ levels: Levels, isGated: Bool) -> Double? {
    guard let active = spectra.mean(over: levels.top - Levels.activeRange) else { return nil }
    let noise = isGated ? nil : spectra.mean(ofQuietest: Levels.quietest)
    let reach = max(1, Int(smoothing / spectra.hertzPerBin / 2))
    func smooth(_ powers: [Double], _ bin: Int) -> Double {
      let bins = max(0, bin - reach)...min(powers.count - 1, bin + reach)
      return bins.reduce(0) { $0 + powers[$1] } / Double(bins.count)
    }
    let strongest = active.max() ?? 0
    let least = strongest * Decibels.power(of: -underStrongest)
    let factor = Decibels.power(of: overNoise)
    let last = active.indices.last { bin in
      let power = smooth(active, bin)
      let quiet = max(spectra.rounding, noise.map { smooth($0, bin) } ?? 0)
      return power > max(least, factor * quiet)
    }
    return last.map { Double($0) * spectra.hertzPerBin }
  }
}
