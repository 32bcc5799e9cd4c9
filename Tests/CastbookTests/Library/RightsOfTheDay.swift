import Castbook
import Model
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("Rights on the day of a request")
struct RightsOfTheDay {
  @Test(
    "are equal in show, a list and a check; a look has those of its base",
    arguments: [
      ("2026-11-19", nil), ("2026-11-20", "rights.expiring"), ("2026-12-20", "rights.expiring"),
      ("2026-12-21", "rights.expired"),
    ] as [(String, String?)])
  func day(today: String, rule: String?) async throws {
    let film = try Film()
    try await film.addCast()
    try await film.edit("@mira") { $0.rights.expires = Day("2026-12-20") }
    try await film.edit("@mira_coat") { $0.unset = [.rights] }
    let library = try film.library(today: today)
    let rules = [rule].compactMap(\.self)
    for handle in ["@mira", "@mira_coat"] {
      let reference = try HandleReference(handle)
      #expect(try Show(reference).run(in: library).findings.map(\.rule.rawValue) == rules)
      #expect(try library.files(of: reference).findings.map(\.rule.rawValue) == rules)
    }
    let page = try ListElements().run(in: library)
    for (element, status) in zip(page.elements, page.statuses)
    where element.handle.name.hasPrefix("mira") && element.kind == .character {
      #expect(status.findings.map(\.rule.rawValue) == rules)
      #expect(status.expires == Day("2026-12-20"))
      #expect((status.rightsOf?.name == "mira") == (element.handle.name == "mira_coat"))
    }
  }

  @Test("An earlier revision is rated by the current rights")
  func earlier() async throws {
    let film = try Film()
    try await film.add("mira", .character, ["mira-front.jpg"])
    try await film.edit("@mira") { $0.rights.expires = Day("2020-01-01") }
    let first = try Show(HandleReference("@mira:1")).run(in: film.library())
    #expect(first.rights?.expires == nil)
    #expect(first.findings.map(\.rule.rawValue) == ["rights.expired"])
  }
}
