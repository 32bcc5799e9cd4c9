import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite struct PixelsOfBMPs {
  /// A bitmap with a header of 40 bytes, or 56 with a mask for alpha.
  private static func file(
    _ width: Int, _ height: Int, depth: Int, coding: Int = 0, masks: [Int] = [],
    palette: [[UInt8]] = [], data: [UInt8]
  ) -> [UInt8] {
    let length = masks.count == 4 ? 56 : 40
    var between: [UInt8] = []
    for mask in masks { between += Bytes.little(mask) }
    for color in palette { between += color.reversed() + [0] }
    let start = 54 + between.count
    var file = Array("BM".utf8)
    for number in [start + data.count, 0, start, length, width, height] {
      file += Bytes.little(number)
    }
    file += Bytes.little(1, 2) + Bytes.little(depth, 2)
    for number in [coding, data.count, 0, 0, palette.count, 0] { file += Bytes.little(number) }
    return file + between + data
  }

  private static func padded(_ row: [UInt8]) -> [UInt8] {
    row + [UInt8](repeating: 0, count: (4 - row.count % 4) % 4)
  }

  private static let colors: [[UInt8]] = [
    [1, 2, 3], [255, 128, 0], [0, 255, 7], [9, 90, 200], [255, 255, 255],
  ]

  @Test(
    "Rows of three bytes are read, from the bottom up and from the top down",
    arguments: [false, true])
  func plain(isTopDown: Bool) throws {
    let picture = ChangedPicture.noise(7, 5)
    let rows = (0..<5).map { y in
      Self.padded(
        (0..<7).flatMap { x in picture.rgba[4 * (7 * y + x)..<4 * (7 * y + x) + 3].reversed() })
    }
    let data = Array((isTopDown ? rows : rows.reversed()).joined())
    let bytes = Self.file(7, isTopDown ? -5 : 5, depth: 24, data: data)
    let pixels = try GatheredPixels.of(bytes, .bmp)
    #expect(pixels.layout == PixelLayout(size: PixelSize(width: 7, height: 5), colors: .rgb))
    #expect(pixels.values == picture.rgb)
  }

  @Test("Entries of a palette are read", arguments: [1, 4, 8])
  func palette(depth: Int) throws {
    let count = depth == 1 ? 2 : 5
    let entries = (0..<11).map { $0 * 3 % count }
    var row = [UInt8](repeating: 0, count: (11 * depth + 7) / 8)
    for (index, entry) in entries.enumerated() {
      row[index * depth / 8] |= UInt8(entry) << UInt8(8 - depth - index * depth % 8)
    }
    let bytes = Self.file(
      11, 1, depth: depth,
      palette: Array(Self.colors.prefix(count))
        + [[UInt8]](repeating: [0, 0, 0], count: (1 << depth) - count), data: Self.padded(row))
    #expect(try GatheredPixels.of(bytes, .bmp).values == entries.flatMap { Self.colors[$0] })
  }

  @Test("Colors under masks are read, with and without alpha")
  func masks() throws {
    func values(_ bytes: [UInt8]) throws -> [UInt8] { try GatheredPixels.of(bytes, .bmp).values }
    let fifths = Self.file(
      2, 1, depth: 16, data: Bytes.little(31 << 10 | 1 << 5, 2) + Bytes.little(16, 2))
    #expect(try values(fifths) == [255, 8, 0, 0, 0, 131])
    let sixths = Self.file(
      2, 1, depth: 16, coding: 3, masks: [0xF800, 0x7E0, 0x1F],
      data: Bytes.little(31 << 11 | 63 << 5, 2) + Bytes.little(21 << 5 | 1, 2))
    #expect(try values(sixths) == [255, 255, 0, 0, 85, 8])
    let turned = [0xFF, 0xFF00, 0xFF_0000, 0xFF00_0000]
    let pixel = Bytes.little(0x80_30_20_10)
    let clear = Self.file(2, 1, depth: 32, coding: 3, masks: turned, data: pixel + pixel)
    #expect(try values(clear) == [0x10, 0x20, 0x30, 0x80, 0x10, 0x20, 0x30, 0x80])
    // If all alpha is zero, readers ignore it.
    let unused = Bytes.little(0x00_30_20_10)
    let opaque = Self.file(2, 1, depth: 32, coding: 3, masks: turned, data: unused + unused)
    #expect(try values(opaque) == [0x10, 0x20, 0x30, 0x10, 0x20, 0x30])
    let deep = Self.file(1, 1, depth: 32, data: Bytes.little(0xFF_01_02_03))
    #expect(try values(deep) == [1, 2, 3])
  }

  @Test("Runs are read, and the pixels they skip")
  func runs() throws {
    // From the bottom: a run and two single pixels; an empty row; one pixel after two skipped ones.
    let data: [UInt8] = [
      3, 1, 0, 3, 2, 3, 4, 0, 0, 0, 0, 2, 2, 1, 1, 3, 0, 1,
    ]
    let bytes = Self.file(
      6, 3, depth: 8, coding: 1,
      palette: Self.colors
        + [[UInt8]](repeating: [0, 0, 0], count: 251), data: data)
    let entries = [
      [0, 0, 3, 0, 0, 0], [0, 0, 0, 0, 0, 0], [1, 1, 1, 2, 3, 4],
    ]
    let pixels = try GatheredPixels.of(bytes, .bmp)
    #expect(pixels.values == entries.joined().flatMap { Self.colors[$0] })
  }

  @Test("Fixtures of one picture have equal pixels however they are stored")
  func fixtures() throws {
    let plain = try GatheredPixels.of(try Fixtures.bytes("odd/bmp-24-bit.bmp"), .bmp)
    for name in ["bmp-top-down", "bmp-32-bit", "bmp-v4-srgb"] {
      let other = try GatheredPixels.of(try Fixtures.bytes("odd/\(name).bmp"), .bmp, name)
      #expect(other.values == plain.values, "\(name)")
    }
    let eight = try GatheredPixels.of(try Fixtures.bytes("odd/bmp-8-bit.bmp"), .bmp)
    let runs = try GatheredPixels.of(try Fixtures.bytes("odd/bmp-rle8.bmp"), .bmp)
    #expect(runs.values == eight.values)
  }
}
