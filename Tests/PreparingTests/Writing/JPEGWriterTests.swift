import Model
import Testing

@testable import Preparing

@Suite struct JPEGWriterTests {
  typealias Settings = JPEGWriter.Settings

  /// The last is large enough to be sampled by a part of its rows.
  static let sizes = [(1, 1), (1, 40), (77, 3), (200, 133), (880, 1100)]

  @Test("The reader that checks references accepts it", arguments: sizes, [1, 3])
  func sound(side: (Int, Int), channels: Int) async throws {
    let picture = try Sample.scene(side.0, side.1, channels: channels)
    for sampling in [JPEGWriter.Sampling.full, .half] {
      let settings = Settings(quality: 9000, sampling: sampling)
      let bytes = try #require(try JPEGWriter.bytes(of: picture, settings: settings))
      let facts = try await facts(of: bytes)
      #expect(facts.problems.isEmpty)
      #expect(facts.isProven)
      #expect(facts.image?.size == picture.size)
      #expect(try JPEGWriter.bytes(of: picture, settings: settings) == bytes)
    }
  }

  @Test("Its pixels are those of the picture, as near as the quality allows", arguments: [1, 3])
  func pixels(channels: Int) throws {
    let picture = try Sample.scene(400, 300, channels: channels)
    var last = Double.infinity
    for (quality, most) in [(7500, 60.0), (9000, 25), (9700, 8), (10_000, 1)] {
      let bytes = try #require(
        try JPEGWriter.bytes(
          of: picture, settings: Settings(quality: quality, sampling: .full)))
      let difference = try JPEGReading(bytes).difference(to: picture)
      #expect(difference < most)
      #expect(difference < last)
      last = difference
    }
  }

  @Test("It contains only JFIF and the frame, and is sequential")
  func markers() throws {
    let picture = try Sample.scene(100, 90)
    let bytes = try #require(try JPEGWriter.bytes(of: picture, settings: .best))
    #expect(try JPEGReading(bytes).markers == [0xE0, 0xC0])
    let half = try #require(
      try JPEGWriter.bytes(of: picture, settings: Settings(quality: 9000, sampling: .half)))
    #expect(try JPEGReading(bytes).sampling == [0x11, 0x11, 0x11])
    #expect(try JPEGReading(half).sampling == [0x22, 0x11, 0x11])
  }

  @Test("A whole quality has libjpeg's steps, and a better one never coarser ones")
  func steps() {
    // Luma's first steps in the order of rows, of annex K.1, at 75 and 90 of 100.
    #expect(steps(7500).luma.prefix(8) == [8, 6, 5, 8, 12, 20, 26, 31])
    #expect(steps(9000).luma.prefix(8) == [3, 2, 2, 3, 5, 8, 10, 12])
    #expect(steps(9000).colors.suffix(8) == [20, 20, 20, 20, 20, 20, 20, 20])
    #expect(steps(10_000).luma == [UInt16](repeating: 1, count: 64))
    var last = steps(7000)
    var changes = 0
    for quality in 7001...10_000 {
      let next = steps(quality)
      #expect(zip(next.luma, last.luma).allSatisfy { $0 <= $1 })
      #expect(zip(next.colors, last.colors).allSatisfy { $0 <= $1 })
      if next != last { changes += 1 }
      last = next
    }
    // There are many steps between two whole ones.
    #expect(changes > 1000)
  }

  private struct Steps: Equatable {
    var luma = [UInt16](repeating: 0, count: 64)
    var colors = [UInt16](repeating: 0, count: 64)
  }

  private func steps(_ quality: Int) -> Steps {
    var steps = Steps()
    (steps.luma, steps.colors) = JPEGEncoder.quantizationTables(quality)
    return steps
  }

  @Test("Codes learned from a part of the rows are nearly the best ones")
  func codes() throws {
    let picture = try Sample.scene(880, 1100)
    let library = try JPEGEncoder(picture)
    #expect(library.stripCount > 0)
    let settings = Settings(quality: 9300, sampling: .full)
    let learned = try #require(try JPEGWriter.bytes(of: picture, settings: settings))
    let best = try #require(try library.encodeWhole(settings, codes: nil, limit: Int.max))
    #expect(best.byteCount <= learned.count)
    #expect(Double(learned.count) < 1.005 * Double(best.byteCount))
  }

  @Test("Symbols absent from the learned rows are written nevertheless")
  func surprise() async throws {
    // Flat in the sampled strips, noise elsewhere: none of its symbols was sampled.
    let flat = try Sample.picture(880, 1100) { _, _, _ in 128 }
    let strips = try JPEGEncoder(flat).stripCount
    let room = 1100 - 16 * strips
    let sampled = Set(
      (0..<strips).flatMap { strip in
        let first = 16 * strip + room * (2 * strip + 1) / (2 * strips)
        return first - 4..<first + 20
      })
    let noise = try Sample.noise(880, 1100)
    let picture = try Sample.picture(880, 1100) { x, y, channel in
      sampled.contains(y) ? 128 : Int(noise[x, y, channel])
    }
    let settings = Settings(quality: 10_000, sampling: .full)
    let bytes = try #require(try JPEGWriter.bytes(of: picture, settings: settings))
    #expect(try await facts(of: bytes).isProven)
    #expect(try JPEGReading(bytes).difference(to: picture) < 1)
  }

  @Test("It stops when the file exceeds a limit")
  func limit() throws {
    for picture in [try Sample.scene(300, 200), try Sample.scene(880, 1100)] {
      let whole = try #require(try JPEGWriter.bytes(of: picture, settings: .best))
      #expect(try JPEGWriter.bytes(of: picture, settings: .best, limit: whole.count) == whole)
      for limit in [whole.count - 1, 1, 0, -5] {
        #expect(try JPEGWriter.bytes(of: picture, settings: .best, limit: limit) == nil)
      }
    }
  }

  @Test("Noise stays within the announced memory")
  func memory() throws {
    let size = PixelSize(width: 500, height: 400)
    let picture = try Sample.picture(500, 400) { x, y, channel in
      (x &* 7919 &+ y &* 104_729 &+ channel &* 31 &+ x &* y &* 613) >> 4 & 1 * 255
    }
    let bytes = try #require(
      try JPEGWriter.bytes(of: picture, settings: Settings(quality: 10_000, sampling: .full)))
    #expect(bytes.count < JPEGWriter.maximumFileBytes(size, 3))
    let large = PixelSize(width: 12_000, height: 9000)
    // Rows and files are stored, and no coefficients except the sample's.
    #expect(JPEGWriter.memory(for: large, channels: 3, within: 10_000_000) < 48 << 20)
    #expect(JPEGWriter.memory(for: large, channels: 3) > large.pixelCount * 3)
  }

  @Test("A picture that JPEG can't store is refused with a helpful message")
  func refused() throws {
    let clear = try Sample.scene(4, 4, channels: 4)
    #expect(throws: WritingError.hasAlpha) {
      try JPEGWriter.bytes(of: clear, settings: .best)
    }
    let long = try Sample.picture(65_501, 1, channels: 1) { _, _, _ in 0 }
    #expect(throws: WritingError.tooLarge(side: 65_501, limit: 65_500)) {
      try JPEGWriter.fitting(long, within: 1000)
    }
    #expect(WritingError.tooLarge(side: 65_501, limit: 65_500).description.contains("65500 px"))
  }
}
