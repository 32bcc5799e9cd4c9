import Foundation
import Model
import Testing

@Suite("Phone photos", .timeLimit(.minutes(30)))
struct PreparedPhotos {
  @Test("In two commands a folder of them is an element whose files pass at its provider")
  func ready() throws {
    let scratch = try Scratch()
    let folder = scratch.folder
    let photos = folder.appending(path: "photos")
    try FileManager.default.createDirectory(at: photos, withIntermediateDirectories: true)
    for (name, role) in [("IMG_2041.HEIC", "front"), ("IMG_2038.JPG", "left")] {
      let suffix = name.split(separator: ".").last.map(String.init) ?? ""
      try FileManager.default.copyItem(
        at: Tool.fixtures.appending(path: "trouble/\(name)"),
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
    // The second time nothing is made that is there already.
    let again = try Tool.run(
      ["prepare", "@mira", "--for", "kling-o3", "-o", "ready", "--library", library], in: folder)
    #expect(again.output.contains("all there already"))
  }

  @Test("What can't be prepared is said, and the others are made")
  func refused() throws {
    let scratch = try Scratch()
    let result = try Tool.run(
      ["prepare", Tool.fixtures.appending(path: "trouble").path(), "-o", "ready"],
      in: scratch.folder)
    #expect(result.status == 1)
    for words in ["cut off 51 % of the way down", "the file is empty", "is a web page"] {
      #expect(result.output.contains(words))
    }
    let names = try FileManager.default.contentsOfDirectory(
      atPath: scratch.folder.appending(path: "ready").path())
    #expect(names.contains("IMG_2041.jpg") && names.contains("prepare.json"))
  }

  @Test(
    "Wrong usage says what to type",
    arguments: [
      (["prepare", "a.jpg"], "-o ready/"), (["split", "a.jpg"], "-o views/"),
      (["prepare", "a.jpg", "-o", "x", "--background", "blue"], "#d8d4cf"),
      (["split", "a.jpg", "--grid", "4", "-o", "x"], "1x4"),
      (["add", "character", "@a", "a.jpg", "--grid", "1x2"], "--split"),
    ])
  func usage(arguments: [String], words: String) throws {
    let scratch = try Scratch()
    let result = try Tool.run(arguments, in: scratch.folder)
    #expect(result.status == 2)
    #expect((result.output + result.errors).contains(words))
  }
}
