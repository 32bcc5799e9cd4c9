import FormatSupport
import TestSupport
import Testing

@testable import Media
@testable import PNG

@Suite("A zlib stream", .timeLimit(.minutes(30)))
struct Inflating {
  /// The stream of a fixture's picture data and its decompressed length.
  private static func stream(_ name: String) throws -> (stream: [UInt8], count: Int) {
    let file = try PNGFile(try Fixtures.bytes("odd/\(name)"))
    let parts = file.chunks.chunks.filter { $0.type == "IDAT" }.map { file.bytes[$0.data] }
    return (Array(parts.joined()), try #require(file.header.inflatedCount))
  }

  private static func byPieces(
    _ stream: [UInt8], partSize: Int, pieceSize: Int, limit: Int
  ) -> Inflater.Result {
    var parts = stride(from: 0, to: stream.count, by: partSize).map {
      stream[$0..<min(stream.count, $0 + partSize)]
    }
    parts.insert([], at: parts.count / 2)
    var bytes: [UInt8] = []
    let result = Inflater.inflateByPieces(
      parts, pieceSize: pieceSize, limit: limit, excess: Inflater.excess(of: limit)
    ) { piece in
      #expect(piece.count <= pieceSize)
      bytes += piece
    }
    return Inflater.Result(outcome: result.outcome, bytes: bytes, unread: result.unread)
  }

  @Test(
    "gives equal results in pieces and as a whole",
    arguments: ["png-grey-16.png", "png-rgb-8.png", "png-stored.png", "png-1x1.png"],
    [(1, 1), (3, 1000), (1000, 7), (1 << 20, 1), (1 << 20, 1 << 18), (17, 258)])
  func same(name: String, sizes: (part: Int, piece: Int)) throws {
    let (stream, count) = try Self.stream(name)
    for expected in [count, count + 1, count - 1, count / 2 + 1] {
      for extra in [[], [1, 2, 3]] as [[UInt8]] {
        let whole = Inflater.inflate((stream + extra)[...], expecting: expected)
        let pieces = Self.byPieces(
          stream + extra, partSize: sizes.part, pieceSize: sizes.piece, limit: expected)
        #expect(whole.outcome == pieces.outcome)
        #expect(whole.unread == extra.count)
        #expect(pieces.unread == extra.count)
        #expect(pieces.bytes.count == min(count, expected))
        if expected >= count { #expect(whole.bytes == pieces.bytes) }
      }
    }
    #expect(Inflater.inflate(stream[...], expecting: count).outcome == .exact)
    #expect(Inflater.inflate(stream[...], expecting: count + 1).outcome == .tooFew(count))
    #expect(Inflater.inflate(stream[...], expecting: count - 1).outcome == .tooMany(1))
  }

  @Test("is damaged if it ends early, either way", arguments: [1, 2, 4, 5, 100, 1000])
  func cut(missing: Int) throws {
    let (stream, count) = try Self.stream("png-rgb-8.png")
    let cut = Array(stream.dropLast(missing))
    #expect(Inflater.inflate(cut[...], expecting: count).outcome == .damaged)
    for piece in [1, 64, 1 << 18] {
      let pieces = Self.byPieces(cut, partSize: 50, pieceSize: piece, limit: count)
      #expect(pieces.outcome == .damaged)
    }
  }

  @Test("is damaged if its checksum is wrong, either way")
  func checksum() throws {
    var (stream, count) = try Self.stream("png-rgb-8.png")
    stream[stream.count - 1] ^= 1
    #expect(Inflater.inflate(stream[...], expecting: count).outcome == .damaged)
    #expect(
      Self.byPieces(stream, partSize: 90, pieceSize: 100, limit: count).outcome == .damaged)
  }

  @Test(
    "is damaged if it has no checksum", arguments: [[], [0x78], [0x78, 0x9C], [0, 0, 0, 0, 0, 0]])
  func none(stream: [UInt8]) {
    #expect(Inflater.inflate(stream[...], expecting: 10).outcome == .damaged)
    #expect(Self.byPieces(stream, partSize: 1, pieceSize: 10, limit: 10).outcome == .damaged)
    #expect(Inflater.inflate(stream, upTo: 10) == nil)
  }

  @Test("that expands without end is stopped at its limit")
  func bomb() {
    let bomb = PNGBytes.zeros(50_000_000)
    var given = 0
    let result = Inflater.inflateByPieces([bomb[...]], pieceSize: 1 << 14, limit: 1_000_000) {
      given += $0.count
    }
    #expect(result.outcome == .tooMany(nil))
    #expect(given <= 1_000_000)
    #expect(Inflater.inflate(bomb, upTo: 1_000_000) == nil)
    #expect(Inflater.inflate(bomb[...], expecting: 1_000_000).outcome == .tooMany(nil))
  }

  @Test(
    "is decompressed up to a limit, and completely below it",
    arguments: [1, 258, 16_384, 16_385, 100_000])
  func upTo(count: Int) {
    let stream = PNGBytes.zeros(count)
    #expect(Inflater.inflate(stream, upTo: count) == [UInt8](repeating: 0, count: count))
    #expect(Inflater.inflate(stream, upTo: count + 1)?.count == count)
    #expect(Inflater.inflate(stream, upTo: count - 1) == nil)
  }

  @Test("never crashes when its bytes are changed", arguments: 0..<8)
  func changed(seed: Int) throws {
    let (stream, count) = try Self.stream("png-grey-16.png")
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      var changed = stream
      changed[Int.random(in: 0..<stream.count, using: &generator)] ^= UInt8.random(
        in: 1...255, using: &generator)
      let whole = Inflater.inflate(changed[...], expecting: count).outcome
      let pieces = Self.byPieces(changed, partSize: 200, pieceSize: 500, limit: count).outcome
      #expect(whole != .exact)
      #expect(pieces != .exact)
    }
  }
}
