import Foundation
import Model
import TestSupport
import Testing

/// The library's notes on its backups, and what erase reports of them.
@Suite("Backups that still contain an erased person")
struct NotedBackups {
  private let shelf: Shelf

  init() throws {
    shelf = try Shelf()
    for number in 1...3 { try shelf.draw("\(number).bmp", number) }
    try shelf.run("add", "product", "@mug", "1.bmp")
  }

  private func bytes(_ name: String) throws -> Data {
    try Data(contentsOf: shelf.folder.appending(path: name))
  }

  /// All bytes of the files below a folder.
  private func allBytes(below name: String) throws -> Data {
    let folder = shelf.folder.appending(path: name)
    var all = Data()
    for path in try FileManager.default.subpathsOfDirectory(atPath: shelf.path(name)) {
      let file = folder.appending(path: path)
      if try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
        all += try Data(contentsOf: file)
      }
    }
    return all
  }

  private func erasure() throws -> [JSONValue] {
    try shelf.json("erase", "@okafor", "--dry-run")["backups"]?.array ?? []
  }

  @Test("erase names the backups made since, and its advice removes the person from them")
  func erase() throws {
    #expect(try shelf.run("backup", "early.zip").status == 0)
    try shelf.run("add", "character", "@okafor", "2.bmp", "--name", "Mira Okafor")
    #expect(try erasure().isEmpty)
    #expect(try shelf.json("backup", "disk/my library")["noted"]?.boolean == true)
    #expect(try shelf.run("backup", "late.zip").status == 0)
    try shelf.run("backup", "gone")
    try FileManager.default.removeItem(at: shelf.folder.appending(path: "gone"))
    let text = try shelf.run("erase", "@okafor", "--dry-run").output
    let folder = shelf.path("disk/my library")
    #expect(text.contains("  in a backup of "), "\(text)")
    #expect(
      text.contains("\(folder)\n    afterwards: castbook backup '\(folder)' --prune\n"), "\(text)")
    #expect(
      text.contains("late.zip\n    afterwards: create a new one, then delete this one\n"), "\(text)"
    )
    #expect(
      text.contains("/gone, not available now\n    afterwards, when it is available: castbook"))
    #expect(!text.contains("early.zip"))
    #expect(text.contains("Bundles, and backups and copies made elsewhere"))
    let listed = try erasure()
    #expect(listed.compactMap { $0["form"]?.string } == ["folder", "zip", "folder"])
    #expect(listed.compactMap { $0["there"]?.boolean } == [false, true, true])
    let blob = try bytes("2.bmp")
    #expect(try allBytes(below: "disk").contains(bytes: blob))
    #expect(
      try shelf.run("erase", "@okafor", "--reason", "asked", "--yes").output.contains("late.zip"))
    #expect(try !allBytes(below: "library").contains(bytes: "kafor".utf8))
    try #require(
      Tool.run(
        program: URL(filePath: "/bin/sh"),
        ["-c", "'\(Tool.binary.path(percentEncoded: false))' backup '\(folder)' --prune"],
        in: shelf.folder, environment: shelf.environment
      ).status == 0)
    let left = try allBytes(below: "disk")
    #expect(!left.contains(bytes: "kafor".utf8) && !left.contains(bytes: blob))
    #expect(left.contains(bytes: try bytes("1.bmp")))
  }

  @Test("forget names them as well, though the beginning was forgotten before")
  func forget() throws {
    try shelf.run("add", "character", "@okafor", "2.bmp")
    try shelf.run("backup", "disk")
    for note in ["a", "b"] { try shelf.run("edit", "@okafor", "--notes", note) }
    try shelf.run("forget", "@okafor", "--before", "2", "--reason", "x", "--yes")
    let plan = try shelf.json("forget", "@okafor", "--before", "3", "--dry-run")
    #expect(plan["backups"]?.array?.count == 1)
  }

  @Test("The list is small, canonical and private to the library, and no other command reads it")
  func file() throws {
    try shelf.run("backup", "disk")
    try shelf.run("backup", "disk")
    try shelf.run("backup", "one.zip")
    let text = String(decoding: try bytes("library/backups.json"), as: UTF8.self)
    let value = try JSONParser.parse(Array(text.utf8))
    #expect(value.canonicalBytes.map { $0 + [10] } == Array(text.utf8))
    #expect(text.hasPrefix("{\"backups\":[{\"at\":\"20"))
    let paths = (value["backups"]?.array ?? []).compactMap { $0["path"]?.string }
    #expect(paths == [shelf.path("one.zip"), shelf.path("disk")])
    #expect(!FileManager.default.fileExists(atPath: shelf.path("disk/backups.json")))
    let zip = try Tool.run(
      program: URL(filePath: "/usr/bin/unzip"), ["-l", "one.zip"], in: shelf.folder)
    #expect(!zip.output.contains("backups.json"))
    #expect(try shelf.faults() == [])
    #expect(try shelf.run("gc", "--grace", "0").status == 0)
    #expect(try bytes("library/backups.json") == Data(text.utf8))
  }

  @Test(
    "A list that is damaged, or of a newer Castbook, is treated as empty",
    arguments: [
      "", "{", "[]", "{\"castbook\":\"backups/9\",\"backups\":[]}",
      "{\"castbook\":\"backups/1\",\"backups\":[1,{\"at\":\"x\"}]}",
    ])
  func damaged(text: String) throws {
    try shelf.run("add", "character", "@okafor", "2.bmp")
    try Data(text.utf8).write(to: shelf.library.appending(path: "backups.json"))
    #expect(try erasure().isEmpty)
    #expect(try shelf.faults() == [])
    #expect(try shelf.run("backup", "disk").status == 0)
    #expect(try erasure().count == 1)
  }

  @Test("A foreign file in place of the list does not prevent a backup, and is reported")
  func inTheWay() throws {
    try FileManager.default.createDirectory(
      at: shelf.library.appending(path: "backups.json/full"), withIntermediateDirectories: true)
    let made = try shelf.run("backup", "disk")
    #expect(made.status == 0)
    #expect(
      made.output.contains("the library could not record this backup, so erase will not list it"))
    #expect(try shelf.json("backup", "disk")["noted"]?.boolean == false)
    #expect(try shelf.run("restore-backup", "disk", "again").status == 0)
  }
}
