import Foundation
import Model
import TestSupport
import Testing

@Suite("A turnaround sheet", .timeLimit(.minutes(30)))
struct NamedSheets {
  @Test(
    "is named by every command that meets it, together with split, and never cropped",
    arguments: [
      "mira-row.jpg": PixelSize(width: 900, height: 420),
      "mira-seams.jpg": PixelSize(width: 840, height: 380),
      "mug-gutters.jpg": PixelSize(width: 628, height: 628),
    ])
  func named(sheet: String, size: PixelSize) throws {
    let film = try Production(starter: false)
    try film.take("sheets/\(sheet)", as: sheet)
    for words in [
      ["score", sheet], ["check", sheet, "--for", "kling-o3"], ["prepare", sheet, "-o", "copies"],
      ["add", "product", "@mug", sheet], ["score", "@mug"], ["check", "@mug"], ["show", "@mug"],
    ] {
      let run = try Tool.run(words + ["--library", film.library], in: film.folder)
      #expect(run.output.contains("several pictures or views in one"), "\(words): \(run.output)")
      #expect(run.output.contains("castbook split"), "\(words): \(run.output)")
      #expect(!run.output.contains("crop the bars away"), "\(words): \(run.output)")
    }
    let copied = try film.json("check", "copies/\(sheet)")["files"]?.array?.first
    #expect(copied?["width"]?.integer == size.width && copied?["height"]?.integer == size.height)
    #expect(try film.data("copies/\(sheet)") == film.data(sheet))
    // A dismissed finding is no longer shown.
    _ = try film.run("dismiss", "@mug", "1", "image.collage", "--reason", "a set of four")
    #expect(try !film.run("check", "@mug").output.contains("several pictures or views"))
  }

  @Test("is not looked for in folders, nor among more than twenty files")
  func many() throws {
    let film = try Production(starter: false)
    for number in 1...21 { try film.take("sheets/mug-gutters.jpg", as: "a/\(number).jpg") }
    func check(_ paths: [String]) throws -> String {
      try Tool.run(["check"] + paths + ["--library", film.library], in: film.folder).output
    }
    let paths = (1...21).map { "a/\($0).jpg" }
    #expect(try !check(["a"]).contains("several pictures"))
    #expect(try check(Array(paths.prefix(20))).contains("several pictures"))
    #expect(try !check(paths).contains("several pictures"))
  }
}
