import Foundation
import Model
import TestSupport
import Testing

/// Missing files, and the documents that rights are based on.
@Suite("Files beside the references")
struct FilesBeside {
  private let shelf: Shelf

  init() throws {
    shelf = try Shelf()
    try FileManager.default.createDirectory(
      at: shelf.folder.appending(path: "refs"), withIntermediateDirectories: true)
    try shelf.draw("refs/mira-front.bmp", 1)
    try shelf.draw("mug.bmp", 2)
  }

  @Test("A path that leads nowhere is answered with the probable file")
  func nearest() throws {
    let meant = "did you mean refs/mira-front.bmp?"
    let check = try shelf.run("check", "refs/mira-fornt.bmp")
    #expect(
      check.status == 2
        && check.errors
          == "castbook: refs/mira-fornt.bmp: no such file. Did you mean refs/mira-front.bmp?\n"
    )
    let value = try JSONParser.parse(
      Array(shelf.run("check", "refs/mira-front.bm", "--json").output.utf8))
    let finding = value["files"]?.array?.first?["findings"]?.array?.first
    #expect(finding?["fix"]?.string == meant)
    let add = try shelf.run("add", "character", "@mira", "refs/mira-fron.bmp")
    #expect(add.status == 2)
    #expect(
      add.errors.contains("Did you mean refs/mira-front.bmp? Or leave it out: --skip-bad."),
      "\(add.errors)")
    let several = try shelf.run(
      "add", "character", "@mira", "refs/mira-fron.bmp", "mugg.bmp", "zzzzz")
    #expect(several.errors.contains("refs/mira-fron.bmp (no such file; \(meant))"))
    #expect(several.errors.contains("mugg.bmp (no such file; did you mean mug.bmp?)"))
    #expect(several.errors.contains("zzzzz (no such file)"), "\(several.errors)")
    #expect(try shelf.run("similar", "mugs.bmp").errors.contains("Did you mean mug.bmp?"))
    #expect(try shelf.run("where-used", "mugs.bmp").errors.contains("Did you mean mug.bmp?"))
    try shelf.run("add", "product", "@mug", "mug.bmp")
    #expect(
      try shelf.run("edit", "@mug", "--replace", "1=refs/mira-fron.bmp").errors
        .contains("Did you mean refs/mira-front.bmp?"))
  }

  @Test("Without a near name, or in a folder with very many names, there is no guess")
  func none() throws {
    #expect(try shelf.run("check", "refs/coat.jpg").errors.contains("Check the path"))
    #expect(try shelf.run("check", "nowhere/mira-front.bmp").errors.contains("Check the path"))
    for number in 0...5000 { try Data().write(to: shelf.folder.appending(path: "refs/\(number)")) }
    #expect(try shelf.run("check", "refs/mira-fornt.bmp").errors.contains("Check the path"))
  }

  @Test("Of very many missing files only the first ones get a suggestion")
  func many() throws {
    let paths = (0..<40).map { _ in "refs/mira-fornt.bmp" }
    let output = try shelf.run(["check", "--all"] + paths).output
    #expect(output.matches(of: /did you mean/).count == 16)
  }

  @Test("The document of rights is written out, also that of a base")
  func document() throws {
    try Data("%PDF-1.7\nrelease".utf8).write(to: shelf.folder.appending(path: "release.pdf"))
    try shelf.run("add", "product", "@mug", "mug.bmp", "--document", "release.pdf")
    try shelf.run("add", "product", "@cup", "refs/mira-front.bmp", "--look-of", "@mug")
    let written = try shelf.run("files", "@mug", "--document", "-o", "out")
    #expect(written.output == "out/mug-rights.pdf\n", "\(written.errors)")
    #expect(
      try Data(contentsOf: shelf.folder.appending(path: "out/mug-rights.pdf"))
        == Data(contentsOf: shelf.folder.appending(path: "release.pdf")))
    #expect(try shelf.run("files", "@mug", "-o", "out").output == "out/mug.bmp\n")
    let look = try shelf.json("files", "@cup", "--document", "-o", "out")["files"]?.array?.first
    #expect(look?["document"]?.boolean == true && look?["path"]?.string == "out/cup-rights.pdf")
    #expect(look?["number"] == nil)
    let again = try shelf.json("files", "@mug", "--document", "-o", "out")["files"]?.array?.first
    #expect(again?["wasThere"]?.boolean == true)
    try shelf.run("edit", "@mug", "--unset", "document")
    let none = try shelf.run("files", "@mug", "--document", "-o", "out")
    #expect(none.status == 2 && none.errors.contains("castbook edit @mug --document FILE"))
  }

  @Test(
    "A document in an element's folder is not reported as left out, nor are system files")
  func folders() throws {
    let folder = shelf.folder.appending(path: "cast/mira")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try shelf.draw("cast/mira/mira-front.bmp", 5)
    try shelf.draw("cast/mira/scan.bmp", 6)
    for name in [".DS_Store", "Thumbs.db", "desktop.ini", "mira-front.xmp", "mira.aae", "mira.thm"]
    {
      try Data("x".utf8).write(to: folder.appending(path: name))
    }
    try Data(#"{"rights":{"basis":"consented","document":"scan.bmp"}}"#.utf8)
      .write(to: folder.appending(path: "element.json"))
    let added = try shelf.run("add", "--from", "cast")
    #expect(added.status == 0 && !added.output.contains("skipped"), "\(added.output)")
    #expect(try shelf.json("show", "@mira")["files"]?.array?.count == 1)
    try Data("a release".utf8).write(to: folder.appending(path: "release.txt"))
    try Data(#"{"rights":{"document":"release.txt"}}"#.utf8)
      .write(to: folder.appending(path: "element.json"))
    #expect(try !shelf.run("add", "--from", "cast").output.contains("skipped"))
    #expect(try shelf.run("files", "@mira", "--document", "-o", "out").status == 0)
  }
}
