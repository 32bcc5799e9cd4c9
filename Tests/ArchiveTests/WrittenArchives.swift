import Files
import Foundation
import Testing

@testable import Archive

@Suite("An archive that we write")
struct WrittenArchives {
  @Test("is unpacked by other tools into the same files")
  func unpacked() throws {
    let folder = try Folder()
    try folder.write(try Samples.written(), to: "a.zip")
    #expect(try folder.run(["unzip", "-t", "a.zip"]).contains("No errors detected"))
    try folder.run(["unzip", "-q", "a.zip", "-d", "out"], environment: ["LC_ALL": "C.UTF-8"])
    for file in Samples.files {
      let data = try Data(contentsOf: folder.path.appending(path: "out/\(file.name)"))
      #expect(data == Data(file.text.utf8), "\(file.name)")
    }
  }

  @Test("describes plain files of 1980, whatever the clock and the time zone")
  func plain() throws {
    let folder = try Folder()
    try folder.write(try Samples.written(), to: "a.zip")
    for zone in ["UTC", "Asia/Tokyo"] {
      let list = try folder.run(["zipinfo", "-T", "a.zip"], environment: ["TZ": zone])
      let lines = list.split(separator: "\n").filter { $0.contains(" stor ") }
      #expect(lines.count == Samples.files.count)
      #expect(lines.allSatisfy { $0.hasPrefix("-rw-r--r--") && $0.contains("19800101.000000") })
    }
  }

  @Test("is byte for byte equal each time")
  func same() throws {
    #expect(try Samples.written() == Samples.written())
    let one = try Samples.written([("a", "b")])
    let expected: [UInt8] = [
      0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0, 0xF9, 0xEF, 0xBE, 0x71, 1, 0, 0, 0, 1, 0,
      0, 0, 1, 0, 0, 0, 0x61, 0x62,
      0x50, 0x4B, 1, 2, 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0, 0xF9, 0xEF, 0xBE, 0x71, 1, 0, 0,
      0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81, 0, 0, 0, 0, 0x61,
      0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 47, 0, 0, 0, 32, 0, 0, 0, 0, 0,
    ]
    #expect(one == expected)
  }

  @Test("may be empty")
  func empty() throws {
    #expect(try Samples.contents(of: Samples.written([])).isEmpty)
  }

  @Test("accepts files only in byte order, each once")
  func order() throws {
    for names in [["b", "a"], ["a", "a"], ["a/b", "a-b"], ["é", "z"]] {
      #expect(throws: ZipError.self) { try Samples.written(names.map { ($0, "") }) }
    }
    #expect(try Samples.contents(of: Samples.written([("Z", ""), ("a", "")])).count == 2)
  }

  @Test("is not finished if a file differs from its announcement")
  func announced() throws {
    let name = try #require(EntryName("a"))
    let right = ZipWriter<[UInt8]>.checksum(of: [1, 2, 3])
    for (count, checksum) in [(2, right), (4, right), (3, right ^ 1)] {
      var writer = ZipWriter(to: [UInt8]())
      #expect(throws: ZipError.mismatch(name)) {
        try writer.add(name, byteCount: count, checksum: checksum) { write in
          try write([1, 2])
          try write([3])
        }
      }
    }
  }
}

@Suite("The name of a file in an archive")
struct EntryNames {
  @Test(
    "leads to one location below any folder",
    arguments: [
      "", "/", "a/", "/a", "a//b", ".", "..", "../a", "a/..", "a/./b", "a\\b", "a\nb", "a\u{7F}",
      String(repeating: "a", count: 256), String(repeating: "a/", count: 32) + "a",
      String(repeating: "a/", count: 512) + "ab",
    ])
  func refused(text: String) { #expect(EntryName(text) == nil) }

  @Test(
    "may be in any script",
    arguments: [
      "a", ".a", "a/b.jpg", "ミラ/é.png", "-rf", "a b'\"$", String(repeating: "a", count: 255),
    ])
  func accepted(text: String) { #expect(EntryName(text)?.text == text) }
}
