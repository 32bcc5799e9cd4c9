import Foundation
import Model
import Testing

@Suite("A fact found later")
struct LaterFactsTests {
  private static let facts = """
    {"targets": [{"id": "a.b", "status": "coming soon", "max": 10, "list": [{"name": "x"}]}]}
    """
  private static let ledger = """
    {"leaves": {"a.b": 4}, "rules": [{"leaf": "id", "at": "id"}, {"leaf": "status", "at": "status"},
     {"leaf": "max", "at": "max"}, {"leaf": "list/*/name", "at": "list/0/name"}]}
    """
  private static let profiles = [
    "a.b": """
    {"id": "a.b", "status": "live", "max": 10, "list": [{"name": "x"}],
     "sources": {"page": {"ref": "https://a", "kind": "first_party_page", "note": "read"}},
     "slots": {"image": {"max": 3, "formats": ["jpeg", "png"]}}, "call": {"a/b": true}}
    """,
    "c.d": """
    {"id": "c.d", "sources": {"page": {"ref": "https://c", "kind": "first_party_page"}}, "min": 2}
    """,
  ]
  private static let later = """
    {"targets": [
      {"id": "a.b", "sources": {"page": {"ref": "https://a", "kind": "first_party_page"}},
       "replaces": [{"leaf": "status", "was": "coming soon", "why": "the endpoint answers now"}],
       "facts": [{"source": "page", "at": {"slots/image": {"max": 3, "formats": ["jpeg", "png"]},
         "call/a~1b": true, "status": "live"}}]},
      {"id": "c.d", "sources": {"page": {"ref": "https://c", "kind": "first_party_page"}},
       "facts": [{"source": "page", "at": {"min": 2}}]}
    ]}
    """

  private static func parse(_ text: String, _ change: (String, String) = ("", "")) throws
    -> JSONValue
  {
    if !change.0.isEmpty { #expect(text.contains(change.0)) }
    return try JSONParser.parse(Array(text.replacing(change.0, with: change.1).utf8))
  }

  private func report(
    later: (String, String) = ("", ""), profile: (String, String) = ("", "")
  ) throws -> Coverage.Report {
    let profiles = try Self.profiles.mapValues { text in
      try Self.parse(text.contains(profile.0) ? text.replacing(profile.0, with: profile.1) : text)
    }
    return Coverage(
      ledger: try Ledger(Self.parse(Self.ledger)), facts: try Self.parse(Self.facts),
      later: try LaterFacts(Self.parse(Self.later, later)), profiles: profiles
    ).report
  }

  @Test("is in profiles, and replaces an older one")
  func right() throws {
    let report = try report()
    #expect(report.problems == [])
    #expect(report.replaced == 1)
    // Three older facts, and five later ones: a list counts as one.
    #expect(report.covered == 8)
  }

  @Test(
    "is reported if it can't be right",
    arguments: [
      (#""coming soon", "why""#, #""live", "why""#, #"a.b: status was never "live""#),
      (
        #"{"source": "page", "at": {"slots/image""#, #"{"source": "pages", "at": {"slots/image""#,
        "a.b: slots/image/max has no source pages"
      ),
      (#""https://c""#, #""https://d""#, "c.d: its profile has another source page, or none"),
      (#""id": "c.d""#, #""id": "e.f""#, "no profile of e.f"),
      (#""id": "c.d""#, #""id": "a.b""#, "a.b is here twice"),
      (#""max": 3"#, #""max": 4"#, "a.b: slots/image/max = 4: slots/image/max is 3"),
      (#"["jpeg", "png"]"#, #"["png", "jpeg"]"#, "slots/image/formats is"),
      (#""min": 2"#, #""most": 2"#, "nothing stands at most"),
    ])
  func wrong(old: String, new: String, message: String) throws {
    let found = try report(later: (old, new)).problems
    #expect(found.contains { $0.contains(message) }, "\(found)")
  }

  @Test(
    "is reported if a profile says something else",
    arguments: [
      (#""max": 3"#, #""max": 4"#), (#"["jpeg", "png"]"#, #"["jpeg"]"#), (#""a/b": true"#, ""),
      (#""min": 2"#, #""min": 1"#), (#""status": "live""#, #""status": "ended""#),
    ])
  func profile(old: String, new: String) throws {
    let text = new.isEmpty ? #""other": true"# : new
    #expect(try !report(profile: (old, text)).problems.isEmpty)
  }

  @Test(
    "must give its sources and its reasons",
    arguments: [
      (#""why": "the endpoint answers now""#, #""why": "new""#),
      (#"{"source": "page", "at": {"min": 2}}"#, #"{"at": {"min": 2}}"#),
      (#""at": {"min": 2}"#, #""at": {}"#), (#""replaces""#, #""replaced""#),
    ])
  func unreadable(old: String, new: String) throws {
    #expect(throws: Ledger.Fault.self) { try report(later: (old, new)) }
  }

  @Test("is one of many, for many targets, and has a source that its profile lists")
  func collected() throws {
    let file = try Self.parse(
      String(decoding: Data(contentsOf: CoverageTests.laterFile), as: UTF8.self))
    let later = try LaterFacts(file)
    #expect(later.targets.count > 35)
    #expect(later.targets.flatMap(\.facts).count > 1000)
    for target in later.targets {
      #expect(!target.sources.isEmpty, "\(target.id)")
      #expect(!target.facts.isEmpty, "\(target.id)")
      let used = Set(target.facts.map(\.source))
      #expect(target.sources.allSatisfy { used.contains($0.key) }, "\(target.id)")
    }
  }
}
