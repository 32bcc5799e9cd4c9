import CJPEGProof
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

/// A plain JPEG is proven by a walk over its codes, before libjpeg is used. What the walk accepts,
/// libjpeg must accept.
@Suite("A quick walk over a JPEG's codes", .timeLimit(.minutes(30)))
struct QuickWalks {
  static let names = [
    "jpeg-420.jpg", "jpeg-444.jpg", "jpeg-411.jpg", "jpeg-422.jpg", "jpeg-440.jpg",
    "jpeg-restart.jpg", "jpeg-grey.jpg", "jpeg-cmyk.jpg", "jpeg-ycck.jpg", "jpeg-rgb.jpg",
    "jpeg-adobe-ycc.jpg", "jpeg-oddly-sampled.jpg", "jpeg-optimised.jpg", "jpeg-width-not-of-8.jpg",
    "jpeg-thumbnail-jfxx.jpg", "jpeg-mpf.jpg", "jpeg-1x1.jpg", "jpeg-progressive.jpg",
  ]

  @Test("agrees with libjpeg, whatever byte is changed", arguments: names)
  func agrees(name: String) throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    try expectAgreement(bytes, name)
    var generator = SeededGenerator(seed: bytes.count)
    for _ in 0..<(TestRun.isLong ? 800 : 250) {
      var changed = bytes
      let offset = Int.random(in: 0..<bytes.count, using: &generator)
      changed[offset] ^= 1 << UInt8.random(in: 0...7, using: &generator)
      try expectAgreement(changed, "\(name), byte \(offset)")
    }
    for end in stride(from: 2, to: bytes.count, by: 97) {
      try expectAgreement(Array(bytes[..<end]), "\(name), cut at \(end)")
    }
  }

  @Test(
    "notices blocks with too many coefficients, which libjpeg ignores",
    arguments: [18147, 18200, 19408, 20988, 22555, 23814, 25428, 25896])
  func overrun(bit: Int) async throws {
    var bytes = try Fixtures.bytes("odd/jpeg-420.jpg")
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    let slow = JPEGProver(bytes, memoryLimit: 64 << 20).read(usingLibraryAlone: true).found
    try #require(slow.bad_code == 0 && slow.premature == 0 && !slow.ran_out)
    let facts = try await Inspector.sample.inspect(bytes, named: "a.jpg")
    #expect(facts.problemNames == ["corrupt"])
  }

  @Test(
    "notices data after the last block, which libjpeg ignores",
    arguments: [13683, 13874, 14041, 15030, 15120, 15751, 15929, 16005, 16146, 16233])
  func leftOver(bit: Int) async throws {
    var bytes = try Fixtures.bytes("odd/jpeg-420.jpg")
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    let slow = JPEGProver(bytes, memoryLimit: 64 << 20).read(usingLibraryAlone: true).found
    try #require(slow.bad_code == 0 && slow.extraneous == 0 && !slow.ran_out)
    let facts = try await Inspector.sample.inspect(bytes, named: "a.jpg")
    #expect(facts.problemNames == ["blemish"])
  }

  @Test(
    "accepts the padding of encoders there",
    arguments: [[0], [0, 0, 0, 0], [0xFE], [0xFF, 0], [0xFF, 0, 0, 0]])
  func padded(padding: [UInt8]) async throws {
    var bytes = try Fixtures.bytes("odd/jpeg-420.jpg")
    bytes.insert(contentsOf: padding, at: bytes.count - 2)
    let facts = try await Inspector.sample.inspect(bytes, named: "a.jpg")
    #expect(facts.problems.isEmpty)
  }

  private func expectAgreement(_ bytes: [UInt8], _ what: String) throws {
    #expect(JPEGReadings(bytes, memoryLimit: 64 << 20, wantsLuma: false).agree, "\(what)")
  }
}
