import Castbook
import Decoding
import Drawing
import FormatSupport
import Foundation
import TestSupport
import Testing

@testable import DeliveryVerbs
@testable import FileVerbs
@testable import LibraryVerbs
@testable import Media

@Suite("Odd pictures that are prepared", .timeLimit(.minutes(30)))
struct PreparedOddities {
  private static func fixture(_ name: String) throws -> [UInt8] {
    try Fixtures.bytes(name)
  }

  /// The outcome of preparing one file, and the bytes of its copy.
  private static func made(
    _ bytes: [UInt8], _ name: String, for target: String = "kling",
    _ change: (inout Preparation) -> Void = { _ in }
  ) async throws -> (outcome: Preparation.Outcome, file: PreparedFile, copy: [UInt8]) {
    let scratch = try TemporaryFolder()
    let url = scratch.url.appending(path: name)
    try Data(bytes).write(to: url)
    var preparation = Preparation(targets: try Fixtures.targets([target]))
    preparation.decoder = Cast.decoder
    preparation.options.allowsEnlarging = true
    change(&preparation)
    let outcome = try await preparation.run(
      FileList([scratch.path(name)]),
      into: PreparedFolder(at: scratch.path("ready"), replacing: false)
    ) { _ in }
    let file = try #require(outcome.files.first)
    let written = try #require(outcome.written.first ?? nil, "\(file.refusals)")
    return (outcome, file, [UInt8](try Data(contentsOf: URL(filePath: written.path.text))))
  }

  // MARK: Colors of PNGs

  private static func chunk(_ points: [Int]) -> (type: String, data: [UInt8]) {
    ("cHRM", points.flatMap { Bytes.big($0, 4) })
  }

  private static let gamma: (type: String, data: [UInt8]) = ("gAMA", [0, 0, 0xB1, 0x8F])
  private static let p3 = [31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000]
  private static let adobe = [31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000]

  @Test(
    "A PNG with the primaries of Display P3 becomes what one with the code of Display P3 becomes")
  func displayP3() async throws {
    let picture = try Self.fixture("odd/png-rgb-8.png")
    let stated = AssembledPicture.png(picture, [Self.gamma, Self.chunk(Self.p3)])
    let numbered = AssembledPicture.png(picture, [("cICP", [12, 13, 0, 1])])
    let (one, other) = (
      try await Self.made(stated, "a.png"), try await Self.made(numbered, "a.png")
    )
    let steps = try #require(one.file.preparedCopy?.steps)
    #expect(steps.contains(.convertColors(from: "Display P3")), "\(steps)")
    #expect(one.copy == other.copy)
    #expect(one.copy != picture)
  }

  @Test(
    "A PNG with other primaries is converted, whatever its gamma",
    arguments: [
      (adobe, 45_455, "Adobe RGB"), (p3, 55_556, "Display P3, gamma 1.8"),
      ([31270, 32900, 61000, 35500, 28000, 59500, 15500, 9000], 45_455, "primaries of its own"),
      (
        [34567, 35850, 73470, 26530, 11610, 83900, 3660, 10], 55_556,
        "primaries of its own, gamma 1.8"
      ),
    ])
  func primaries(points: [Int], gamma: Int, name: String) async throws {
    let picture = AssembledPicture.png(
      try Self.fixture("odd/png-rgb-8.png"),
      [("gAMA", Bytes.big(gamma, 4)), Self.chunk(points)])
    let made = try await Self.made(picture, "a.png")
    let copy = try #require(made.file.preparedCopy)
    #expect(copy.steps.contains(.convertColors(from: name)), "\(copy.steps)")
    #expect(copy.facts.image?.color.isSRGB == true)
    let again = try await Self.made(picture, "a.png")
    #expect(again.copy == made.copy)
  }

  @Test(
    "Invalid primaries are skipped, as libpng does",
    arguments: [
      [0, 0, 0, 0, 0, 0, 0, 0], [31270, 32900, 64000, 33000, 64000, 33000, 15000, 6000],
      [90000, 90000, 64000, 33000, 30000, 60000, 15000, 6000],
    ])
  func nonsense(points: [Int]) async throws {
    let picture = AssembledPicture.png(
      try Self.fixture("odd/png-rgb-8.png"), [Self.gamma, Self.chunk(points)])
    let made = try await Self.made(picture, "a.png")
    guard case .asItIs = made.file.outcome else {
      Issue.record("\(made.file.outcome)")
      return
    }
  }

  // MARK: Broken profiles

  @Test(
    "A broken color profile is a finding, and is removed without changing a pixel",
    arguments: ["jpg", "png", "webp"])
  func profile(suffix: String) async throws {
    let source = try Self.fixture("odd/jpeg-icc-p3.jpg")
    let profile = try #require(JPEGHeader(ByteView(source)).profileBytes)
    let half = Array(profile.prefix(profile.count / 2))
    let picture: [UInt8]
    let original: [UInt8]
    switch suffix {
    case "jpg":
      original = try Self.fixture("odd/jpeg-baseline.jpg")
      picture = AssembledPicture.jpeg(
        original, [(0xE2, Array("ICC_PROFILE\0\u{1}\u{1}".utf8) + half)])
    case "png":
      original = try Self.fixture("odd/png-rgb-8.png")
      let data = Array("P3\0\0".utf8) + PNGBytes.stored(half)
      picture = AssembledPicture.png(original, [("iCCP", data)])
    default:
      original = try Self.fixture("odd/webp-lossy.webp")
      picture = AssembledPicture.webp(original, width: 320, height: 400, [("ICCP", half)])
    }
    let made = try await Self.made(picture, "a.\(suffix)", for: "fal.seedance-2.0.r2v")
    let found = try #require(made.file.before.allFindings.first { $0.rule == .imageBrokenProfile })
    #expect(found.severity == .warning && found.message.contains("it is truncated"), "\(found)")
    let copy = try #require(made.file.preparedCopy, "\(made.file.refusals)")
    #expect(copy.steps.contains(.dropProfile), "\(copy.steps)")
    #expect(copy.steps.contains { if case .keepCoding = $0 { true } else { false } })
    #expect(made.copy.firstRange(of: half.prefix(64)) == nil)
  }

  // MARK: Weight

  @Test("A file that is too heavy only by its comments loses those, and no pixel")
  func comments() async throws {
    let picture = try Self.fixture("odd/jpeg-baseline.jpg")
    let comment = Array(repeating: UInt8(ascii: "a"), count: 65_000)
    let heavy = AssembledPicture.jpeg(
      picture, Array(repeating: (marker: 0xFE, data: comment), count: 180))
    let made = try await Self.made(heavy, "a.jpg")
    let steps = try #require(made.file.preparedCopy?.steps, "\(made.file.refusals)")
    #expect(steps == [.dropMetadata([.comment]), .keepCoding(.jpeg)])
    #expect(made.copy == picture)
  }

  // MARK: HEIC

  /// The card in a HEIC file, with a crop of this size whose centre is moved by an offset.
  private static func cropped(_ width: Int, _ height: Int, right: Int, down: Int) throws -> [UInt8]
  {
    var bytes = try fixture("odd/heic-clap.heic")
    let offset = try #require(bytes.firstRange(of: Array("clap".utf8))?.upperBound)
    let numbers = [width, 1, height, 1, right, 1, down, 1]
    bytes.replaceSubrange(
      offset..<offset + 32, with: numbers.flatMap { Bytes.big($0, 4) })
    return bytes
  }

  @Test(
    "A HEIC whose crop extends beyond its picture shows what is inside, as libheif does",
    arguments: [
      (48, 178, 0, 0, PixelSize(width: 48, height: 128)),
      (200, 80, 0, 0, PixelSize(width: 96, height: 80)),
      (60, 80, 30, 0, PixelSize(width: 48, height: 80)),
    ])
  func crop(width: Int, height: Int, right: Int, down: Int, shown: PixelSize) async throws {
    let bytes = try Self.cropped(width, height, right: right, down: down)
    let inspector = Inspector(budget: MemoryBudget(total: 384 << 20), decoder: Cast.decoder)
    let facts = try await inspector.inspect(
      .bytes(bytes, name: try #require(FilePath("a.heic"))), depth: .facts
    ).facts
    #expect(facts.isProven, "\(facts.problems)")
    #expect(facts.image?.size == shown)
    let made = try await Self.made(bytes, "a.heic")
    let steps = try #require(made.file.preparedCopy?.steps)
    #expect(steps.contains { if case .scale = $0 { true } else { false } })
  }

  @Test("Of a burst, the picture that the file marks is taken and named")
  func burst() async throws {
    let made = try await Self.made(
      try Self.fixture("odd/heic-second-is-primary.heic"), "burst.heic")
    let copy = try #require(made.file.preparedCopy, "\(made.file.refusals)")
    #expect(copy.steps.contains(.keepPrimary(2, of: 2)), "\(copy.steps)")
    #expect(copy.steps.map(\.summary).contains("picture 2 of 2, the one viewers show"))
    #expect(
      made.file.before.allFindings.contains {
        $0.message == "contains 2 pictures; readers show number 2"
      })
    for step in copy.steps { #expect(PreparationStep(json: step.json) == step) }
  }

  // MARK: Before and after

  @Test("Before and after shows which bars are cut off, and frames the rest")
  func bars() async throws {
    let path = try Fixtures.path("starter/mira-front.jpg")
    let picture = try await Inspector(budget: MemoryBudget(total: 384 << 20)).inspect(
      .path(path), depth: .appearance)
    let small = try #require(picture.picture)
    // Black above and below, each a quarter as high as the picture.
    let (width, height) = (small.size.width, small.size.height)
    let bar = [UInt8](repeating: 0, count: 3 * width * (height / 4))
    let rgb = bar + small.rgb + bar
    let png = Self.png(width, height + 2 * (height / 4), rgb)
    let made = try await Self.made(png, "bars.png") { $0.keepsDrawings = true }
    let steps = try #require(made.file.preparedCopy?.steps)
    try #require(
      steps.contains { if case .crop(_, .bars) = $0 { true } else { false } }, "\(steps)")
    let before = try #require(
      BeforeAfterSheet.sheet(made.outcome.files, made.outcome.summary).cells.first)
    let words = try #require(before.findings.first)
    #expect(words.hasPrefix("bars trimmed: "), "\(words)")
    #expect(words.contains("px at the top") && words.contains("px at the bottom"), "\(words)")
    #expect(words.hasSuffix("the frame shows what remains"))
    #expect(before.boxes.count == 1)
  }

  @Test("A frame is cut off, with next to nothing of the picture")
  func frame() async throws {
    let path = try Fixtures.path("starter/mira-front.jpg")
    let picture = try await Inspector(budget: MemoryBudget(total: 384 << 20)).inspect(
      .path(path), depth: .appearance)
    let small = try #require(picture.picture)
    let (width, height, frame) = (small.size.width, small.size.height, 60)
    let beside = [UInt8](repeating: 250, count: 3 * frame)
    let band = [UInt8](repeating: 250, count: 3 * frame * (width + 2 * frame))
    var rgb = band
    for row in 0..<height {
      rgb += beside
      rgb += small.rgb[3 * width * row..<3 * width * (row + 1)]
      rgb += beside
    }
    let png = Self.png(width + 2 * frame, height + 2 * frame, rgb + band)
    let made = try await Self.made(png, "framed.png")
    let steps = try #require(made.file.preparedCopy?.steps)
    let box = try #require(
      steps.lazy.compactMap { step -> PixelBox? in
        if case .crop(let box, .bars) = step { box } else { nil }
      }.first)
    // Some pixels of the picture go as well, in which the encoder may have mixed both.
    #expect([box.x, box.y].allSatisfy { (frame...frame + 4).contains($0) }, "\(box)")
    #expect((width - 8...width).contains(box.width), "\(box)")
    #expect((height - 8...height).contains(box.height), "\(box)")
  }

  /// A PNG of three values a pixel, stored in pieces.
  private static func png(_ width: Int, _ height: Int, _ rgb: [UInt8]) -> [UInt8] {
    var rows: [UInt8] = []
    for row in 0..<height { rows += [0] + rgb[3 * width * row..<3 * width * (row + 1)] }
    var (low, high) = (1, 0)
    var stream: [UInt8] = [0x78, 1]
    for start in stride(from: 0, to: rows.count, by: 65_535) {
      let part = Array(rows[start..<min(start + 65_535, rows.count)])
      let count = [UInt8(part.count & 0xFF), UInt8(part.count >> 8)]
      stream += [start + part.count == rows.count ? 1 : 0] + count + count.map { ~$0 } + part
      for byte in part {
        low = (low + Int(byte)) % 65_521
        high = (high + low) % 65_521
      }
    }
    stream += Bytes.big(high << 16 | low, 4)
    let header =
      Bytes.big(width, 4) + Bytes.big(height, 4) + [8, 2, 0, 0, 0]
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let around = signature + [UInt8](repeating: 0, count: 25)
    let file = AssembledPicture.png(around, [("IHDR", header), ("IDAT", stream), ("IEND", [])])
    return signature + file.dropFirst(33)
  }
}
