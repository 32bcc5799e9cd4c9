import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

@Suite("The tool export", .timeLimit(.minutes(10)))
struct ExportToolTests {
  private static let mug = "---\ntarget: kling-o3\n---\n@mug steams"

  private func studio() async throws -> Studio {
    let studio = try await Studio()
    studio.allowances = [.export]
    try studio.write(Self.mug, to: "mug.md")
    return studio
  }

  /// Returns the arguments of the call that an answer names next.
  private func next(_ content: JSONValue) throws -> JSONValue {
    let call = try #require(content["next"]?.array?.first?.string)
    let start = try #require(call.firstIndex(of: "{"))
    return try JSONParser.parse(Array(call[start...].utf8))
  }

  @Test("is only there if it is allowed")
  func allowed() async throws {
    let studio = try await Studio()
    #expect(!AgentCatalogue.castbook(try studio.workspace).tools.contains { $0.name == "export" })
    studio.allowances = [.export]
    let tool = AgentCatalogue.castbook(try studio.workspace).tools.last
    #expect(tool?.name == "export" && tool?.effects.isReadOnly == false)
  }

  @Test("writes what compile showed, once")
  func once() async throws {
    let studio = try await studio()
    let compiled = try await studio.content("compile", ["shot": "mug.md"])
    let arguments = try next(compiled)
    let first = try await studio.content("export", arguments)
    let bundle = try #require(first["data"]?["bundles"]?.array?.first)
    #expect(first["data"]?["written"] == 1 && bundle["path"] == "root1/out/mug")
    #expect(bundle["was_there"] == false)
    let manifest = try Data(contentsOf: URL(filePath: studio.film.text + "/out/mug/bundle.json"))
    let found = try FoundBundle(at: studio.film.appending("out/mug".utf8))
    #expect(bundle["sha256"]?.string == found.verification.digest?.hex && !manifest.isEmpty)
    let price = try #require(compiled["data"]?["price"])
    #expect(bundle["price"] == price)
    #expect(first["data"]?["total"] == compiled["data"]?["total"])

    let again = try await studio.content("export", arguments)
    #expect(again["data"]?["written"] == 0)
    #expect(again["data"]?["bundles"]?.array?.first?["was_there"] == true)
    #expect(again["data"]?["bundles"]?.array?.first?["sha256"] == bundle["sha256"])
    let ledger = try LedgerQuery().run(in: await studio.library())
    #expect(ledger.entries.map(\.times.count) == [1])
    #expect(
      try Data(contentsOf: URL(filePath: studio.film.text + "/out/mug/bundle.json")) == manifest)
  }

  @Test("refuses what isn't as compile showed it, and writes nothing then")
  func changed() async throws {
    let studio = try await studio()
    let arguments = try next(try await studio.content("compile", ["shot": "mug.md"]))
    // A text that the target gets, a setting, and a plan of another bundle.
    let other: JSONValue = arguments.adding(["settings": ["duration=10"]])
    let more = arguments.replacing([
      "expected": (arguments["expected"]?.array ?? []) + [
        .string(String(repeating: "0", count: 64))
      ]
    ])
    for changed in [other, more] {
      let refusal = try await studio.refusal("export", changed)
      #expect(refusal.rule == "agents.changed", "\(refusal.text)")
    }
    try studio.write(Self.mug + " slowly", to: "mug.md")
    let refusal = try await studio.refusal("export", arguments)
    #expect(refusal.rule == "agents.changed" && refusal.text.contains("«mug»"))
    // An element that has changed.
    try studio.write(Self.mug, to: "mug.md")
    var edit = ElementEdit()
    edit.texts.name = "Another name"
    _ = try await Edit(HandleReference("@mug"), edit).run(in: studio.library())
    #expect(!studio.exists("film/out"))
    let ledger = try LedgerQuery().run(in: await studio.library())
    #expect(ledger.entries.isEmpty)
    // A name that no provider sees is not a change of what is exported.
    let content = try await studio.content("export", arguments)
    #expect(content["data"]?["written"] == 1)
  }

  @Test("writes one bundle for each target, with the sum of their prices")
  func targets() async throws {
    let studio = try await studio()
    try studio.scratch.copy("starter/mira-front.jpg", as: "film/lobby.jpg")
    try studio.write("---\ntarget: kling-v3\nstart: lobby.jpg\n---\nIt rains", to: "rain.md")
    let targets = ["fal.kling-v3.i2v", "kling.v3.i2v"]
    var plans: [JSONValue] = []
    for target in targets {
      let content = try await studio.content("compile", ["shot": "rain.md", "target": target])
      plans.append(try #require(content["data"]?["plan"]))
    }
    #expect(Set(plans.compactMap(\.string)).count == 2)
    let expected = try await studio.plan("rain.md") { $0.options.targets = targets }
    let arguments: JSONValue = [
      "shots": ["rain.md"], "targets": targets, "output": "root1/out", "expected": plans,
    ]
    let content = try await studio.content("export", arguments)
    let data = try #require(content["data"])
    #expect(data["bundles"]?.array?.map { $0["target"]?.string } == targets)
    #expect(
      data["bundles"]?.array?.map { $0["path"]?.string }
        == targets.map { "root1/out/rain.\($0)" })
    #expect(data["total"]?.array?.map { $0["amount"]?.string } == expected.total.sums.map(\.amount))
    #expect(data["total_is_all"]?.boolean == expected.total.isAll)
    // One of two plans is not enough.
    let one = arguments.replacing(["expected": [plans[0]], "output": "root1/other"])
    #expect(try await studio.refusal("export", one).rule == "agents.changed")
    #expect(!studio.exists("film/other"))
  }

  @Test("never replaces a different bundle")
  func different() async throws {
    let studio = try await studio()
    let arguments: JSONValue = ["shots": ["mug.md"], "output": "out"]
    _ = try await studio.content("export", arguments)
    let manifest = try studio.scratch.text("film/out/mug/bundle.json")
    try studio.write(Self.mug + " slowly", to: "mug.md")
    let refusal = try await studio.refusal("export", arguments)
    #expect(refusal.rule == "output.exists" && refusal.text.contains("«root1/out/mug»"))
    #expect(!refusal.text.contains("--replace"))
    #expect(try studio.scratch.text("film/out/mug/bundle.json") == manifest)
    // Beside another, the one that is in the way is named, and the other is written.
    try studio.write(Self.mug, to: "cup.md")
    let both = try await studio.content(
      "export", ["shots": ["mug.md", "cup.md"], "output": "out"])
    #expect(both["data"]?["written"] == 1)
    #expect(both["data"]?["bundles"]?.array?.first?["problem"]?.string?.isEmpty == false)
    #expect(both["summary"]?.string?.contains("--replace") == false)
    #expect(try studio.scratch.text("film/out/mug/bundle.json") == manifest)
  }

  @Test(
    "writes nothing outside the roots",
    arguments: ["..", "../out", "link", "link/out", "folder", "dangling"])
  func outside(output: String) async throws {
    let studio = try await studio()
    try studio.scratch.createFolder("outside")
    try studio.scratch.createFolder("film/folder")
    try studio.scratch.link("film/link", to: "../outside")
    try studio.scratch.link("film/dangling", to: "../nothing")
    // A bundle's own name may be a link, too.
    try studio.scratch.link("film/folder/mug", to: "../../outside")
    let refusal = try await studio.refusal("export", ["shots": ["mug.md"], "output": output])
    #expect(refusal.rule == "agents.outside", "\(refusal.text)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: studio.scratch.path("outside").text)
        .isEmpty)
    #expect(!studio.exists("nothing") && !studio.exists("out"))
  }

  @Test("writes no bundle for a shot with errors; that is no failure of the call")
  func errors() async throws {
    let studio = try await studio()
    try studio.write("---\ntarget: kling-o3\n---\n@nobody waves", to: "bad.md")
    let content = try await studio.content(
      "export", ["shots": ["bad.md", "mug.md"], "output": "out"])
    let bundles = try #require(content["data"]?["bundles"]?.array)
    #expect(bundles.map { $0["status"] } == ["fail", bundles[1]["status"]])
    #expect(content["data"]?["written"] == 1 && bundles[0]["path"] == nil)
    #expect(content["summary"]?.string?.contains("✗ prompt.unknown-handle") == true)
    #expect(content["next"]?.array?.first == #"explain {"rule":"prompt.unknown-handle"}"#)
    let none = try await studio.content("export", ["shots": ["bad.md"], "output": "other"])
    #expect(none["data"]?["written"] == 0 && none["data"]?["total"] == .array([]))
    #expect(!studio.exists("film/other"))
  }

  @Test("writes zips, and one bundle with a warning not at all if that is strict")
  func options() async throws {
    let studio = try await studio()
    let zipped = try await studio.content(
      "export", ["shots": ["mug.md"], "output": "zips", "zip": true])
    #expect(zipped["data"]?["bundles"]?.array?.first?["path"] == "root1/zips/mug.zip")
    #expect(studio.exists("film/zips/mug.zip"))
    let single = try await studio.content(
      "export", ["shots": ["mug.md"], "output": "mug.zip", "detail": "full"])
    #expect(studio.exists("film/mug.zip"))
    #expect(single["data"]?["export"]?["castbook"]?.string == ExportJSON.schema)
    let warned = try await studio.plan("mug.md").shots[0].remarks.contains {
      $0.finding.severity == .warning
    }
    let strict = try await studio.content(
      "export", ["shots": ["mug.md"], "output": "strict", "strict": true])
    #expect(strict["data"]?["written"] == (warned ? 0 : 1))
  }
}
