/// A number that was measured, or why there is none: what could not be measured is not the same as good.
public enum Measured: Hashable, Sendable {
  case value(Double)
  /// It is this at least, and how much more can't be told.
  case atLeast(Double)
  case unknown(Reason)

  /// Why something could not be measured.
  public enum Reason: String, CaseIterable, Sendable {
    case tooShort = "too-short"
    /// It is longer than is measured.
    case tooLong = "too-long"
    case silent
    case noSpeech = "no-speech"
    /// Nothing in it is quiet, so nobody knows what lies under the voice.
    case noPauses = "no-pauses"
    /// Its pauses were made silent, so nobody knows what lies under the voice.
    case gated
    /// Its rate leaves no room for it.
    case lowRate = "low-rate"
    case noisy
    /// Too few sounds end in a pause.
    case fewDecays = "few-decays"
  }

  /// The number, where there is one.
  public var number: Double? {
    switch self {
    case .value(let number), .atLeast(let number): number
    case .unknown: nil
    }
  }
}
