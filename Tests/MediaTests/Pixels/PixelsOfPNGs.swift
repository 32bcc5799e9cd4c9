import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite struct PixelsOfPNGs {
  struct Kind: CustomTestStringConvertible {
    let color: PNGHeader.ColorType
    let depth: Int

    var testDescription: String { "\(color), \(depth) bits" }
  }

  static let kinds: [Kind] =
    [1, 2, 4, 8, 16].map { Kind(color: .grey, depth: $0) }
    + [1, 2, 4, 8].map { Kind(color: .palette, depth: $0) }
    + [PNGHeader.ColorType.color, .greyAlpha, .colorAlpha].flatMap { color in
      [8, 16].map { Kind(color: color, depth: $0) }
    }

  private static func sample(
    _ kind: Kind, _ generator: inout SeededGenerator, interlaced: Bool
  ) -> SamplePNG {
    let (width, height) = (23, 19)
    let maximum = UInt16((1 << kind.depth) - 1)
    var samples = (0..<width * height * kind.color.samples).map { _ in
      UInt16.random(in: 0...maximum, using: &generator)
    }
    // Some neighbours are equal, so that a key is met.
    for index in samples.indices.dropFirst(kind.color.samples) where Bool.random(using: &generator)
    {
      samples[index] = samples[index - kind.color.samples]
    }
    let palette = (0..<3 << min(8, kind.depth)).map { _ in
      UInt8.random(in: 0...255, using: &generator)
    }
    return SamplePNG(
      width: width, height: height, depth: kind.depth, color: kind.color, isInterlaced: interlaced,
      samples: samples, palette: palette)
  }

  /// The expected values of a pixel.
  private static func expected(_ sample: SamplePNG, _ x: Int, _ y: Int) -> [UInt16] {
    let pixel = sample.pixel(x, y)
    let transparency = sample.transparency
    switch sample.color {
    case .palette:
      let entry = Int(pixel[pixel.startIndex])
      let colors = sample.palette ?? []
      let color = (0..<3).map { UInt16(colors[3 * entry + $0]) }
      guard let transparency else { return color }
      return color + [entry < transparency.count ? UInt16(transparency[entry]) : 255]
    case .grey, .color:
      let maximum = (1 << sample.depth) - 1
      let whole = sample.depth < 8 ? pixel.map { UInt16(Int($0) * 255 / maximum) } : Array(pixel)
      guard let transparency else { return whole }
      let key = stride(from: 0, to: transparency.count, by: 2)
        .map { UInt16(transparency[$0]) << 8 | UInt16(transparency[$0 + 1]) }
      let full: UInt16 = sample.depth == 16 ? 65_535 : 255
      return whole + [key == Array(pixel) ? 0 : full]
    case .greyAlpha, .colorAlpha: return Array(pixel)
    }
  }

  private static func check(_ sample: SamplePNG, _ generator: inout SeededGenerator) throws {
    let bytes = sample.bytes(&generator, partSize: 300)
    let whole = try GatheredPixels.of(bytes, .png)
    let reading = try #require(PNGPixels(bytes))
    // Without room for anything else, rows are decompressed piece by piece.
    let pieces = GatheredPixels()
    #expect(reading.read(within: 0, into: pieces) == .complete)
    #expect(whole.values == pieces.values)
    let layout = try #require(whole.layout)
    let isGrey = sample.color == .grey || sample.color == .greyAlpha
    #expect(layout.colors == (isGrey ? .grey : .rgb))
    #expect(layout.depth == (sample.depth == 16 ? 16 : 8))
    let expected = (0..<sample.height).flatMap { y in
      (0..<sample.width).flatMap { x in Self.expected(sample, x, y) }
    }
    let found =
      layout.depth == 8
      ? whole.values.map { UInt16($0) }
      : whole.values.withUnsafeBytes { Array($0.bindMemory(to: UInt16.self)) }
    #expect(found == expected)
  }

  @Test(
    "Every kind of pixels comes out as it was put in", arguments: kinds, [false, true])
  func plain(kind: Kind, interlaced: Bool) throws {
    var generator = SeededGenerator(seed: kind.depth)
    let sample = Self.sample(kind, &generator, interlaced: interlaced)
    try Self.check(sample, &generator)
  }

  @Test(
    "Pixels that are transparent by a chunk get an alpha",
    arguments: kinds.filter { !$0.color.hasAlpha }, [false, true])
  func seeThrough(kind: Kind, interlaced: Bool) throws {
    var generator = SeededGenerator(seed: 7 * kind.depth)
    var sample = Self.sample(kind, &generator, interlaced: interlaced)
    if kind.color == .palette {
      sample.transparency = (0..<2).map { UInt8(100 * $0) }
    } else {
      sample.transparency = sample.pixel(3, 4).flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }
    try Self.check(sample, &generator)
    let bytes = sample.bytes(&generator)
    #expect(try GatheredPixels.of(bytes, .png).layout?.hasAlpha == true)
  }

  @Test("A palette without transparent entries has no alpha")
  func opaque() throws {
    let pixels = try GatheredPixels.of(try Fixtures.bytes("odd/png-trns-palette-full.png"), .png)
    #expect(pixels.layout?.hasAlpha == false)
  }

  @Test("An animation gives its default image")
  func animation() throws {
    let pixels = try GatheredPixels.of(try Fixtures.bytes("odd/png-animated.png"), .png)
    let stripped = try #require(
      PNGParts.stripped(try Fixtures.bytes("odd/png-animated.png"), keepingProfile: true))
    #expect(pixels.values == (try GatheredPixels.of(stripped, .png)).values)
  }

  @Test("Rows that come out of order are stored, and a picture beyond the limit is not begun")
  func memory() throws {
    let samples = [UInt16](repeating: 9, count: 300 * 400 * 3)
    let plain = SamplePNG.plain(300, 400, .color, samples: samples)
    let interlaced = SamplePNG.plain(300, 400, .color, isInterlaced: true, samples: samples)
    let (first, second) = (try #require(PNGPixels(plain)), try #require(PNGPixels(interlaced)))
    #expect(first.minimumMemory > 0)
    #expect(second.minimumMemory >= 300 * 400 * 3)
    let reading = try #require(PixelReading(interlaced, .png))
    #expect(reading.run(within: second.minimumMemory - 1, into: GatheredPixels()) == .outOfMemory)
    #expect(reading.run(within: second.minimumMemory, into: GatheredPixels()) == .complete)
  }
}
