import CEncoders
import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite("HEIC and AVIF at their full size", .timeLimit(.minutes(30)))
struct HEIFPixels {
  private static let formats: [DecodedFormat] = [.heic, .avif]

  private func encoded(
    _ values: [Int], _ width: Int, _ height: Int, _ format: DecodedFormat, depth: Int = 8,
    grey: Bool = false, lossless: Bool = true, chroma: Int = 444
  ) throws -> [UInt8] {
    var options = castbook_heif_options(
      width: Int32(width), height: Int32(height), av1: format == .avif, grey: grey,
      depth: Int32(depth), chroma: Int32(chroma), lossless: lossless, quality: 95, primaries: 1)
    let samples = values.flatMap { value in
      depth > 8 ? [UInt8(value & 255), UInt8(value >> 8)] : [UInt8(value)]
    }
    var out = castbook_bytes()
    try #require(castbook_heif_encode(samples, &options, &out))
    defer { castbook_bytes_free(&out) }
    return Array(UnsafeBufferPointer(start: out.start, count: out.count))
  }

  private func rows(_ bytes: [UInt8], _ format: DecodedFormat) async throws -> GatheredPixels {
    let sink = GatheredPixels()
    let outcome = await Inspector.sample.pixels(bytes, as: format, of: nil, into: sink)
    try #require(outcome == .complete)
    try #require(sink.isWhole)
    return sink
  }

  /// The maximum distance of two rows of values.
  private func far(_ found: [Int], _ expected: [Int]) -> Int? {
    guard found.count == expected.count else { return nil }
    return zip(found, expected).map { abs($0 - $1) }.max()
  }

  private func fixture(_ name: String) async throws -> GatheredPixels {
    let format: DecodedFormat = name.hasSuffix("avif") ? .avif : .heic
    return try await rows(try Fixtures.bytes("odd/\(name)"), format)
  }

  private static func noise(_ count: Int, below maximum: Int) -> [Int] {
    var generator = SeededGenerator(seed: count)
    return (0..<count).map { _ in Int.random(in: 0..<maximum, using: &generator) }
  }

  @Test(
    "have the encoded pixels if they are lossless", arguments: formats,
    [(64, 64), (97, 65), (130, 71)])
  func lossless(format: DecodedFormat, size: (Int, Int)) async throws {
    let (width, height) = size
    let values = Self.noise(3 * width * height, below: 256)
    let sink = try await rows(encoded(values, width, height, format), format)
    #expect(
      sink.layout == PixelLayout(size: PixelSize(width: width, height: height), colors: .rgb))
    // libheif's lossless color coding is sometimes off by one; grey is exact.
    #expect(far(sink.values.map(Int.init), values).map { $0 <= 1 } == true)
    let greys = Self.noise(width * height, below: 256)
    let grey = try await rows(encoded(greys, width, height, format, grey: true), format)
    #expect(grey.layout?.colors == .grey)
    #expect(far(grey.values.map(Int.init), greys) == 0)
  }

  @Test("keep all bits above eight", arguments: [(DecodedFormat.heic, 10), (.avif, 12)])
  func deep(format: DecodedFormat, depth: Int) async throws {
    let (width, height) = (66, 65)
    let maximum = (1 << depth) - 1
    func scaled(_ value: Int) -> Int {
      Int((Double(value) * 65_535 / Double(maximum)).rounded())
    }
    let values = Self.noise(3 * width * height, below: maximum + 1)
    let sink = try await rows(encoded(values, width, height, format, depth: depth), format)
    #expect(
      sink.layout
        == PixelLayout(size: PixelSize(width: width, height: height), colors: .rgb, depth: 16))
    #expect(
      far(sink.deepValues.map(Int.init), values.map(scaled)).map { $0 <= scaled(1) + 1 } == true)
    let greys = Self.noise(width * height, below: maximum + 1)
    let grey = try await rows(
      encoded(greys, width, height, format, depth: depth, grey: true), format)
    #expect(grey.layout?.colors == .grey)
    #expect(far(grey.deepValues.map(Int.init), greys.map(scaled)) == 0)
  }

  @Test("are near the encoded pixels with subsampled chroma", arguments: formats, [420, 422, 444])
  func chroma(format: DecodedFormat, chroma: Int) async throws {
    let (width, height) = (98, 67)
    let slope = (0..<width * height).flatMap { index -> [Int] in
      let (x, y) = (index % width, index / width)
      return [40 + x * 2, 60 + y * 2, 200 - x - y / 2]
    }
    // libheif 1.15 requests a profile of AV1 that has ten bits only with half the colors across.
    for depth in format == .avif && chroma != 422 ? [8] : [8, 10] {
      let shift = depth - 8
      let bytes = try encoded(
        slope.map { $0 << shift }, width, height, format, depth: depth, lossless: false,
        chroma: chroma)
      let sink = try await rows(bytes, format)
      let found = depth > 8 ? sink.deepValues.map { Int($0) / 257 } : sink.values.map(Int.init)
      try #require(found.count == slope.count)
      let far = zip(found, slope).map { abs($0 - $1) }
      #expect(far.reduce(0, +) < 2 * far.count, "\(depth)")
      #expect(far.max() ?? 0 < 16, "\(depth)")
    }
  }

  @Test("are upright, turned and mirrored as the file says", arguments: ["heic", "avif"])
  func turned(suffix: String) async throws {
    let upright = try await fixture("\(suffix)-turned-1.\(suffix)")
    for value in 2...8 {
      for exif in ["", "-exif-differs"] {
        let other = try await fixture("\(suffix)-turned-\(value)\(exif).\(suffix)")
        #expect(other.layout == upright.layout)
        let far = zip(other.values, upright.values).map { abs(Int($0) - Int($1)) }
        #expect(far.reduce(0, +) < 6 * far.count, "\(value)\(exif)")
      }
    }
    let bytes = upright.values
    let upsideDown = zip(bytes, bytes.reversed()).map { abs(Int($0) - Int($1)) }
    #expect(upsideDown.reduce(0, +) > 20 * upsideDown.count)
  }

  @Test("are cropped as the file says", arguments: ["heic", "avif"])
  func cutOut(suffix: String) async throws {
    let whole = try await fixture("\(suffix)-444.\(suffix)")
    let part = try await fixture("\(suffix)-clap.\(suffix)")
    #expect(part.layout?.size == PixelSize(width: 48, height: 80))
    #expect(whole.layout?.size == PixelSize(width: 96, height: 128))
    let turned = try await fixture("\(suffix)-clap-turned.\(suffix)")
    #expect(turned.layout?.size == PixelSize(width: 80, height: 48))
  }

  @Test("have alpha if they are transparent", arguments: ["heic", "avif"])
  func alpha(suffix: String) async throws {
    let faded = try await fixture("\(suffix)-alpha.\(suffix)")
    #expect(faded.layout?.hasAlpha == true)
    let plain = try await fixture("\(suffix)-444.\(suffix)")
    #expect(plain.layout?.hasAlpha == false)
    let bytes = faded.values
    let alphas = stride(from: 3, to: bytes.count, by: 4).map { bytes[$0] }
    #expect(Set(alphas).count > 3)
    // The colors are not darkened by their alpha.
    let colors = bytes.indices.filter { $0 % 4 < 3 }.map { bytes[$0] }
    let far = zip(colors, plain.values).map { abs(Int($0) - Int($1)) }
    #expect(far.reduce(0, +) < 8 * far.count)
    #expect(try await fixture("\(suffix)-alpha-full.\(suffix)").layout?.hasAlpha == false)
    let turned = try await fixture("\(suffix)-alpha-turned.\(suffix)")
    #expect(turned.layout?.hasAlpha == true)
  }

  @Test(
    "are reported as damaged, and give no pixels",
    arguments: [
      "noise", "cut-in-data", "alpha-zeros", "grid-tile-zeros", "size-lies", "no-data",
    ])
  func damaged(name: String) async throws {
    for suffix in ["heic", "avif"] {
      let bytes = try Fixtures.bytes("odd/\(suffix)-\(name).\(suffix)")
      let outcome = await Inspector.sample.pixels(
        bytes, as: suffix == "heic" ? .heic : .avif, of: nil, into: GatheredPixels())
      guard case .failed(let words) = outcome else {
        Issue.record("\(suffix)-\(name): \(outcome)")
        continue
      }
      #expect(!words.isEmpty)
    }
  }

  @Test("of another size than announced are refused")
  func otherSize() async throws {
    let bytes = try Fixtures.bytes("odd/heic-444.heic")
    let image = ImageFacts(codedSize: PixelSize(width: 95, height: 128), depth: 8, channels: 3)
    let sink = GatheredPixels()
    #expect(
      await Inspector.sample.pixels(bytes, as: .heic, of: image, into: sink)
        == .failed("the header says 95 × 128 px, the picture has 96 × 128 px"))
    #expect(sink.received.layouts.isEmpty)
  }
}
