import Decoding
import FormatSupport
import Model
import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite("A file made to deceive", .timeLimit(.minutes(30)))
struct Bombs {
  private static let palette: [UInt8] = [0, 0, 0, 255, 255, 255]

  /// Two pixels by two, one byte a pixel.
  private static func png(
    color: Int, before: [(String, [UInt8])] = [], after: [(String, [UInt8])] = []
  ) -> [UInt8] {
    PNGBytes.file(
      header: PNGBytes.header(2, 2, 8, color), before: before,
      data: [PNGBytes.stored([0, 0, 1, 0, 1, 0])], after: after)
  }

  @Test(
    "may have its palette too late, twice, or not at all",
    arguments: [
      ([("PLTE", palette)], [], [FileProblem]()),
      ([], [("PLTE", palette)], [.corrupt(what: "its palette is after the picture data")]),
      (
        [("PLTE", palette), ("PLTE", palette)], [], [.corrupt(what: "it has a second palette")]
      ),
      ([], [], [.corrupt(what: "its palette is missing")]),
    ] as [([(String, [UInt8])], [(String, [UInt8])], [FileProblem])])
  func palettes(
    before: [(String, [UInt8])], after: [(String, [UInt8])], problems: [FileProblem]
  ) async throws {
    let bytes = Self.png(color: 3, before: before, after: after)
    let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
    #expect(facts.problems == problems)
    #expect(facts.isProven == problems.isEmpty)
  }

  @Test("with thousands of wrong checksums gets one problem of each severity")
  func checksums() async throws {
    var bytes = PNGChunks.signature + PNGBytes.chunk("IHDR", PNGBytes.header(2, 2, 8, 0))
    for _ in 0..<5000 { bytes += PNGBytes.chunk("teXt").dropLast() + [0] }
    bytes += PNGBytes.chunk("IDAT", PNGBytes.stored([0, 0, 1, 0, 1, 0]))
    bytes += PNGBytes.chunk("IEND")
    let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
    #expect(
      facts.problems == [
        .blemish(what: "the checksums of 5000 chunks are wrong, teXt first")
      ])
  }

  @Test("with endless chunks is rejected")
  func chunks() async throws {
    let chunk = PNGBytes.chunk("teXt")
    var bytes = PNGChunks.signature + PNGBytes.chunk("IHDR", PNGBytes.header(2, 2, 8, 0))
    bytes += (0..<100_100).flatMap { _ in chunk }
    let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
    #expect(facts.problems == [.tooComplex(what: "too many chunks")])
    #expect(!facts.isProven)
  }

  @Test("of endless rows is rejected, and one of the maximum that readers take is proven")
  func rows() async throws {
    for (count, problems) in [
      (PNGProver.rowLimit, []),
      (PNGProver.rowLimit + 1, [.tooComplex(what: "more rows than readers support")]),
    ] as [(Int, [FileProblem])] {
      let bytes = PNGBytes.file(
        header: PNGBytes.header(1, count, 1, 0), data: [PNGBytes.zeros(2 * count)])
      let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
      #expect(facts.problems == problems)
    }
  }

  @Test("with endless frames is rejected, with the time they would take")
  func endlessFrames() throws {
    let png = try PNGFile(try Fixtures.bytes("odd/png-animated.png"))
    let all = PNGProver.proof(of: png, memoryLimit: 1 << 28)
    #expect(all.problems.isEmpty)
    let frame = try #require(png.header.inflatedCount)
    #expect(
      PNGProver.proof(of: png, memoryLimit: 1 << 28, animationLimit: frame).problems
        == [.tooComplex(what: "its animation is too long to prove")])
  }

  @Test("with thousands of EXIF tags for one long text has it read a few times at most")
  func sharedText() async throws {
    let text = [UInt8](repeating: 0x61, count: 65_536)
    var sample = SampleEXIF()
    let count = 65_535
    let offset = 8 + 2 + count * 12 + 4
    for tag in [0x010E, 0x013B] {
      sample.entries = (0..<count).map { _ in (tag, 2, text.count, Bytes.big(offset)) }
      sample.rest = text
      let block = sample.bytes
      #expect(EXIF(ByteView(block)) != nil)
      let bytes = PNGBytes.file(
        header: PNGBytes.header(2, 2, 8, 0),
        before: [(String, [UInt8])](
          repeating: ("eXIf", block), count: 20),
        data: [PNGBytes.stored([0, 0, 1, 0, 1, 0])])
      let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
      #expect(facts.isProven)
    }
  }

  @Test("with thousands of compressed XMP texts has only some of them read")
  func packets() async throws {
    let keyword = Array("XML:com.adobe.xmp".utf8)
    func chunk(_ packet: [UInt8]) -> (String, [UInt8]) {
      ("iTXt", keyword + [0, 1, 0, 0, 0] + packet)
    }
    let zeros = chunk(PNGBytes.zeros(1 << 20))
    let located = chunk(PNGBytes.stored(Array("<a exif:GPSLatitude='0,1N'/>".utf8)))
    let bytes = Self.png(color: 0, before: [(String, [UInt8])](repeating: zeros, count: 5000))
    let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
    #expect(facts.isProven && facts.image?.privateMetadata == [.other])
    for (first, second) in [(located, zeros), (zeros, located)] {
      let bytes = Self.png(color: 0, before: [first, second])
      let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
      #expect(facts.image?.privateMetadata == [.location])
    }
  }

  @Test("that keeps arithmetic decoding busy after the end of its data is rejected")
  func arithmetic() async throws {
    var bytes = try Fixtures.bytes("odd/jpeg-arithmetic-busy.jpg")
    let facts = try await Inspector.sample.inspect(bytes, named: "a.jpg")
    #expect(facts.problemNames == ["tooComplex"])
    bytes.removeLast(2)
    let cut = try await Inspector.sample.inspect(bytes, named: "a.jpg")
    #expect(cut.problems == [.truncated(what: "the end marker is missing")])
  }

  @Test("of valid arithmetic coding is accepted, however wide its rows are")
  func wideArithmetic() async throws {
    let size = PixelSize(width: 65_500, height: 32)
    let picture = ChangedPicture(
      width: size.width, height: size.height,
      rgba: [UInt8](repeating: 90, count: 4 * size.pixelCount))
    let bytes = try picture.jpeg(arithmetic: true, across: 1, down: 4)
    #expect(try await Inspector.sample.inspect(bytes, named: "a.jpg").isProven)
    _ = try GatheredPixels.of(bytes, .jpeg)
  }

  @Test("can't make frames by announcing them")
  func announcedFrames() async throws {
    let control: (String, [UInt8]) = ("acTL", Bytes.big(-1) + Bytes.big(0))
    for bytes in [Self.png(color: 0, before: [control]), Self.png(color: 0, after: [control])] {
      let facts = try await Inspector.sample.inspect(bytes, named: "a.png")
      #expect(facts.image?.frames == 1)
    }
  }

  @Test("with an undeclared animation is proven as the still picture it claims to be")
  func unsaidAnimation() async throws {
    var bytes = try Fixtures.bytes("odd/webp-animated.webp")
    bytes[20] &= ~0x02
    let facts = try await Inspector.sample.inspect(bytes, named: "a.webp")
    #expect(!facts.isProven)
    #expect(facts.problemNames == ["truncated"])
  }

  @Test("with frames outside of the picture is damaged, and none of them is decoded")
  func frameOutside() async throws {
    var bytes = try Fixtures.bytes("odd/webp-animated.webp")
    // The canvas becomes 16 pixels wide.
    bytes[24] = 15
    bytes[25] = 0
    let facts = try await Inspector.sample.inspect(bytes, named: "a.webp")
    #expect(facts.problems == [.corrupt(what: "frame 1 of its animation is damaged")])
  }

  @Test("with a prompt in its EXIF comment is found to have it", arguments: [0x010E, 0x9286])
  func prompt(tag: Int) throws {
    let text = Array("a mug on a desk\nSteps: 20, Sampler: Euler a, Seed: 7".utf8)
    // One entry of type ASCII; the comment has a directory of its own after the first.
    func directory(_ tag: Int, _ count: Int, _ value: Int) -> [UInt8] {
      [0, 1, UInt8(tag >> 8), UInt8(tag & 255), 0, 2] + Bytes.big(count) + Bytes.big(value)
        + [0, 0, 0, 0]
    }
    let head: [UInt8] = Array("MM".utf8) + [0, 42, 0, 0, 0, 8]
    let block =
      tag == 0x010E
      ? head + directory(tag, text.count, 26) + text
      : head + directory(0x8769, 1, 26) + directory(tag, text.count, 44) + text
    var survey = MetadataSurvey()
    DirectorySurvey.run(ByteView(block), isFile: false, into: &survey)
    #expect(survey.kinds == [.prompt])
  }
}
