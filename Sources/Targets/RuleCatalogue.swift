public import Model

/// What each rule means, in words: read from `Catalog/rules.json`.
public struct RuleCatalogue: Sendable {
  public let texts: [RuleText]

  public init() throws(ProfileError) {
    texts = try Self.texts(in: Resource.bytes("rules.json") ?? [])
  }

  static func texts(in bytes: [UInt8]) throws(ProfileError) -> [RuleText] {
    let file = "rules.json"
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw ProfileError(file: file, place: error.place, path: [], problem: error.problem)
    }
    do {
      return try texts(value)
    } catch {
      throw ProfileError(file: file, place: nil, path: error.path, problem: error.problem)
    }
  }

  private static func texts(_ value: JSONValue) throws(ProfileFault) -> [RuleText] {
    var reader = try ProfileReader(value, path: [])
    let texts = try reader.list("rules") { value, path throws(ProfileFault) in
      var reader = try ProfileReader(value, path: path)
      guard let severity = try reader.choice("severity", Severity.self) else {
        throw reader.fault("the key \"severity\" is missing")
      }
      let severities = try reader.fullList("severities") { value, path throws(ProfileFault) in
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

  public subscript(rule: RuleID) -> RuleText? { texts.first { $0.rule == rule } }
}

/// One rule in words.
public struct RuleText: Hashable, Sendable {
  public let rule: RuleID
  /// How it is meant in the usual case; the finding says how it came out.
  public let severity: Severity
  /// Every severity that a finding of this rule can have, the worst first: a limit that is only inferred is a warning,
  /// and a question of how files go together may be a note.
  public let severities: [Severity]
  public let title: String
  public let what: String
  public let why: String?
  public let fix: String
}
