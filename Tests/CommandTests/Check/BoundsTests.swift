import Foundation
import Model
import TestSupport
import Testing

/// The limits that renders often fail at, tested with the real program and real files.
@Suite struct BoundsTests {
  /// A valid JPEG of exactly `byteCount` bytes: comments are inserted after its first marker.
  private func picture(byteCount: Int) throws -> Data {
    let source = try Data(contentsOf: Fixtures.folder.appending(path: "starter/mug-front.jpg"))
    var missing = byteCount - source.count
    var padded = source.prefix(2)
    while missing > 0 {
      // A comment takes four bytes and up to 65,533 more; the last two share the rest.
      let length = missing > 65_537 + 4 ? 65_537 : missing
      let size = min(length, 65_537)
      let inside = size - 2
      padded += [0xFF, 0xFE, UInt8(inside >> 8), UInt8(inside & 255)]
      padded += Data(repeating: 0x20, count: size - 4)
      missing -= size
    }
    return padded + source.dropFirst(2)
  }

  @Test(
    "10,000,000 bytes pass, up to 10,485,760 are a warning, more are an error",
    arguments: [
      (10_000_000, "pass", [String]()),
      (10_000_001, "warn", ["image.near-size-limit"]),
      (10_485_760, "warn", ["image.near-size-limit"]),
      (10_485_761, "fail", ["image.too-heavy"]),
    ])
  func bytes(count: Int, status: String, rules: [String]) throws {
    let scratch = try TemporaryFolder()
    try scratch.write(try picture(byteCount: count), to: "a.jpg")
    let checked = try Checked(["a.jpg"], in: scratch.url)
    #expect(try checked.file("a.jpg")["bytes"]?.integer == count)
    #expect(try checked.file("a.jpg")["status"]?.string == status)
    #expect(try checked.rules("a.jpg") == rules)
  }

  @Test(
    "Sizes on the bound pass; one pixel beyond fails",
    arguments: [
      ("size-300x300", []), ("size-299x400", ["image.too-small"]),
      ("size-400x299", ["image.too-small"]), ("size-300x750", []),
      ("size-300x751", ["image.too-narrow"]), ("size-750x300", []),
      ("size-751x300", ["image.too-wide"]), ("size-640x1600", []),
      ("size-640x1601", ["image.too-narrow"]),
      // Coded sizes; the tag turns them.
      ("size-300x700-orientation-3", ["image.private-metadata"]),
      ("size-400x299-orientation-6", ["image.too-small", "image.private-metadata"]),
      ("size-750x300-orientation-8", ["image.private-metadata"]),
      ("size-751x300-orientation-6", ["image.too-narrow", "image.private-metadata"]),
    ])
  func sizes(name: String, rules: [String]) throws {
    let file = "odd/\(name).jpg"
    #expect(try Checked([file]).rules(file) == rules)
  }

  @Test(
    "Two to four pictures make an element; as the set, fewer or more are errors",
    arguments: [
      (1, ["set.too-few"]), (2, []), (4, []), (5, ["set.too-many"]),
    ])
  func sets(count: Int, rules: [String]) throws {
    let names = [
      "mira-000-daylight.jpg", "mira-045-daylight.jpg", "mira-090-daylight.jpg",
      "mira-135-daylight.jpg", "mira-180-daylight.jpg",
    ]
    let files = names.prefix(count).map { "scenes/\($0)" }
    let candidates = try Checked(Array(files))
    #expect(candidates.status == 0)
    #expect(candidates.setRules == rules)
    let set = try Checked(files + ["--set"])
    #expect(set.status == (rules.isEmpty ? 0 : 1))
    #expect(set.setRules == rules)
    #expect(set.value["set"]?["status"]?.string == (rules.isEmpty ? "pass" : "fail"))
  }
}
