import Castbook
import Foundation
import Testing

/// The output of `castbook explain`, checked against every finding that any test has the program
/// print as JSON.
enum KnownSeverities {
  private static let all: [String: Set<String>] = {
    let texts = (try? RuleCatalogue().texts) ?? []
    return Dictionary(
      texts.map { ($0.rule.rawValue, Set($0.severities.map(\.rawValue))) },
      uniquingKeysWith: { first, _ in first })
  }()

  /// Records findings that `explain` does not list, from a text with one JSON value or one per
  /// line.
  static func look(at output: String) {
    guard output.first == "{", output.contains("\"severity\"") else { return }
    let data = Data(output.utf8)
    if let value = try? JSONSerialization.jsonObject(with: data) {
      look(in: value)
      return
    }
    for line in output.split(separator: "\n") {
      if let value = try? JSONSerialization.jsonObject(with: Data(line.utf8)) { look(in: value) }
    }
  }

  private static func look(in value: Any) {
    if let list = value as? [Any] {
      for one in list { look(in: one) }
    } else if let object = value as? [String: Any] {
      if let rule = object["rule"] as? String, let severity = object["severity"] as? String {
        #expect(
          all[rule]?.contains(severity) == true,
          "explain does not know that \(rule) can be of the severity \(severity)")
      }
      for one in object.values { look(in: one) }
    }
  }
}
