import Model
import Targets
import Testing

@Suite("The texts of rules")
struct RuleTexts {
  @Test("exist for every rule of the code, and for no other")
  func complete() throws {
    let texts = try RuleCatalogue().texts
    #expect(Set(texts.map(\.rule)) == Set(RuleID.all))
    #expect(texts.count == RuleID.all.count)
  }

  @Test("say what the rule is, and what to do", arguments: RuleID.all)
  func words(rule: RuleID) throws {
    let text = try #require(try RuleCatalogue()[rule])
    for words in [text.title, text.what, text.fix, text.why].compactMap(\.self) {
      #expect(!words.isEmpty && !words.contains("  ") && !words.contains("Optional("))
      #expect(words == words.trimmingWhitespace)
    }
    #expect(!text.title.hasSuffix("."))
  }
}

extension String {
  fileprivate var trimmingWhitespace: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
