import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("Pins of a project")
struct Pins {
  @Test("come with the voice, and with the base of a look")
  func needs() async throws {
    let film = try Film()
    try await film.addCast()
    let outcome = try film.use("@mira_coat", "@mug")
    #expect(outcome.isNew)
    #expect(outcome.unrecordedReason == nil)
    #expect(
      outcome.changeTexts == [
        "added mira_coat:1", "added mug:1", "added mira:1", "added mira_voice:1",
      ])
    #expect(
      outcome.pins.map { $0.need?.words } == [
        nil, nil, "the element @mira_coat is a look of", "the voice of @mira",
      ])
    #expect(try film.pins == ["mira:1", "mira_coat:1", "mira_voice:1", "mug:1"])
    #expect(try film.noted() == film.pins)
    #expect(
      try film.lockText.hasPrefix("# castbook.lock: pins of this project. Commit it.\nformat 1\n"))
  }

  @Test("stay if they are there, and move to a revision that is named")
  func staying() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mug")
    let before = try film.lockText
    try await film.edit("@mug") { $0.texts.name = "Red mug" }
    var outcome = try film.use("@mug")
    #expect(outcome.changeTexts == ["stays mug:1"])
    #expect(outcome.pins[0].latestSequence == 2)
    #expect(!outcome.isNew)
    #expect(try film.lockText == before)
    outcome = try film.use("@mug:2")
    #expect(outcome.changeTexts == ["moved mug:2"])
    #expect(outcome.pins[0].before?.sequence == 1)
    #expect(outcome.pins[0].differences.seen == ["name: Mug → Red mug"])
    #expect(try film.use("@mug:1").changeTexts == ["moved mug:1"])
    #expect(try film.noted() == ["mug:1"])
    #expect(throws: ProjectError.conflictingRevisions(try Handle("mug"))) {
      try film.use("@mug:1", "@mug:2")
    }
    #expect(try film.use("@mug", "@mug").changeTexts == ["stays mug:1"])
  }

  @Test(
    "of a retired, forked or unknown element are refused with a way out, and nothing is written")
  func refusals() async throws {
    let film = try Film()
    try await film.addCast()
    _ = try Remove([HandleReference("@mug")]).run(in: film.library())
    #expect(throws: ElementLibraryError.retired(try Handle("mug"))) { try film.use("@mug") }
    #expect(throws: ElementLibraryError.retired(try Handle("mug"))) { try film.use("@mug:1") }
    #expect(throws: ElementLibraryError.unknownElement("mirra", near: ["@mira"])) {
      try film.use("@mirra")
    }
    try await film.fork("@mira")
    let error = try #require(
      #expect(throws: ElementLibraryError.self) { try film.use("@mira") })
    #expect(error.rule == "element.forked")
    #expect(throws: ProjectError.self) { try film.use("@mira_coat") }
    #expect(!FileManager.default.fileExists(atPath: film.folder.text + "/castbook.lock"))
    guard case .forked(_, let digests) = error else { return }
    #expect(digests.count == 2)
    #expect(try film.use("@mira:\(digests[0].short)").changeTexts.first == "added mira:2")
    #expect(try film.use("@mira").changeTexts == ["stays mira:2"])
    #expect(throws: ElementLibraryError.self) { try film.use("@mira:2") }
  }

  @Test("with a retired voice name both ways out")
  func retiredVoice() async throws {
    let film = try Film()
    try await film.addCast()
    _ = try Remove([HandleReference("@mira_voice")]).run(in: film.library())
    let error = try #require(#expect(throws: ProjectError.self) { try film.use("@mira") })
    #expect("\(error)" == "@mira_voice, the voice of @mira, is retired")
    #expect(
      error.fix
        == "restore it: castbook restore @mira_voice; or remove it: castbook edit @mira "
        + "--unset voice")
    try await film.edit("@mira") { $0.unset = [.voice] }
    #expect(try film.use("@mira").changeTexts == ["added mira:2"])
  }

  @Test("keep their handle when the library assigns another, and win over a new owner")
  func renaming() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mug")
    let mug = try film.project.lock.pins[0].element
    try await film.edit("@mug") { $0.rename = try Handle("cup") }
    #expect(try film.use("@cup").changeTexts == ["stays mug:1"])
    #expect(try film.rules("mug") == ["pin.renamed"])
    #expect(try film.update("@mug").changeTexts == ["moved mug:2"])
    try await film.edit("@cup") { $0.unalias = ["mug"] }
    try await film.add("mug", .product, ["mug-top.jpg"])
    #expect(try film.use("@mug").changeTexts == ["stays mug:2"])
    #expect(try film.status("mug").findings.map(\.severity) == [.warning])
    let library = try film.library()
    let resolved = try film.project.resolve(HandleReference("@mug"), in: library)
    #expect(resolved.found.element == mug)
    #expect(resolved.isPinned)
    #expect(try library.find("@mug").element != mug)
    let cup = try film.project.resolve(HandleReference("@cup"), in: library)
    #expect(cup.handle.name == "mug")
    #expect(cup.found.revision.revision.sequence == 2)
    try film.unuse("@cup")
    #expect(try film.pins.isEmpty)
    try film.use("@mug")
    #expect(try film.project.lock.pins[0].element != mug)
    #expect(throws: Never.self) { try film.use("@cup") }
  }

  @Test("can't be given a handle that the project has for another element")
  func usedHandle() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mug")
    try await film.edit("@mug") { $0.rename = try Handle("cup") }
    try await film.edit("@cup") { $0.unalias = ["mug"] }
    try await film.add("mug", .product, ["mug-top.jpg"]) { $0.texts.aliases = ["beaker"] }
    #expect(throws: ProjectError.handleTaken(try Handle("mug"))) { try film.use("@beaker") }
  }

  @Test("that are removed take along what is no longer needed, and nothing else")
  func unusing() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira", "@mira_coat", "@mug")
    #expect(throws: ProjectError.needed(try Handle("mira"), by: [try Handle("mira_coat")])) {
      try film.unuse("@mira")
    }
    #expect(try film.unuse("@mug").changeTexts == ["removed mug:1"])
    #expect(try film.noted() == ["mira:1", "mira_coat:1", "mira_voice:1"])
    #expect(try film.unuse("@mug").changeTexts == ["absent mug:1"])
    #expect(try film.unuse("@mira_coat", keepsNeeds: true).changeTexts == ["removed mira_coat:1"])
    #expect(try film.pins == ["mira:1", "mira_voice:1"])
    try film.use("@mira_coat")
    let outcome = try film.unuse("@mira_coat")
    #expect(
      outcome.changeTexts == ["removed mira_coat:1", "removed mira:1", "removed mira_voice:1"])
    #expect(outcome.pins[2].need == .voice(of: try Handle("mira")))
    #expect(try film.pins.isEmpty)
    #expect(try film.noted().isEmpty)
    #expect(throws: ElementLibraryError.unknownElement("mugg", near: ["@mug"])) {
      try film.unuse("@mugg")
    }
    try film.use("@mug")
    #expect(throws: ProjectError.notPinned("mugg", near: "@mug")) { try film.unuse("@mugg") }
  }

  @Test("take nothing along while the needs of another one are unknown")
  func unknownNeeds() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira")
    let digest = String(repeating: "ab", count: 32)
    try film.write(film.lockText + "@ghost 01JD0000000000000000000001 3 \(digest)\n")
    #expect(try film.unuse("@mira").changeTexts == ["removed mira:1"])
    #expect(try film.pins == ["ghost:3", "mira_voice:1"])
  }

  @Test("that are withdrawn stay so, however often they had moved before")
  func withdrawing() async throws {
    let film = try Film()
    try await film.addCast()
    for name in ["Two", "Three"] {
      try film.use("@mug")
      try await film.edit("@mug") { $0.texts.name = name }
      try film.update("@mug")
    }
    #expect(try film.noted() == ["mug:3"])
    try film.unuse("@mug")
    #expect(try film.noted().isEmpty)
    for suffix in ["", "-wal", "-shm"] {
      let index = film.libraryFolder.text + "/catalog.sqlite" + suffix
      try? FileManager.default.removeItem(atPath: index)
    }
    #expect(try film.noted().isEmpty)
    try film.use("@mug:1")
    #expect(try film.noted() == ["mug:1"])
  }
}
