import Decoding
import Model
import TestSupport
import Testing

@testable import Media

@Suite("Retained pixels", .timeLimit(.minutes(30)))
struct HoldingPixels {
  private static let layout = PixelLayout(
    size: PixelSize(width: 3, height: 2), colors: .rgb, hasAlpha: true)

  private func held(_ rows: [[UInt8]], limit: Int = 24) -> BufferedPixels {
    let held = BufferedPixels(byteLimit: limit)
    #expect(held.begin(Self.layout))
    for row in rows { row.withUnsafeBytes { held.append($0) } }
    return held
  }

  @Test("are delivered to any number of consumers")
  func again() {
    let values = (0..<24).map(UInt8.init)
    let held = held([Array(values[..<12]), Array(values[12...])])
    #expect(held.isWhole)
    for _ in 0..<2 {
      let sink = GatheredPixels()
      #expect(held.replay(to: sink) == .complete)
      #expect(sink.isWhole)
      #expect(sink.layout == Self.layout)
      #expect(sink.values == values)
    }
    #expect(held.replay(to: GatheredPixels(declining: true)) == .declined)
    #expect(held.shrinkToFit() == 0)
    held.clear()
    #expect(held.replay(to: GatheredPixels()) == .failed("some of its rows are missing"))
  }

  @Test("are only those of whole pictures within their limit")
  func bounds() {
    let row = [UInt8](repeating: 9, count: 12)
    #expect(!held([row]).isWhole)
    #expect(!held([row, row], limit: 23).isWhole)
    #expect(held([row, row, row]).isWhole)
    #expect(held([row, row], limit: 1000).shrinkToFit() == 976)
    // A new picture starts from zero.
    let held = held([row])
    #expect(held.begin(Self.layout))
    row.withUnsafeBytes { held.append($0) }
    #expect(!held.isWhole)
  }

  private func file(_ name: String) throws -> Inspector.LoadedFile {
    Inspector.LoadedFile(bytes: try Fixtures.bytes("odd/\(name)"), memory: nil)
  }

  /// Whether no memory is reserved.
  private func isFree(_ inspector: Inspector) async -> Bool {
    await inspector.budget.reservingIfAvailable(inspector.budgetTotal) { true } == true
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
    let path = try #require(FilePath(name))
    for isSeen in [false, true] {
      let found =
        isSeen
        ? await inspector.inspectAppearance(file, as: path, keepingPixels: true)
        : await inspector.look(into: file, as: path, keepingPixels: true)
      let plain =
        isSeen
        ? await inspector.inspectAppearance(file, as: path)
        : await inspector.look(into: file, as: path)
      #expect(found.facts == plain.facts)
      #expect(found.picture == plain.picture)
      #expect(found.luma == plain.luma)
      #expect(plain.pixels == nil)
      let held = try #require(found.pixels)
      let sink = GatheredPixels()
      let decoded = GatheredPixels()
      #expect(held.replay(to: sink) == .complete)
      let outcome = await inspector.pixels(
        of: file.bytes, found.facts, memory: 200 << 20, into: decoded)
      #expect(outcome == .complete)
      #expect(sink.layout == decoded.layout)
      #expect(sink.values == decoded.values)
      // Its memory is reserved until it is released.
      #expect(held.byteLimit == sink.values.count)
      #expect(await !isFree(inspector))
      await inspector.release(held)
      #expect(await isFree(inspector))
    }
  }

  @Test("are nil for damaged or streamed files, and without room beside the decoder")
  func without() async throws {
    let inspector = Inspector(budget: MemoryBudget(total: 384 << 20))
    for name in ["heic-cut-in-data.heic", "jpeg-icc-p3.jpg", "png-rgb-8.png", "tiff-le.tif"] {
      let path = try #require(FilePath(name))
      let found = await inspector.inspectAppearance(try file(name), as: path, keepingPixels: true)
      #expect(found.pixels == nil, "\(name)")
      #expect(await isFree(inspector), "\(name)")
    }
    let small = Inspector(budget: MemoryBudget(total: 128 << 20))
    let path = try #require(FilePath("a.heic"))
    let found = await small.inspectAppearance(
      try file("heic-icc-p3.heic"), as: path, keepingPixels: true)
    #expect(found.facts.isProven)
    #expect(found.pixels == nil)
    #expect(await isFree(small))
  }

  @Test("are released if the memory is needed for other files")
  func way() async throws {
    let inspector = Inspector(budget: MemoryBudget(total: 384 << 20))
    let path = try #require(FilePath("a.heic"))
    let file = try file("heic-icc-p3.heic")
    func held() async throws -> BufferedPixels {
      try #require(await inspector.inspectAppearance(file, as: path, keepingPixels: true).pixels)
    }
    let made = await inspector.reservingIfAvailable(100 << 20, releasing: try await held()) { 1 }
    #expect(made == 1)
    #expect(await isFree(inspector))
    let waiting = await inspector.reservingIfAvailable(384 << 20, releasing: try await held()) { 1 }
    #expect(waiting == nil)
    #expect(await isFree(inspector))
  }
}
