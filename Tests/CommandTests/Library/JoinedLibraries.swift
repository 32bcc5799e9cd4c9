import Foundation
import Model
import TestSupport
import Testing

/// Libraries that were copied, changed separately and joined again.
@Suite("Joined libraries")
struct JoinedLibraries {
  private let shelf: Shelf

  init() throws {
    shelf = try Shelf()
    for number in 1...4 { try shelf.draw("\(number).bmp", number) }
  }

  private func elsewhere(_ words: String...) throws -> Program.Result {
    try Tool.run(
      words, in: shelf.folder, environment: ["CASTBOOK_LIBRARY": shelf.path("other")])
  }

  /// Copies the other library's files and records into this one, as docs/format.md says.
  private func join() throws {
    let copied = try Tool.run(
      program: URL(filePath: "/bin/cp"), ["-rn", "other/log", "other/blobs", "library"],
      in: shelf.folder)
    #expect(copied.status == 0, "\(copied.errors)")
  }

  /// Makes a fork of @mira: here she has a tag, there another file, notes and a role.
  private func fork() throws {
    try shelf.run("add", "character", "@mira", "1.bmp", "2.bmp", "--role", "front,back")
    try FileManager.default.copyItem(
      at: shelf.library, to: shelf.folder.appending(path: "other"))
    try shelf.run("edit", "@mira", "--tag", "hero")
    #expect(try elsewhere("add", "character", "@mira", "3.bmp").status == 0)
    #expect(try elsewhere("edit", "@mira", "--notes", "of Lisbon", "--role", "2=left").status == 0)
    try join()
  }

  /// The digest of the latest revision that is, or is not, the one with the tag.
  private func head(tagged: Bool) throws -> String {
    let shown = try shelf.json("show", "@mira")
    let heads = (shown["forked"]?.array ?? []).compactMap(\.string)
    #expect(heads.count == 2)
    let found = try heads.first { head in
      try (shelf.json("show", "@mira:sha256-\(head)")["tags"] != nil) == tagged
    }
    return try #require(found)
  }

  @Test("A fork is marked in the list and in show, and commands for files ask which side")
  func reported() throws {
    try fork()
    let (here, there) = (try head(tagged: true), try head(tagged: false))
    let list = try shelf.run("list").output
    for digest in [here, there] {
      #expect(list.contains(", sha256-\(digest.prefix(8)))"), "\(list)")
    }
    let listed = try shelf.json("list")["elements"]?.array ?? []
    #expect(
      listed.map { $0["findings"]?.array?.first?["rule"]?.string } == [
        "element.forked", "element.forked",
      ])
    #expect(try shelf.run("show", "@mira").output.contains("element.forked"))
    for words in [
      ["check", "@mira"], ["similar", "@mira"], ["files", "@mira", "-o", "out"],
    ] {
      let refused = try shelf.run(words)
      #expect(refused.status == 1, "\(words)")
      for digest in [here, there] {
        #expect(refused.errors.contains("@mira:sha256-\(digest.prefix(8))"), "\(refused.errors)")
      }
      let error = try JSONParser.parse(Array(shelf.run(words + ["--json"]).output.utf8))
      #expect(error["rule"]?.string == "element.forked")
    }
    #expect(!FileManager.default.fileExists(atPath: shelf.path("out")))
    let files = try shelf.run("files", "@mira:sha256-\(there)", "-o", "out").output
    #expect(files == "out/1.bmp\nout/2.bmp\nout/3.bmp\n")
    let named = try shelf.run("check", "@mira:sha256-\(here)", "--for", "kling", "--json")
    #expect(try JSONParser.parse(Array(named.output.utf8))["files"]?.array?.count == 2)
    #expect(try shelf.run("similar", "@mira:sha256-\(here)").status == 0)
  }

  @Test("Ending a fork says what only the other side has")
  func merge() throws {
    try fork()
    let (here, there) = (try head(tagged: true), try head(tagged: false))
    let other = "sha256-\(there.prefix(8))"
    let merged = try shelf.run("edit", "@mira:sha256-\(here)", "--merge")
    #expect(
      merged.output == """
        @mira, revision 4, kept A
          merged with \(other), except for:
            notes: of Lisbon
            2.bmp as left
            file 3: 3.bmp (unsorted)
          That version stays available: castbook show @mira:\(other), castbook files @mira:\(other) -o DIR

        """)
    #expect(try shelf.run("files", "@mira:\(other)", "-o", "out").status == 0)
    #expect(FileManager.default.fileExists(atPath: shelf.path("out/3.bmp")))
    #expect(try shelf.faults() == [])
  }

  @Test("In the other direction only the tag is left out, and JSON says so as well")
  func mergeInJSON() throws {
    try fork()
    let (here, there) = (try head(tagged: true), try head(tagged: false))
    let value = try shelf.json("edit", "@mira:sha256-\(there)", "--merge")
    let merged = try #require(value["merged"]?.array?.first)
    #expect(merged["sha256"]?.string == here)
    #expect(merged["leftOut"]?.array?.compactMap(\.string) == ["tag hero", "2.bmp as back"])
  }

  /// The commands that a text proposes.
  private func commands(in text: String) -> [String] {
    text.matches(of: /castbook edit [^;.]*--(rename|unalias) [^;.\n]*?(?=;|\.|  |$)/).map {
      "\($0.output.0)"
    }
  }

  /// Pastes a command into a shell.
  private func paste(_ command: String) throws -> Program.Result {
    let program = Tool.binary.path(percentEncoded: false)
    let line = command.replacing("castbook ", with: "'\(program)' ", maxReplacements: 1)
    return try Tool.run(
      program: URL(filePath: "/bin/sh"), ["-c", line], in: shelf.folder,
      environment: shelf.environment)
  }

  @Test("Two elements of one name are separated by the command that the error proposes")
  func namesakes() throws {
    try shelf.run("add", "character", "@mira", "1.bmp", "--name", "Mira Okafor")
    #expect(try elsewhere("init").status == 0)
    #expect(try elsewhere("add", "character", "@mira", "2.bmp", "--name", "Mira Two").status == 0)
    try join()
    let error = try shelf.run("show", "@mira")
    #expect(error.status == 1)
    #expect(
      error.errors.contains(/@mira~[0-9a-z]+ \(Mira Okafor\), @mira~[0-9a-z]+ \(Mira Two\)/),
      "\(error.errors)")
    let proposed = commands(in: error.errors)
    #expect(proposed.count == 1, "\(error.errors)")
    let pasted = try paste(try #require(proposed.first))
    #expect(pasted.output.hasPrefix("@mira_2, revision 2\n"), "\(pasted.errors)")
    #expect(try shelf.json("show", "@mira")["name"]?.string == "Mira Okafor")
    #expect(try shelf.json("show", "@mira_2")["name"]?.string == "Mira Two")
    #expect(try shelf.faults() == [])
  }

  @Test("doctor separates elements that share several names by a command for each element")
  func severalNames() throws {
    try shelf.run("add", "character", "@mira", "1.bmp", "--alias", "米拉")
    try shelf.run("add", "product", "@mira_2", "4.bmp")
    #expect(try elsewhere("init").status == 0)
    #expect(
      try elsewhere("add", "character", "@mira", "2.bmp", "--alias", "米拉", "--alias", "it's").status
        == 0)
    try join()
    #expect(try shelf.faults().count == 2)
    let proposed = commands(in: try shelf.run("doctor").output)
    #expect(Set(proposed).count == 1, "\(proposed)")
    let pasted = try paste(try #require(proposed.first))
    #expect(pasted.output.hasPrefix("@mira_3, revision 2\n"), "\(pasted.errors)")
    #expect(try shelf.faults() == [])
  }
}
