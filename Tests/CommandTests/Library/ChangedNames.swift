import Foundation
import Model
import TestSupport
import Testing

/// Effects on names and voices when elements are restored and removed.
@Suite("Names and voices after a change")
struct ChangedNames {
  private let shelf: Shelf

  init() throws {
    shelf = try Shelf()
    for number in 1...3 { try shelf.draw("\(number).bmp", number) }
    try shelf.run("add", "character", "@mira", "1.bmp", "2.bmp", "--alias", "米拉")
  }

  @Test("An earlier revision comes back under the element's present handle")
  func restored() throws {
    try shelf.run("edit", "@mira", "--drop", "2", "--notes", "new")
    try shelf.run("edit", "@mira", "--rename", "mira_o", "--alias", "okafor")
    let restored = try shelf.run("restore", "@mira_o:1")
    #expect(restored.status == 0)
    #expect(restored.output.hasPrefix("@mira_o, revision 4\n"))
    #expect(
      restored.output.contains(
        "the handle stays @mira_o; for @mira: castbook edit @mira_o --rename mira"))
    let shown = try shelf.json("show", "@mira_o")
    #expect(shown["files"]?.array?.count == 2 && shown["notes"] == nil)
    let aliases = shown["aliases"]?.array?.compactMap(\.string) ?? []
    #expect(Set(aliases) == ["mira", "米拉"])
    #expect(try shelf.json("show", "@mira")["handle"]?.string == "mira_o")
    let dry = try shelf.json("restore", "@mira:2", "--dry-run")
    #expect(dry["dryRun"]?.boolean == true && dry["changed"]?.boolean == true)
    #expect(
      try shelf.run("restore", "@mira:2", "--dry-run").output.hasSuffix("nothing was changed\n"))
    #expect(try shelf.json("show", "@mira")["revision"] == shown["revision"])
    let value = try shelf.json("restore", "@mira:2")
    #expect(value["notices"]?.array?.count == 1)
    try shelf.run("edit", "@mira_o", "--rename", "mira")
    #expect(try shelf.json("restore", "@mira:1")["notices"] == nil)
    #expect(try shelf.json("show", "@mira_o")["handle"]?.string == "mira")
  }

  @Test("The speakers of a removed voice are named, and show reports it")
  func voice() throws {
    let wav = Fixtures.folder.deletingLastPathComponent()
      .appending(path: "Catalog/Starter/mira-voice.wav").path(percentEncoded: false)
    try shelf.run("add", "voice", "@calm", wav)
    try shelf.run("bind", "@mira", "@calm")
    try shelf.run("add", "character", "@coat", "3.bmp", "--look-of", "@mira")
    #expect(try shelf.json("show", "@mira")["findings"] == nil)
    let removed = try shelf.run("remove", "@calm")
    #expect(
      removed.output.contains(
        "@mira still uses this voice; replace it: castbook bind @mira @VOICE; "
          + "or remove it: castbook edit @mira --unset voice"), "\(removed.output)")
    for handle in ["@mira", "@coat"] {
      let findings = try shelf.json("show", handle)["findings"]?.array ?? []
      #expect(findings.compactMap { $0["rule"]?.string } == ["element.retired"])
      #expect(findings.first?["message"]?.string == "its voice @calm is retired")
    }
    try shelf.run("restore", "@calm")
    #expect(try shelf.json("show", "@mira")["findings"] == nil)
    try shelf.run("edit", "@mira", "--unset", "voice")
    #expect(try shelf.json("remove", "@calm")["elements"]?.array?.first?["notices"] == nil)
  }

  @Test("Where only an element can be meant, it may be named without the at-sign")
  func bareNames() throws {
    for words in [
      ["show", "mira"], ["show", "MIRA:1"], ["show", "米拉"], ["log", "mira"],
      ["edit", "mira", "--tag", "lead"], ["files", "mira", "-o", "out"],
      ["erase", "mira", "--dry-run"], ["remove", "mira"], ["restore", "mira"],
    ] {
      let result = try shelf.run(words)
      #expect(result.status == 0, "\(words): \(result.errors)")
    }
    #expect(try shelf.run("show", "mora").errors.contains("Did you mean @mira?"))
    let refused = try shelf.run("show", "refs/mira.jpg")
    #expect(refused.status == 2 && refused.errors.contains("is not a handle"))
    // In place of a path, a bare word is a path.
    #expect(
      try shelf.run("check", "mira").errors == "castbook: mira: no such file. Check the path.\n")
  }
}
