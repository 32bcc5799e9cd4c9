package import Model

/// The entry of one file in `Fixtures/odd/expected.json`.
package struct ExpectedFile: Sendable, CustomStringConvertible {
  package let name: String
  package let value: JSONValue

  package var description: String { name }

  package static let all: [ExpectedFile] = {
    guard let text = try? Fixtures.bytes("odd/expected.json"),
      let members = try? JSONParser.parse(text).members
    else { return [] }
    return members.map { ExpectedFile(name: $0.key, value: $0.value) }
  }()

  /// Every rule that the list mentions.
  package static let mentionedRules = Set(
    all.flatMap { $0.rules("rules") + $0.rules("oneOf") + $0.rules("may") })

  /// The rules under a key of the entry.
  package func rules(_ key: String) -> [String] { value[key]?.array?.compactMap(\.string) ?? [] }

  /// Whether a rule must be found; `nil` if the entry leaves it open.
  package func asks(for rule: String) -> Bool? {
    if rules("rules").contains(rule) { return true }
    return rules("may").contains(rule) || rules("oneOf").contains(rule) ? nil : false
  }
}
