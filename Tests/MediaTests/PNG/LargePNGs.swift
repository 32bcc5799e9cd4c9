import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite("A PNG too large to be decompressed as a whole", .timeLimit(.minutes(30)))
struct LargePNGs {
  /// A black grey-scale picture with alpha 0 everywhere: only zeros.
  private static func zeros(_ width: Int, _ height: Int, color: PNGHeader.ColorType) -> [UInt8] {
    let count = (width * color.samples + 1) * height
    return PNGBytes.file(
      header: PNGBytes.header(width, height, 8, color.rawValue),
      data: PNGBytes.parts(PNGBytes.zeros(count), 100_000))
  }

  @Test("is proven in pieces")
  func proven() async throws {
    let bytes = Self.zeros(10_000, 7_000, color: .grey)
    let file = try PNGFile(bytes)
    let inflated = try #require(file.header.inflatedCount)
    try #require(inflated > PNGFile.wholeLimit)
    #expect(file.inflatingMemory <= MemoryBudget.allotment)
    let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
    #expect(facts.problems.isEmpty)
    #expect(facts.isProven)
  }

  @Test("reports its transparent pixels")
  func seeThrough() async throws {
    let facts = try await Inspector.sample.inspect(
      Self.zeros(10_000, 3_500, color: .greyAlpha), named: "a.png")
    #expect(facts.problems.isEmpty)
    #expect(facts.image?.alpha == .used)
  }

  @Test("reports its damage")
  func damaged() async throws {
    let bytes = Self.zeros(10_000, 7_000, color: .grey)
    let cut = try await Inspector.sample.inspect(Array(bytes.dropLast(60_000)), named: "a.png")
    #expect(cut.problemNames == ["truncated"])
    var sum = PNGBytes.zeros(10_001 * 7_000)
    sum[sum.count - 1] ^= 1
    let wrong = PNGBytes.file(header: PNGBytes.header(10_000, 7_000, 8, 0), data: [sum])
    let facts = try await Inspector.sample.inspect(wrong, named: "a.png")
    #expect(facts.problems == [.corrupt(what: "its compressed data are damaged")])
    let few = PNGBytes.file(
      header: PNGBytes.header(10_000, 7_000, 8, 0), data: [PNGBytes.zeros(10_001 * 3_500)])
    let short = try await Inspector.sample.inspect(few, named: "a.png")
    #expect(
      short.problems == [
        .corrupt(what: "its data end at 50 % of the rows in its header")
      ])
    let many = PNGBytes.file(
      header: PNGBytes.header(10_000, 7_000, 8, 0), data: [PNGBytes.zeros(10_001 * 7_001)])
    let long = try await Inspector.sample.inspect(many, named: "a.png")
    #expect(
      long.problems == [.blemish(what: "1 extra row after the complete picture")])
    let twice = PNGBytes.file(
      header: PNGBytes.header(10_000, 7_000, 8, 0), data: [PNGBytes.zeros(10_001 * 14_001)])
    let endless = try await Inspector.sample.inspect(twice, named: "a.png")
    #expect(endless.isProven)
    #expect(
      endless.problems == [
        .blemish(what: "more than twice the rows in its header; readers ignore the rest")
      ])
  }

  @Test("reserves the memory of two rows when its pixels are read")
  func wideRows() throws {
    // 250 million pixels in one row, with alpha and 16-bit colour: 2 GB per row.
    let file = try PNGFile(
      PNGBytes.file(header: PNGBytes.header(250_000_000, 1, 16, 6), data: [PNGBytes.zeros(100)]))
    let row = try #require(file.header.passes.first?.rowBytes)
    #expect(file.inflatingMemory >= 2 * row)
  }

  @Test("is not decoded beyond the limit on pixels")
  func limit() async throws {
    let bytes = PNGBytes.file(
      header: PNGBytes.header(20_000, 15_001, 8, 0), data: [PNGBytes.zeros(100)])
    let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
    #expect(facts.problems == [.tooManyPixels(pixels: 300_020_000, limit: 300_000_000)])
    #expect(facts.image?.size == PixelSize(width: 20_000, height: 15_001))
    #expect(!facts.isProven)
  }
}
