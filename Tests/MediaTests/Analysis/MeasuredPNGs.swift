import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite("A PNG as it is measured", .timeLimit(.minutes(30)))
struct MeasuredPNGs {
  private static func overWhite(_ value: UInt8, _ alpha: UInt8) -> UInt8 {
    let (shown, behind) = (Int(value) * Int(alpha), 255 * (255 - Int(alpha)))
    return UInt8((shown + behind + 127) / 255)
  }

  private static func expected(_ png: SamplePNG) -> [UInt8] {
    var key: [UInt16]?
    if let bytes = png.transparency {
      key = stride(from: 0, to: bytes.count, by: 2).map { index -> UInt16 in
        UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
      }
    }
    var rgb: [UInt8] = []
    for index in 0..<png.width * png.height {
      let stored = Array(png.pixel(index % png.width, index / png.width))
      let maximum = (1 << png.depth) - 1
      let values = stored.map { value -> UInt8 in
        png.depth == 16 ? UInt8(value >> 8) : UInt8(Int(value) * 255 / maximum)
      }
      let alpha: UInt8 = stored == key ? 0 : png.color.hasAlpha ? values[values.count - 1] : 255
      for channel in 0..<3 {
        rgb.append(overWhite(values[png.color.samples >= 3 ? channel : 0], alpha))
      }
    }
    return rgb
  }

  private static let kinds: [(PNGHeader.ColorType, Int)] = [
    (.grey, 1), (.grey, 2), (.grey, 4), (.grey, 8), (.grey, 16), (.color, 8), (.color, 16),
    (.greyAlpha, 8), (.greyAlpha, 16), (.colorAlpha, 8), (.colorAlpha, 16),
  ]

  @Test("has its pixels over white, whatever its colors, keys and passes", arguments: 0..<11)
  func pixels(kind: Int) async throws {
    let (color, depth) = Self.kinds[kind]
    var generator = SeededGenerator(seed: kind)
    for (width, height) in [(1, 1), (5, 3), (67, 70)] {
      for hasKey in color.hasAlpha ? [false] : [false, true] {
        let maximum = UInt16((1 << depth) - 1)
        var png = SamplePNG(
          width: width, height: height, depth: depth, color: color,
          samples: (0..<width * height * color.samples).map { _ in
            UInt16.random(in: 0...maximum, using: &generator)
          })
        if hasKey {
          png.transparency = png.pixel(width - 1, height - 1).flatMap {
            [UInt8($0 >> 8), UInt8($0 & 255)]
          }
        }
        let plain = try await Inspector.sample.measured(png.bytes(&generator))
        #expect(plain.rgb == Self.expected(png), "\(width) × \(height)")
        png.isInterlaced = true
        let interlaced = try await Inspector.sample.measured(png.bytes(&generator))
        #expect(interlaced == plain, "\(width) × \(height), interlaced")
      }
    }
  }

  @Test("has the colors of its palette", arguments: [1, 2, 4, 8])
  func palette(depth: Int) async throws {
    var generator = SeededGenerator(seed: depth)
    let count = 1 << depth
    let palette = (0..<3 * count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let alphas = (0..<count / 2).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var png = SamplePNG(
      width: 37, height: 21, depth: depth, color: .palette,
      samples: (0..<37 * 21).map { _ in UInt16.random(in: 0..<UInt16(count), using: &generator) })
    for isInterlaced in [false, true] {
      png.isInterlaced = isInterlaced
      let bytes = PNGBytes.file(
        header: PNGBytes.header(37, 21, depth, 3, isInterlaced),
        before: [("PLTE", palette), ("tRNS", alphas)],
        data: [PNGBytes.stored(png.rows(&generator))])
      let picture = try await Inspector.sample.measured(bytes)
      var expected: [UInt8] = []
      for entry in png.samples.map(Int.init) {
        let alpha: UInt8 = entry < alphas.count ? alphas[entry] : 255
        for channel in 0..<3 {
          expected.append(Self.overWhite(palette[3 * entry + channel], alpha))
        }
      }
      #expect(picture.rgb == expected)
      #expect(picture.isOverWhite)
    }
  }

  @Test("is equal interlaced and not, in every fixture")
  func interlaced() async throws {
    let names = try Fixtures.names(in: "odd").filter { $0.hasSuffix("-interlaced.png") }
    var compared = 0
    for name in names {
      let plain = name.replacing("-interlaced", with: "")
      guard try Fixtures.names(in: "odd").contains(plain) else { continue }
      let one = try await Inspector.sample.measured("odd/\(name)")
      #expect(try await Inspector.sample.measured("odd/\(plain)") == one, "\(name)")
      compared += 1
    }
    #expect(compared >= 15)
  }

  @Test("is nil if decoding an interlaced one would take more memory than there is")
  func memory() async throws {
    let (width, height) = (2200, 2200)
    let path = try #require(FilePath("a.png"))
    for isInterlaced in [false, true] {
      let header = PNGBytes.header(width, height, 8, 2, isInterlaced)
      let count = try #require(PNGHeader(header).inflatedCount)
      let bytes = PNGBytes.file(header: header, data: [PNGBytes.zeros(count)])
      for (memory, isMeasured) in [(22 << 20, !isInterlaced), (64 << 20, true)] {
        let inspector = Inspector(budget: MemoryBudget(total: memory))
        let found = try await inspector.inspect(.bytes(bytes, name: path), depth: .appearance)
        #expect(found.facts.isProven)
        #expect(found.luma != nil)
        #expect((found.picture != nil) == isMeasured, "\(memory) bytes, \(isInterlaced)")
      }
    }
  }
}
