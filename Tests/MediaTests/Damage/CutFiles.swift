import Model
import TestSupport
import Testing

@testable import Media

@Suite("A picture truncated at any byte", .timeLimit(.minutes(30)))
struct CutFiles {
  /// Lengths to cut at: every byte of a small file, of the first 700 and of the last 40; of the
  /// rest every 7th.
  private static func places(_ count: Int) -> [Int] {
    (0..<count).filter { $0 < 700 || $0 >= count - 40 || $0.isMultiple(of: 7) }
  }

  @Test(
    "is noticed in a sequential JPEG, unless only the end marker is missing",
    arguments: ["jpeg-baseline.jpg", "jpeg-restart.jpg", "jpeg-grey.jpg", "jpeg-1x1.jpg"])
  func sequential(name: String) async throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    try #require(bytes.suffix(2) == [0xFF, 0xD9])
    for offset in Self.places(bytes.count) {
      let facts = try await Inspector.sample.inspect(Array(bytes[..<offset]), named: name)
      if offset >= bytes.count - 2 {
        #expect(facts.problems == [.endMarkerMissing] && facts.isProven, "cut at \(offset)")
      } else {
        #expect(Self.isNoticed(facts, magic: 3, offset), "cut at \(offset): \(facts.problems)")
      }
    }
  }

  @Test(
    "is noticed in a JPEG whose end only its marker shows",
    arguments: [
      "jpeg-progressive.jpg", "jpeg-restart-progressive.jpg", "jpeg-arithmetic-progressive.jpg",
    ])
  func untold(name: String) async throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    try #require(bytes.suffix(2) == [0xFF, 0xD9])
    for offset in Self.places(bytes.count) {
      let facts = try await Inspector.sample.inspect(Array(bytes[..<offset]), named: name)
      #expect(Self.isNoticed(facts, magic: 3, offset), "cut at \(offset): \(facts.problems)")
    }
  }

  @Test("is noticed in an arithmetic JPEG, whose decoder continues with zeros without a warning")
  func arithmetic() async throws {
    let name = "jpeg-arithmetic.jpg"
    let bytes = try Fixtures.bytes("odd/\(name)")
    let unnoticed = try await Self.unnoticed(bytes, name, before: bytes.count - 2)
    #expect(unnoticed.isEmpty, "\(unnoticed.count) cuts pass, the first at \(unnoticed.first ?? 0)")
  }

  private static func unnoticed(
    _ bytes: [UInt8], _ name: String, before end: Int
  ) async throws -> [Int] {
    var unnoticed: [Int] = []
    for offset in places(bytes.count) where offset < end {
      let facts = try await Inspector.sample.inspect(Array(bytes[..<offset]), named: name)
      if !isNoticed(facts, magic: 3, offset) { unnoticed.append(offset) }
    }
    return unnoticed
  }

  @Test(
    "is noticed in a PNG, unless only the end chunk is missing",
    arguments: [
      "png-rgb-8.png", "png-idat-bytes.png", "png-rgb-8-interlaced.png", "png-palette-4.png",
      "png-1x1.png",
    ])
  func png(name: String) async throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    for offset in Self.places(bytes.count) {
      let facts = try await Inspector.sample.inspect(Array(bytes[..<offset]), named: name)
      if offset >= bytes.count - 12 {
        #expect(facts.problems == [.endMarkerMissing] && facts.isProven, "cut at \(offset)")
      } else {
        #expect(Self.isNoticed(facts, magic: 8, offset), "cut at \(offset): \(facts.problems)")
      }
    }
  }

  @Test(
    "is noticed in a WebP",
    arguments: [
      "webp-lossy.webp", "webp-lossless.webp", "webp-transparent.webp", "webp-animated.webp",
    ])
  func webp(name: String) async throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    for offset in Self.places(bytes.count) {
      let facts = try await Inspector.sample.inspect(Array(bytes[..<offset]), named: name)
      #expect(Self.isNoticed(facts, magic: 12, offset), "cut at \(offset): \(facts.problems)")
    }
  }

  /// Whether the missing end was noticed; a file without its magic can't be recognized at all.
  private static func isNoticed(_ facts: FileFacts, magic: Int, _ length: Int) -> Bool {
    guard !facts.isProven, !facts.problems.isEmpty else { return false }
    return length < magic || facts.problemNames.contains("truncated")
  }
}
