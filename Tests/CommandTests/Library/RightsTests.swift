import Foundation
import Model
import TestSupport
import Testing

/// Rights that have ended, end soon, or were never stated, in every command that shows an element.
@Suite("Rights")
struct RightsTests {
  private let shelf: Shelf

  init() throws {
    shelf = try Shelf()
    let folder = Fixtures.folder.deletingLastPathComponent().appending(path: "Catalog/Starter")
    for name in ["mira-front.jpg", "mira-back.jpg", "mira-right.jpg"] {
      try FileManager.default.copyItem(
        at: folder.appending(path: name), to: shelf.folder.appending(path: name))
    }
    try shelf.run("add", "character", "@mira", "mira-front.jpg", "mira-back.jpg")
    try shelf.run("add", "character", "@coat", "mira-right.jpg", "--look-of", "@mira")
  }

  private func day(_ days: Int) -> String {
    let date = Date().addingTimeInterval(Double(days) * 86_400)
    return String(date.formatted(.iso8601).prefix(10))
  }

  private func rules(_ words: String...) throws -> [String] {
    let value = try JSONParser.parse(Array(shelf.run(words + ["--json"]).output.utf8))
    let findings = value["findings"]?.array ?? value["set"]?["findings"]?.array ?? []
    return findings.compactMap { $0["rule"]?.string }.filter { $0.hasPrefix("rights.") }
  }

  @Test("that have ended fail a check, of a look as well, and show and list report it")
  func expired() throws {
    let ended = day(-2)
    #expect(try shelf.run("check", "@mira").status == 0)
    try shelf.run("edit", "@mira", "--basis", "consented", "--expires", ended)
    for handle in ["@mira", "@coat"] {
      let check = try shelf.run("check", handle)
      #expect(check.status == 1)
      #expect(check.output.contains("\(handle): rights expired on "))
      #expect(check.output.contains("castbook edit @mira --expires DAY"))
      #expect(try rules("check", handle) == ["rights.expired"])
      #expect(try rules("show", handle) == ["rights.expired"])
      #expect(try shelf.run("show", handle).output.contains("rights.expired"))
    }
    let lines = try shelf.run("list").output.split(separator: "\n")
    #expect(lines.allSatisfy { $0.contains("✗ rights expired on ") }, "\(lines)")
    #expect(lines.filter { $0.hasSuffix("(from @mira)") }.count == 1)
    let listed = try shelf.json("list")["elements"]?.array ?? []
    let coat = try #require(listed.first { $0["handle"]?.string == "coat" })
    #expect(coat["expires"]?.string == ended)
    #expect(coat["rightsInherited"]?.boolean == true && coat["basis"]?.string == "consented")
    #expect(coat["findings"]?.array?.first?["rule"]?.string == "rights.expired")
  }

  @Test("that end soon are a warning, later ones are not")
  func expiring() throws {
    try shelf.run("edit", "@mira", "--basis", "own", "--expires", day(20))
    #expect(try shelf.run("check", "@coat").status == 0)
    #expect(try shelf.run("check", "@coat", "--strict").status == 1)
    #expect(try rules("check", "@coat") == ["rights.expiring"])
    #expect(try rules("show", "@mira") == ["rights.expiring"])
    #expect(try shelf.run("list").output.contains("! rights expire on "))
    try shelf.run("edit", "@mira", "--expires", day(90))
    #expect(try rules("check", "@coat").isEmpty && rules("show", "@mira").isEmpty)
    #expect(try shelf.run("list").output.contains("rights until "))
    #expect(try !shelf.run("list").output.contains("!"))
  }

  @Test("with a last valid day count even without a stated basis")
  func groundless() throws {
    try shelf.run("edit", "@mira", "--expires", day(-2))
    #expect(try rules("check", "@mira") == ["rights.expired"])
  }

  @Test("that were never stated are a finding for real people, and not for every new element")
  func unknown() throws {
    #expect(try rules("show", "@mira").isEmpty && rules("check", "@mira").isEmpty)
    try shelf.run("edit", "@mira", "--person", "real")
    for handle in ["@mira", "@coat"] {
      #expect(try rules("show", handle) == ["rights.unknown"], "\(handle)")
      #expect(try rules("check", handle) == ["rights.unknown"], "\(handle)")
    }
    #expect(try shelf.run("check", "@mira").status == 0)
    try shelf.run("edit", "@mira", "--basis", "consented")
    #expect(try rules("show", "@mira").isEmpty && rules("check", "@coat").isEmpty)
    try shelf.run("edit", "@mira", "--person", "drawn", "--basis", "unknown")
    #expect(try rules("check", "@coat") == ["rights.unknown"])
  }
}
