/// What a render costs under a condition. What is nothing here makes no difference to the price.
public struct Price: Sendable {
  /// The condition in words.
  public let condition: String
  /// The endpoint's tier, or the value of the field that chooses one: `pro`.
  public let tier: String?
  /// The endpoint's variant.
  public let variant: String?
  /// The value of the request's field for it: `1080p`.
  public let resolution: String?
  public let audio: Audio?
  /// Whether a video goes in: a reference video, or an element made of one.
  public let withVideo: Bool?
  /// Whether an element speaks with a voice that was made for it.
  public let withVoice: Bool?
  /// How the price is known, with or without an amount.
  public let fact: Fact<String?>
  public let currency: String
  public let per: Unit
  /// The least that is charged, in lengths of the output: 2 where input counts and is short.
  public let minimumTimesOutput: Int?

  public enum Audio: String, CaseIterable, Sendable {
    case on, off
  }

  /// What the amount buys.
  public enum Unit: String, CaseIterable, Sendable {
    case secondOfOutput = "second of output"
    case secondOfInputAndOutput = "second of input and output"
    /// The source doesn't say of what.
    case second
    case image, call
  }
}

extension Price {
  /// As text, so that it is exact: `0.084`. Nothing where only words are known.
  public var amount: Fact<String>? { fact.value.map { amount in fact.map { _ in amount } } }

  public var note: String? { fact.note }
}

extension Price.Unit: CustomStringConvertible {
  public var description: String { rawValue }
}
