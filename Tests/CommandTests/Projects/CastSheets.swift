import Foundation
import Model
import TestSupport
import Testing

/// Cast sheets of libraries and projects, as other programs read them.
@Suite("A cast sheet", .timeLimit(.minutes(30)))
struct CastSheets {
  /// The words of a PDF of a film's folder, with single spaces.
  private static func words(_ name: String, in film: Film) throws -> String {
    let path = film.folder.appending(path: name).path()
    let checked = try Program.run("qpdf", ["--check", path])
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    let text = try Program.run("pdftotext", ["-raw", "-enc", "UTF-8", path, "-"]).output
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func bytes(_ name: String, in film: Film) throws -> Data {
    try Data(contentsOf: film.folder.appending(path: name))
  }

  @Test("of a library has its elements with names, looks, voices and rights")
  func library() throws {
    let film = try Film()
    try film.run(
      "edit", "@mira", "--name", "Мира (\\) 健司", "--description", "A courier (v1.0). She runs.",
      "--holder", "Studio North", "--expires", "2099-05-31", "--allow", "commercial")
    try film.run("add", "character", "@rut", "--empty", "--name", "רות", "--person", "real")
    let done = try film.run("cast-sheet", "-o", "cast.pdf", "--title", "Lobby")
    #expect(done.status == 0 && done.errors == "", "\(done.errors)")
    #expect(done.output == "cast.pdf: 5 elements, 2 pages\n")
    let words = try Self.words("cast.pdf", in: film)
    #expect(words.hasPrefix("Lobby 5 elements: 3 characters, 1 product, 1 voice · "))
    for part in [
      "Rights: 1 not stated, 4 stated", "Мира (\\) 健司 @mira · character · version 3",
      "A courier (v1.0)", "@mira_voice · 3 s",
      "own, Studio North, until 31 May 2099, for commercial", "look of @mira", "no rights stated",
      "Voice of @mira", "no pictures", "2 of 2",
    ] {
      #expect(words.contains(part), "\(part) is not in \(words)")
    }
    #expect(!words.contains("She runs"))
    // A look comes right after its element, and kinds follow one another.
    let places = ["@mira ·", "@mira_coat ·", "@rut", "@mug ·", "@mira_voice · voice"].map {
      words.range(of: $0)?.lowerBound ?? words.endIndex
    }
    #expect(places == places.sorted() && Set(places).count == places.count)
  }

  @Test("of a project shows pinned revisions and whether they are behind")
  func project() throws {
    let film = try Film()
    try film.run("use", "@mira", "@mug")
    try film.run("edit", "@mug", "--drop", "2")
    try film.run("edit", "@mira", "--tag", "lead")
    let done = try film.json("cast-sheet", "--project", ".", "-o", "film.pdf", "--paper", "letter")
    #expect(
      done == [
        "castbook": "cast-sheet/1", "elementCount": 3, "pageCount": 1, "unreadableCount": 0,
        "files": ["film.pdf"],
      ])
    let words = try Self.words("film.pdf", in: film)
    #expect(words.hasPrefix("film 3 elements"))
    for part in [
      "Pins: 1 behind, 2 current", "version 1, behind (latest: 2)",
      "revision 2 changes what providers get", "version 2; version 3 looks the same to providers",
      "top",
    ] {
      #expect(words.contains(part), "\(part) is not in \(words)")
    }
    let one = try film.run("cast-sheet", "mug", "--project", ".", "-o", "mug.pdf")
    #expect(one.output == "mug.pdf: 1 element, 1 page\n")
    let other = try film.run("cast-sheet", "@mira_coat", "--project", ".", "-o", "x.pdf")
    #expect(other.status == 2 && other.errors.contains("@mira_coat is not pinned here"))
    let kinds = try film.run("cast-sheet", "--project", ".", "--kind", "voice", "-o", "voice.pdf")
    #expect(kinds.output == "voice.pdf: 1 element, 1 page\n")
  }

  @Test("as PNG has a numbered file for each page, with the size of the paper")
  func pictures() throws {
    let film = try Film()
    let done = try film.run("cast-sheet", "-o", "cast.png")
    #expect(done.output == "cast.png, cast-2.png: 4 elements\n", "\(done.errors)")
    let letter = try film.run("cast-sheet", "@mug", "-o", "mug.png", "--paper", "letter")
    #expect(letter.status == 0)
    for (name, size) in [("cast-2.png", [1654, 2339]), ("mug.png", [1700, 2200])] {
      let bytes = Array(try Self.bytes(name, in: film))
      #expect(
        [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } } == size)
    }
  }

  @Test("as PNG writes no page if a file in the place of another page is different")
  func occupied() throws {
    let film = try Film()
    let second = film.folder.appending(path: "cast-2.png")
    try Data("mine".utf8).write(to: second)
    let refused = try film.run("cast-sheet", "-o", "cast.png")
    #expect(refused.status == 3 && refused.errors.contains("cast-2.png: exists and is different"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: film.folder.path()).count == 1)
    #expect(try Self.bytes("cast-2.png", in: film) == Data("mine".utf8))
    #expect(try film.run("cast-sheet", "-o", "cast.png", "--replace").status == 0)
    let pages = [try Self.bytes("cast.png", in: film), try Self.bytes("cast-2.png", in: film)]
    // A page that is gone is written again, beside the one that is there.
    try FileManager.default.removeItem(at: film.folder.appending(path: "cast.png"))
    let again = try film.run("cast-sheet", "-o", "cast.png")
    #expect(again.output == "cast.png, cast-2.png: 4 elements\n", "\(again.errors)")
    #expect(
      [try Self.bytes("cast.png", in: film), try Self.bytes("cast-2.png", in: film)] == pages)
  }

  @Test("is written again with the same bytes, and replaces another file only on request")
  func again() throws {
    let film = try Film()
    let write = { try film.run("cast-sheet", "@mira", "-o", "cast.pdf") }
    #expect(try write().status == 0)
    let first = try Self.bytes("cast.pdf", in: film)
    // Now the pictures come from the library's cache.
    #expect(try write().status == 0)
    #expect(try Self.bytes("cast.pdf", in: film) == first)
    try film.run("edit", "@mira", "--name", "Mira II")
    let refused = try write()
    #expect(refused.status == 3 && refused.errors.contains("cast.pdf: exists and is different"))
    #expect(try Self.bytes("cast.pdf", in: film) == first)
    #expect(try film.run("cast-sheet", "@mira", "-o", "cast.pdf", "--replace").status == 0)
    #expect(try Self.bytes("cast.pdf", in: film) != first)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: film.folder.path()) == ["cast.pdf"])
  }

  @Test("says in its place that a file is missing, and is written all the same")
  func missing() throws {
    let film = try Film()
    let files = try film.json("show", "@mug")["files"]?.array ?? []
    let digest = try #require(files.last?["sha256"]?.string)
    try FileManager.default.removeItem(
      atPath: "\(film.library)/blobs/\(digest.prefix(2))/\(digest)")
    let done = try film.run("cast-sheet", "@mug", "-o", "mug.pdf")
    #expect(done.status == 1 && done.output == "mug.pdf: 1 element, 1 page\n")
    #expect(done.errors.contains("1 file can't be shown; the sheet says where"))
    #expect(try Self.words("mug.pdf", in: film).contains("file is missing"))
  }

  @Test("is refused with what to do instead")
  func mistakes() throws {
    let film = try Film()
    for (words, message) in [
      (["-o", "cast.jpg"], "a cast sheet is written as PDF or PNG"), ([], "no output file"),
      (["@nobody", "-o", "x.pdf"], "no element @nobody in this library"),
      (["--tag", "none", "-o", "x.pdf"], "no element matches. Leave out --kind or --tag"),
      (["--paper", "a5", "-o", "x.pdf"], "a4"), (["-o", "nowhere/x.pdf"], "no folder nowhere"),
      (["--project", "..", "-o", "x.pdf"], "castbook.lock"),
    ] {
      let result = try Tool.run(
        ["cast-sheet"] + words, in: film.folder, environment: film.environment)
      #expect(result.status > 1 && result.errors.contains(message), "\(words): \(result.errors)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: film.folder.path()).isEmpty)
  }
}
