import Foundation
import Model
import TestSupport
import Testing

/// Conflicts are reported when a command is given, and the command does its work nevertheless.
@Suite("Conflicts with looks, projects, rights and registrations", .timeLimit(.minutes(30)))
struct Conflicts {
  /// A film that pins @mira in her first revision, and another element; she has a look and is
  /// registered.
  private func film() throws -> Production {
    let film = try Production()
    try film.take("starter/mira-back.jpg", as: "coat.jpg")
    for words in [
      ["add", "character", "@mira_coat", "coat.jpg", "--look-of", "@mira"],
      ["register", "@mira", "--at", "kling", "--id", "8412"], ["use", "@mira", "@mug"],
    ] { try run(film, words) }
    return film
  }

  @discardableResult
  private func run(_ film: Production, _ words: [String]) throws -> Program.Result {
    let result = try Tool.run(words + ["--library", film.library], in: film.folder)
    try #require(result.status == 0, "\(words): \(result.errors)")
    return result
  }

  @Test("remove names projects, looks and what providers have; what is removed along is not named")
  func remove() throws {
    let film = try film()
    let removed = try run(film, ["remove", "@mira"])
    #expect(removed.output.contains("  1 project still pins it; the pin keeps working: "))
    #expect(removed.output.contains("  1 look of it remains: @mira_coat; castbook edit @mira_coat"))
    #expect(removed.output.contains("  kling still has it as element 8412: delete it there, then"))
    try run(film, ["restore", "@mira"])
    try run(film, ["unregister", "@mira", "--at", "kling"])
    try run(film, ["unuse", "@mira", "@mug"])
    let both = try run(film, ["remove", "@mira", "@mira_coat", "--json"])
    let value = try JSONParser.parse(Array(both.output.utf8))
    #expect(value["elements"]?.array?.count == 2)
    #expect(value["elements"]?.array?.allSatisfy { $0["notices"] == nil } == true, "\(both.output)")
  }

  @Test(
    "use names rights that ended, an old registration and a project with another revision")
  func use() throws {
    let film = try film()
    let quiet = try run(film, ["use", "@mug"])
    #expect(quiet.errors == "")
    try run(
      film,
      ["edit", "@mira", "--name", "Mira II", "--basis", "licensed", "--expires", "2026-01-31"])
    let again = try run(film, ["use", "@mira"])
    #expect(again.errors.contains("@mira: rights expired on 31 Jan 2026: renew them"))
    #expect(!again.errors.contains("kling element"))
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "second"), withIntermediateDirectories: false)
    let second = try run(film, ["use", "@mira", "--project", "second"])
    #expect(
      second.errors.contains("kling element 8412 is revision 1 of @mira, which has changed since"))
    #expect(second.errors.contains("@mira is pinned at another revision in another project: "))
    #expect(second.errors.contains("(revision 1)."))
    let value = try JSONParser.parse(
      Array(run(film, ["use", "@mira", "--project", "second", "--json"]).output.utf8))
    #expect(value["notices"]?.array?.count == 2)
  }

  @Test("pack names rights that ended, and looks and ids that are not included")
  func pack() throws {
    let film = try film()
    try run(film, ["edit", "@mira", "--basis", "licensed", "--expires", "2026-01-31"])
    let packed = try run(film, ["pack", "@mira", "-o", "mira.zip"])
    for words in [
      "@mira: rights expired on 31 Jan 2026", "@mira is packed without its looks: @mira_coat.",
      "@mira: 1 provider id not packed: --with-registrations includes it",
    ] { #expect(packed.errors.contains(words), "\(words)") }
    let whole = try run(
      film, ["pack", "@mira_coat", "@mira", "--with-registrations", "-o", "all.zip", "--json"])
    let value = try JSONParser.parse(Array(whole.output.utf8))
    // Her look has her rights.
    #expect(value["notices"]?.array?.count == 2, "\(whole.output)")
    #expect(try run(film, ["pack", "@mug", "-o", "mug.zip"]).errors == "")
  }

  @Test("status counts each pin once, by its worst finding")
  func status() throws {
    let film = try film()
    #expect(try run(film, ["status"]).output.hasSuffix(": 3 pins: 3 current\n"))
    try run(
      film,
      ["edit", "@mira", "--name", "Mira II", "--basis", "licensed", "--expires", "2026-01-31"])
    try run(film, ["edit", "@mug", "--name", "Cup"])
    let status = try Tool.run(["status", "--library", film.library], in: film.folder)
    #expect(status.status == 1)
    #expect(
      status.output.hasSuffix(": 3 pins: 1 expired, 1 behind, 1 current\n"), "\(status.output)")
    let value = try JSONParser.parse(
      Array(Tool.run(["status", "--json", "--library", film.library], in: film.folder).output.utf8))
    #expect(value["summary"]?["behind"] == 2)
    let counts = try #require(value["summary"]?["counts"]?.members)
    #expect(counts.map(\.key) == ["expired", "behind", "current"])
    #expect(
      (value["pins"]?.array ?? []).compactMap { $0["countedAs"]?.string }.sorted() == [
        "behind", "current", "expired",
      ])
  }

  @Test("pack --project packs what the lock file names, and lists all that it can't")
  func project() throws {
    let film = try film()
    try run(film, ["edit", "@mug", "--name", "Cup"])
    try film.take("starter/mug-top.jpg", as: "cup.jpg")
    try run(film, ["add", "product", "@cup", "cup.jpg"])
    let packed = try run(film, ["pack", "@cup", "--project", ".", "-o", "film.zip"])
    for handle in ["@cup", "@mira", "@mira_voice", "@mug"] {
      #expect(packed.output.contains("  \(handle)  "), "\(handle)")
    }
    #expect(!packed.output.contains("@mira_coat"))
    #expect(packed.errors.contains("@mug is pinned at revision 1; the pack includes all up to 2."))
    // A user with the lock file and the pack has the film.
    let other = film.scratch.url.appending(path: "other").path()
    #expect(try Tool.run(["init", other], in: film.folder).status == 0)
    let missing = try film.run("pack", "--project", ".", "-o", "none.zip", library: other)
    #expect(missing.status == 1)
    for handle in ["@mira", "@mira_voice", "@mug"] {
      #expect(missing.errors.contains("\(handle) at revision 1 (sha256-"), "\(missing.errors)")
    }
    #expect(missing.errors.contains("3 pins can't be packed"))
    #expect(!film.exists("none.zip"))
    #expect(try film.run("import", "film.zip", library: other).status == 0)
    #expect(try film.run("status", library: other).output.contains("revision 1, latest 2"))
    #expect(try film.run("pack", "--project", ".", "-o", "again.zip", library: other).status == 0)
    let none = try film.run("pack", "-o", "x.zip")
    #expect(none.status == 2 && none.errors.contains("no elements to pack"))
    #expect(try film.run("pack", "--project", "second", "-o", "x.zip").status == 3)
  }

  @Test("doctor names a file by its element, and a lost copy by the file it was made of")
  func doctor() throws {
    let film = try Production(starter: false)
    try film.take("trouble/mira-print.jpg", as: "a.jpg")
    try film.take("trouble/mira-wide.jpg", as: "b.jpg")
    try film.take("starter/mira-front.jpg", as: "c.jpg")
    let added = try film.run(
      "add", "character", "@mira", "a.jpg", "b.jpg", "c.jpg", "--prepare", "--for", "kling-official"
    )
    #expect(added.status == 0, "\(added.errors)")
    let files = try film.json("show", "@mira")["files"]?.array ?? []
    let copies = files.compactMap { $0["copies"]?.array?.first?["sha256"]?.string }
    try #require(copies.count == 2)
    func path(_ digest: String) -> String { "\(film.library)/blobs/\(digest.prefix(2))/\(digest)" }
    try FileManager.default.removeItem(atPath: path(copies[0]))
    try FileManager.default.removeItem(atPath: path(copies[1]))
    try Data("x".utf8).write(to: URL(filePath: path(copies[1])))
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path(copies[1]))
    try FileManager.default.removeItem(atPath: path(try #require(files[2]["sha256"]?.string)))
    let doctor = try film.run("doctor")
    #expect(doctor.status == 1)
    for words in [
      "✗ @mira 1 a.jpg: its prepared copy is missing: castbook prepare @mira creates it again (blobs/",
      "✗ @mira 2 b.jpg: its prepared copy is damaged: castbook prepare @mira creates it again (blobs/",
      "✗ @mira 3 c.jpg is missing: add the original again: castbook add character @mira c.jpg (blobs/",
    ] { #expect(doctor.output.contains(words), "\(doctor.output)") }
    #expect(try film.run("add", "character", "@mira", "c.jpg").status == 0)
    #expect(try film.run("prepare", "@mira", "--for", "kling-official").status == 0)
    let healed = try film.run("doctor")
    #expect(healed.status == 0 && !healed.output.contains("✗"), "\(healed.output)")
  }
}
