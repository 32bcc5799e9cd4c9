import Castbook
import TestSupport
import Testing

@Suite("A rated set")
struct JudgedSets {
  /// Mira in the starter catalogue. The names of the files say what they show.
  private static let starter = ["back", "front", "right", "three-quarter-left"].map {
    "starter/mira-\($0).jpg"
  }
  /// A view that the starter catalogue has too, lit by a lamp.
  private static let lamp = "scenes/mira-045-lamp.jpg"

  private func judged(_ names: [String]) async throws -> JudgedSet {
    let files = FileList(try names.map(Fixtures.path))
    return try #require(try await Score(kind: .character).run(files) { _ in }.judged)
  }

  @Test("of the starter catalogue has no finding, and shows nothing twice")
  func starterCatalogue() async throws {
    let set = try await judged(Self.starter)
    #expect(set.findings.isEmpty)
    #expect(set.scores.pairs.isEmpty)
  }

  @Test("with a picture lit by a lamp has findings on its light and on its view, and on no other")
  func lampLight() async throws {
    let names = Self.starter + [Self.lamp]
    let set = try await judged(names)
    #expect(set.findings.map(\.rule) == [.setLighting, .setSameView])
    #expect(set.scores.lighting?.outliers.map { names[$0.member] } == [Self.lamp])
    let message = try #require(set.findings.first).message
    #expect(message.contains("mira-045-lamp.jpg: warm light; the others have daylight, like "))
  }

  @Test("leads its best pictures with the front, and skips a view that another shows better")
  func best() async throws {
    let names = Self.starter + [Self.lamp]
    let set = try await judged(names)
    let pick = set.pick(best: Self.starter.count)
    let chosen = pick.chosen.map { names[$0.member] }
    let views = ["front", "three-quarter-left", "right", "back"]
    #expect(chosen == views.map { "starter/mira-\($0).jpg" })
    #expect(pick.skipped.map { names[$0.member] } == [Self.lamp])
    let reason = try #require(pick.skipped.first).reason
    #expect(set.words(reason).hasPrefix("same view as "))
  }

  @Test("of no pictures gives no advice and has no findings")
  func noPictures() {
    let none = JudgedSet([], kind: .character)
    #expect(none.advice == nil)
    #expect(none.findings.isEmpty)
  }

  @Test("of no pictures has a pick that says why it is empty")
  func emptyPick() {
    let none = JudgedSet([], kind: .character)
    let pick = none.pick(best: 4)
    #expect(pick.chosen.isEmpty)
    #expect(none.shortfall(of: pick) == "0 of 4: there are no more pictures")
  }
}
