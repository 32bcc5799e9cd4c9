import Foundation
import Model
import TestSupport
import Testing

/// Libraries as no user fills them, and as a stranger's program might.
@Suite("Extreme libraries", .timeLimit(.minutes(30)))
struct Extremes {
  @Test("The maximum revision number is read, and its element can't be changed further")
  func greatestNumber() throws {
    let shelf = try Shelf()
    try shelf.draw("first.bmp", 1)
    try #require(try shelf.run("add", "product", "@mug", "first.bmp").status == 0)
    try shelf.rewriteLog { $0.replacing(#""sequence":1"#, with: #""sequence":9007199254740992"#) }
    try shelf.deleteIndex()
    #expect(try shelf.run("show", "@mug").output.contains("9007199254740992"))
    let before = try shelf.everything()
    for words in [["edit", "@mug", "--name", "Blue mug"], ["remove", "@mug"]] {
      let result = try shelf.run(words)
      #expect(result.status == 2, "\(words): \(result.status)")
      #expect(
        result.errors.contains(
          "@mug is at revision 9007199254740992, the highest number possible"),
        "\(words): \(result.errors)")
    }
    #expect(try shelf.everything() == before)
    #expect(try shelf.faults() == [])
    // The revision before the maximum may have a successor.
    try shelf.rewriteLog { $0.replacing("9007199254740992", with: "9007199254740991") }
    try shelf.deleteIndex()
    #expect(try shelf.run("edit", "@mug", "--name", "Blue mug").status == 0)
    #expect(try shelf.run("show", "@mug").output.contains("9007199254740992"))
  }

  @Test("A segment of two million lines is read in little memory")
  func manyLines() throws {
    let shelf = try Shelf()
    try shelf.writeSegment(Data(String(repeating: "x\n", count: 2_000_000).utf8))
    // The segment has four million bytes; stored as separate lines it would take more than a
    // hundred million.
    let result = try Tool.run(
      program: URL(filePath: "/bin/sh"),
      ["-c", #"ulimit -d 100000 && exec "$0" list"#, Tool.binary.path(percentEncoded: false)],
      in: shelf.folder, environment: shelf.environment)
    #expect(result.status == 0 && !result.endedBySignal, "\(result.status): \(result.errors)")
  }

  @Test("A file that came back is examined again by doctor, and shown")
  func cameBack() throws {
    let shelf = try Shelf()
    try shelf.draw("first.bmp", 1)
    try #require(try shelf.run("add", "product", "@mug", "first.bmp").status == 0)
    let before = try shelf.json("show", "@mug")
    let folder = shelf.inLibrary("blobs")
    let away = shelf.path("away")
    try FileManager.default.moveItem(atPath: folder, toPath: away)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try shelf.deleteIndex()
    // It has been examined now, unlike before.
    #expect(try shelf.json("show", "@mug") != before)
    try FileManager.default.removeItem(atPath: folder)
    try FileManager.default.moveItem(atPath: away, toPath: folder)
    #expect(try shelf.run("doctor").status == 0)
    #expect(try shelf.json("show", "@mug") == before)
  }
}
