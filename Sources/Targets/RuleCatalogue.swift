public import Model

/// The texts of all rules, read from `Catalog/rules.json`.
///
/// ```swift
/// try RuleCatalogue()[.imageTooSmall]?.fix
/// ```
public struct RuleCatalogue: Sendable {
  /// The texts in the order of the file.
  public let texts: [RuleText]

  /// Reads the built-in file.
  ///
  /// - Throws: `ProfileError` when the file is invalid.
  public init() throws(ProfileError) {
    texts = try Self.texts(in: Resource.bytes("rules.json") ?? [])
  }

  /// Reads texts from the bytes of such a file.
  static func texts(in bytes: [UInt8]) throws(ProfileError) -> [RuleText] {
    let catalogue: RuleCatalogue = try ProfileReader.read(bytes, file: "rules.json")
    return catalogue.texts
  }

  /// The text of a rule; `nil` when the file has none.
  public subscript(rule: RuleID) -> RuleText? { texts.first { $0.rule == rule } }
}

extension RuleCatalogue: ProfilePart {
  init(_ reader: inout ProfileReader) throws(ProfileFault) { texts = try reader.list("rules") }
}
