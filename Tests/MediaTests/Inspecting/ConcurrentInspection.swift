import Model
import TestSupport
import Testing

@testable import Media

@Suite("Concurrent inspection", .timeLimit(.minutes(30)))
struct ConcurrentInspection {
  @Test(
    "gives equal results for equal files",
    arguments: [
      "jpeg-exif-everything.jpg", "jpeg-progressive.jpg", "jpeg-cut.jpg", "png-transparent.png",
      "png-animated.png", "webp-animated.webp", "webp-transparent.webp", "name-html-called.jpg",
    ])
  func same(name: String) async throws {
    let path = try Fixtures.path("odd/\(name)")
    let inspector = Inspector(budget: MemoryBudget(total: 64 << 20))
    let first = try await inspector.facts(at: path)
    let all = try await withThrowingTaskGroup(
      of: FileFacts.self, returning: Set<FileFacts>.self
    ) { group in
      for _ in 0..<50 { group.addTask { try await inspector.facts(at: path) } }
      return try await group.reduce(into: []) { $0.insert($1) }
    }
    #expect(all == [first])
  }

  @Test("of large files and small ones comes to an end")
  func largeAndSmall() async throws {
    let folder = try TemporaryFolder()
    let picture = try Fixtures.bytes("odd/jpeg-baseline.jpg")
    let large = try folder.write(
      picture + [UInt8](repeating: 0, count: 20 << 20), to: "large.jpg")
    let small = try folder.write(picture, to: "small.jpg")
    let inspector = Inspector(budget: MemoryBudget(total: 64 << 20))
    let proven = try await withThrowingTaskGroup(of: Bool.self, returning: Int.self) { group in
      for number in 0..<40 {
        group.addTask { try await inspector.facts(at: number % 4 == 0 ? large : small).isProven }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(proven == 40)
  }

  @Test("keeps a picture within the available memory, whatever its file takes")
  func littleMemory() async throws {
    let folder = try TemporaryFolder()
    let picture = try Fixtures.bytes("odd/jpeg-progressive.jpg")
    let path = try folder.write(
      picture + [UInt8](repeating: 0, count: 20 << 20), to: "large.jpg")
    // Less than the file alone: no memory is left for a decoder, which is reported.
    let facts = try await Inspector(budget: MemoryBudget(total: 18 << 20)).facts(at: path)
    #expect(facts.problemNames == ["tooManyPixels"])
    #expect(!facts.isProven)
  }

  @Test("reports a picture as too large if no memory would be enough")
  func tooLarge() async throws {
    let inspector = Inspector(budget: MemoryBudget(total: 32 << 20))
    var bytes = try Fixtures.bytes("odd/jpeg-progressive.jpg")
    let frame = try #require(ByteView(bytes).position(of: [0xFF, 0xC2]))
    // 16,000 × 16,000: within the limit on pixels, and 768 MB of coefficients.
    bytes.replaceSubrange(frame + 5..<frame + 9, with: [0x3E, 0x80, 0x3E, 0x80])
    let facts = try await inspector.inspect(bytes, named: "a.jpg")
    #expect(facts.problemNames == ["tooManyPixels"])
    #expect(facts.image?.size == PixelSize(width: 16_000, height: 16_000))
  }
}
