import Foundation
import Model
import TestSupport
import Testing

/// The targets as a dataset, and those whose facts may be out of date.
@Suite("Targets as a dataset") struct TargetsDataset {
  @Test("--full adds the whole profile to each target, as it is written")
  func profiles() throws {
    let result = try Tool.run(["targets", "fal.kling-o3*", "--json", "--full"])
    #expect(result.status == 0)
    let targets = try #require(try JSONParser.parse(Array(result.output.utf8))["targets"]?.array)
    #expect(targets.count >= 4)
    for target in targets {
      #expect(target["profile"]?["id"] == target["id"])
      #expect(target["profile"]?["request"]?.array?.isEmpty == false)
      #expect(target["certainty"]?.string != nil)
    }
    let plain = try Tool.run(["targets", "fal.kling-o3*", "--json"])
    #expect(!plain.output.contains(#""profile""#))
    let text = try Tool.run(["targets", "--full"])
    #expect(text.status == 2 && text.errors.contains("--full needs --json"))
  }

  @Test("--stale lists the targets that were last looked at longer ago, of one provider or of all")
  func stale() throws {
    let scratch = try TemporaryFolder()
    let profile = """
      {"castbook": "target/1", "id": "house.old", "provider": "A studio", "model": "House",
       "asOf": "2020-01-01", "status": "live", "faces": "accepted", "slots": {},
       "sources": {"desk": {"ref": "https://desk.example", "kind": "first_party_page"}}}
      """
    try scratch.write(profile, to: "house.old.json")
    try scratch.write(
      profile.replacing("house.old", with: "house.seen")
        .replacing(#""kind""#, with: #""seen": "2999-01-01", "kind""#), to: "house.seen.json")
    let folder = ["--targets", scratch.url.path()]
    let old = try Tool.run(["targets", "house", "--stale", "60d", "--brief"] + folder)
    #expect(old.output == "house.old  yours\n", "\(old)")
    let all = try Tool.run(["targets", "--stale", "60", "--brief"] + folder)
    #expect(all.output.contains("house.old  yours\n") && !all.output.contains("house.seen"))
    let none = try Tool.run(["targets", "house.seen", "--stale", "60d"] + folder)
    #expect(none.status == 0 && none.output == "No target is that old.\n", "\(none)")
    let wrong = try Tool.run(["targets", "--stale", "soon"])
    #expect(wrong.status == 2 && wrong.errors.contains("--stale soon: not a number of days"))
  }

  @Test("A page and a list say how a target is known, and when its source was looked at")
  func certainty() throws {
    let page = try Tool.run(["targets", "fal.kling-o3.r2v"])
    #expect(page.output.contains("\nKnown by: first-party types, looked at on 29 Nov 2026\n"))
    let list = try Tool.run(["targets"])
    #expect(list.output.contains(" by first-party types, "))
  }
}
