import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite("Retained pixels", .timeLimit(.minutes(30)))
struct HoldingPixels {
  private static let layout = PixelLayout(
    size: PixelSize(width: 3, height: 2), colors: .rgb, hasAlpha: true)

  private func buffered(_ rows: [[UInt8]], limit: Int = 24) -> BufferedPixels {
    let pixels = BufferedPixels(byteLimit: limit)
    #expect(pixels.begin(Self.layout))
    for row in rows { row.withUnsafeBytes { pixels.append($0) } }
    return pixels
  }

  @Test("are delivered to any number of consumers")
  func again() {
    let values = (0..<24).map(UInt8.init)
    let pixels = buffered([Array(values[..<12]), Array(values[12...])])
    #expect(pixels.isWhole)
    for _ in 0..<2 {
      let sink = GatheredPixels()
      #expect(pixels.replay(to: sink) == .complete)
      #expect(sink.isWhole)
      #expect(sink.layout == Self.layout)
      #expect(sink.values == values)
    }
    #expect(pixels.replay(to: GatheredPixels(declining: true)) == .declined)
    pixels.shrinkToFit()
    #expect(pixels.byteLimit == 24)
    pixels.clear()
    #expect(pixels.replay(to: GatheredPixels()) == .failed("some of its rows are missing"))
  }

  @Test("are only those of whole pictures within their limit")
  func bounds() {
    let row = [UInt8](repeating: 9, count: 12)
    #expect(!buffered([row]).isWhole)
    #expect(!buffered([row, row], limit: 23).isWhole)
    #expect(buffered([row, row, row]).isWhole)
    let large = buffered([row, row], limit: 1000)
    large.shrinkToFit()
    #expect(large.byteLimit == 24)
    // A new picture starts from zero.
    let pixels = buffered([row])
    #expect(pixels.begin(Self.layout))
    row.withUnsafeBytes { pixels.append($0) }
    #expect(!pixels.isWhole)
  }

  private func file(_ name: String) throws -> Inspector.Source {
    .bytes(try Fixtures.bytes("odd/\(name)"), name: try #require(FilePath(name)))
  }

  /// Whether no memory is reserved.
  private func isFree(_ inspector: Inspector) async -> Bool {
    await inspector.budget.reservingIfAvailable(inspector.budget.total) { true } == true
  }

  @Test(
    "of HEIC and AVIF come with the proof, and are equal to decoded ones",
    arguments: [
      "heic-icc-p3.heic", "heic-10-bit.heic", "heic-alpha.heic", "heic-grey.heic",
      "heic-grid.heic", "avif-444.avif", "avif-alpha-turned.avif", "avif-12-bit.avif",
    ])
  func heif(name: String) async throws {
    let inspector = Inspector(budget: MemoryBudget(total: 384 << 20))
    let file = try file(name)
    for depth in [.facts, .appearance] as [Inspector.Depth] {
      var found = try await inspector.inspect(file, depth: depth.union(.pixels))
      let plain = try await inspector.inspect(file, depth: depth)
      #expect(found.facts == plain.facts)
      #expect(found.picture == plain.picture)
      #expect(found.luma == plain.luma)
      #expect(plain.pixels == nil)
      let pixels = try #require(found.pixels)
      let sink = GatheredPixels()
      let decoded = GatheredPixels()
      #expect(pixels.replay(to: sink) == .complete)
      let outcome = await inspector.pixels(
        of: try Fixtures.bytes("odd/\(name)"), found.facts, memory: 200 << 20, into: decoded)
      #expect(outcome == .complete)
      #expect(sink.layout == decoded.layout)
      #expect(sink.values == decoded.values)
      // Its memory is reserved until it is released.
      #expect(pixels.byteLimit == sink.values.count)
      #expect(await !isFree(inspector))
      found.releasePixels()
      #expect(found.pixels == nil)
      #expect(await isFree(inspector))
    }
  }

  @Test("are nil for damaged or streamed files, and without room beside the decoder")
  func without() async throws {
    let inspector = Inspector(budget: MemoryBudget(total: 384 << 20))
    for name in ["heic-cut-in-data.heic", "jpeg-icc-p3.jpg", "png-rgb-8.png", "tiff-le.tif"] {
      let found = try await inspector.inspect(try file(name), depth: [.appearance, .pixels])
      #expect(found.pixels == nil, "\(name)")
      #expect(await isFree(inspector), "\(name)")
    }
    let small = Inspector(budget: MemoryBudget(total: 128 << 20))
    let found = try await small.inspect(
      try file("heic-icc-p3.heic"), depth: [.appearance, .pixels])
    #expect(found.facts.isProven)
    #expect(found.pixels == nil)
    #expect(await isFree(small))
  }

  @Test("leave the rest of the memory to others, and are released on request")
  func way() async throws {
    let inspector = Inspector(budget: MemoryBudget(total: 384 << 20))
    for (byteCount, isMade) in [(100 << 20, true), (384 << 20, false)] {
      var found = try await inspector.inspect(
        try file("heic-icc-p3.heic"), depth: [.appearance, .pixels])
      try #require(found.pixels != nil)
      let made = await inspector.budget.reservingIfAvailable(byteCount) { true }
      #expect(made == (isMade ? true : nil))
      found.releasePixels()
      #expect(await isFree(inspector))
    }
  }

  @Test("are released when the last copy of the result goes away")
  func owned() async throws {
    let budget = MemoryBudget(total: 384 << 20)
    func free() async -> Bool { await budget.reservingIfAvailable(budget.total) { true } == true }
    var pixels: BufferedPixels? = BufferedPixels(byteLimit: 64 << 20, of: budget)
    await budget.reserve(64 << 20)
    var found: Inspection? = Inspection(FileFacts(path: .unnamed))
    found?.pixels = pixels
    pixels = nil
    #expect(found?.pixels != nil)
    #expect(await !free())
    found = nil
    #expect(await free())
  }
}
