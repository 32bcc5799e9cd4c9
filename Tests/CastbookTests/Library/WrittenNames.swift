import Model
import Testing

@testable import Castbook

/// Names from records, as files are written under them.
@Suite("Names of files that are written out")
struct WrittenNames {
  private let blob = Digest(bytes: [UInt8](repeating: 0xAB, count: 32))

  @Test(
    "are names in the folder and nothing else",
    arguments: [
      ("a.jpg", "a.jpg"), ("..", "abababababababab"), (".", "abababababababab"),
      ("", "abababababababab"), ("../../a", ".._.._a"), ("/etc/passwd", "_etc_passwd"),
      ("a\\b", "a_b"), ("a\nb\0c", "a_b_c"), ("-o", "-o"), ("...", "..."), ("米拉.jpg", "米拉.jpg"),
    ])
  func safe(name: String, expected: String) throws {
    #expect(FileNames.safe(name, try #require(blob)) == expected)
  }

  @Test("keep 255 bytes, of longer ones the end", arguments: ["x", "é", "米", "👩🏽\u{200D}🚀"])
  func long(character: String) throws {
    let blob = try #require(blob)
    let whole = String(repeating: character, count: 251 / character.utf8.count) + ".jpg"
    #expect(FileNames.safe(whole, blob) == whole)
    let name = String(repeating: character, count: 400_000) + ".jpg"
    let safe = FileNames.safe(name, blob)
    #expect(safe.utf8.count <= 255 && safe.utf8.count > 255 - character.utf8.count)
    #expect(safe.hasSuffix("\(character).jpg"))
    let marks = "x" + String(repeating: "\u{301}", count: 200_000)
    #expect(FileNames.safe(marks, blob) == "abababababababab")
  }

  @Test("get numbers when several have one name, and stay as short as names must be")
  func unique() throws {
    var taken: Set<String> = []
    let names = ["a.jpg", "a.jpg", "A.JPG", "a-2.jpg", ".x", ".x"].map {
      FileNames.unique($0, &taken)
    }
    #expect(names == ["a.jpg", "a-2.jpg", "A-3.JPG", "a-2-2.jpg", ".x", ".x-2"])
    for long in [
      "\(String(repeating: "y", count: 251)).jpg", "y.\(String(repeating: "z", count: 253))",
    ] {
      let copies = (0..<12).map { _ in FileNames.unique(long, &taken) }
      #expect(Set(copies).count == 12)
      #expect(copies.allSatisfy { $0.utf8.count <= 255 })
    }
  }
}
