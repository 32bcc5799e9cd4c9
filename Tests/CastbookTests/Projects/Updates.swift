import Castbook
import Foundation
import Model
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import LibraryVerbs

@Suite("Updating pins, and their status")
struct Updates {
  @Test("moves them all, and says what a provider would see and what not")
  func updating() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira_coat", "@mug")
    try await film.edit("@mira") { edit in
      edit.order = [2]
      edit.roles = [1: .side]
      edit.texts.tags = ["hero"]
      edit.notes = [2: "soft light"]
    }
    #expect(try film.status("mira").state == .behind)
    #expect(try film.rules("mira") == ["pin.behind"])
    let outcome = try film.update()
    #expect(
      outcome.changeTexts == [
        "moved mira:2", "stays mira_coat:1", "stays mira_voice:1", "stays mug:1",
      ])
    #expect(
      outcome.pins[0].differences.seen == [
        "mira-front.jpg: front → side", "files reordered",
      ])
    #expect(outcome.pins[0].differences.unseen == ["tag hero", "mira-right.jpg: note: soft light"])
    #expect(try film.noted() == ["mira:2", "mira_coat:1", "mira_voice:1", "mug:1"])
    #expect(try film.update().changeTexts.allSatisfy { $0.hasPrefix("stays") })
    #expect(try film.status("mira").status == .pass)
  }

  @Test(
    "A pin is behind only if a provider would see the difference",
    arguments: [
      ("tag", false), ("notes", false), ("note", false), ("alias", false), ("rights", false),
      ("description", false), ("name", true), ("role", true), ("drop", true), ("order", true),
      ("replace", true), ("voice", true), ("rename", false),
    ])
  func behind(what: String, isSeen: Bool) async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira")
    try await film.edit("@mira") { edit in
      switch what {
      case "tag": edit.texts.tags = ["hero"]
      case "notes": edit.texts.notes = "hers"
      case "note": edit.notes = [1: "soft"]
      case "alias": edit.texts.aliases = ["米拉"]
      case "rights": edit.rights.holder = "us"
      case "description": edit.texts.description = "A courier."
      case "name": edit.texts.name = "Mira Okafor"
      case "role": edit.roles = [1: .side]
      case "drop": edit.drop = [2]
      case "order": edit.order = [2, 1]
      case "replace": edit.replacements = [1: try Fixtures.path("starter/mira-back.jpg")]
      case "voice": edit.unset = [.voice]
      default: edit.rename = try Handle("mira_o")
      }
    }
    let status = try film.status("mira")
    #expect(status.state == (isSeen ? .behind : .current))
    #expect(status.laterSequence == 2)
    #expect(status.differences.seen.isEmpty == !isSeen)
    #expect(status.differences.unseen.isEmpty == isSeen)
  }

  @Test("A look without a voice of its own changes with that of its base")
  func inheritedVoice() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira_coat")
    try await film.edit("@mira_coat") { $0.voice = try HandleReference("@mira_voice") }
    #expect(try film.status("mira_coat").state == .current)
    try await film.add("other_voice", .voice, ["odd/voice-6s.wav"])
    try await film.edit("@mira_coat") { $0.voice = try HandleReference("@other_voice") }
    #expect(try film.status("mira_coat").differences.seen == ["voice: @mira_voice → @other_voice"])
    #expect(
      try film.update("@mira_coat").changeTexts == ["moved mira_coat:3", "added other_voice:1"])
  }

  @Test("A voice that is no longer needed is removed; one that was named stays")
  func otherVoice() async throws {
    let film = try Film()
    try await film.addCast()
    try await film.add("narrator", .voice, ["odd/voice-6s.wav"])
    try film.use("@mira")
    try await film.edit("@mira") { $0.voice = try HandleReference("@narrator") }
    let outcome = try film.update()
    #expect(outcome.changeTexts == ["moved mira:2", "added narrator:1", "removed mira_voice:1"])
    #expect(try film.pins == ["mira:2", "narrator:1"])
    #expect(try film.use("@mira:1", "@narrator").changeTexts.contains("stays narrator:1"))
    #expect(try film.pins == ["mira:1", "mira_voice:1", "narrator:1"])
  }

  @Test(
    "A retired, forked or missing element stays, and is reported; named explicitly, it is an error")
  func left() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira", "@mug")
    _ = try Remove([HandleReference("@mug")]).run(in: film.library())
    try await film.fork("@mira")
    #expect(try film.rules("mug") == ["element.retired"])
    #expect(try film.rules("mira") == ["element.forked"])
    #expect(try film.status("mira").state == .current)
    let outcome = try film.update()
    #expect(outcome.pins.map(\.obstacle) == [.forked, nil, .retired])
    #expect(!outcome.hasMissingPins)
    #expect(throws: ElementLibraryError.self) { try film.update("@mira") }
    #expect(throws: ElementLibraryError.retired(try Handle("mug"))) { try film.update("@mug") }
    let digest = String(repeating: "ab", count: 32)
    try film.write(film.lockText + "@ghost 01JD0000000000000000000001 3 \(digest)\n")
    let status = try film.status("ghost")
    #expect(status.state == .missing)
    #expect(status.findings.map(\.rule) == [.pinMissing])
    #expect(status.findings[0].fix?.contains("castbook restore-backup BACKUP --into") == true)
    #expect(try film.update().hasMissingPins)
    #expect(throws: ProjectError.self) { try film.update("@ghost") }
    #expect(throws: ProjectError.self) { try film.use("@ghost") }
    #expect(throws: ProjectError.self) {
      try film.project.resolve(HandleReference("@ghost"), in: film.library())
    }
    #expect(try film.unuse("@ghost").changeTexts == ["removed ghost:3"])
  }

  @Test(
    "A pin on a forgotten or erased element says so; one on an element that never existed does not")
  func erased() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mug")
    for name in ["Two", "Three"] { try await film.edit("@mug") { $0.texts.name = name } }
    let library = try film.library()
    let mug = try HandleReference("@mug")
    _ = try ForgetRevisions(of: mug, before: "3").plan(in: library).run(in: library, reason: "old")
    var found = try #require(try film.status("mug").findings.first { $0.rule == .pinMissing })
    #expect(found.message.contains(/^revision 1 \(sha256-.*\) was erased on \d+ [A-Z]/))
    #expect(found.fix == "pin the latest: castbook update @mug")
    let never = String(repeating: "ab", count: 32)
    let pin = try #require(film.lockText.split(separator: "\n").first { $0.hasPrefix("@mug") })
    let element = pin.split(separator: " ")[1]
    try film.write(film.lockText.replacing(pin, with: "@mug \(element) 9 \(never)"))
    found = try #require(try film.status("mug").findings.first { $0.rule == .pinMissing })
    #expect(found.message.hasSuffix("is not in this library"))
    _ = try EraseElement(mug).plan(in: library).run(in: library, reason: "all of it")
    found = try #require(try film.status("mug").findings.first { $0.rule == .pinMissing })
    #expect(found.message.hasPrefix("it was erased on "))
    #expect(found.fix == "unpin it: castbook unuse @mug")
  }

  @Test("An element whose new voice is retired stays where it is, and does not keep others back")
  func retiredNeed() async throws {
    let film = try Film()
    try await film.addCast()
    try await film.add("narrator", .voice, ["odd/voice-6s.wav"])
    try film.use("@mira", "@mug")
    try await film.edit("@mira") { $0.voice = try HandleReference("@narrator") }
    try await film.edit("@mug") { $0.texts.name = "Red mug" }
    _ = try Remove([HandleReference("@narrator")]).run(in: film.library())
    let outcome = try film.update()
    #expect(outcome.changeTexts == ["stays mira:1", "stays mira_voice:1", "moved mug:2"])
    #expect(outcome.pins[0].obstacle == .need)
    #expect(
      outcome.notices.first?.hasPrefix("@narrator, the voice of @mira, is retired. Restore") == true
    )
    #expect(try film.pins == ["mira:1", "mira_voice:1", "mug:2"])
    #expect(throws: ProjectError.self) { try film.update("@mira") }
  }

  @Test("A digest of another element counts as missing")
  func foreignDigest() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira", "@mug")
    let pins = try film.project.lock.pins
    let mug = try #require(pins.last)
    try film.write(film.lockText.replacing(mug.revision.hex, with: pins[0].revision.hex))
    #expect(try film.status("mug").state == .missing)
    #expect(try film.update("@mug").changeTexts == ["moved mug:1"])
    #expect(try film.status("mug").state == .current)
  }

  @Test("Rights are the current ones; a look has those of its base")
  func rights() async throws {
    let film = try Film()
    try await film.addCast()
    try film.use("@mira_coat", "@mug")
    try await film.edit("@mira_coat") { $0.unset = [.rights] }
    try await film.edit("@mira") { $0.rights.expires = Day("2026-12-20") }
    try await film.edit("@mug") { $0.unset = [.rights] }
    #expect(try film.rules("mug") == ["rights.unknown"])
    #expect(try film.rules("mira", today: "2026-11-19").isEmpty)
    #expect(try film.rules("mira", today: "2026-11-20") == ["rights.expiring"])
    #expect(try film.rules("mira", today: "2026-12-20") == ["rights.expiring"])
    #expect(try film.rules("mira", today: "2026-12-21") == ["rights.expired"])
    let coat = try film.status("mira_coat", today: "2026-12-21")
    #expect(coat.status == .fail)
    #expect(coat.findings[0].message == "rights expired on 20 Dec 2026 (rights of @mira)")
    #expect(coat.findings[0].fix?.contains("castbook edit @mira --expires DAY") == true)
    try await film.edit("@mira") { $0.rights.expires = Day("2030-01-01") }
    #expect(try film.rules("mira", today: "2026-12-21").isEmpty)
    #expect(try film.pins.contains("mira:1"))
  }
}
