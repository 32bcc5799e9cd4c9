internal import CSound

/// Conversions between powers and decibels that give the same numbers on every processor.
enum Decibels {
  /// The level in decibels that represents a power of zero.
  static let silence = CASTBOOK_SOUND_SILENCE

  /// Returns the level of a power, in decibels relative to full scale.
  static func of(power: Double) -> Double { castbook_sound_decibels(power) }

  static func power(of decibels: Double) -> Double { castbook_sound_power(decibels) }

  /// Returns how far one power lies above another, in decibels from −120 to 120: beyond that
  /// one of the two can't be heard.
  static func ratio(_ power: Double, to other: Double) -> Double {
    min(maximumRatio, max(-maximumRatio, of(power: power) - of(power: other)))
  }

  private static let maximumRatio = 120.0
}

/// Conversions of intervals between pitches.
enum Semitones {
  /// Returns how many semitones the second pitch lies above the first.
  static func from(_ low: Double, to high: Double) -> Double {
    12 * castbook_sound_log2(max(1e-9, high) / max(1e-9, low))
  }
}

extension Double {
  /// The number rounded to three decimals, as reports contain it, or 0 when it is not finite.
  var thousandths: Double {
    isFinite ? (Swift.min(1e9, Swift.max(-1e9, self)) * 1000).rounded() / 1000 : 0
  }
}

extension Array where Element: BinaryFloatingPoint {
  /// Returns the number of a sorted array below which a share of the others lies,
  /// interpolated between two elements, or 0 when the array is empty.
  func quantile(_ share: Double) -> Double {
    guard let first, let last else { return 0 }
    let position = share * Double(count - 1)
    if position <= 0 { return Double(first) }
    if position >= Double(count - 1) { return Double(last) }
    let below = Int(position)
    return Double(self[below])
      + (Double(self[below + 1]) - Double(self[below])) * (position - Double(below))
  }
}
