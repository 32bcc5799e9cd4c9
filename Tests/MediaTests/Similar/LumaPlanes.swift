import Decoding
import Model
import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite("A picture made small", .timeLimit(.minutes(30)))
struct LumaPlanes {
  /// The means by the definition: each pixel contributes to a part by its area in it.
  private static func means(
    _ width: Int, _ height: Int, _ luma: (Int, Int) -> UInt8
  ) -> [UInt8] {
    /// The share of pixel `place` in part `part` of a side, in 64ths of a pixel.
    func share(_ pixel: Int, _ part: Int, _ side: Int) -> Int {
      max(0, min(64 * pixel + 64, (part + 1) * side) - max(64 * pixel, part * side))
    }
    return (0..<64).flatMap { row -> [UInt8] in
      (0..<64).map { column -> UInt8 in
        var sum = 0
        for y in row * height / 64...min(height - 1, (row + 1) * height / 64) {
          for x in column * width / 64...min(width - 1, (column + 1) * width / 64) {
            sum += Int(luma(x, y)) * share(x, column, width) * share(y, row, height)
          }
        }
        return UInt8((sum + width * height / 2) / (width * height))
      }
    }
  }

  @Test(
    "has means of equal parts",
    arguments: [(1, 1), (3, 5), (64, 64), (63, 65), (128, 64), (100, 37), (641, 130), (7, 1000)])
  func reduction(width: Int, height: Int) throws {
    var generator = SeededGenerator(seed: width)
    let lumas = (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let size = PixelSize(width: width, height: height)
    let whole = try #require(LumaReduction(size))
    let backwards = try #require(LumaReduction(size))
    let parts = try #require(LumaReduction(size))
    for row in 0..<height {
      whole.add(Array(lumas[row * width..<(row + 1) * width]), row: row)
      let other = height - 1 - row
      backwards.add(Array(lumas[other * width..<(other + 1) * width]), row: other)
      for first in 0..<min(3, width) {
        let some = stride(from: first, to: width, by: 3).map { lumas[row * width + $0] }
        parts.add(some, row: row, first: first, step: 3)
      }
      // What is outside does not count.
      parts.add([255], row: row, first: width, step: 1)
    }
    parts.add([255], row: height, first: 0, step: 1)
    let expected = Self.means(width, height) { lumas[$1 * width + $0] }
    #expect(whole.means == expected)
    #expect(backwards.means == expected)
    #expect(parts.means == expected)
  }

  @Test("is nil without pixels, or if it is too long")
  func refused() {
    #expect(LumaReduction(PixelSize(width: 0, height: 5)) == nil)
    #expect(LumaReduction(PixelSize(width: 1, height: 1_000_001)) == nil)
    #expect(LumaReduction(PixelSize(width: 1_000_000, height: 1_000_000)) != nil)
  }

  private static func picture(_ width: Int, _ height: Int) -> ChangedPicture {
    var generator = SeededGenerator(seed: width)
    let rgba = (0..<width * height).flatMap { index -> [UInt8] in
      let (y, x) = index.quotientAndRemainder(dividingBy: width)
      let noise = Int.random(in: 0..<40, using: &generator)
      return [
        UInt8((x + noise) % 256), UInt8((y * 2 + noise) % 256), UInt8((x * y / 50) % 256), 255,
      ]
    }
    return ChangedPicture(width: width, height: height, rgba: rgba)
  }

  @Test(
    "of a JPEG is equal by the walk, by coefficients and by rows",
    arguments: TestRun.some([(512, 512), (520, 530), (1000, 505), (777, 1001)], 2))
  func walk(width: Int, height: Int) throws {
    let picture = Self.picture(width, height)
    for (across, down) in [(1, 1), (2, 1), (1, 2), (2, 2), (4, 1)] {
      var planes: [LumaPlane] = []
      for bytes in [
        try picture.jpeg(across: across, down: down),
        try picture.jpeg(across: across, down: down, restart: 7),
        try picture.jpeg(progressive: true, across: across, down: down),
        try picture.jpeg(arithmetic: true, across: across, down: down),
      ] {
        for isByLibrary in [false, true] {
          let (_, luma) = JPEGProver(bytes, memoryLimit: 64 << 20).read(
            wantsLuma: true, usingLibraryAlone: isByLibrary)
          planes.append(try #require(luma))
        }
        // The picture at an eighth of its size.
        let again = JPEGProver(bytes, memoryLimit: 64 << 20).luma()
        #expect(again != nil)
        if width % 8 == 0, height % 8 == 0 { planes.append(try #require(again)) }
      }
      #expect(Set(planes).count == 1, "\(across) × \(down)")
      let luma = { (x: Int, y: Int) -> UInt8 in
        let offset = (y * width + x) * 4
        return Luma.of(picture.rgba[offset], picture.rgba[offset + 1], picture.rgba[offset + 2])
      }
      let expected = Self.means(width, height, luma)
      // Blocks at the right and at the bottom extend beyond the picture.
      let distance = zip(planes[0].samples, expected).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
      #expect(distance <= 3 * 4096, "they lie \(distance) / 4096 apart")
    }
  }

  @Test("of a JPEG of 504 pixels is decoded at more than an eighth")
  func small() throws {
    let bytes = try Self.picture(504, 700).jpeg()
    #expect(JPEGProver(bytes, memoryLimit: 64 << 20).read(wantsLuma: true).luma == nil)
    #expect(JPEGProver(bytes, memoryLimit: 64 << 20).luma() != nil)
  }

  /// The kinds of PNG with random pixels: opaque colors and the valid depths.
  private static let kinds: [(PNGHeader.ColorType, Int)] = [
    (.grey, 1), (.grey, 2), (.grey, 4), (.grey, 8), (.grey, 16), (.color, 8), (.color, 16),
    (.greyAlpha, 8), (.greyAlpha, 16), (.colorAlpha, 8), (.colorAlpha, 16),
  ]

  /// The luma of a pixel's values, over white.
  private static func luma(
    of pixel: ArraySlice<UInt16>, _ color: PNGHeader.ColorType, _ depth: Int
  ) -> UInt8 {
    let maximum = (1 << depth) - 1
    let values = pixel.map { value -> UInt8 in
      depth == 16 ? UInt8(value >> 8) : UInt8(Int(value) * 255 / maximum)
    }
    let luma = Int(color.samples >= 3 ? Luma.of(values[0], values[1], values[2]) : values[0])
    guard color.hasAlpha, let last = values.last else { return UInt8(luma) }
    let alpha = Int(last)
    let behind = 255 * (255 - alpha)
    return UInt8((luma * alpha + behind + 127) / 255)
  }

  @Test(
    "of a PNG is that of its pixels, whatever its colors, filters and passes", arguments: 0..<11)
  func png(kind: Int) async throws {
    let (color, depth) = Self.kinds[kind]
    var generator = SeededGenerator(seed: kind)
    for (width, height) in [(1, 1), (5, 3), (97, 70), (130, 129)] {
      for isInterlaced in [false, true] {
        let maximum = UInt16((1 << depth) - 1)
        let samples = (0..<width * height * color.samples).map { _ in
          UInt16.random(in: 0...maximum, using: &generator)
        }
        let png = SamplePNG(
          width: width, height: height, depth: depth, color: color, isInterlaced: isInterlaced,
          samples: samples)
        let bytes = png.bytes(&generator, partSize: 1000)
        let expected = Self.means(width, height) { x, y in
          Self.luma(of: png.pixel(x, y), color, depth)
        }
        let path = try #require(FilePath("a.png"))
        let found = try await Inspector.sample.inspect(.bytes(bytes, name: path), depth: .luma)
        #expect(found.luma?.samples == expected, "\(width) × \(height)")
        let plain = try await Inspector.sample.inspect(.bytes(bytes, name: path), depth: .facts)
        #expect(plain.facts.image == found.facts.image)
      }
    }
  }

  @Test("of colors weighs them as JPEG does")
  func weights() {
    #expect(Luma.of(255, 255, 255) == 255)
    #expect(Luma.of(255, 0, 0) == 76)
    #expect(Luma.of(0, 255, 0) == 150)
    #expect(Luma.of(0, 0, 255) == 29)
    #expect(Luma.compositedOverWhite(40, alpha: 0) == 255)
    #expect(Luma.compositedOverWhite(40, alpha: 255) == 40)
    #expect(Luma.compositedOverWhite(40, alpha: 128) == 147)
  }
}
