import Foundation
import Model
import TestSupport
import Testing

@Suite("The library's cache of measures", .timeLimit(.minutes(30)))
struct KeptMeasuresOfExports {
  /// Five pictures, four of which are sent: `export` judges whether these are the best.
  private func film() throws -> Production {
    let film = try Production(starter: false)
    for (name, fixture) in [
      ("1.jpg", "scenes/mira-000-lamp.jpg"), ("2.jpg", "starter/mira-back.jpg"),
      ("3.jpg", "starter/mira-right.jpg"), ("4.jpg", "starter/mira-three-quarter-left.jpg"),
      ("5.jpg", "starter/mira-front.jpg"),
    ] { try film.take(fixture, as: "p/\(name)") }
    #expect(try film.run("add", "character", "@mira", "p", "--basis", "own").status == 0)
    let roles = "1=front,2=back,3=right,4=three-quarter-left,5=front"
    #expect(try film.run("edit", "@mira", "--role", roles).status == 0)
    try film.write("---\ntarget: kling-o3\n---\n@mira waves", to: "m.md")
    return film
  }

  /// The measures in the library's cache, with their contents.
  private func kept(_ film: Production) throws -> [URL: Data] {
    let folder = URL(filePath: film.library).appending(path: "cache/previews-1")
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path())) ?? []
    return try paths.filter { $0.hasSuffix("-measures.json") }.reduce(into: [:]) { found, path in
      let url = folder.appending(path: path)
      found[url] = try Data(contentsOf: url)
    }
  }

  /// The findings of a dry run about the choice of pictures, as text.
  private func hints(_ film: Production) throws -> [String] {
    let out = try film.json("export", "m.md", "--dry-run")
    let findings = out["bundles"]?.array?.first?["findings"]?.array ?? []
    return findings.filter { $0["rule"]?.string == "set.better-pick" }.map(\.compactText)
  }

  @Test("doesn't change any hint, whether it is empty, full or damaged")
  func sameHints() throws {
    let film = try film()
    #expect(try kept(film).isEmpty)
    let first = try hints(film)
    #expect(first.count == 1)
    let measures = try kept(film)
    #expect(measures.count == 5)
    #expect(try hints(film) == first)
    #expect(try kept(film) == measures)

    let paths = measures.keys.sorted { $0.path() < $1.path() }
    try Data().write(to: paths[0])
    try measures[paths[1]]?.prefix(300).write(to: paths[1])
    try Data("{}".utf8).write(to: paths[2])
    let text = String(decoding: try #require(measures[paths[3]]), as: UTF8.self)
    // Another version of the measures, and a picture that is cut off.
    try Data(text.replacing("\"quality/", with: "\"quality/9").utf8).write(to: paths[3])
    let short = String(decoding: try #require(measures[paths[4]]), as: UTF8.self)
      .replacing(#/"luma":"[0-9a-f]{8}/#, with: "\"luma\":\"")
    try Data(short.utf8).write(to: paths[4])
    #expect(try kept(film) != measures)
    #expect(try hints(film) == first)
    #expect(try kept(film) == measures)
  }

  @Test("is used: exchanged measures of two pictures exchange what is judged")
  func used() throws {
    let film = try film()
    let first = try hints(film)
    let measures = try kept(film)
    // The picture in bad light gets the measures of the better one.
    let dark = try #require(digest(film, number: 1)), bright = try #require(digest(film, number: 5))
    let path = { (digest: String) in measures.keys.first { $0.path().contains(digest) } }
    try measures[#require(path(bright))]?.write(to: #require(path(dark)))
    try measures[#require(path(dark))]?.write(to: #require(path(bright)))
    #expect(try hints(film) != first)
    // What the command measures is not from the cache.
    #expect(try film.run("pick", "@mira", "--best", "4", "--save").status == 0)
    #expect(digest(film, number: 1) == bright)
  }

  private func digest(_ film: Production, number: Int) -> String? {
    let files = try? film.json("show", "@mira")["files"]?.array
    return files?.first { $0["number"]?.integer == number }?["sha256"]?.string
  }

  @Test("is not needed if all pictures are sent, and loses measures with their element")
  func unneeded() throws {
    let film = try film()
    try film.write("---\ntarget: kling-o3\nimages: @mira=1,2\n---\n@mira waves", to: "two.md")
    #expect(try film.run("export", "two.md", "-o", "out").status == 0)
    #expect(try kept(film).isEmpty)
    _ = try hints(film)
    #expect(try kept(film).count == 5)
    #expect(try film.run("erase", "@mira", "--reason", "gone", "--yes").status == 0)
    #expect(try kept(film).isEmpty)
  }
}
