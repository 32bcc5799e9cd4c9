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
    let file = "rules.json"
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw ProfileError(file: file, location: error.location, path: [], problem: error.problem)
    }
    do {
      return try texts(value)
    } catch {
      throw ProfileError(file: file, location: nil, path: error.path, problem: error.problem)
    }
  }

  /// Reads the texts; the severities of each must include its default one.
  private static func texts(_ value: JSONValue) throws(ProfileFault) -> [RuleText] {
    var reader = try ProfileReader(value, path: [])
    let texts = try reader.list("rules") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      guard let severity = try reader.choice("severity", Severity.self) else {
        throw reader.fault("the key \"severity\" is missing")
      }
      let severities = try reader.nonEmptyList("severities") { value, path throws(ProfileFault) in
        guard let severity = value.string.flatMap(Severity.init(rawValue:)) else {
          throw ProfileFault(path: path, problem: "is not error, warning or note")
        }
        return severity
      }
      guard severities.contains(severity) else {
        throw reader.fault("\"\(severity.rawValue)\" is not among its severities")
      }
      let text = RuleText(
        rule: RuleID(rawValue: try reader.string("id")), severity: severity,
        severities: severities,
        title: try reader.string("title"), what: try reader.string("what"),
        why: try reader.optionalString("why"), fix: try reader.string("fix"))
      try reader.finish()
      return text
    }
    try reader.finish()
    return texts
  }

  /// The text of a rule; `nil` when the file has none.
  public subscript(rule: RuleID) -> RuleText? { texts.first { $0.rule == rule } }
}
