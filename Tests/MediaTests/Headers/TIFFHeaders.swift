import Model
import Testing

@testable import Media

@Suite("The directories of a TIFF", .timeLimit(.minutes(30)))
struct TIFFHeaders {
  /// A directory of sixteen-bit numbers.
  private static func directory(_ tags: [(Int, Int)], next: Int, _ order: ByteOrder) -> [UInt8] {
    let sample = SampleEXIF(order: order)
    var bytes = sample.number(tags.count, 2)
    for (tag, value) in tags {
      bytes += sample.number(tag, 2) + sample.number(3, 2) + sample.number(1, 4)
      bytes += sample.number(value, 2) + [0, 0]
    }
    return bytes + sample.number(next, 4)
  }

  /// A page of one pixel, whose strip is the byte before all pages.
  private static let page = [(256, 1), (257, 1), (258, 8), (273, 8), (279, 1)]

  private static func chain(of count: Int, _ order: ByteOrder) -> [UInt8] {
    let sample = SampleEXIF(order: order)
    let length = 2 + page.count * 12 + 4
    let head = Array((order == .big ? "MM" : "II").utf8) + sample.number(42, 2)
    let pages = (1...count).flatMap { number in
      directory(page, next: number == count ? 0 : 10 + number * length, order)
    }
    return head + sample.number(10, 4) + [0, 0] + pages
  }

  @Test("are as many as its pages", arguments: [1, 2, 10_000], [ByteOrder.big, .little])
  func pages(count: Int, order: ByteOrder) {
    let facts = HeaderFacts.of(.tiff, ByteView(Self.chain(of: count, order)))
    #expect(facts.problems.isEmpty)
    #expect(facts.image?.pages == count)
    #expect(facts.image?.size == PixelSize(width: 1, height: 1))
  }

  @Test("are rejected if they are more than any document has")
  func tooMany() {
    let facts = HeaderFacts.of(.tiff, ByteView(Self.chain(of: 10_001, .big)))
    #expect(
      facts.problems == [.tooComplex(what: "more than 10000 pages, or as much work")])
  }

  @Test("that overlap are rejected before they take long")
  func overlapping() {
    // Each directory claims the maximum of entries and is followed by one twelve bytes later.
    let sample = SampleEXIF()
    var file = Array("MM".utf8) + sample.number(42, 2) + sample.number(8, 4)
    file += [UInt8](repeating: 0xFF, count: 65_535 * 12 + 4 + 200_000)
    for start in 0..<2000 {
      let next = 8 + start * 16 + 2 + 65_535 * 12
      for (index, byte) in sample.number(8 + (start + 1) * 16, 4).enumerated() {
        file[next + index] = byte
      }
      file[8 + start * 16] = 0xFF
      file[8 + start * 16 + 1] = 0xFF
    }
    _ = HeaderFacts.of(.tiff, ByteView(file))
    _ = RAWHeader.isRAW(ByteView(file))
    _ = EXIF(ByteView(file))
  }

  @Test("say where the pixels are, and whether they are there")
  func strips() {
    func facts(_ tags: [(Int, Int)]) -> HeaderFacts {
      let head = Array("II*\0".utf8) + [8, 0, 0, 0]
      return HeaderFacts.of(.tiff, ByteView(head + Self.directory(tags, next: 0, .little)))
    }
    let size = [(256, 10), (257, 10), (258, 8)]
    #expect(facts(size + [(273, 8), (279, 50)]).problems.isEmpty)
    // Uncompressed pixels need no more than their rows, whatever is stated.
    #expect(facts([(256, 2), (257, 2), (258, 8), (273, 8), (279, 60_000)]).problems.isEmpty)
    #expect(
      facts(size + [(273, 8), (279, 200)]).problems == [
        .truncated(what: "the file ends inside its pixels")
      ])
    #expect(
      facts(size + [(259, 5), (273, 8), (279, 200)]).problems == [
        .truncated(what: "the file ends inside its pixels")
      ])
    // Without a length nothing is certain about compressed data; and empty strips may be anywhere.
    #expect(facts(size + [(259, 5), (273, 40_000)]).problems.isEmpty)
    #expect(facts(size + [(259, 5), (273, 40_000), (279, 0)]).problems.isEmpty)
    #expect(facts(size).problems.isEmpty)
  }

  @Test("give numbers of every type, and none of an unknown one")
  func numbers() throws {
    for (type, value, expected) in [
      (1, [7, 0, 0, 0], 7), (3, [0, 7, 0, 0], 7), (4, [0, 0, 0, 7], 7), (13, [0, 0, 0, 7], 7),
      (2, [7, 0, 0, 0], nil), (11, [0, 0, 0, 7], nil), (99, [0, 0, 0, 7], nil),
    ] as [(Int, [UInt8], Int?)] {
      let sample = SampleEXIF(entries: [(256, type, 1, value)])
      let structure = try #require(TIFFStructure(ByteView(sample.bytes)))
      #expect(structure.directory(at: 8)?.number(256) == expected)
    }
  }
}
