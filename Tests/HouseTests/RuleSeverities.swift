import Foundation
import Testing

/// Collects from the sources the severities of each rule, and checks `Catalog/rules.json` against
/// them.
@Suite("Rule severities")
struct RuleSeverities {
  /// The severities that a function gives the rule in its first argument. A limit that is only
  /// inferred makes a warning.
  private static let helpers: [String: Set<String>] = [
    "outcome": ["error", "warning"], "violation": ["error", "warning"],
    "total": ["error", "warning"],
    ".error": ["error"], ".note": ["note"], "hint": ["note"], "report": ["error"],
    "remark": ["error"],
  ]

  /// Rules that reach a finding through a variable, and the severities that they can have there.
  private static let variables: [(severities: Set<String>, rules: [String])] = [
    // FileRules: rules about damaged media and wrong suffixes.
    (
      ["error"],
      [
        "imageCorrupt", "imageTruncated", "imageTooComplex", "clipCorrupt", "clipTruncated",
        "clipTooComplex", "soundCorrupt", "soundTruncated", "soundTooComplex",
      ]
    ),
    (["error", "note"], ["fileNotMedia"]),
    (
      ["warning"],
      [
        "imageNotProven", "clipNotMeasured", "soundNotMeasured", "imageExtensionMismatch",
        "clipExtensionMismatch", "soundExtensionMismatch",
      ]
    ),
    // Planner reports it as an error; for kept files it is only a note.
    (["error"], ["imageNotProven"]), (["note"], ["clipNotMeasured", "soundNotMeasured"]),
    (
      ["note", "error"],
      ["imagePrivateMetadata", "clipPrivateMetadata", "soundPrivateMetadata"]
    ),
    // SlotCheck and TotalRules: providers' limits, and values near them.
    (
      ["error", "warning"],
      [
        "imageFormatNotAccepted", "clipFormatNotAccepted", "soundFormatNotAccepted",
        "imageTooHeavy", "clipTooHeavy", "soundTooHeavy", "imageTooSmall", "clipTooSmall",
        "imageTooLarge", "clipTooLarge", "imageTooNarrow", "imageTooWide", "clipAspect",
        "soundTooShort", "clipTooShort", "soundTooLong", "clipTooLong",
      ]
    ),
    (
      ["warning"],
      ["imageNearSizeLimit", "clipNearSizeLimit", "soundNearSizeLimit", "soundBorderline"]
    ),
    // LibraryCast: an element that can't be used in a prompt.
    (["error"], ["elementForked", "elementRetired", "promptUnknownHandle"]),
    // SetCheck: notes on candidates.
    (["error", "warning", "note"], ["setTooFew", "setTooMany"]),
    // An error of the whole command; the rule is its exit status.
    (["error"], ["libraryManifest"]),
  ]

  /// All matches of a pattern, each with its groups. `NSRegularExpression` is much quicker than
  /// Swift's `Regex`.
  private static func matches(_ pattern: String, in text: String) throws -> [[String]] {
    let expression = try NSRegularExpression(pattern: pattern)
    let all = expression.matches(in: text, range: NSRange(text.startIndex..., in: text))
    return all.map { match in
      (1..<match.numberOfRanges).map { group in
        Range(match.range(at: group), in: text).map { String(text[$0]) } ?? ""
      }
    }
  }

  /// The rules in the code, as a dictionary from the Swift name to the public id.
  private static func rules() throws -> [String: String] {
    let text = try Repository.text("Sources/Model/Findings/RuleID+Rules.swift")
    return Dictionary(
      uniqueKeysWithValues: try matches(#"static let (\w+): RuleID = "([^"]+)""#, in: text).map {
        ($0[0], $0[1])
      })
  }

  /// The severities in the table of `explain`, by rule id.
  private static func table() throws -> [String: Set<String>] {
    let data = try Data(contentsOf: Repository.root.appending(path: "Catalog/rules.json"))
    let value = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let rules = try #require(value["rules"] as? [[String: Any]])
    return try Dictionary(
      uniqueKeysWithValues: rules.map { rule in
        (
          try #require(rule["id"] as? String),
          Set(try #require(rule["severities"] as? [String]))
        )
      })
  }

  /// The severities that the sources give each rule, by its Swift name.
  private static func found() throws -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for (severities, names) in variables {
      for name in names { found[name, default: []].formUnion(severities) }
    }
    for file in try Repository.files(in: "Sources", suffix: ".swift")
    where !file.hasSuffix("/RuleID+Rules.swift") {
      let lines = try Repository.text(file).split(whereSeparator: \.isNewline)
      let code = lines.filter { !$0.drop(while: \.isWhitespace).hasPrefix("//") }
      let text = code.joined(separator: " ").split(separator: " ").joined(separator: " ")
      try findings(in: text, into: &found)
      try calls(in: text, of: file, into: &found)
    }
    return found
  }

  /// Matches `Finding(.rule, .warning`, also with a conditional expression as either argument.
  private static func findings(
    in text: String, into found: inout [String: Set<String>]
  ) throws {
    let finding = #"Finding\( ?([^,()]*(?:\([^()]*\)[^,()]*)?), ([^,()]+)[,)]"#
    for match in try matches(finding, in: text) {
      let severities = try matches(#"\.(error|warning|note)\b"#, in: match[1]).map { $0[0] }
      for name in try matches(#"\.([a-z]\w*)"#, in: match[0]) {
        found[name[0], default: []].formUnion(severities)
      }
    }
    for match in try matches(#"\( ?\.([a-z]\w*), \.(error|warning|note),"#, in: text) {
      found[match[0], default: []].insert(match[1])
    }
  }

  /// Matches calls such as `hint(.rule, …` and `finding(.rule, .note, …`.
  private static func calls(
    in text: String, of file: String, into found: inout [String: Set<String>]
  ) throws {
    let call = #"(?<!\w)(\.?[a-z]\w*)\((?= ?\.([a-z]\w*),? ?([^,]*))"#
    for match in try matches(call, in: text) {
      let (helper, name, next) = (match[0], match[1], match[2])
      if helper == "finding" {
        let severities = try matches(#"\.(error|warning|note)\b"#, in: next).map { $0[0] }
        found[name, default: []].formUnion(next == "severity" ? ["error", "warning"] : severities)
      } else if let severities = helpers[helper], name != "soundBorderline" {
        found[name, default: []].formUnion(severities)
      } else if helper == "add", file.hasSuffix("PackRecords.swift") {
        found[name, default: []].insert("error")
      }
    }
  }

  /// Rules of scores whose measure has no failing bound.
  private static func onlyWarned() throws -> Set<String> {
    let bounds = try Repository.text("Sources/Quality/Thresholds.swift")
    let harmless = Set(
      try matches(#"case ([^:]+): Bounds\([^)]*fail: nil\)"#, in: bounds).flatMap { match in
        try matches(#"\.(\w+)"#, in: match[0]).map { $0[0] }
      })
    let rules = try Repository.files(in: "Sources/Checking/Scores", suffix: ".swift")
      .map { try Repository.text($0) }.joined()
    return Set(
      try matches(#"\.(image\w+), severity, \.(\w+)"#, in: rules)
        .filter { harmless.contains($0[1]) }.map { $0[0] })
  }

  @Test("in `explain` are those that the code gives them")
  func complete() throws {
    let (rules, table) = (try Self.rules(), try Self.table())
    var found = try Self.found().filter { rules[$0.key] != nil }
    for name in try Self.onlyWarned() { found[name]?.remove("error") }
    #expect(rules.count > 200 && found.count == rules.count)
    for (name, id) in rules.sorted(by: { $0.key < $1.key }) {
      #expect(
        table[id] == found[name],
        "\(id): explain lists \((table[id] ?? []).sorted()), the code has \((found[name] ?? []).sorted())"
      )
    }
  }
}
