public import Model

/// The rules for the length of a prompt.
public struct PromptRules: Sendable {
  public let minimum: Fact<Int>?
  public let maximum: Fact<Int>?
  /// The length above which the provider advises against a prompt.
  public let advised: Fact<Int>?
  /// The length after which the provider cuts the rest of a prompt.
  public let cut: Fact<Int>?
  /// The maximum for other scripts, when the limit depends on the script: "26,000 English or 11,000
  /// other characters".
  public let maximumOtherScripts: Fact<Int>?
  /// What the lengths count.
  public let counted: Counting
  /// The length that the limit counts for each element's name, independent of the name.
  public let perElement: Fact<Int>?
  public let negativeMaximum: Fact<Int>?
  public let note: String?

  /// The unit of a prompt's length.
  public enum Counting: String, JSONConvertible, CaseIterable, ProfileReadable, Sendable {
    case characters, utf8Bytes = "utf8-bytes"
    /// UTF-16 code units; most emoji have two.
    case utf16

    /// The unit in messages: "characters".
    package var unit: String {
      switch self {
      case .characters: "characters"
      case .utf8Bytes: "bytes"
      case .utf16: "UTF-16 units"
      }
    }
  }
}

extension PromptRules: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) {
    try reader.applyBasis()
    minimum = try reader.fact("min")
    maximum = try reader.maximum("max")
    advised = try reader.fact("advised")
    cut = try reader.fact("cut")
    maximumOtherScripts = try reader.maximum("maxOtherScripts")
    counted = try reader.optional("counted") ?? .characters
    perElement = try reader.fact("perElement")
    negativeMaximum = try reader.maximum("negativeMax")
    note = try reader.optional("note")
    try reader.requireOrder(minimum?.value, maximum?.value, isAbove: >)
  }
}
