import Model
import PNG

/// Every difference between Castbook and libpng that is intended, each with its reason.
///
/// A difference explains two opinions only if nothing else is between them: the file is mended in
/// that one respect, and then both must agree on the first result of the one that accepted the file.
public enum PNGDifference: String, CaseIterable, Sendable {
  /// Castbook warns if only the end marker is missing or damaged, because every pixel is there and
  /// most programs show the picture. libpng refuses when it is asked to read to the end.
  case endMarker
  /// libpng only warns of damage in the compressed data that follows the last row, a wrong zlib
  /// checksum included. Castbook calls the file damaged: the checksum covers the rows.
  case dataAfterLastRow
  /// The standard wants the header first. libpng minds only chunks that it knows in front of it.
  case chunkBeforeHeader
  /// Compressed data may refer further back than their header says. libpng refuses them by default,
  /// and has an option not to; libdeflate, with which pictures are proven, ignores what the header
  /// says.
  case smallWindow
  /// libpng calls a side of more than a million pixels invalid, and Castbook such a height too much
  /// work.
  case longSide

  /// The difference between opinions that don't agree, or `nil` if none of these is all that there
  /// is.
  public static func explaining(_ opinions: PNGOpinions, on bytes: [UInt8]) -> PNGDifference? {
    allCases.first { $0.explains(opinions, bytes) }
  }

  private func explains(_ opinions: PNGOpinions, _ bytes: [UInt8]) -> Bool {
    switch (self, opinions.ours, opinions.libpng) {
    case (.endMarker, .pixels, .refused):
      Self.agree(on: Self.withEndMarker(bytes), keeping: opinions.ours)
    case (.dataAfterLastRow, .refused, .pixels):
      opinions.problems.contains(.corrupt(what: "its compressed data are damaged"))
        && Self.agree(on: Self.withSoundData(bytes), keeping: opinions.libpng)
    case (.smallWindow, .pixels, .refused("IDAT: invalid distance too far back")):
      Self.agree(on: Self.withLargestWindow(bytes), keeping: opinions.ours)
    case (.chunkBeforeHeader, .refused, .pixels):
      Self.agree(on: Self.withHeaderFirst(bytes), keeping: opinions.libpng)
    case (.longSide, _, .refused("Invalid IHDR data")):
      (try? PNGFile(bytes)).map { max($0.header.width, $0.header.height) > 1_000_000 } ?? false
    default: false
    }
  }

  /// Whether both find the same in a mended file as `verdict` says of the original.
  private static func agree(on mended: [UInt8]?, keeping verdict: PNGOpinions.Verdict) -> Bool {
    guard let mended, let opinions = PNGOpinions(on: mended) else { return false }
    return opinions.agree && (opinions.ours == verdict || opinions.libpng == verdict)
  }

  /// The complete chunks of a file without an end marker, followed by one.
  private static func withEndMarker(_ bytes: [UInt8]) -> [UInt8]? {
    let chunks = PNGChunks(bytes)
    guard chunks.end == nil, let last = chunks.chunks.last else { return nil }
    return bytes[..<last.whole.upperBound] + PNGChunk.bytes("IEND", [])
  }

  /// The file with its rows in one sound stream, if all of them can be inflated.
  private static func withSoundData(_ bytes: [UInt8]) -> [UInt8]? {
    guard let file = try? PNGFile(bytes), let count = file.header.inflatedCount else { return nil }
    let data = file.chunks.firstRun(of: "IDAT")
    guard let first = data.first, let last = data.last else { return nil }
    var rows: [UInt8] = []
    _ = Inflater.inflateByPieces(
      data.map { bytes[$0.data] }, pieceSize: 1, limit: count, excess: 0
    ) { rows += $0 }
    guard rows.count == count else { return nil }
    return bytes[..<first.whole.lowerBound] + PNGChunk.bytes("IDAT", PNGBytes.stored(rows))
      + bytes[last.whole.upperBound...]
  }

  /// The file with compressed data that claim to refer back as far as they may.
  private static func withLargestWindow(_ bytes: [UInt8]) -> [UInt8]? {
    guard let first = PNGChunks(bytes).first("IDAT"), first.data.count > 2 else { return nil }
    let data = [0x78, 0x01] + bytes[first.data].dropFirst(2)
    return bytes[..<first.whole.lowerBound] + PNGChunk.bytes("IDAT", data)
      + bytes[first.whole.upperBound...]
  }

  /// The file with its header in front of all other chunks.
  private static func withHeaderFirst(_ bytes: [UInt8]) -> [UInt8]? {
    let chunks = PNGChunks(bytes).chunks
    guard let header = chunks.first(where: { $0.type == "IHDR" }), chunks.first?.type != "IHDR"
    else { return nil }
    return PNGChunks.signature + bytes[header.whole] + bytes[8..<header.whole.lowerBound]
      + bytes[header.whole.upperBound...]
  }
}
