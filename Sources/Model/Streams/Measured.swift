/// A measured number, or the reason why there is none. A value that could not be measured must not
/// count as a good one.
public enum Measured: Hashable, Sendable {
  case value(Double)
  /// The value is at least this; how much more can't be determined.
  case atLeast(Double)
  case unknown(Reason)

  /// The reason why something could not be measured.
  public enum Reason: String, JSONConvertible, StoredValue, CaseIterable, Sendable {
    case tooShort = "too-short"
    /// The sound is longer than what is measured.
    case tooLong = "too-long"
    case silent
    /// No voice was found.
    case noSpeech = "no-speech"
    /// No part is quiet, so the background of the voice is unknown.
    case noPauses = "no-pauses"
    /// The pauses were made silent, so the background of the voice is unknown.
    case gated
    /// The sampling rate is too low.
    case lowRate = "low-rate"
    case noisy
    /// Too few sounds end in a pause.
    case fewDecays = "few-decays"
  }

  /// The number, or its lower bound; `nil` when it is unknown.
  public var number: Double? {
    switch self {
    case .value(let number), .atLeast(let number): number
    case .unknown: nil
    }
  }
}

extension Measured: JSONConvertible {
  /// The value, or the reason why there is none: `{"value": 42.1}`, `{"atLeast": 60}`, `{"unknown":
  /// "silent"}`.
  public var json: JSONValue {
    switch self {
    case .value(let number): ["value": number]
    case .atLeast(let number): ["atLeast": number]
    case .unknown(let reason): ["unknown": reason]
    }
  }
}
