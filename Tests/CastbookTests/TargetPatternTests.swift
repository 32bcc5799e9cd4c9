import Castbook
import Testing

/// Patterns that select several targets.
@Suite struct TargetPatternTests {
  @Test(
    "All means targets with an endpoint and a slot, not the common rule; each matches a pattern")
  func all() throws {
    let catalogue = try TargetCatalogue()
    let targets = try CheckTarget.resolve(["all"], in: catalogue)
    let ids = Set(targets.map(\.profile.id))
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      let isMeant = profile.hasEndpoint && !profile.slots.isEmpty && profile.status != .ended
      #expect(ids.contains(id) == isMeant, "\(id)")
    }
    #expect(targets.allSatisfy { !$0.isNamed })
    #expect(!ids.contains("kling"))
  }

  @Test("A pattern leaves out targets for one of three reasons, and selects all others")
  func leftOut() throws {
    let catalogue = try TargetCatalogue()
    let all = try TargetSelection(["all"], in: catalogue)
    #expect(all.leftOut.map(\.reason) == [.noEndpoint, .ended, .noSlot])
    #expect(Self.targets(of: all, leftOutAs: .ended) == ["openai.sora-2"])
    #expect(Self.targets(of: all, leftOutAs: .noSlot).contains("kling.v3.t2v"))
    let ids = all.leftOut.flatMap(\.targets) + all.targets.map(\.profile.id)
    #expect(ids.sorted() == catalogue.ids.sorted())
  }

  private static func targets(
    of selection: TargetSelection, leftOutAs reason: TargetSelection.Reason
  ) -> [TargetID] {
    selection.leftOut.filter { $0.reason == reason }.flatMap(\.targets)
  }

  @Test("A target that is named is not left out, although the pattern before it does so")
  func namedAsWell() throws {
    let catalogue = try TargetCatalogue()
    let all = try TargetSelection(["all"], in: catalogue)
    #expect(Self.targets(of: all, leftOutAs: .noEndpoint).contains("kling"))
    let named = try TargetSelection(["all", "kling"], in: catalogue)
    #expect(named.leftOut.first?.reason == .noEndpoint)
    #expect(!Self.targets(of: named, leftOutAs: .noEndpoint).contains("kling"))
  }

  @Test("A remark counts what was left out by reason, and there is none if nothing was")
  func remarks() throws {
    let catalogue = try TargetCatalogue()
    let all = try #require(try TargetSelection(["all"], in: catalogue).remark)
    #expect(all.hasPrefix("left out: "))
    #expect(all.contains(", 1 ended (openai.sora-2), "))
    let sounds = try TargetSelection(["fal.kling*"], slot: .voice, in: catalogue)
    #expect(sounds.remark?.contains("without a slot \"voice\" for files") == true)
    #expect(try TargetSelection(["kling-o3"], in: catalogue).remark == nil)
  }

  @Test("With a slot, a pattern means the targets that have it")
  func slots() throws {
    let targets = try CheckTarget.resolve(["all"], slot: .voice, in: TargetCatalogue())
    #expect(!targets.isEmpty)
    #expect(targets.allSatisfy { $0.profile[.voice] != nil })
  }

  @Test("Targets that have ended are left out of patterns, by status and by day")
  func ended() throws {
    func profile(_ id: String, _ more: String) -> (name: String, bytes: [UInt8]) {
      let text = """
        {"castbook":"target/1","id":"\(id)","provider":"p","model":"m","asOf":"2026-01-01",\(more)
         "faces":"unknown","sources":{"s":{"ref":"r","kind":"first_party_page"}},
         "slots":{"image":{"formats":["jpeg"]}}}
        """
      return ("\(id).json", Array(text.utf8))
    }
    let catalogue = try TargetCatalogue(user: [
      profile("old.one", "\"status\":\"ended\","),
      profile("old.two", "\"status\":\"live\",\"retires\":\"2026-09-24\","),
      profile("old.three", "\"status\":\"live\","),
    ])
    func ids(_ pattern: String, _ day: String) throws -> [String] {
      try CheckTarget.resolve([pattern], today: Day(day), in: catalogue)
        .map(\.profile.id.rawValue)
    }
    #expect(try ids("old.*", "2026-09-24") == ["old.three", "old.two"])
    #expect(try ids("OLD.*", "2026-09-25") == ["old.three"])
    // User-defined targets need no endpoint.
    #expect(try ids("all", "2026-09-25").contains("old.three"))
    #expect(throws: TargetNameError.self) { try ids("old.one*", "2026-09-25") }
    #expect(throws: TargetNameError.self) { try ids("nobody*", "2026-09-25") }
    #expect(throws: TargetNameError.self) {
      try CheckTarget.resolve(["old.*"], slot: .voice, in: catalogue)
    }
  }

  @Test(
    "A star matches any letters, a question mark one letter",
    arguments: [
      ("fal.*", true), ("*r2v", true), ("*kling*", true), ("f?l.*r2?", true), ("*o3.r2v*", true),
      ("*o3*3*", false), ("fal.?", false),
    ])
  func globs(pattern: String, matches: Bool) throws {
    let targets = try? CheckTarget.resolve([pattern], in: TargetCatalogue())
    let ids = (targets ?? []).map(\.profile.id)
    #expect(ids.contains("fal.kling-o3.r2v") == matches)
  }

  @Test("A pattern of many stars is as quick as others")
  func manyStars() {
    let pattern = String(repeating: "*a", count: 2000) + "b"
    #expect(throws: TargetNameError.self) {
      try CheckTarget.resolve([pattern], in: TargetCatalogue())
    }
  }
}
