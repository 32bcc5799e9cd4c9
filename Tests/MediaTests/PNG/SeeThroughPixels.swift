import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media
@testable import PNG

/// A way of storing alpha in a PNG.
struct AlphaCoding: Sendable, CustomTestStringConvertible {
  let color: PNGHeader.ColorType
  let depth: Int
  let isInterlaced: Bool

  var testDescription: String { "\(color), \(depth) bits\(isInterlaced ? ", interlaced" : "")" }

  static let all: [AlphaCoding] = [false, true].flatMap { isInterlaced in
    let depths: [(PNGHeader.ColorType, [Int])] = [
      (.grey, [1, 2, 4, 8, 16]), (.color, [8, 16]), (.palette, [1, 2, 4, 8]),
      (.greyAlpha, [8, 16]),
      (.colorAlpha, [8, 16]),
    ]
    return depths.flatMap { color, depths in
      depths.map { AlphaCoding(color: color, depth: $0, isInterlaced: isInterlaced) }
    }
  }

  /// Whether one colour stands for transparent.
  var hasKey: Bool { color == .grey || color == .color }

  /// A picture of random pixels with none, one or many transparent, and whether any is.
  func picture(_ generator: inout SeededGenerator) -> (png: SamplePNG, isTransparent: Bool) {
    let width = Int.random(in: 1...19, using: &generator)
    let height = Int.random(in: 1...19, using: &generator)
    let top = UInt16((1 << depth) - 1)
    var png = SamplePNG(
      width: width, height: height, depth: depth, color: color, isInterlaced: isInterlaced,
      samples: (0..<width * height * color.samples).map { _ in
        UInt16.random(in: 0...top, using: &generator)
      })
    let pixels = 0..<width * height
    switch color {
    case .greyAlpha, .colorAlpha:
      for pixel in pixels { png.samples[(pixel + 1) * color.samples - 1] = top }
      guard Bool.random(using: &generator) else { return (png, false) }
      let pixel = Int.random(in: pixels, using: &generator)
      // At 16 bits a difference in the low ones is not visible.
      let isVisible = depth == 8 || Bool.random(using: &generator)
      png.samples[(pixel + 1) * color.samples - 1] = top - (depth == 8 ? 1 : isVisible ? 256 : 255)
      return (png, isVisible)
    case .palette:
      let entries = (0..<Int.random(in: 1...1 << depth, using: &generator)).map { _ in
        UInt8([255, 255, 255, 254, 0].randomElement(using: &generator) ?? 255)
      }
      png.transparency = entries
      return (
        png, png.samples.contains { Int($0) < entries.count && entries[Int($0)] != 255 }
      )
    case .grey, .color:
      let offset = Int.random(in: pixels, using: &generator)
      let key = Array(png.pixel(offset % width, offset / width))
      png.transparency = key.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
      guard Bool.random(using: &generator) else { return (png, true) }
      for pixel in pixels where Array(png.pixel(pixel % width, pixel / width)) == key {
        png.samples[(pixel + 1) * color.samples - 1] ^= 1
      }
      return (png, false)
    }
  }
}

@Suite("Transparent pixels of a PNG", .timeLimit(.minutes(30)))
struct SeeThroughPixels {
  @Test(
    "are found in every coding, and only if there are any", arguments: AlphaCoding.all)
  func found(coding: AlphaCoding) async throws {
    var generator = SeededGenerator(seed: coding.depth)
    var outcomes: Set<Bool> = []
    for _ in 0..<60 {
      let (png, isTransparent) = coding.picture(&generator)
      let partSize = Int.random(in: 1...200, using: &generator)
      let bytes = png.bytes(&generator, partSize: partSize)
      let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
      try #require(facts.problems.isEmpty && facts.isProven)
      #expect(facts.image?.alpha == (isTransparent ? .used : .unused), "\(png)")
      outcomes.insert(isTransparent)
    }
    #expect(outcomes == [true, false])
  }

  @Test(
    "are found whatever the pieces in which the rows arrive",
    arguments: AlphaCoding.all.filter { $0.depth == 8 && !$0.isInterlaced && !$0.hasKey })
  func pieces(coding: AlphaCoding) throws {
    var generator = SeededGenerator(seed: coding.depth + 100)
    for _ in 0..<40 {
      let (png, isTransparent) = coding.picture(&generator)
      let header = try PNGHeader(
        PNGBytes.header(png.width, png.height, png.depth, png.color.rawValue, png.isInterlaced))
      var rows = PNGRows(header, alpha: Self.alpha(of: png))
      let inflated = png.rows(&generator)
      try #require(inflated.count == header.inflatedCount)
      var position = 0
      while position < inflated.count {
        let end = min(inflated.count, position + Int.random(in: 1...50, using: &generator))
        rows.add(inflated[position..<end])
        position = end
      }
      #expect(rows.isTransparent == isTransparent)
      #expect(rows.badFilter == nil)
    }
  }

  private static func alpha(of png: SamplePNG) -> PNGRows.Alpha {
    let samples = png.color.samples
    if png.color.hasAlpha { return .lane(offset: samples - 1, pixelBytes: samples) }
    let transparency = png.transparency ?? []
    return .palette((0..<256).map { $0 < transparency.count && transparency[$0] < 255 })
  }

  @Test(
    "are found alike in plain and interlaced files",
    arguments: [
      ("png-transparent.png", .used), ("png-transparent-interlaced.png", .used),
      ("png-transparent-16.png", .used), ("png-transparent-grey.png", .used),
      ("png-transparent-one-pixel.png", .used), ("png-trns-rgb.png", .used),
      ("png-trns-rgb-unused.png", .unused), ("png-trns-grey.png", .used),
      ("png-trns-grey-unused.png", .unused), ("png-trns-palette.png", .used),
      ("png-trns-palette-unused.png", .unused), ("png-trns-palette-full.png", .unused),
      ("png-rgba-8.png", .unused), ("png-rgba-8-interlaced.png", .unused),
      ("png-rgba-16.png", .unused), ("png-rgba-16-interlaced.png", .unused),
      ("png-grey-alpha-8.png", .unused), ("png-grey-alpha-16-interlaced.png", .unused),
      ("png-rgb-8.png", .none), ("png-palette-8.png", .none),
    ] as [(String, ImageFacts.Alpha)])
  func fixtures(name: String, alpha: ImageFacts.Alpha) async throws {
    let facts = try await Inspector.sample.facts(at: try Fixtures.path("odd/\(name)"))
    #expect(facts.image?.alpha == alpha)
  }

  @Test("are identified by the low bits of a key, as the standard says", arguments: [1, 2, 4, 8])
  func highBitsOfKey(depth: Int) async throws {
    var generator = SeededGenerator(seed: depth)
    var png = SamplePNG(
      width: 9, height: 2, depth: depth, color: .grey, samples: [UInt16](repeating: 1, count: 18))
    png.transparency = [0x01, depth == 8 ? 0x01 : 0x81 & ~UInt8((1 << depth) - 1) | 1]
    let facts = try await Inspector.sample.inspect(png.bytes(&generator), named: "a.png")
    #expect(facts.image?.alpha == .used)
  }

  @Test("are unknown if the rows could not be read")
  func unknown() async throws {
    let name = "png-transparent.png"
    let bytes = try Fixtures.bytes("odd/\(name)")
    let facts = try await Inspector.sample.inspect(
      Array(bytes.prefix(bytes.count / 2)), named: name)
    #expect(facts.image?.alpha == .unknown)
  }
}
