import Foundation
import TestSupport
import Testing

/// The forms of a bundle: a folder, and an archive of that folder.
@Suite("castbook export writes", .timeLimit(.minutes(30)))
struct ExportForms {
  /// A film whose shot was exported into the folder `out/lobby`.
  private func exportedFilm() throws -> Production {
    let film = try Production.ready()
    let made = try film.run("export", "lobby.md", "-o", "out")
    try #require(made.status == 0, "\(made.output)\(made.errors)")
    return film
  }

  @Test("to the terminal which files go with an element, where the bundle is, and its price")
  func report() throws {
    let film = try Production.ready()
    let made = try film.run("export", "lobby.md", "-o", "out")
    #expect(made.status == 0, "\(made.output)\(made.errors)")
    for words in [
      "@Element1  @mira Mira Okafor (revision 1): 1 front", "out/lobby/",
      "1.568 USD (0.196 per second of output × 8",
    ] { #expect(made.output.contains(words), "\(made.output)") }
  }

  @Test("a folder with a digest of each file, which sha256sum confirms")
  func sums() throws {
    let film = try exportedFilm()
    let checked = try film.shell("cd out/lobby && sha256sum --strict -c SHA256SUMS")
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
    let confirmed = checked.output.split(separator: "\n").map(String.init)
    let names = try film.files("out/lobby").keys.filter { $0 != "SHA256SUMS" }
    #expect(confirmed.sorted() == names.map { "\($0): OK" }.sorted())
    #expect(!names.isEmpty)
  }

  @Test("an archive that unzip opens, with the files of the folder")
  func archive() throws {
    let film = try exportedFilm()
    #expect(try film.run("export", "lobby.md", "-o", "lobby.zip").status == 0)
    #expect(try film.shell("unzip -tq lobby.zip").status == 0)
    #expect(try film.shell("unzip -q lobby.zip -d unzipped").status == 0)
    #expect(try film.files("unzipped/lobby") == film.files("out/lobby"))
  }

  @Test("the same archive with --zip into a folder as with its own name")
  func archiveInFolder() throws {
    let film = try Production.ready()
    #expect(try film.run("export", "lobby.md", "-o", "lobby.zip").status == 0)
    #expect(try film.run("export", "lobby.md", "-o", "zips", "--zip").status == 0)
    #expect(try film.data("zips/lobby.zip") == film.data("lobby.zip"))
  }

  @Test(
    "what bundle verify accepts, as a folder and as an archive",
    arguments: [("out", "out/lobby"), ("lobby.zip", "lobby.zip")])
  func verified(output: String, path: String) throws {
    let film = try Production.ready()
    #expect(try film.run("export", "lobby.md", "-o", output).status == 0)
    let verified = try film.run("bundle", "verify", path)
    #expect(verified.status == 0, "\(verified.errors)")
    #expect(verified.output.contains("\(path): verified ·"), "\(verified.output)")
  }
}
