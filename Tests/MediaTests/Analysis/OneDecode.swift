import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

/// A JPEG is decoded while it is proven, from one reading of its codes.
@Suite("A JPEG that is decoded while it is proven", .timeLimit(.minutes(30)))
struct OneDecode {
  private static let memoryLimit = 256 << 20

  @Test("has libjpeg's samples, whatever its kind")
  func fixtures() throws {
    var decoded: [String] = []
    for folder in ["odd", "scenes", "starter", "trouble"] {
      for name in TestRun.some(try Fixtures.names(in: folder).filter { $0.hasSuffix(".jpg") }, 60) {
        let bytes = try Fixtures.bytes("\(folder)/\(name)")
        let agree = JPEGReadings.samplesAgree(bytes, memoryLimit: Self.memoryLimit)
        #expect(agree != false, "\(name)")
        if agree == true { decoded.append(name) }
      }
    }
    #expect(decoded.count > 20, "\(decoded)")
  }

  static let decoded = [
    "jpeg-420.jpg", "jpeg-444.jpg", "jpeg-411.jpg", "jpeg-422.jpg", "jpeg-440.jpg",
    "jpeg-restart.jpg", "jpeg-grey.jpg", "jpeg-adobe-ycc.jpg", "jpeg-optimised.jpg",
    "jpeg-width-not-of-8.jpg", "jpeg-1x1.jpg", "jpeg-progressive.jpg",
  ]

  @Test("has libjpeg's samples after any change that leaves it valid", arguments: decoded)
  func changes(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    #expect(JPEGReadings.samplesAgree(bytes, memoryLimit: Self.memoryLimit) == true)
    var generator = SeededGenerator(seed: bytes.count)
    for _ in 0..<(TestRun.isLong ? 800 : 120) {
      var changed = bytes
      let offset = Int.random(in: 0..<bytes.count, using: &generator)
      changed[offset] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      let agree = JPEGReadings.samplesAgree(changed, memoryLimit: Self.memoryLimit)
      #expect(agree != false, "\(name), byte \(offset)")
    }
  }

  /// Large quantization steps and coefficients, whose products and sums overflow 16 bits.
  @Test(
    "has libjpeg's samples also where numbers overflow",
    arguments: ["jpeg-420.jpg", "jpeg-444.jpg"])
  func overflow(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    let table = try #require(
      bytes.indices.dropLast(70).first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDB })
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<(TestRun.isLong ? 200 : 40) {
      var changed = bytes
      for step in table + 5..<table + 69 where Bool.random(using: &generator) {
        changed[step] = UInt8.random(in: 128...255, using: &generator)
      }
      #expect(JPEGReadings.samplesAgree(changed, memoryLimit: Self.memoryLimit) == true)
    }
  }

  @Test(
    "delivers nothing unless it is valid",
    arguments: [
      "jpeg-cut.jpg", "jpeg-cmyk.jpg", "jpeg-rgb.jpg", "jpeg-oddly-sampled.jpg",
      "jpeg-arithmetic.jpg",
    ])
  func others(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    #expect(JPEGReadings.samplesAgree(bytes, memoryLimit: Self.memoryLimit) == nil)
  }

  @Test("delivers nothing of a picture with too many coefficients, or with data after its end")
  func faults() throws {
    for bit in [18147, 20988, 13683, 16005] {
      var bytes = try Fixtures.bytes("odd/jpeg-420.jpg")
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(JPEGReadings.samplesAgree(bytes, memoryLimit: Self.memoryLimit) == nil)
    }
  }
}
