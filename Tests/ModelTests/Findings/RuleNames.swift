import Foundation
import Model
import TestSupport
import Testing

@Suite("Rule names")
struct RuleNames {
  @Test("are all listed, each once")
  func unique() {
    #expect(Set(RuleID.all).count == RuleID.all.count)
  }

  @Test("have a family, a dot, and words with hyphens", arguments: RuleID.all)
  func form(rule: RuleID) {
    #expect(rule.rawValue.wholeMatch(of: /[a-z]+\.[a-z]+(-[a-z]+)*/) != nil)
    #expect("\(rule)" == rule.rawValue)
  }

  @Test("are grouped by family")
  func families() {
    let families = RuleID.all.map { $0.rawValue.prefix { $0 != "." } }
    let runs = families.indices.filter { $0 == 0 || families[$0] != families[$0 - 1] }
    #expect(runs.count == Set(families).count)
  }

  @Test("are listed if the code uses them")
  func complete() throws {
    let source = Fixtures.repository
      .appending(path: "Sources/Model/Findings/RuleID+Rules.swift")
    let text = try String(contentsOf: source, encoding: .utf8)
    let named = text.matches(of: /: RuleID = "([^"]+)"/).map { RuleID(rawValue: "\($0.output.1)") }
    #expect(named == RuleID.all)
  }
}
