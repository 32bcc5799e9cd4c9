import Decoding
import Foundation
import Model
import Testing

@testable import Media

@Suite("Measured colors", .timeLimit(.minutes(30)))
struct MeasuredColors {
  /// Display P3 as sRGB, by the formulas of both standards.
  private static func sRGB(ofP3 rgb: [UInt8]) -> [UInt8] {
    func linear(_ value: UInt8) -> Double {
      let value = Double(value) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    func coded(_ value: Double) -> UInt8 {
      let value = min(1, max(0, value))
      let coded = value <= 0.0031308 ? value * 12.92 : 1.055 * pow(value, 1 / 2.4) - 0.055
      return UInt8((coded * 255).rounded())
    }
    let matrix = [
      [1.224940176, -0.224940176, 0], [-0.042056955, 1.042056955, 0],
      [-0.019637555, -0.078636046, 1.098273600],
    ]
    let table = (0...255).map { linear(UInt8($0)) }
    return stride(from: 0, to: rgb.count, by: 3).flatMap { index in
      matrix.map { row in
        coded((0..<3).reduce(0) { $0 + row[$1] * table[Int(rgb[index + $1])] })
      }
    }
  }

  @Test(
    "of Display P3 become those of sRGB, however the file declares them",
    arguments: [
      ("png-rgb-8.png", "png-iccp-p3.png"), ("png-rgb-8.png", "png-cicp-p3.png"),
      ("jpeg-baseline.jpg", "jpeg-icc-p3.jpg"), ("webp-lossy.webp", "webp-icc-p3.webp"),
      ("bmp-24-bit.bmp", "bmp-v5-icc-p3.bmp"), ("tiff-le.tif", "tiff-icc-p3.tif"),
      ("heic-icc-srgb.heic", "heic-icc-p3.heic"), ("heic-nclx-srgb.heic", "heic-nclx-p3.heic"),
      ("avif-icc-srgb.avif", "avif-icc-p3.avif"), ("avif-nclx-srgb.avif", "avif-nclx-p3.avif"),
    ])
  func displayP3(plain: String, wide: String) async throws {
    let stored = try await Inspector.sample.measured("odd/\(plain)")
    let seen = try await Inspector.sample.measured("odd/\(wide)")
    try #require(seen.size == stored.size)
    let expected = Self.sRGB(ofP3: stored.rgb)
    let distances = seen.distances(to: expected)
    #expect(distances.allSatisfy { $0 < 0.7 }, "\(distances)")
    #expect(seen.distances(to: stored.rgb).contains { $0 > 2 })
  }

  @Test("outside sRGB become the nearest ones in it")
  func clipped() throws {
    let size = PixelSize(width: 4, height: 1)
    let pixels: [UInt8] = [255, 0, 0, 0, 255, 0, 128, 128, 128, 200, 100, 50]
    let small = try #require(
      SmallPicture(codedSize: size, colors: .rgb, pixels: pixels, statistics: nil))
    let seen = try ColorLibrary.sRGB(small, profile: nil, .named("Display P3"))
    #expect(Array(seen[..<3]) == [255, 0, 0])
    #expect(seen[4] == 255)
    #expect(Array(seen[6..<9]) == [128, 128, 128])
    let expected = Self.sRGB(ofP3: Array(pixels[9...]))
    #expect(zip(seen[9...], expected).allSatisfy { abs(Int($0) - Int($1)) <= 1 }, "\(seen)")
    #expect(try ColorLibrary.sRGB(small, profile: nil, .sRGB) == pixels)
  }

  @Test("of an invalid profile stay as they are", arguments: [0, 10, 200, 3000])
  func nonsense(count: Int) throws {
    let size = PixelSize(width: 2, height: 1)
    let small = try #require(
      SmallPicture(codedSize: size, colors: .rgb, pixels: [1, 2, 3, 4, 5, 6], statistics: nil))
    let profile = (0..<count).map { UInt8($0 * 7 % 256) }
    #expect(try ColorLibrary.sRGB(small, profile: profile, .profile("any")) == small.pixels)
  }

  @Test(
    "of inks are those that they print",
    arguments: [
      ("jpeg-cmyk.jpg", "jpeg-444.jpg"),
      ("jpeg-ycck.jpg", "jpeg-444.jpg"), ("jpeg-icc-cmyk.jpg", "jpeg-444.jpg"),
      ("tiff-cmyk.tif", "tiff-le.tif"), ("tiff-cmyk-icc.tif", "tiff-le.tif"),
    ])
  func inks(printed: String, plain: String) async throws {
    let inks = try await Inspector.sample.measured("odd/\(printed)")
    let light = try await Inspector.sample.measured("odd/\(plain)")
    let distance = try inks.distance(to: light)
    #expect(distance < 6, "\(distance)")
  }

  @Test("of luma and chroma are those of their matrix")
  func matrices() {
    func color(_ y: UInt8, _ cb: UInt8, _ cr: UInt8, _ matrix: ColorMatrix) -> [Int] {
      var rgb = [UInt8](repeating: 7, count: 3)
      ColorRow.convert([y], [cb], [cr], across: 1, matrix, into: &rgb)
      return rgb.map(Int.init)
    }
    func isNear(_ color: [Int], _ other: [Int]) -> Bool {
      zip(color, other).allSatisfy { abs($0 - $1) <= 2 }
    }
    // Red as the standards define it: BT.601 and BT.709, of either range.
    let old = ColorMatrix.standard(isNarrow: true)
    #expect(isNear(color(81, 90, 240, old), [255, 0, 0]))
    #expect(isNear(color(145, 54, 34, old), [0, 255, 0]))
    #expect(isNear(color(41, 240, 110, old), [0, 0, 255]))
    let new = ColorMatrix(red: 0.2126, blue: 0.0722, isNarrow: true)
    #expect(isNear(color(63, 102, 240, new), [255, 0, 0]))
    #expect(isNear(color(173, 42, 26, new), [0, 255, 0]))
    #expect(isNear(color(32, 240, 118, new), [0, 0, 255]))
    let full = ColorMatrix.standard(isNarrow: false)
    #expect(isNear(color(76, 85, 255, full), [254, 0, 0]))
    for matrix in [old, new] {
      #expect(color(16, 128, 128, matrix) == [0, 0, 0])
      #expect(color(235, 128, 128, matrix) == [255, 255, 255])
      #expect(color(255, 128, 128, matrix) == [255, 255, 255])
    }
    #expect(color(200, 128, 128, full) == [200, 200, 200])
  }

  @Test("of subsampled chroma belong to as many pixels", arguments: [1, 2, 4])
  func coarse(across: Int) {
    let matrix = ColorMatrix.standard(isNarrow: false)
    let luma = [UInt8](repeating: 120, count: 7)
    let chroma: [UInt8] = [60, 90, 128, 160, 190, 220, 250]
    var rgb = [UInt8](repeating: 0, count: 21)
    ColorRow.convert(luma, chroma, chroma, across: across, matrix, into: &rgb)
    for pixel in 0..<7 {
      let own = chroma[pixel / across]
      var one = [UInt8](repeating: 0, count: 3)
      ColorRow.convert([120], [own], [own], across: 1, matrix, into: &one)
      #expect(Array(rgb[3 * pixel..<3 * pixel + 3]) == one)
    }
  }
}
