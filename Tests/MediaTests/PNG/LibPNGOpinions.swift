import FormatSupport
import Foundation
import TestSupport
import Testing

@testable import PNG

@Suite("libpng's opinion on a PNG", .timeLimit(.minutes(30)))
struct LibPNGOpinions {
  /// Every PNG in `Fixtures/`, whatever its name says.
  private static func fixtures(atMost byteCount: Int = .max) throws -> [(String, [UInt8])] {
    try ["odd", "trouble", "starter", "scenes"].flatMap { folder in
      try Fixtures.names(in: folder).map { "\(folder)/\($0)" }
    }.compactMap { name in
      guard let bytes = try? Fixtures.bytes(name), bytes.starts(with: PNGChunks.signature) else {
        return nil
      }
      return bytes.count <= byteCount ? (name, bytes) : nil
    }
  }

  /// Expects both to find the same but for listed differences; returns whether they were asked.
  private static func compare(_ bytes: [UInt8], _ name: String) -> Bool {
    guard let opinions = PNGOpinions(on: bytes) else { return false }
    if !opinions.agree {
      #expect(
        PNGDifference.explaining(opinions, on: bytes) != nil, "\(name): \(opinions.words)")
    }
    return true
  }

  @Test("is ours on every fixture: the same pixels, or a refusal by both")
  func fixtures() throws {
    let all = try Self.fixtures()
    let asked = all.count { Self.compare($0.1, $0.0) }
    #expect(all.count > 115)
    // All but one whose header claims 60,000 × 60,000.
    #expect(asked >= all.count - 1)
  }

  @Test("is ours on changed fixtures", arguments: PNGMutation.allCases)
  func changed(mutation: PNGMutation) throws {
    var (asked, made) = (0, 0)
    for (name, bytes) in try Self.fixtures(atMost: 100_000) {
      for seed in 0..<(TestRun.isLong ? 60 : 3) {
        var generator = SeededGenerator(seed: seed)
        guard let changed = mutation.apply(to: bytes, &generator) else { continue }
        made += 1
        asked += Self.compare(changed, "\(name), \(mutation) \(seed)") ? 1 : 0
      }
    }
    // A changed header often claims a size that no test decodes.
    #expect(asked > (mutation == .header ? made / 3 : made * 9 / 10))
    #expect(made > 100)
  }

  @Test("differs in what is listed, and nothing is listed that does not occur")
  func differences() throws {
    let noEnd = try Fixtures.bytes("odd/png-no-end.png")
    let wrongSum = try Fixtures.bytes("odd/png-too-many-rows-bad-sum.png")
    var window = try Fixtures.bytes("odd/png-rgb-8.png")
    let data = try #require(PNGChunks(window).first("IDAT"))
    window.replaceSubrange(
      data.whole, with: PNGBytes.chunk("IDAT", [0x08, 0x1D] + window[data.data].dropFirst(2)))
    let early =
      PNGChunks.signature + PNGBytes.chunk("caSt")
      + (try Fixtures.bytes("odd/png-rgb-8.png")).dropFirst(8)
    let long = PNGBytes.file(
      header: PNGBytes.header(1, 1_000_001, 1, 0), data: [PNGBytes.zeros(2_000_002)])
    let many = Self.cutAfterManyRows
    var found: [[PNGDifference]] = []
    for bytes in [noEnd, wrongSum, early, window, long, many + PNGBytes.chunk("IEND"), many] {
      let opinions = try #require(PNGOpinions(on: bytes))
      #expect(!opinions.agree)
      found.append(try #require(PNGDifference.explaining(opinions, on: bytes)))
    }
    #expect(
      found == PNGDifference.allCases.map { [$0] } + [[.endMarker, .endOfManyRows]])
  }

  /// A stream with twenty times the rows of the header, cut behind them and without an end marker.
  private static var cutAfterManyRows: [UInt8] {
    PNGChunks.signature + PNGBytes.chunk("IHDR", PNGBytes.header(40, 200, 8, 0))
      + PNGBytes.chunk("IDAT", PNGBytes.zeros(20 * 200 * 41).dropLast(6))
  }

  @Test("is ours on data that end too early and are damaged otherwise, or lack a row")
  func damagedToo() throws {
    var wrong = Self.cutAfterManyRows
    wrong[wrong.count - 1] ^= 1
    let few: [UInt8] = PNGBytes.zeros(199 * 41).dropLast(4)
    // A file that ends in a chunk of 128 MiB, which is more than libpng may allocate.
    let huge =
      PNGChunks.signature + PNGBytes.chunk("IHDR", PNGBytes.header(40, 200, 8, 0))
      + Bytes.big(128 << 20) + Array("eXIfMM".utf8)
    for bytes in [
      wrong, PNGBytes.file(header: PNGBytes.header(40, 200, 8, 0), data: [few]), huge,
    ] {
      let opinions = try #require(PNGOpinions(on: bytes))
      #expect(opinions.agree, "\(opinions.words)")
      guard case .refused = opinions.ours else {
        Issue.record("\(opinions.words)")
        continue
      }
    }
  }

  /// Two by two pixels that name entries of a palette of two, with a `tRNS` of these bytes.
  private static func palette(
    _ transparency: [(String, [UInt8])], after: [(String, [UInt8])] = []
  ) -> [UInt8] {
    PNGBytes.file(
      header: PNGBytes.header(2, 2, 8, 3),
      before: [("PLTE", [9, 9, 9, 200, 100, 50])] + transparency,
      data: [PNGBytes.stored([0, 0, 1, 0, 1, 0])], after: after)
  }

  @Test("is ours on transparency that readers ignore: too long, too late, or with a wrong checksum")
  func ignoredTransparency() throws {
    var wrong = Self.palette([("tRNS", [0])])
    let chunk = try #require(PNGChunks(wrong).first("tRNS"))
    wrong[chunk.data.upperBound] ^= 1
    for bytes in [
      wrong, Self.palette([("tRNS", [0, 0, 0])]), Self.palette([], after: [("tRNS", [0])]),
      Self.palette([("tRNS", [])]),
    ] {
      let opinions = try #require(PNGOpinions(on: bytes))
      #expect(opinions.agree, "\(opinions.words)")
      #expect(
        opinions.ours
          == .pixels([9, 9, 9, 200, 100, 50, 200, 100, 50, 9, 9, 9], channels: 3, depth: 8))
    }
    let first = try #require(PNGOpinions(on: Self.palette([("tRNS", [7]), ("tRNS", [8, 9])])))
    #expect(first.agree)
  }

  @Test("keeps to limits, refuses wrong checksums of what it needs, and warns of the rest")
  func limits() throws {
    func outcome(_ name: String, _ library: LibPNG = LibPNG()) throws -> LibPNG.Outcome {
      let bytes = try Fixtures.bytes("odd/\(name)")
      return library.read(bytes, begin: { _ in true }, each: { _, _ in })
    }
    var small = LibPNG()
    small.memoryLimit = 5000
    #expect(try outcome("png-rgb-8.png", small) == .noMemory)
    var short = LibPNG()
    short.maximumSide = 399
    #expect(try outcome("png-rgb-8.png", short) == .refused("Invalid IHDR data"))
    #expect(try outcome("png-bad-crc.png") == .refused("IDAT: CRC error"))
    #expect(try outcome("png-bad-crc-text.png") == .whole(warning: "tEXt: CRC error"))
    #expect(try outcome("png-two-gammas.png") == .whole(warning: "gAMA: duplicate"))
    #expect(try outcome("png-rgb-8.png") == .whole(warning: nil))
    let bytes = try Fixtures.bytes("odd/png-rgb-8.png")
    #expect(LibPNG().read(bytes, begin: { _ in false }, each: { _, _ in }) == .declined)
  }
}
