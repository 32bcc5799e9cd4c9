import Model
import Testing

@testable import Media

@Suite("The blocks of a GIF", .timeLimit(.minutes(30)))
struct GIFHeaders {
  private static let start: [UInt8] = Array("GIF89a".utf8) + [4, 0, 3, 0, 0, 0, 0]
  private static let frame: [UInt8] = [0x2C, 0, 0, 0, 0, 4, 0, 3, 0, 0, 2, 2, 0x4C, 0x01, 0]

  private static func facts(_ blocks: [UInt8]) -> HeaderFacts {
    HeaderFacts.of(.gif, ByteView(start + blocks))
  }

  @Test("are counted, and data after them is reported")
  func frames() {
    let facts = Self.facts(Self.frame + Self.frame + [0x3B, 1, 2, 3])
    #expect(facts.problems.isEmpty)
    #expect(facts.image?.frames == 2)
    #expect(facts.image?.size == PixelSize(width: 4, height: 3))
    #expect(facts.image?.trailing?.byteCount == 3)
  }

  @Test("say of each frame whether it is complete")
  func cut() {
    let words = { (facts: HeaderFacts) in facts.problems }
    #expect(words(Self.facts([])) == [.truncated(what: "the file ends before the picture")])
    #expect(
      words(Self.facts(Array(Self.frame.dropLast(1)))) == [
        .truncated(what: "the file ends inside the picture")
      ])
    #expect(
      words(Self.facts(Self.frame + Self.frame.dropLast(3))) == [
        .truncated(what: "the file ends inside frame 2")
      ])
    #expect(words(Self.facts(Self.frame)) == [.endMarkerMissing])
  }

  @Test("make it transparent only in front of the first frame")
  func alpha() {
    let clear: [UInt8] = [0x21, 0xF9, 4, 1, 0, 0, 0, 0]
    #expect(Self.facts(clear + Self.frame + [0x3B]).image?.alpha == .unknown)
    #expect(Self.facts(clear + Self.frame + [0x3B]).image?.channels == 4)
    #expect(
      Self.facts(Self.frame + clear + Self.frame + [0x3B]).image?.alpha == ImageFacts.Alpha.none)
  }

  @Test("without end are rejected, and so are endless pieces")
  func endless() {
    let comments = [UInt8]((0..<100_001).flatMap { _ in [0x21, 0xFE, 0] as [UInt8] })
    #expect(Self.facts(comments).problems == [.tooComplex(what: "too many blocks")])
    let pieces = [UInt8](repeating: 1, count: 9_000_000)
    #expect(
      Self.facts([0x21, 0xFE] + pieces).problems == [.tooComplex(what: "too many blocks")])
  }

  @Test("of a screen of no size give the size themselves")
  func screen() {
    var file = Self.start
    file[6] = 0
    file[8] = 0
    let facts = HeaderFacts.of(.gif, ByteView(file + Self.frame + [0x3B]))
    #expect(facts.image?.size == PixelSize(width: 4, height: 3))
    #expect(HeaderFacts.of(.gif, ByteView(file + [0x3B])).image == nil)
  }
}
