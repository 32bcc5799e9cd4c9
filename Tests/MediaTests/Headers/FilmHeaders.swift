import Model
import TestSupport
import Testing

@testable import Media

@Suite("The header of a clip")
struct FilmHeaders {
  private static func track(
    matrix: [Int] = [1, 0, 0, 1], _ width: Int, _ height: Int, duration: Int = 3000,
    kind: String = "vide", inside: [UInt8] = []
  ) -> [UInt8] {
    let zeros = { (count: Int) in [UInt8](repeating: 0, count: count) }
    var head = zeros(20) + Bytes.big(duration) + zeros(16)
    for (index, value) in [matrix[0], matrix[1], 0, matrix[2], matrix[3], 0, 0, 0, 1].enumerated() {
      head += Bytes.big(value << (index % 3 == 2 ? 30 : 16) & 0xFFFF_FFFF)
    }
    head += Bytes.big(width << 16) + Bytes.big(height << 16)
    let handler = SampleFilm.box("hdlr", zeros(8) + Array(kind.utf8) + zeros(12))
    return SampleFilm.box(
      "trak", SampleFilm.box("tkhd", head) + SampleFilm.box("mdia", handler + inside))
  }

  private static func facts(_ tracks: [UInt8], duration: Int = 3000) -> ClipFacts? {
    let header = SampleFilm.header(duration: duration, scale: 1000)
    return MovieHeader.facts(of: ByteView(SampleFilm.film(header + tracks)))
  }

  @Test(
    "says how it is turned",
    arguments: [
      ([1, 0, 0, 1], false), ([0, 1, -1, 0], true), ([-1, 0, 0, -1], false), ([0, -1, 1, 0], true),
      ([0, 0, 0, 0], false),
    ])
  func matrix(matrix: [Int], isTurned: Bool) {
    let size = isTurned ? PixelSize(width: 9, height: 16) : PixelSize(width: 16, height: 9)
    #expect(Self.facts(Self.track(matrix: matrix, 16, 9))?.size == size)
  }

  @Test("describes the first track of pictures")
  func tracks() {
    let sound = Self.track(0, 0, duration: 9000, kind: "soun")
    let facts = Self.facts(sound + Self.track(640, 480) + Self.track(16, 9))
    #expect(facts == ClipFacts(size: PixelSize(width: 640, height: 480), milliseconds: 3000))
    #expect(Self.facts(sound) == nil)
  }

  @Test("falls back on other fields for size and length")
  func fallbacks() {
    let entry =
      [UInt8](repeating: 0, count: 24) + [2, 0x80, 1, 0xE0] + [UInt8](repeating: 0, count: 50)
    let list = SampleFilm.box(
      "stsd", Bytes.big(0) + Bytes.big(1) + SampleFilm.box("avc1", entry))
    let inside = SampleFilm.box("minf", SampleFilm.box("stbl", list))
    let facts = Self.facts(Self.track(0, 0, duration: 0, inside: inside))
    #expect(facts == ClipFacts(size: PixelSize(width: 640, height: 480), milliseconds: 3000))
    let fragments = SampleFilm.box(
      "mvex", SampleFilm.box("mehd", Bytes.big(0) + Bytes.big(7000)))
    #expect(
      Self.facts(Self.track(16, 9, duration: 0) + fragments, duration: 0)?.milliseconds == 7000)
    #expect(Self.facts(Self.track(16, 9, duration: -1), duration: -1)?.milliseconds == nil)
  }

  @Test("is not looked for in a file that is not a clip")
  func nothing() {
    #expect(HeaderFacts.of(.wav, ByteView([1, 2, 3])) == HeaderFacts())
    for format in [MediaFormat.mp4, .mov, .avi, .webm, .mkv] {
      #expect(
        HeaderFacts.of(format, ByteView([UInt8](repeating: 0xFF, count: 500))) == HeaderFacts())
      #expect(HeaderFacts.of(format, ByteView([])) == HeaderFacts())
    }
  }
}
