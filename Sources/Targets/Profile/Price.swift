/// The price of a render under a condition. A property that is `nil` makes no difference to the
/// price.
public struct Price: Sendable {
  /// The condition in words.
  public let condition: String
  /// The endpoint's tier, or the value of the field that chooses one: `pro`.
  public let tier: String?
  /// The variant of the endpoint.
  public let variant: String?
  /// The value of the request's field for the resolution: `1080p`.
  public let resolution: String?
  /// Whether sound is made.
  public let audio: Audio?
  /// Whether a video is sent: a reference video, or an element made from one.
  public let withVideo: Bool?
  /// Whether an element speaks with a voice that was made for it.
  public let withVoice: Bool?
  /// How the price is known, with the amount if there is one.
  public let fact: Fact<String?>
  /// The code of the currency: `USD`.
  public let currency: String
  /// What the amount buys.
  public let per: Unit
  /// The minimum charge in lengths of the output: 2 when a short input is charged as well.
  public let minimumTimesOutput: Int?

  /// Whether the render has sound.
  public enum Audio: String, CaseIterable, Sendable {
    case on, off
  }

  /// What the amount buys.
  public enum Unit: String, CaseIterable, Sendable {
    case secondOfOutput = "second of output"
    case secondOfInputAndOutput = "second of input and output"
    /// A second; the source doesn't say of what.
    case second
    case image, call
  }
}

extension Price {
  /// The amount as text, so that it is exact: `0.084`. `nil` when only words are known.
  public var amount: Fact<String>? { fact.value.map { amount in fact.map { _ in amount } } }

  /// A remark about the price.
  public var note: String? { fact.note }
}

extension Price.Unit: CustomStringConvertible {
  public var description: String { rawValue }
}
