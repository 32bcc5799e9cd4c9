import Model
import Testing

@testable import Media

@Suite("A TIFF as it is measured", .timeLimit(.minutes(30)))
struct MeasuredTIFFs {
  @Test(
    "is equal however its pixels are laid out",
    arguments: [
      "be", "big-le", "big-be", "strips", "tiles", "planar", "packbits", "lzw", "deflate",
    ])
  func layouts(name: String) async throws {
    let plain = try await Inspector.sample.measured("odd/tiff-le.tif")
    #expect(try await Inspector.sample.measured("odd/tiff-\(name).tif") == plain)
    #expect(try await Inspector.sample.measured("odd/bmp-24-bit.bmp") == plain)
  }

  @Test("is over white however its alpha is laid out")
  func alpha() async throws {
    let plain = try await Inspector.sample.measured("odd/tiff-alpha.tif")
    #expect(plain.isOverWhite)
    for name in ["tiles", "planar", "16-bit"] {
      let other = try await Inspector.sample.measured("odd/tiff-alpha-\(name).tif")
      #expect(other.isOverWhite)
      #expect(try other.distance(to: plain) == 0, "\(name)")
    }
    let darkened = try await Inspector.sample.measured("odd/tiff-alpha-premultiplied.tif")
    #expect(try darkened.distance(to: plain) < 1)
    let bitmap = try await Inspector.sample.measured("odd/bmp-v5-alpha.bmp")
    #expect(try bitmap.distance(to: plain) < 0.5)
    let opaque = try await Inspector.sample.measured("odd/tiff-le.tif")
    #expect(try opaque.distance(to: plain) > 5)
    for name in ["tiles-unused", "planar-unused", "16-bit-unused"] {
      let other = try await Inspector.sample.measured("odd/tiff-alpha-\(name).tif")
      #expect(!other.isOverWhite)
      #expect(other.rgb == opaque.rgb, "\(name)")
    }
  }

  @Test("has the colors of its L*a*b*, with signed and unsigned values")
  func lab() async throws {
    // White, black, a middle grey and three colors of sRGB under D50, to the precision of 8 bits.
    let colors: [(l: Int, a: Int, b: Int, rgb: [Int])] = [
      (255, 0, 0, [255, 255, 255]), (0, 0, 0, [0, 0, 0]), (137, 0, 0, [128, 128, 128]),
      (138, 81, 70, [255, 0, 0]), (143, 20, 42, [180, 120, 60]), (104, 18, -62, [60, 90, 200]),
    ]
    for (photometric, offset) in [(8, 0), (9, 128)] {
      let data = colors.flatMap { color in
        [color.l, color.a + offset, color.b + offset].map { UInt8(truncatingIfNeeded: $0) }
      }
      let tiff = SampleTIFF(
        width: colors.count, height: 1, photometric: photometric, data: data)
      let picture = try await Inspector.sample.measured(tiff.bytes)
      for (index, color) in colors.enumerated() {
        let found = picture.rgb[3 * index..<3 * index + 3]
        #expect(
          zip(found, color.rgb).allSatisfy { abs(Int($0) - $1) <= 8 },
          "\(Array(found)) of \(color.rgb)")
      }
    }
  }

  @Test("has the colors of its luma and chroma", arguments: [(1, 1), (2, 1), (2, 2), (4, 2)])
  func chroma(across: Int, down: Int) async throws {
    // Two adjacent units, red and blue, with a darker luma in the second row.
    let (width, height) = (2 * across, 2 * down)
    var data: [UInt8] = []
    for row in 0..<2 {
      for (luma, cb, cr) in [(76, 85, 255), (29, 255, 107)] {
        data += [UInt8](repeating: UInt8(luma - 20 * row), count: across * down)
        data += [UInt8(cb), UInt8(cr)]
      }
    }
    let tiff = SampleTIFF(
      width: width, height: height, photometric: 6, subsampling: (across, down), data: data)
    let picture = try await Inspector.sample.measured(tiff.bytes)
    for row in 0..<height {
      for column in 0..<width {
        let offset = 3 * (row * width + column)
        let darker = row < down ? 0 : 20
        let isRed = column < across
        let expected = isRed ? [254 - darker, 0, 0] : [0, 0, 254 - darker]
        let found = picture.rgb[offset..<offset + 3].map(Int.init)
        #expect(
          zip(found, expected).allSatisfy { abs($0 - $1) <= 2 }, "\(found) at \(column), \(row)")
      }
    }
  }

  @Test("of inks gets darker with more of them")
  func inks() async throws {
    let data: [UInt8] = [0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 255, 0, 0, 0, 128]
    let tiff = SampleTIFF(width: 5, height: 1, samples: 4, photometric: 5, data: data)
    let picture = try await Inspector.sample.measured(tiff.bytes)
    #expect(picture.rgb == [255, 255, 255, 0, 255, 255, 255, 0, 0, 0, 0, 0, 127, 127, 127])
  }
}
