import Model
import PNG

/// Every difference between Castbook and libpng that is intended, each with its reason.
///
/// Differences explain two opinions only if nothing else is between them: the file is mended in
/// these respects, and then both must agree on the first result of the one that accepted the file.
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
  /// Castbook reads no further than twice the rows in the header: they are more than a picture
  /// needs, and anything may follow. libpng refuses when the data end without the end of their
  /// stream.
  case endOfManyRows

  /// Returns the differences between opinions that don't agree; `nil` if these are not all that
  /// there is.
  public static func explaining(
    _ opinions: PNGOpinions, on bytes: [UInt8]
  ) -> [PNGDifference]? {
    explaining(opinions, on: bytes, among: allCases)
  }

  private static func explaining(
    _ opinions: PNGOpinions, on bytes: [UInt8], among differences: [PNGDifference]
  ) -> [PNGDifference]? {
    for difference in differences where difference.mayExplain(opinions) {
      if difference == .longSide {
        if hasLongSide(bytes) { return [difference] }
        continue
      }
      guard let mended = difference.mended(bytes), let after = PNGOpinions(on: mended),
        keeps(after, opinions)
      else { continue }
      if after.agree { return [difference] }
      let others = differences.filter { $0 != difference }
      if let more = explaining(after, on: mended, among: others) { return [difference] + more }
    }
    return nil
  }

  /// Whether opinions differ as this difference would make them.
  private func mayExplain(_ opinions: PNGOpinions) -> Bool {
    switch (self, opinions.ours, opinions.libpng) {
    case (.endMarker, .pixels, .refused): true
    case (.endOfManyRows, .pixels, .refused): opinions.problems.contains(PNGProver.tooManyRows)
    case (.dataAfterLastRow, .refused, .pixels):
      opinions.problems.contains(.corrupt(what: "its compressed data are damaged"))
    case (.smallWindow, .pixels, .refused("IDAT: invalid distance too far back")): true
    case (.chunkBeforeHeader, .refused, .pixels): true
    case (.longSide, _, .refused("Invalid IHDR data")): true
    default: false
    }
  }

  /// Returns the file mended in this respect; `nil` if that is not possible.
  private func mended(_ bytes: [UInt8]) -> [UInt8]? {
    switch self {
    case .endMarker: Self.withEndMarker(bytes)
    case .dataAfterLastRow, .endOfManyRows: Self.withSoundData(bytes)
    case .smallWindow: Self.withLargestWindow(bytes)
    case .chunkBeforeHeader: Self.withHeaderFirst(bytes)
    case .longSide: nil
    }
  }

  /// Whether one of two opinions on a mended file is that of the one that accepted the original.
  private static func keeps(_ mended: PNGOpinions, _ original: PNGOpinions) -> Bool {
    let accepted = if case .pixels = original.ours { original.ours } else { original.libpng }
    return mended.ours == accepted || mended.libpng == accepted
  }

  private static func hasLongSide(_ bytes: [UInt8]) -> Bool {
    (try? PNGFile(bytes)).map { max($0.header.width, $0.header.height) > 1_000_000 } ?? false
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
