import CEncoders
import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media

@Suite struct PixelsOfWebPs {
  private static func moved(_ out: inout castbook_bytes) -> [UInt8] {
    defer { castbook_bytes_free(&out) }
    return Array(UnsafeBufferPointer(start: out.start, count: out.count))
  }

  private static func encoded(
    _ picture: ChangedPicture, lossless: Bool, alpha: Bool
  ) throws -> [UInt8] {
    var options = castbook_webp_options(
      width: Int32(picture.width), height: Int32(picture.height), lossless: lossless, quality: 90,
      alpha: alpha)
    var out = castbook_bytes()
    try #require(castbook_webp_encode(picture.rgba, &options, &out))
    return moved(&out)
  }

  /// All pixels of a picture that is intact, as `castbook-media` delivers them.
  private static func pixels(_ bytes: [UInt8]) async throws -> GatheredPixels {
    let facts = try await Inspector.sample.inspect(bytes, named: "a.webp")
    try #require(facts.isProven, "\(facts.problems)")
    let pixels = GatheredPixels()
    let outcome = await Inspector.sample.pixels(bytes, as: .webp, of: facts.image, into: pixels)
    try #require(outcome == .complete, "\(outcome)")
    try #require(pixels.isWhole)
    return pixels
  }

  @Test("Lossless colors come out as they were put in, and alpha beside them")
  func lossless() async throws {
    let plain = ChangedPicture.noise(61, 47)
    let pixels = try await Self.pixels(try Self.encoded(plain, lossless: true, alpha: false))
    #expect(pixels.layout == PixelLayout(size: PixelSize(width: 61, height: 47), colors: .rgb))
    #expect(pixels.values == plain.rgb)
    let clear = ChangedPicture.noise(61, 47, alpha: true)
    let seen = try await Self.pixels(try Self.encoded(clear, lossless: true, alpha: true))
    #expect(seen.layout?.hasAlpha == true)
    // The colours of fully transparent pixels are not guaranteed.
    for index in stride(from: 0, to: clear.rgba.count, by: 4) where clear.rgba[index + 3] > 0 {
      #expect(seen.values[index..<index + 4] == clear.rgba[index..<index + 4])
    }
  }

  @Test("Lossy colors are near, and alpha is exact")
  func lossy() async throws {
    var picture = ChangedPicture.noise(64, 48).resized(8, 6).resized(64, 48)
    for index in stride(from: 3, to: picture.rgba.count, by: 4) {
      picture.rgba[index] = UInt8(index / 4 % 64 + 100)
    }
    let bytes = try Self.encoded(picture, lossless: false, alpha: true)
    let pixels = try await Self.pixels(bytes)
    #expect(try pixels.distance(to: picture.rgba) < 40)
    let mean =
      zip(pixels.values, picture.rgba).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    #expect(mean < 3 * picture.rgba.count)
    #expect(
      stride(from: 3, to: picture.rgba.count, by: 4).allSatisfy {
        pixels.values[$0] == picture.rgba[$0]
      })
  }

  @Test("The first frame of an animation is placed on its transparent canvas")
  func animation() async throws {
    let first = ChangedPicture.noise(20, 12)
    let frames = first.rgba + ChangedPicture.noise(20, 12).brightened(0.5).rgba
    var options = castbook_webp_options(
      width: 20, height: 12, lossless: true, quality: 90, alpha: true)
    var out = castbook_bytes()
    try #require(castbook_webp_animate(frames, 2, 100, &options, &out))
    var bytes = Self.moved(&out)
    let whole = try await Self.pixels(bytes)
    let channels = try #require(whole.layout?.channels)
    #expect(
      whole.values == (channels == 4 ? first.rgba : first.rgb))
    // A larger canvas, with the frame further to the right and down.
    (bytes[24], bytes[27]) = (30 - 1, 21 - 1)
    let frame = try #require(bytes.firstRange(of: Array("ANMF".utf8))?.upperBound) + 4
    (bytes[frame], bytes[frame + 3]) = (6 / 2, 4 / 2)
    let placed = try await Self.pixels(bytes)
    #expect(
      placed.layout
        == PixelLayout(size: PixelSize(width: 30, height: 21), colors: .rgb, hasAlpha: true))
    for y in 0..<21 {
      for x in 0..<30 {
        let isInside = (6..<26).contains(x) && (4..<16).contains(y)
        let offset = 4 * ((y - 4) * 20 + x - 6)
        let expected = isInside ? Array(first.rgba[offset..<offset + 4]) : [0, 0, 0, 0]
        #expect(Array(placed.values[4 * (30 * y + x)..<4 * (30 * y + x) + 4]) == expected)
      }
    }
  }

  @Test("More memory than is available is not requested")
  func memory() async throws {
    let bytes = try Self.encoded(.noise(3000, 2000), lossless: true, alpha: false)
    var facts = try await Inspector.sample.inspect(bytes, named: "a.webp")
    #expect(facts.isProven)
    // The pixels alone take 18 MB.
    let little = DecoderLimits.overhead + bytes.count + (19 << 20)
    let pixels = GatheredPixels(keeping: false)
    #expect(
      await Inspector.sample.pixels(of: bytes, facts, memory: little, into: pixels) == .outOfMemory)
    #expect(pixels.received.layouts.isEmpty)
    // A header that claims more than there is can't be decoded either.
    facts.image?.codedSize = PixelSize(width: 16_383, height: 16_383)
    #expect(
      await Inspector.sample.pixels(of: bytes, facts, memory: 256 << 20, into: pixels)
        == .outOfMemory)
  }

  @Test("Damage, contradictions and other sizes than the header's fail with a message")
  func damage() async throws {
    for (name, words) in [
      ("webp-cut-lossless.webp", "its parts contradict each other"),
      ("webp-canvas-disagrees.webp", "its parts contradict each other"),
    ] {
      let bytes = try Fixtures.bytes("odd/\(name)")
      let outcome = await Inspector.sample.pixels(
        bytes, as: .webp, of: nil, into: GatheredPixels())
      #expect(outcome == .failed(words), "\(name)")
    }
    let bytes = try Self.encoded(.noise(30, 20), lossless: true, alpha: false)
    let other = ImageFacts(codedSize: PixelSize(width: 20, height: 30), depth: 8, channels: 3)
    let outcome = await Inspector.sample.pixels(bytes, as: .webp, of: other, into: GatheredPixels())
    #expect(outcome == .failed("the header says 20 × 30 px, the picture has 30 × 20 px"))
  }
}
