import CEncoders
import Decoding
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

  @Test("Lossless colors come out as they were put in, and alpha beside them")
  func lossless() throws {
    let plain = ChangedPicture.noise(61, 47)
    let pixels = try GatheredPixels.of(
      try Self.encoded(plain, lossless: true, alpha: false), .webp)
    #expect(pixels.layout == PixelLayout(size: PixelSize(width: 61, height: 47), colors: .rgb))
    #expect(pixels.values == plain.rgb)
    let clear = ChangedPicture.noise(61, 47, alpha: true)
    let seen = try GatheredPixels.of(
      try Self.encoded(clear, lossless: true, alpha: true), .webp)
    #expect(seen.layout?.hasAlpha == true)
    // The colours of fully transparent pixels are not guaranteed.
    for index in stride(from: 0, to: clear.rgba.count, by: 4) where clear.rgba[index + 3] > 0 {
      #expect(seen.values[index..<index + 4] == clear.rgba[index..<index + 4])
    }
  }

  @Test("Lossy colors are near, and alpha is exact")
  func lossy() throws {
    var picture = ChangedPicture.noise(64, 48).resized(8, 6).resized(64, 48)
    for index in stride(from: 3, to: picture.rgba.count, by: 4) {
      picture.rgba[index] = UInt8(index / 4 % 64 + 100)
    }
    let bytes = try Self.encoded(picture, lossless: false, alpha: true)
    let pixels = try GatheredPixels.of(bytes, .webp)
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
  func animation() throws {
    let first = ChangedPicture.noise(20, 12)
    let frames = first.rgba + ChangedPicture.noise(20, 12).brightened(0.5).rgba
    var options = castbook_webp_options(
      width: 20, height: 12, lossless: true, quality: 90, alpha: true)
    var out = castbook_bytes()
    try #require(castbook_webp_animate(frames, 2, 100, &options, &out))
    var bytes = Self.moved(&out)
    let whole = try GatheredPixels.of(bytes, .webp)
    let channels = try #require(whole.layout?.channels)
    #expect(
      whole.values == (channels == 4 ? first.rgba : first.rgb))
    // A larger canvas, with the frame further to the right and down.
    (bytes[24], bytes[27]) = (30 - 1, 21 - 1)
    let frame = try #require(bytes.firstRange(of: Array("ANMF".utf8))?.upperBound) + 4
    (bytes[frame], bytes[frame + 3]) = (6 / 2, 4 / 2)
    let placed = try GatheredPixels.of(bytes, .webp)
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
  func memory() throws {
    let bytes = try Self.encoded(.noise(300, 200), lossless: true, alpha: false)
    let reading = try #require(PixelReading(bytes, .webp))
    #expect(reading.memory >= 300 * 200 * 7)
    #expect(reading.run(within: reading.memory - 1, into: GatheredPixels()) == .outOfMemory)
    #expect(reading.run(within: reading.memory, into: GatheredPixels()) == .complete)
  }
}
