import CEncoders
import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite struct PixelsOfJPEGs {
  /// The pixels of a file by libjpeg's default settings.
  private static func reference(_ bytes: [UInt8]) throws -> [UInt8] {
    var (width, height): (Int32, Int32) = (0, 0)
    var out = castbook_bytes()
    try #require(castbook_jpeg_decode(bytes, bytes.count, &width, &height, &out))
    defer { castbook_bytes_free(&out) }
    let rgba = UnsafeBufferPointer(start: out.start, count: out.count)
    return rgba.indices.filter { $0 % 4 < 3 }.map { rgba[$0] }
  }

  @Test(
    "Colors are those of libjpeg's own decoding, to the bit",
    arguments: [(1, 1), (2, 1), (1, 2), (2, 2), (4, 1)])
  func colors(across: Int, down: Int) throws {
    let picture = ChangedPicture.noise(119, 83)
    for (progressive, arithmetic, restart) in [
      (false, false, 0), (true, false, 0), (false, true, 0), (true, true, 0), (false, false, 5),
    ] {
      let bytes = try picture.jpeg(
        progressive: progressive, arithmetic: arithmetic, across: across, down: down,
        restart: restart)
      let pixels = try GatheredPixels.of(bytes, .jpeg)
      #expect(pixels.layout == PixelLayout(size: PixelSize(width: 119, height: 83), colors: .rgb))
      #expect(pixels.values == (try Self.reference(bytes)))
    }
  }

  @Test("Fixtures of every kind are those of libjpeg's own decoding")
  func fixtures() throws {
    for name in [
      "jpeg-rgb", "jpeg-adobe-ycc", "jpeg-no-jfif", "jpeg-411", "jpeg-440", "jpeg-quality-1",
      "jpeg-restart-progressive", "jpeg-no-end", "jpeg-trailing-jpeg", "jpeg-optimised",
    ] {
      let bytes = try Fixtures.bytes("odd/\(name).jpg")
      let pixels = try GatheredPixels.of(bytes, .jpeg, name)
      #expect(pixels.values == (try Self.reference(bytes)), "\(name)")
    }
  }

  @Test("Grey stays grey", arguments: [false, true])
  func grey(progressive: Bool) throws {
    let name = progressive ? "odd/jpeg-progressive-grey.jpg" : "odd/jpeg-grey.jpg"
    let bytes = try Fixtures.bytes(name)
    let pixels = try GatheredPixels.of(bytes, .jpeg)
    #expect(pixels.layout?.colors == .grey)
    let reference = try Self.reference(bytes)
    #expect(pixels.values == stride(from: 0, to: reference.count, by: 3).map { reference[$0] })
  }

  @Test(
    "Inks are 255 for full ink, however they are stored",
    arguments: [true, false], [castbook_jpeg_cmyk, castbook_jpeg_ycck])
  func inks(adobe: Bool, kind: Int) throws {
    // Without Adobe's marker luma and chroma can't be recognized.
    guard adobe || kind == castbook_jpeg_cmyk else { return }
    let (width, height) = (48, 32)
    var inks: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width { inks += [UInt8(5 * x), UInt8(8 * y), UInt8(255 - 5 * x), UInt8(y + x)] }
    }
    var options = castbook_jpeg_options()
    options.width = Int32(width)
    options.height = Int32(height)
    options.kind = Int32(kind)
    options.quality = 100
    options.luma_across = 1
    options.luma_down = 1
    options.adobe = adobe
    var out = castbook_bytes()
    let stored = adobe ? inks.map { ~$0 } : inks
    try #require(castbook_jpeg_encode(stored, &options, &out))
    defer { castbook_bytes_free(&out) }
    let bytes = Array(UnsafeBufferPointer(start: out.start, count: out.count))
    let pixels = try GatheredPixels.of(bytes, .jpeg)
    #expect(pixels.layout?.colors == .cmyk)
    #expect(try pixels.distance(to: inks) <= 6)
  }

  @Test("One scan takes some rows; several take all coefficients, or are not begun")
  func memory() throws {
    let picture = ChangedPicture.noise(64, 2000)
    let plain = try #require(PixelReading(try picture.jpeg(), .jpeg))
    #expect(plain.memory < 2 << 20)
    let bytes = try picture.jpeg(progressive: true, across: 1, down: 1)
    let scans = try #require(PixelReading(bytes, .jpeg))
    #expect(scans.memory > 64 * 2000 * 6)
    let sink = GatheredPixels()
    #expect(scans.run(within: scans.memory - 1, into: sink) == .outOfMemory)
    #expect(sink.layout == nil)
    #expect(scans.run(within: scans.memory, into: sink) == .complete)
  }

  @Test("Coefficients are counted as the decoder counts them")
  func coefficients() throws {
    for (across, down) in [(1, 1), (2, 1), (2, 2)] {
      let bytes = try ChangedPicture.noise(37, 61)
        .jpeg(progressive: true, across: across, down: down)
      let reading = try #require(JPEGPixels(bytes))
      let frame = try #require(JPEGHeader(ByteView(bytes)).frame)
      let sink = GatheredPixels()
      // Its limit is for coefficients alone: the counted number is one too many.
      #expect(reading.read(within: frame.coefficientBytes, into: sink) == .outOfMemory)
      #expect(reading.read(within: frame.coefficientBytes + 1, into: sink) == .complete)
    }
  }

  @Test("Rows come in pieces from the top")
  func pieces() throws {
    let pixels = try GatheredPixels.of(try ChangedPicture.noise(700, 900).jpeg(), .jpeg)
    #expect(pixels.received.pieces == (900 + 123) / 124)
    #expect(pixels.received.largestPiece == 124 * 2100)
  }
}

extension ChangedPicture {
  /// Colors that change from pixel to pixel, and from one side to the other: every orientation
  /// looks different.
  static func noise(_ width: Int, _ height: Int, alpha: Bool = false) -> ChangedPicture {
    var generator = SeededGenerator(seed: width * 1000 + height)
    var rgba: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let noise = Int.random(in: 0...40, using: &generator)
        rgba += [
          UInt8(x * 200 / width + noise), UInt8(y * 200 / height + noise),
          UInt8((x + 2 * y) * 70 / (width + height) + noise), alpha ? UInt8(x * y % 256) : 255,
        ]
      }
    }
    return ChangedPicture(width: width, height: height, rgba: rgba)
  }
}
