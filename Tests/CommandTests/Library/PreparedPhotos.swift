import FormatSupport
import Foundation
import Model
import TestSupport
import Testing

@Suite("Phone photos", .timeLimit(.minutes(30)))
struct PreparedPhotos {
  @Test("A folder of them becomes, in two commands, an element whose files pass at its provider")
  func ready() throws {
    let scratch = try TemporaryFolder()
    let folder = scratch.url
    let photos = folder.appending(path: "photos")
    try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
    for (name, role) in [("IMG_2041.HEIC", "front"), ("IMG_2038.JPG", "left")] {
      let suffix = name.split(separator: ".").last.map(String.init) ?? ""
      try FileManager.default.copyItem(
        at: Fixtures.folder.appending(path: "trouble/\(name)"),
        to: photos.appending(path: "mira-\(role).\(suffix)"))
    }
    let library = folder.appending(path: "library").path()
    #expect(try Tool.run(["init", library], in: folder).status == 0)
    let added = try Tool.run(
      [
        "add", "character", "@mira", "photos", "--prepare", "--for", "kling-o3", "--library",
        library,
      ], in: folder)
    #expect(added.status == 0, "\(added.output)")
    let prepared = try Tool.run(
      ["prepare", "@mira", "--for", "kling-o3", "-o", "ready", "--library", library], in: folder)
    #expect(prepared.status == 0, "\(prepared.output)")
    let checked = try Checked(["ready", "--for", "kling-o3", "--set"], in: folder)
    #expect(checked.status == 0)
    #expect(checked.files.count == 2)
    #expect(checked.files.allSatisfy { $0["status"]?.string == "pass" })
    #expect(checked.files.allSatisfy { $0["privateMetadata"] == nil })
    // The second run makes no copy that already exists.
    let again = try Tool.run(
      ["prepare", "@mira", "--for", "kling-o3", "-o", "ready", "--library", library], in: folder)
    #expect(again.output.contains("all already there"))
  }

  /// A phone's HEIC, a JPEG that passes except for its metadata, one that can't be made to pass,
  /// and a good one.
  private func shoot(_ film: Production) throws {
    try film.take("trouble/IMG_2041.HEIC", as: "p/1.heic")
    try film.take("scenes/mira-045-daylight.jpg", as: "p/2.jpg")
    try film.take("trouble/mira-full-length.jpg", as: "p/3.jpg")
    try film.take("starter/mira-back.jpg", as: "p/4.jpg")
    var exif = EXIFBuilder()
    exif.main = [EXIFBuilder.Entry(0x010F, "Castbook Camera")]
    let photo = film.folder.appending(path: "p/2.jpg")
    let jpeg = [UInt8](try Data(contentsOf: photo))
    try Data(AssembledPicture.jpeg(jpeg, [AssembledPicture.exif(exif)])).write(to: photo)
  }

  @Test("A file passes because of its prepared copy, in every command")
  func copiesCount() throws {
    let film = try Production(starter: false)
    try shoot(film)
    let added = try film.run(
      "add", "character", "@ana", "p", "--prepare", "--for", "kling-o3,kling-official")
    // One file can't be made to pass: it is kept, and the exit code says so.
    #expect(added.status == 1, "\(added.errors)")
    let rows = added.output.split(separator: "\n").map(String.init)
    for name in ["1.heic", "2.jpg", "3.jpg", "4.jpg"] {
      #expect(rows.count { $0.contains(" \(name) ") } == 1, "\(added.output)")
    }
    #expect(added.output.contains("1.heic (by its copy)"))
    #expect(added.output.contains("2.jpg (by its copy)"))
    #expect(
      added.output.contains(
        "@ana: 4 files added, 2 with prepared copies, 3 of 4 ready for fal.kling-o3.r2v and kling.v3-omni"
      ), "\(added.output)")
    let check = try film.run("check", "@ana", "--for", "kling-o3,kling-official")
    let show = try film.run("show", "@ana")
    for text in [check.output, show.output] {
      #expect(text.contains("✓") && text.contains("1.heic (by its copy)"), "\(text)")
      #expect(text.contains("2.jpg (by its copy)"), "\(text)")
      #expect(!text.contains("private metadata") && !text.contains("not accepted"), "\(text)")
    }
    #expect(!check.output.contains("can be repaired"), "\(check.output)")
    let picked = try film.json("pick", "@ana", "--for", "kling-o3")["set"]
    #expect(picked?["selected"]?.array?.contains("@ana/1.heic") == true)
    #expect(picked?["toPrepare"]?.members?.isEmpty != false)
    // The second run has nothing to do.
    let again = try film.run("prepare", "@ana", "--for", "kling-o3,kling-official")
    #expect(again.output.contains("2 prepared earlier"), "\(again.output)")
    #expect(!again.output.contains("kept in the library"))
    // Another element with the same bytes has the same copies.
    let other = try film.run("add", "character", "@ben", "p/1.heic", "p/2.jpg")
    #expect(other.output.contains("1.heic (by its copy)"), "\(other.output)")
    #expect(other.output.contains("@ben: 2 files added, all ready for kling"))
    // Copies of its own files don't count as other pictures.
    #expect(!other.output.contains("nearly the same picture"), "\(other.output)")
  }

  @Test("Without copies the last lines say how many files pass, and what makes the others pass")
  func summary() throws {
    let film = try Production(starter: false)
    try shoot(film)
    let added = try film.run("add", "character", "@ana", "p")
    #expect(added.status == 0)
    #expect(
      added.output.contains(
        """
        @ana: 4 files added, 2 of 4 ready for kling
        To make copies that pass (1 file): castbook prepare @ana --for kling

        """), "\(added.output)")
  }

  @Test("A file that can't be prepared is reported, and the others are made")
  func refused() throws {
    let scratch = try TemporaryFolder()
    let result = try Tool.run(
      ["prepare", Fixtures.folder.appending(path: "trouble").path(), "-o", "ready"],
      in: scratch.url)
    #expect(result.status == 1)
    for words in ["the file ends at 51 %", "the file is empty", "is a web page"] {
      #expect(result.output.contains(words))
    }
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.url.appending(path: "ready").path())
    #expect(names.contains("IMG_2041.jpg") && names.contains("prepare.json"))
  }

  @Test(
    "Wrong usage says what to type",
    arguments: [
      (["prepare", "a.jpg"], "no output folder. Add -o DIR, or --dry-run to write no files."),
      (["split", "a.jpg"], "no output folder. Add -o DIR, or --dry-run to write no files."),
      (["stills", "a.mp4"], "no output folder. Add -o DIR, or --dry-run to write no files."),
      (["export", "a.md"], "no output folder. Add -o DIR, or --dry-run to write no files."),
      (["files", "@a"], "no output folder. Add -o DIR."),
      (["sheet", "a.jpg"], "no output file. Add -o FILE.png."),
      (["pack", "@a"], "no output file. Add -o FILE.zip."),
      (["prepare", "a.jpg", "-o", "x", "--background", "blue"], "#d8d4cf"),
      (["split", "a.jpg", "--grid", "4", "-o", "x"], "1x4"),
      (["add", "character", "@a", "a.jpg", "--grid", "1x2"], "--split"),
    ])
  func usage(arguments: [String], words: String) throws {
    let scratch = try TemporaryFolder()
    for name in ["a.jpg", "a.mp4", "a.md"] { try scratch.write(Data(), to: name) }
    let result = try Tool.run(arguments, in: scratch.url)
    #expect(result.status == 2)
    #expect((result.output + result.errors).contains(words))
  }
}
