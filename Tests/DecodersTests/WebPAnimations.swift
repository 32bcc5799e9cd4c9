import Decoding
import Model
import TestSupport
import Testing

@testable import Decoders

@Suite("Animated WebP") struct WebPAnimations {
  private func decoded(_ bytes: [UInt8], limit: Int = WebPDecoder.animationLimit) -> DecodedPicture
  {
    unsafe bytes.withUnsafeBytes {
      unsafe WebPDecoder.decode($0, options: [.luma, .picture], animationLimit: limit)
    }
  }

  @Test("is decoded to its last frame, within a limit of pixels")
  func limit() throws {
    let bytes = try Fixtures.bytes("odd/webp-animated.webp")
    let picture = decoded(bytes)
    #expect(picture.problem == nil)
    #expect(picture.small?.codedSize == picture.size)
    let canvas = try #require(picture.size?.pixelCount)
    #expect(
      decoded(bytes, limit: canvas).problem
        == .tooComplex("its animation is too long to prove"))
  }

  @Test("is damaged if any frame is")
  func frames() throws {
    var bytes = try Fixtures.bytes("odd/webp-animated.webp")
    let frames = WebPContainer(bytes).frames
    try #require(frames.count > 1)
    for (index, frame) in frames.enumerated() {
      let start = frame.data.lowerBound + 6
      bytes[start] ^= 1
      #expect(decoded(bytes).problem == .corrupt("frame \(index + 1) of its animation is damaged"))
      bytes[start] ^= 1
    }
    #expect(decoded(bytes).problem == nil)
  }
}
