extension PNGFile {
  /// Rows of at most this many bytes together are inflated in one piece by libdeflate. More than
  /// that is inflated piece by piece by zlib, which is slower and needs hardly any memory.
  static let wholeLimit = 64 << 20

  /// The bytes of memory that inflating all rows takes.
  package var inflatingMemory: Int {
    guard let count = header.inflatedCount, count <= Self.wholeLimit else {
      return minimumInflatingMemory
    }
    return bytes.count + count + rowMemory
  }

  /// The bytes of memory that inflating the rows piece by piece takes.
  package var minimumInflatingMemory: Int { rowMemory + (1 << 20) }

  /// The bytes of memory that are always needed: two rows, because filters refer to the row above,
  /// or what libpng needs if it reads the rows.
  package var rowMemory: Int {
    let inflating = 2 * (header.passes.map(\.rowBytes).max() ?? 0)
    let isRead = hasAlpha || max(header.width, header.height) <= LibPNG().maximumSide
    return isCommon || !isRead ? inflating : max(inflating, libraryMemory)
  }

  /// The bytes of memory that reading rows with libpng takes: a row as it is stored, three as they
  /// are decoded, and what zlib needs.
  var libraryMemory: Int {
    let channels =
      header.colorType == .palette
      ? 4 : header.colorType.samples + (transparencyChunk == nil ? 0 : 1)
    let stored = (header.width * header.bitsPerPixel + 7) / 8
    return stored + 3 * header.width * channels * max(1, header.depth / 8) + (1 << 18)
  }

  /// Inflates rows laid out as `header` says into `rows`: all at once if the memory limit allows
  /// it, otherwise piece by piece.
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

  /// The parts as one stream. A single part is not copied.
  private static func joined(_ parts: [ArraySlice<UInt8>]) -> ArraySlice<UInt8> {
    if parts.count == 1 { return parts[0] }
    var stream: [UInt8] = []
    stream.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for part in parts { stream += part }
    return stream[...]
  }
}
