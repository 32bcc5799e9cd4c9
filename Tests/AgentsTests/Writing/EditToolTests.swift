import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import Agents

@Suite("The tool edit", .timeLimit(.minutes(5)))
struct EditToolTests {
  /// Calls the tool on @mira.
  private func edit(
    _ desk: WritingDesk, _ seen: String, _ more: JSONValue
  ) async throws -> JSONValue {
    let base: JSONValue = ["element": "@mira", "expected": seen]
    return try await desk.content("edit", base.adding(more))
  }

  private func refusal(
    _ desk: WritingDesk, _ seen: String, _ more: JSONValue
  ) async throws -> String {
    let base: JSONValue = ["element": "@mira", "expected": seen]
    return try await desk.refusal("edit", base.adding(more))
  }

  private func digest(_ content: JSONValue) throws -> String {
    try #require(content["data"]?["sha256"]?.string)
  }

  @Test("changes files, texts, names and rights in one revision")
  func values() async throws {
    let desk = try WritingDesk()
    let seen = try await desk.addMira()
    let edited = try await edit(
      desk, seen,
      [
        "files": [
          ["number": 1, "role": "close-up"] as JSONValue, ["number": 2, "note": "at night"],
        ], "order": [2], "name": "Mira Okafor", "tags": ["lead"], "aliases": ["米拉"],
        "rename": "@mira_okafor", "rights": ["basis": "own"] as JSONValue, "detail": "full",
      ])
    #expect(edited["data"]?["revision"] == 2 && edited["data"]?["changed"] == true)
    #expect(edited["data"]?["edit"]?["castbook"] == "edit/1")
    let revision = try await desk.library.find("@mira_okafor").revision.revision
    #expect(revision.references.map(\.file) == ["mira-back.jpg", "mira-front.jpg"])
    #expect(revision.references.map(\.note) == ["at night", ""])
    #expect(revision.references.last?.role == .closeUp)
    #expect(revision.name == "Mira Okafor" && revision.tags == ["lead"])
    #expect(Set(revision.aliases) == ["mira", "米拉"] && revision.rights?.basis == .own)
    // The old handle is an alias. Removing values makes another revision, and loses nothing.
    let less = try await edit(
      desk, digest(edited),
      ["untag": ["lead"], "unalias": ["米拉"], "unset": ["rights"], "drop": [1]])
    #expect(less["data"]?["revision"] == 3)
    let back = try await edit(desk, digest(less), ["restore": ["revision": 2] as JSONValue])
    let restored = try await desk.library.find("@mira").revision.revision
    #expect(back["data"]?["revision"] == 4 && restored.references.count == 2)
    #expect(restored.tags == ["lead"] && restored.rights?.basis == .own)
  }

  @Test("is refused with what changed, if the element is another than the agent saw")
  func conflict() async throws {
    let desk = try WritingDesk()
    let seen = try await desk.addMira()
    let later = try await edit(desk, seen, ["tags": ["night"], "name": "Mira «Two»"])
    for change in [
      ["name": "Mine"], ["remove": true], ["restore": [:] as JSONValue], ["use": true],
      ["dismiss": ["number": 1, "rule": "image.dark", "reason": "so lit"] as JSONValue],
    ] as [JSONValue] {
      let text = try await refusal(desk, seen, change)
      #expect(text.hasSuffix("[element.conflict]") && text.contains("night"), "\(text)")
      #expect(text.contains(try digest(later)) && !text.contains("«Two»"), "\(text)")
    }
    let revision = try await desk.library.find("@mira").revision
    #expect(revision.digest.hex == (try digest(later)) && revision.revision.sequence == 2)
    let unknown = try await refusal(desk, String(repeating: "0", count: 64), ["name": "Mine"])
    #expect(unknown.hasSuffix("[element.unknown-revision]"), "\(unknown)")
    // The first digits are enough.
    #expect(
      try await edit(desk, String(try digest(later).prefix(12)), ["pick": [2]])["data"]?["changed"]
        == true)
  }

  @Test("removes an element, and brings it back")
  func removal() async throws {
    let desk = try WritingDesk()
    let seen = try await desk.addMira()
    let removed = try await edit(desk, seen, ["remove": true])
    #expect(try await desk.library.find("@mira").revision.revision.retired)
    let back = try await edit(desk, digest(removed), ["restore": [:] as JSONValue])
    #expect(try await !desk.library.find("@mira").revision.revision.retired)
    #expect(back["data"]?["revision"] == 3)
  }

  @Test("names a project outside the folders in no notice of a removal")
  func noticesOfRemoval() async throws {
    let desk = try WritingDesk()
    let seen = try await desk.addMira()
    let other = try desk.scratch.createFolder("other")
    _ = try Use([HandleReference("@mira")], at: ProjectLocation(named: other))
      .run(in: try await desk.library)
    let removed = try await edit(desk, seen, ["remove": true, "detail": "full"])
    let notices = try #require(removed["data"]?["edit"]?["notices"]?.array)
    #expect(!notices.isEmpty)
    #expect(!removed.compactText.contains(other.text), "\(removed.compactText)")
  }

  @Test("dismisses a finding from scores, and counts it again")
  func findings() async throws {
    let desk = try WritingDesk()
    let seen = try await desk.addMira()
    // A picture of the starter catalogue has no such finding.
    let none = try await refusal(
      desk, seen, ["dismiss": ["number": 1, "rule": "image.zzz", "reason": "so"] as JSONValue])
    #expect(none.contains("has no finding image.zzz") && none.hasSuffix("[usage]"), "\(none)")
    let undone = try await edit(
      desk, seen, ["undismiss": ["number": 1, "rule": "image.dark"] as JSONValue])
    #expect(undone["data"]?["changed"] == false && undone["data"]?["revision"] == 1)
    let noReason = try await refusal(
      desk, seen, ["dismiss": ["number": 1, "rule": "image.dark"] as JSONValue])
    #expect(noReason.hasPrefix("/dismiss/reason: the argument is missing"))
  }

  @Test("pins what it made for the project, and removes the pin")
  func pins() async throws {
    let desk = try WritingDesk()
    let seen = try await desk.addMira()
    func pins() throws -> [Int] {
      try Project(at: ProjectLocation(named: desk.root)).lock.pins.map(\.sequence)
    }
    let pinned = try await edit(desk, seen, ["use": true])
    #expect(pinned["data"]?["pinned"] == true && pinned["data"]?["changed"] == false)
    #expect(try pins() == [1])
    let changed = try await edit(desk, seen, ["name": "Mira Okafor", "use": true])
    #expect(changed["data"]?["pinned"] == true)
    #expect(try pins() == [2])
    let unpinned = try await edit(desk, digest(changed), ["use": false])
    #expect(unpinned["data"]?["pinned"] == false)
    #expect(try pins() == [])
  }

  @Test("pins nothing in a project outside the folders")
  func outside() async throws {
    let desk = try WritingDesk()
    let seen = try await desk.addMira()
    var workspace = desk.workspace
    workspace.project = try desk.scratch.createFolder("other")
    let tool = EditTool(workspace: workspace).tool
    let arguments: JSONValue = ["element": "@mira", "expected": seen, "use": true]
    await #expect(throws: OutsideError.self) {
      try await tool.run(ToolArguments(arguments, for: tool.parameters), CallContext { _ in })
    }
    #expect(try desk.scratch.names().contains("other"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: desk.scratch.path("other").text) == [])
  }

  @Test(
    "does one thing in a call",
    arguments: [
      [:], ["remove": true, "name": "Mira"], ["restore": [:] as JSONValue, "tags": ["a"]],
      ["remove": false], ["order": [1], "pick": [2]], ["remove": true, "use": true],
      ["confirm_roles": false],
    ] as [JSONValue])
  func contradictions(arguments: JSONValue) async throws {
    let desk = try WritingDesk()
    let seen = try await desk.addMira()
    let text = try await refusal(desk, seen, arguments)
    #expect(text.hasSuffix("[agents.argument]"), "\(text)")
    #expect(try await desk.library.find("@mira").revision.revision.sequence == 1)
  }

  @Test("needs the element and the revision that was seen")
  func required() async throws {
    let desk = try WritingDesk()
    _ = try await desk.addMira()
    let unseen = try await desk.refusal("edit", ["element": "@mira", "name": "Mira"])
    #expect(unseen.hasPrefix("/expected: the argument is missing"))
    let earlier = try await desk.refusal(
      "edit", ["element": "@mira:1", "expected": "00000000", "name": "Mira"])
    #expect(earlier.hasPrefix("/element: «@mira:1» does not fit"))
    let missing = try await desk.refusal(
      "edit", ["element": "@nora", "expected": "00000000", "name": "Nora"])
    #expect(missing.hasSuffix("[element.unknown]"))
  }
}
