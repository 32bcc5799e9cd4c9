internal import CSound

/// Powers and decibels, the same on every processor.
enum Decibels {
  /// What stands for a power of nothing.
  static let nothing = CASTBOOK_SOUND_NOTHING

  static func of(power: Double) -> Double { castbook_sound_decibels(power) }

  static func power(of decibels: Double) -> Double { castbook_sound_power(decibels) }

  /// How much a power lies over another, at most 120 dB either way: beyond that nobody hears one of them.
  static func ratio(_ power: Double, to other: Double) -> Double {
    min(most, max(-most, of(power: power) - of(power: other)))
  }

  private static let most = 120.0
}

/// Intervals of pitch.
enum Semitones {
  /// How much higher a pitch is than another.
  static func from(_ low: Double, to high: Double) -> Double {
    12 * castbook_sound_log2(max(1e-9, high) / max(1e-9, low))
  }
}

extension Double {
  /// To three decimals, with which results are handed on.
  var thousandths: Double {
    isFinite ? (Swift.min(1e9, Swift.max(-1e9, self)) * 1000).rounded() / 1000 : 0
  }
}

extension Array where Element: BinaryFloatingPoint {
  /// Of sorted numbers, the one that so large a share of the others lies below; between two, what lies
  /// between them.
  func quantile(_ share: Double) -> Double {
    guard let first, let last else { return 0 }
    let place = share * Double(count - 1)
    if place <= 0 { return Double(first) }
    if place >= Double(count - 1) { return Double(last) }
    let below = Int(place)
    return Double(self[below])
      + (Double(self[below + 1]) - Double(self[below])) * (place - Double(below))
  }
}
