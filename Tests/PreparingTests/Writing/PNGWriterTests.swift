import Model
import Testing

@testable import Preparing

@Suite struct PNGWriterTests {
  struct Kind: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let channels: Int
    /// PNG's numbers for the expected bit depth and color type.
    let depth: Int
    let colors: Int
    let value: @Sendable (Int, Int, Int) -> Int
  }

  /// A pseudorandom value, equal each time.
  private static func chance(_ x: Int, _ y: Int, _ channel: Int) -> Int {
    var value = x &* 7919 &+ y &* 104_729 &+ channel &* 1_299_709
    value = (value ^ (value >> 7)) &* 2_654_435_761
    return (value >> 13) & 255
  }

  static let kinds = [
    Kind(testDescription: "colours", channels: 3, depth: 8, colors: 2) { chance($0, $1, $2) },
    Kind(testDescription: "slopes", channels: 3, depth: 8, colors: 2) { x, y, channel in
      (x * (channel + 1) + y) / 2 % 256
    },
    Kind(testDescription: "grey by chance", channels: 1, depth: 8, colors: 0) { x, y, _ in
      chance(x, y, 0)
    },
    Kind(testDescription: "grey in three channels", channels: 3, depth: 8, colors: 0) { x, y, _ in
      (x * x + y * y) / 70 % 256
    },
    Kind(testDescription: "grey that is seen through", channels: 4, depth: 8, colors: 4) {
      chance($0, $1, $2 < 3 ? 0 : 1)
    },
    Kind(testDescription: "colours that are seen through", channels: 4, depth: 8, colors: 6) {
      chance($0, $1, $2)
    },
    Kind(testDescription: "alpha that hides nothing", channels: 4, depth: 8, colors: 2) {
      $2 == 3 ? 255 : chance($0, $1, $2)
    },
    Kind(testDescription: "two colours", channels: 3, depth: 1, colors: 3) { x, y, channel in
      (x / 5 + y / 3) % 2 == 0 ? 20 * channel : 250 - channel
    },
    Kind(testDescription: "two greys", channels: 1, depth: 1, colors: 3) { x, y, _ in
      chance(x, y, 0) > 99 ? 255 : 0
    },
    Kind(testDescription: "four colours, one seen through", channels: 4, depth: 2, colors: 3) {
      x, y, channel in
      (x / 4 + y / 7) % 4 * 40 + channel * 45
    },
    Kind(testDescription: "16 colours", channels: 3, depth: 4, colors: 3) { x, y, channel in
      (chance(x / 9, y / 9, 0) % 16) * (channel + 3)
    },
    Kind(testDescription: "200 colours", channels: 3, depth: 8, colors: 3) { x, y, channel in
      (chance(x, y, 0) % 200 &* (channel + 1)) % 256
    },
  ]

  private static func rgba(_ picture: PixelBuffer) -> [UInt8] {
    (0..<picture.size.pixelCount).flatMap { pixel -> [UInt8] in
      let values = picture.values[pixel * picture.channels..<(pixel + 1) * picture.channels]
      let color =
        values.count == 1 ? Array(repeating: values[values.startIndex], count: 3) : Array(values)
      return color.count == 3 ? color + [255] : color
    }
  }

  @Test("It decodes to every pixel, and has the color type with the fewest bytes", arguments: kinds)
  func pixels(kind: Kind) async throws {
    let picture = try Sample.picture(123, 77, channels: kind.channels, kind.value)
    let bytes = try #require(try PNGWriter.bytes(of: picture))
    let read = try PNGReading(bytes)
    #expect(read.rgba == Self.rgba(picture))
    #expect(read.depth == kind.depth)
    #expect(read.colors == kind.colors)
    #expect(try PNGWriter.bytes(of: picture) == bytes)
    let facts = try await facts(of: bytes)
    #expect(facts.problems.isEmpty)
    #expect(facts.isProven)
    #expect(facts.image?.size == picture.size)
  }

  @Test(
    "Pictures of any size are valid", arguments: [(1, 1), (1, 300), (300, 1), (7, 2), (900, 400)],
    [1, 3, 4])
  func sizes(side: (Int, Int), channels: Int) async throws {
    let picture = try Sample.scene(side.0, side.1, channels: channels)
    let bytes = try #require(try PNGWriter.bytes(of: picture))
    #expect(try PNGReading(bytes).rgba == Self.rgba(picture))
    let facts = try await facts(of: bytes)
    #expect(facts.problems.isEmpty)
    #expect(facts.isProven)
  }

  @Test(
    "A picture that is too large to be stored filtered is written piece by piece", arguments: kinds)
  func large(kind: Kind) async throws {
    let picture = try Sample.picture(150, 90, channels: kind.channels, kind.value)
    let bytes = try #require(try PNGWriter.bytes(of: picture, bufferBytes: 1000))
    #expect(try PNGReading(bytes).rgba == Self.rgba(picture))
    let facts = try await facts(of: bytes)
    #expect(facts.problems.isEmpty)
    #expect(facts.isProven)
    #expect(try PNGWriter.bytes(of: picture, limit: bytes.count, bufferBytes: 1000) == bytes)
    for limit in [100, 1, 0, -1] {
      #expect(try PNGWriter.bytes(of: picture, limit: limit, bufferBytes: 1000) == nil)
    }
    // If one form is too large, the other one may fit.
    let limit = bytes.count - 1
    let other = try PNGWriter.bytes(of: picture, limit: limit, bufferBytes: 1000)
    #expect(other == nil || (kind.colors != 2 && (other?.count ?? 0) <= limit))
  }

  @Test("Only sRGB is stored beside the pixels")
  func chunks() throws {
    let picture = try Sample.scene(50, 40)
    let bytes = try #require(try PNGWriter.bytes(of: picture))
    #expect(try PNGReading(bytes).names == ["IHDR", "sRGB", "IDAT", "IEND"])
    let clear = try Sample.picture(50, 40, channels: 4) { x, _, channel in
      channel == 3 ? x % 2 * 255 : 90
    }
    let few = try #require(try PNGWriter.bytes(of: clear))
    #expect(try PNGReading(few).names == ["IHDR", "sRGB", "PLTE", "tRNS", "IDAT", "IEND"])
  }

  @Test("Nothing is written beyond a limit", arguments: kinds)
  func limit(kind: Kind) throws {
    let picture = try Sample.picture(90, 60, channels: kind.channels, kind.value)
    let bytes = try #require(try PNGWriter.bytes(of: picture))
    #expect(try PNGWriter.bytes(of: picture, limit: bytes.count) == bytes)
    for limit in [bytes.count - 1, 100, 1, 0, -1] {
      #expect(try PNGWriter.bytes(of: picture, limit: limit) == nil)
    }
  }

  @Test("A drawing shrinks to a hundredth, and noise hardly grows")
  func small() throws {
    let drawing = try Sample.picture(600, 400) { x, y, channel in
      (x / 97 + y / 61 + channel) % 5 * 60
    }
    #expect(try #require(try PNGWriter.bytes(of: drawing)).count < 600 * 400 * 3 / 100)
    let noise = try Sample.noise(300, 200)
    let bytes = try #require(try PNGWriter.bytes(of: noise))
    #expect(bytes.count < 300 * 200 * 3 + 600)
    #expect(bytes.count < PNGWriter.memory(for: noise.size, channels: 3))
  }

  @Test("Its memory is what is stored: rows and files, or a file alone")
  func memory() {
    let small = PixelSize(width: 1000, height: 1000), large = PixelSize(width: 9000, height: 9000)
    #expect(PNGWriter.memory(for: small, channels: 3) > 3 * 3_000_000)
    #expect(PNGWriter.memory(for: small, channels: 3) < 3 * 3_000_000 + 4 << 20)
    #expect(PNGWriter.memory(for: large, channels: 3) > 243_000_000)
    #expect(PNGWriter.memory(for: large, channels: 3, within: 10_000_000) < 14_000_000)
  }
}
