import Foundation
import Model
import TestSupport
import Testing

/// A library to which a newer Castbook has written.
@Suite("A library of a newer Castbook", .timeLimit(.minutes(5)))
struct NewerLibraries {
  private let shelf: Shelf
  /// The file that only a record of a newer version names.
  private let blob: String
  /// The segment of the newer version.
  private let segment: Data

  init() throws {
    shelf = try Shelf()
    for number in 1...3 { try shelf.draw("\(number).bmp", number) }
    try shelf.run("add", "product", "@mug", "1.bmp")
    try shelf.run("add", "product", "@cup", "3.bmp")
    let element = try #require(try shelf.json("show", "@mug")["element"]?.string)
    // A file that only a record of an unknown kind names.
    let sum = try Tool.run(
      program: URL(filePath: "/usr/bin/sha256sum"), ["2.bmp"], in: shelf.folder)
    blob = String(sum.output.prefix(64))
    let folder = shelf.library.appending(path: "blobs/\(blob.prefix(2))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: blob)
    try Data(contentsOf: shelf.folder.appending(path: "2.bmp")).write(to: file)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o444], ofItemAtPath: file.path(percentEncoded: false))
    segment = Data(
      """
      {"at":"2026-03-04T10:00:00Z","blob":"\(blob)","castbook":"gesture/1","element":"\(element)"}
      {"at":"2026-03-04T10:00:01Z","castbook":"revision/2","element":"\(element)","handle":"mug","kind":"hologram","sequence":9}

      """.utf8)
    try shelf.writeSegment(segment)
  }

  /// Whether a library has the segment and the file of the newer version, byte by byte.
  private func isWhole(_ name: String) throws -> Bool {
    let library = shelf.folder.appending(path: name)
    let log = library.appending(path: "log")
    let segments = try FileManager.default.subpathsOfDirectory(atPath: log.path())
      .filter { $0.hasSuffix(".jsonl") }
      .map { try Data(contentsOf: log.appending(path: $0)) }
    let lines = segments.flatMap { $0.split(separator: UInt8(ascii: "\n")) }
    let picture = try Data(contentsOf: shelf.folder.appending(path: "2.bmp"))
    let kept = try? Data(contentsOf: library.appending(path: "blobs/\(blob.prefix(2))/\(blob)"))
    return segment.split(separator: UInt8(ascii: "\n")).allSatisfy(lines.contains)
      && kept == picture
  }

  @Test("says so, works as far as it is known, and loses nothing by any command that tidies up")
  func kept() throws {
    let report = try shelf.run("doctor")
    #expect(report.status == 0, "\(report.output)\(report.errors)")
    #expect(
      report.output.contains(
        "· 2 records from a newer Castbook: kept, but not shown: update Castbook (this is 0.1.0)"),
      "\(report.output)")
    #expect(report.output.contains("library.newer-records"))
    #expect(report.output.contains("1 note"))
    let commands = [
      ["edit", "@mug", "--name", "Blue mug"], ["gc", "--grace", "0"], ["doctor", "--repair"],
      ["doctor", "--rebuild"], ["forget", "@mug", "--before", "2", "--reason", "old", "--yes"],
      ["erase", "@cup", "--reason", "old", "--yes"], ["gc", "--grace", "0"], ["list"],
      ["backup", "copy"],
      ["backup", "copy.zip"],
    ]
    for words in commands {
      let result = try shelf.run(words)
      #expect(result.status == 0, "\(words): \(result.output)\(result.errors)")
      #expect(try isWhole("library"), "\(words)")
    }
    #expect(try shelf.json("show", "@mug")["name"]?.string == "Blue mug")
    #expect(try isWhole("copy"))
    #expect(try shelf.run("restore-backup", "copy.zip", "again").status == 0)
    #expect(try isWhole("again"))
  }

  @Test("of a newer format is refused by every command, with the format, and is not touched")
  func format() throws {
    let manifest = shelf.library.appending(path: "castbook.json")
    let text = try String(contentsOf: manifest, encoding: .utf8)
    let newer = text.replacing(/"format":\s*\d+/, with: "\"format\":99")
    try #require(newer != text)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: manifest.path(percentEncoded: false))
    try Data(newer.utf8).write(to: manifest)
    for words in [["list"], ["add", "product", "@cap", "2.bmp"], ["doctor", "--repair"], ["gc"]] {
      let result = try shelf.run(words)
      #expect(result.status == 3, "\(words): \(result.output)\(result.errors)")
      #expect(result.errors.contains("the library has format 99, from a newer Castbook"))
    }
    #expect(try String(contentsOf: manifest, encoding: .utf8) == newer)
    #expect(try isWhole("library"))
  }
}
