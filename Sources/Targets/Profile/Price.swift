/// The price of a render under a condition. A property that is `nil` makes no difference to the
/// price.
public struct Price: Sendable {
  /// The condition in words.
  public let condition: String
  /// The endpoint's tier, or the value of the field that chooses one: `pro`.
  public let tier: String?
  public let variant: String?
  /// The value of the request's field for the resolution: `1080p`.
  public let resolution: String?
  /// Whether sound is made.
  public let audio: Audio?
  /// Whether a video is sent: a reference video, or an element made from one.
  public let withVideo: Bool?
  /// Whether an element speaks with a voice that was made for it.
  public let withVoice: Bool?
  /// The amount, if there is one, with the evidence for the price.
  public let fact: Fact<String?>
  /// The code of the currency: `USD`.
  public let currency: String
  /// What the amount buys.
  public let per: Unit
  /// The minimum charge in lengths of the output: 2 when a short input is charged as well.
  public let minimumTimesOutput: Int?

  /// Whether the render has sound.
  public enum Audio: String, CaseIterable, ProfileReadable, Sendable {
    case on, off
  }

  /// What the amount buys.
  public enum Unit: String, CaseIterable, ProfileReadable, Sendable {
    case secondOfOutput = "second of output"
    case secondOfInputAndOutput = "second of input and output"
    /// A second; the source doesn't say of what.
    case second
    case image, call
  }
}

extension Price {
  /// The amount as text, so it is exact: `0.084`. `nil` when only words are known.
  public var amount: Fact<String>? { fact.value.map { amount in fact.map { _ in amount } } }

  /// A remark about the price.
  public var note: String? { fact.note }
}

extension Price.Unit: CustomStringConvertible {
  public var description: String { rawValue }
}

extension Price: ProfilePart {
  /// Reads a price, whose tier, variant and resolution must exist.
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    let defaults = try FactDefaults(&reader)
    let amount: String? = try reader.optional("amount")
    if let amount, !Self.isAmount(amount) {
      throw reader.fault("\"\(amount)\" is not an amount like \"0.084\"", at: "amount")
    }
    condition = try reader.required("when")
    tier = try reader.optional("tier")
    variant = try reader.optional("variant")
    resolution = try reader.optional("resolution")
    audio = try reader.optional("audio")
    withVideo = try reader.optional("withVideo")
    withVoice = try reader.optional("withVoice")
    fact = defaults.fact(amount)
    currency = try reader.optional("currency") ?? "USD"
    per = try reader.required("per")
    minimumTimesOutput = try reader.optional("minimumTimesOutput")
    // A minimum in lengths of the output is only valid when input is charged as well.
    if let minimumTimesOutput, minimumTimesOutput == 0 || per != .secondOfInputAndOutput {
      throw reader.fault(
        "should be 1 or more, with \"per\": \"second of input and output\"",
        at: "minimumTimesOutput")
    }
    try defaults.known.check(self, path: reader.path)
  }

  /// Whether a text is a number with at most nine digits before and after its point.
  private static func isAmount(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2
      && parts.allSatisfy { part in
        !part.isEmpty && part.count <= 9 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
      }
  }
}
