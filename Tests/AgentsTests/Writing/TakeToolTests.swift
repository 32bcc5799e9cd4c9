import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

@Suite("The tool take", .timeLimit(.minutes(5)))
struct TakeToolTests {
  /// Exports a shot without references into `film/out`, and returns the digest of its bundle.
  private func export(_ desk: WritingDesk) async throws -> Digest {
    try await desk.addMira()
    try desk.scratch.write(
      "---\ntarget: fal.kling-o3.t2v\nduration: 5\n---\nA car.\n", to: "film/shot.md")
    let library = try await desk.library
    let export = Export(library: library, project: nil, in: try TargetCatalogue())
    let destination = ExportDestination(desk.scratch.path("film/out"))
    let plan = try await export.plan([desk.scratch.path("film/shot.md")], to: destination)
    try #require(!plan.isFailed)
    let bundle = try #require(try export.write(plan, to: destination).bundles.first)
    return try FoundBundle.digest(named: bundle.path, in: library)
  }

  @Test("records a clip once, rates it again, and finds the bundle by path or digits")
  func take() async throws {
    let desk = try WritingDesk()
    let bundle = try await export(desk)
    try desk.bring("mug-front.jpg")
    let arguments: JSONValue = [
      "clip": "mug-front.jpg", "bundle": "out/shot", "result": "kept", "cost": "0.84 USD",
      "seed": "77", "note": "good «light»",
    ]
    let first = try await desk.content("take", arguments)
    #expect(first["data"]?["new"] == true && first["data"]?["take"]?["castbook"] == "take/1")
    #expect(first.summary.contains("0.84 USD") && first.summary.contains(bundle.hex.prefix(8)))
    #expect(try await desk.content("take", arguments)["data"]?["new"] == false)
    let file = AnswerFolder.digest(of: try Fixtures.bytes("starter/mug-front.jpg")).hex
    let rated = try await desk.content(
      "take",
      ["clip": file, "bundle": String(bundle.hex.prefix(10)), "result": "rejected"])
    #expect(rated["data"]?["new"] == true)
    // The name of a clip says its bundle, too.
    let name = "shot-\(bundle.hex.prefix(8))_00001_.jpg"
    try desk.scratch.write(try Fixtures.bytes("starter/mug-top.jpg"), to: "film/\(name)")
    let named = try await desk.content("take", ["clip": name, "result": "kept"])
    #expect(named["data"]?["take"]?["bundle"]?.string == bundle.hex)
    #expect(named["data"]?["take"]?["origin"]?["by"] == "name")
    try desk.scratch.write(try Fixtures.bytes("starter/mira-back.jpg"), to: "film/other.jpg")
    #expect(
      try await desk.refusal("take", ["clip": "other.jpg", "result": "kept"])
        .hasSuffix("[agents.argument]"))
    let takes = try LedgerQuery().run(in: await desk.library).entries.flatMap(\.takes)
    #expect(takes.map(\.result).contains(.rejected))
    #expect(takes.count { $0.seed == "77" && $0.cost?.amount == "0.84" } == takes.count - 1)
  }

  @Test("refuses what is not a take of a bundle")
  func wrong() async throws {
    let desk = try WritingDesk()
    _ = try await export(desk)
    try desk.bring("mug-front.jpg")
    let digits = String(repeating: "a", count: 64)
    let cases: [(change: [String: String], end: String)] = [
      (["bundle": "0123456789"], "[usage]"), (["clip": "../a.jpg"], "[agents.outside]"),
      (["bundle": "/etc"], "[agents.outside]"), (["cost": "much"], "[agents.argument]"),
      (["result": "fine"], "[agents.argument]"), (["clip": "shot.md"], "[usage]"),
      (["clip": digits], "[usage]"), (["clip": digits, "seed": "1"], "[agents.argument]"),
    ]
    let base = ["clip": "mug-front.jpg", "bundle": "out/shot", "result": "kept"]
    for (change, end) in cases {
      let members = base.merging(change) { $1 }.map { JSONValue.Member($0.key, $0.value) }
      let text = try await desk.refusal("take", .object(members))
      #expect(text.hasSuffix(end), "\(change): \(text)")
    }
    #expect(try LedgerQuery().run(in: await desk.library).entries.flatMap(\.takes).isEmpty)
  }
}
