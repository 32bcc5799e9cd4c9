extension PNGFile {
  /// Rows up to this many bytes are inflated in one piece, by libdeflate; more of them piece by
  /// piece, by zlib, which is slower and takes no memory.
  static let wholeLimit = 64 << 20

  /// The memory that inflating all rows takes.
  var inflatingMemory: Int {
    guard let count = header.inflatedCount, count <= Self.wholeLimit else {
      return leastInflatingMemory
    }
    return bytes.count + count + rowMemory
  }

  /// The same piece by piece.
  var leastInflatingMemory: Int { rowMemory + (1 << 20) }

  /// What it takes at least: two rows are held where the pixels are looked at.
  var rowMemory: Int { 2 * (header.passes.map(\.rowBytes).max() ?? 0) }

  /// The chunks of a type that follow each other first; later ones are passed over by readers.
  func firstRun(of type: String) -> ArraySlice<PNGChunks.Chunk> {
    let chunks = chunks.chunks
    guard let start = chunks.firstIndex(where: { $0.type == type }) else { return [] }
    let end = chunks[start...].firstIndex { $0.type != type } ?? chunks.endIndex
    return chunks[start..<end]
  }

  /// Inflates rows laid out as `header` says: all at once where that is possible within a limit of memory.
  func inflate(
    _ parts: [ArraySlice<UInt8>], _ header: PNGHeader, within memoryLimit: Int,
    into rows: inout PNGRows
  ) -> Inflater.Result {
    guard let expected = header.inflatedCount else { return Inflater.Result(outcome: .noMemory) }
    if expected <= Self.wholeLimit, inflatingMemory <= memoryLimit {
      let result = Inflater.inflate(Self.joined(parts), expecting: expected) { rows.take($0) }
      if result.outcome == .exact { rows.take(result.bytes[...]) }
      return result
    }
    return Inflater.inflateByPieces(
      parts, pieceSize: 1 << 18, limit: expected, excess: Inflater.excess(of: expected)
    ) { rows.take($0) }
  }

  /// The parts as one stream; a single one is not copied.
  private static func joined(_ parts: [ArraySlice<UInt8>]) -> ArraySlice<UInt8> {
    if parts.count == 1 { return parts[0] }
    var stream: [UInt8] = []
    stream.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { stream += part }
    return stream[...]
  }
}
