import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite struct FixturePixels {
  /// Folders with pictures; an empty result means that a folder is missing.
  private static func fixtures() throws -> [String] {
    try ["odd", "trouble", "starter"].flatMap { folder in
      try Fixtures.names(in: folder).map { "\(folder)/\($0)" }
    }
  }

  @Test("Every valid fixture gives all of its pixels, in the size of its facts")
  func all() async throws {
    var seen: [MediaFormat: Int] = [:]
    for name in try Self.fixtures() {
      guard let bytes = try? Fixtures.bytes(name) else { continue }
      let facts = try await Inspector.sample.inspect(bytes, named: name)
      guard facts.isProven, let format = facts.format, let image = facts.image,
        [.jpeg, .png, .bmp].contains(format), image.coding.rare != "oddly sampled"
      else { continue }
      let pixels = try GatheredPixels.of(bytes, format, name)
      let layout = try #require(pixels.layout)
      #expect(layout.size == image.codedSize, "\(name)")
      if image.alpha == .used { #expect(layout.hasAlpha, "\(name)") }
      if image.alpha == .none { #expect(!layout.hasAlpha, "\(name)") }
      #expect(pixels.received.largestPiece <= max(1 << 18, layout.rowBytes), "\(name)")
      seen[format, default: 0] += 1
    }
    for format in [MediaFormat.jpeg, .png, .bmp] { #expect(seen[format] ?? 0 > 10) }
  }

  @Test("Damaged fixtures say so, or give what a decoder makes of them, and never crash")
  func damaged() async throws {
    for name in try Self.fixtures() {
      guard let bytes = try? Fixtures.bytes(name),
        let format = Optional(
          Sniffer.format(of: ByteView(bytes))), let reading = PixelReading(bytes, format)
      else { continue }
      let pixels = GatheredPixels()
      let outcome = reading.run(within: 64 << 20, into: pixels)
      if outcome == .complete {
        #expect(pixels.values.count == reading.layout.rowBytes * reading.layout.size.height)
      }
    }
  }

  @Test(
    "A truncated, damaged or unsupported file fails with a message",
    arguments: [
      ("jpeg-cut.jpg", "its encoded data are damaged"),
      ("jpeg-12-bit.jpg", "Castbook can't decode its 12-bit encoding"),
      ("jpeg-lossless.jpg", "Castbook can't decode its lossless encoding"),
      ("jpeg-oddly-sampled.jpg", "Castbook can't decode its oddly sampled encoding"),
      ("jpeg-690-scans.jpg", "more than 100 scans, or as much work"),
      ("jpeg-arithmetic-busy.jpg", "more than 100 scans, or as much work"),
      ("png-bad-zlib-sum.png", "its compressed data are damaged"),
      ("png-too-few-rows.png", "its number of rows differs from its header"),
      ("png-bad-filter.png", "its compressed data are damaged"),
      ("bmp-cut.bmp", "the file ends before its last row"),
      ("png-header-60000x60000.png", "60000 × 60000 px are more than 300 million pixels"),
    ])
  func words(name: String, words: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    let reading = try #require(PixelReading(bytes, Sniffer.format(of: ByteView(bytes))))
    let outcome = reading.run(within: 768 << 20, into: GatheredPixels())
    #expect(outcome == .failed(words))
  }

  @Test("Other formats, and headers that can't be followed, are not read")
  func others() throws {
    for (name, format) in [
      ("gif-still.gif", MediaFormat.gif), ("heic-grey.heic", .heic), ("jpeg-only-start.jpg", .jpeg),
      ("jpeg-height-0.jpg", .jpeg), ("png-no-palette.png", .png), ("png-no-data.png", .png),
      ("webp-lossy.webp", .webp),
      ("bmp-coding-99.bmp", .bmp), ("bmp-depth-7.bmp", .bmp), ("bmp-width-0.bmp", .bmp),
    ] {
      #expect(PixelReading(try Fixtures.bytes("odd/\(name)"), format) == nil, "\(name)")
    }
  }

  @Test("A sink may decline the pixels")
  func declined() throws {
    let reading = try #require(
      PixelReading(try Fixtures.bytes("odd/png-rgb-8.png"), .png))
    let sink = GatheredPixels(declining: true)
    #expect(reading.run(within: 768 << 20, into: sink) == .declined)
    #expect(sink.values.isEmpty)
  }
}
