import Model
import TestSupport
import Testing

@testable import Media

@Suite("A flipped bit", .timeLimit(.minutes(30)))
struct FlippedBits {
  @Test(
    "is noticed anywhere in a PNG",
    arguments: ["png-1x1.png", "png-3x5-interlaced.png", "png-1x1-interlaced.png"])
  func png(name: String) async throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    let sound = try await Inspector.sample.inspect(bytes, named: name)
    try #require(sound.problems.isEmpty)
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      let facts = try await Inspector.sample.inspect(changed, named: name)
      #expect(!facts.problems.isEmpty, "bit \(bit % 8) of byte \(bit / 8)")
    }
  }

  // libjpeg-turbo's quick decoder treats such a pattern as a zero and continues.
  @Test(
    "is noticed in the middle of a JPEG if it makes an invalid code",
    arguments: [3958, 4774, 6408, 6512, 10_288])
  func noCode(bit: Int) async throws {
    var bytes = try Fixtures.bytes("odd/jpeg-420.jpg")
    bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    let facts = try await Inspector.sample.inspect(bytes, named: "a.jpg")
    #expect(facts.problemNames == ["corrupt"])
  }

  @Test("is ignored after the end of a PNG")
  func behind() async throws {
    let name = "png-trailing.png"
    var bytes = try Fixtures.bytes("odd/\(name)")
    let sound = try await Inspector.sample.inspect(bytes, named: name)
    let trailing = try #require(sound.image?.trailing)
    bytes[bytes.count - trailing.byteCount / 2] ^= 0x10
    let changed = try await Inspector.sample.inspect(bytes, named: name)
    #expect(changed.problems.isEmpty)
    #expect(changed.image == sound.image)
  }

  @Test(
    "never crashes a reader, nor do many of them",
    arguments: [
      "jpeg-exif-everything.jpg", "jpeg-icc-split.jpg", "jpeg-progressive.jpg", "jpeg-mpf.jpg",
      "jpeg-arithmetic.jpg", "jpeg-restart.jpg", "png-animated.png", "png-iccp-p3.png",
      "png-exif-gps.png", "png-trns-palette.png", "png-prompt-compressed.png", "webp-animated.webp",
      "webp-transparent.webp", "webp-exif-gps.webp", "webp-icc-p3.webp",
    ])
  func mutations(name: String) async throws {
    let bytes = try Fixtures.bytes("odd/\(name)")
    var generator = SeededGenerator(seed: bytes.count)
    for _ in 0..<150 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...12, using: &generator) {
        // Lies are mostly in headers.
        let end = Bool.random(using: &generator) ? min(400, bytes.count) : bytes.count
        changed[Int.random(in: 0..<end, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      let facts = try await Inspector.sample.inspect(changed, named: name)
      #expect(facts.digest != nil)
      #expect(facts.isProven != facts.problems.contains { $0.preventsProof })
    }
  }
}
