package import Model

/// A PNG whose header was parsed: its bytes, its chunks, and what the header says.
///
/// ```swift
/// let file = try PNGFile(bytes)
/// let proof = PNGProver.proof(of: file, memoryLimit: 64 << 20)
/// ```
package struct PNGFile: Sendable {
  package let bytes: [UInt8]
  package let chunks: PNGChunks
  package let header: PNGHeader

  /// Parses the chunks and the header. The pixels are left alone.
  ///
  /// Throws a problem if the file doesn't begin with a valid header.
  package init(_ bytes: [UInt8]) throws(FileProblem) {
    self.bytes = bytes
    chunks = PNGChunks(bytes)
    guard let first = chunks.chunks.first else {
      throw chunks.garbage
        ? .corrupt(what: "no chunk follows its signature")
        : .truncated(what: "the file ends inside its header")
    }
    guard first.type == "IHDR" else {
      throw .corrupt(
        what: first.type == "CgBI"
          ? "it is an Apple CgBI PNG, which other readers reject"
          : "its first chunk is \(first.type) instead of IHDR")
    }
    header = try PNGHeader(Array(bytes[first.data]))
  }

  /// The data of a chunk, not copied.
  package func data(of chunk: PNGChunks.Chunk) -> ArraySlice<UInt8> { bytes[chunk.data] }

  /// The data of the first chunk of a type, not copied; `nil` if there is none.
  package func data(ofFirst type: String) -> ArraySlice<UInt8>? {
    chunks.first(type).map { bytes[$0.data] }
  }
}

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

  /// The bytes of memory that are always needed: three rows, because filters refer to the row
  /// above, or libpng's memory if it reads the rows.
  package var rowMemory: Int {
    let inflating = 3 * (header.passes.map(\.rowBytes).max() ?? 0)
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
    defer { rows.end() }
    if expected <= Self.wholeLimit, inflatingMemory <= memoryLimit {
      let result = Inflater.inflate(Self.joined(parts), expecting: expected) { rows.add($0) }
      if result.outcome == .exact { rows.add(result.bytes[...]) }
      return result
    }
    return Inflater.inflateByPieces(
      parts, pieceSize: 1 << 18, limit: expected, excess: Inflater.excess(of: expected)
    ) { rows.add($0) }
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

/// What `tRNS` says: readers find it only before the picture data, with a right checksum, and of a
/// length that suits the colour type.
extension PNGFile {
  /// The chunk with the palette; `nil` if no palette precedes the picture data.
  var paletteChunk: PNGChunks.Chunk? {
    let before = chunks.chunks.prefix { $0.type != "IDAT" }
    return before.first { $0.type == "PLTE" }
  }

  /// The chunk that makes some pixels transparent; `nil` if the colour type has alpha, and if
  /// readers ignore the chunk.
  var transparencyChunk: PNGChunks.Chunk? {
    let before = chunks.chunks.prefix { $0.type != "IDAT" }
    let palette = before.firstIndex { $0.type == "PLTE" }
    let lengths: ClosedRange<Int>
    switch header.colorType {
    case .palette:
      guard let palette else { return nil }
      let entries = min(1 << header.depth, before[palette].data.count / 3)
      guard entries > 0 else { return nil }
      lengths = 1...entries
    case .grey: lengths = 2...2
    case .color: lengths = 6...6
    case .greyAlpha, .colorAlpha: return nil
    }
    let start = header.colorType == .palette ? palette ?? 0 : before.startIndex
    return before[start...].first {
      $0.type == "tRNS" && $0.checksumAgrees && lengths.contains($0.data.count)
    }
  }

  /// The alpha of the first palette entries; empty if all of them are opaque, and without a
  /// palette.
  var paletteAlphas: ArraySlice<UInt8> {
    guard header.colorType == .palette, let chunk = transparencyChunk else { return [] }
    let alphas = data(of: chunk)
    return alphas.allSatisfy { $0 == 255 } ? [] : alphas
  }

  /// Whether pixels have an alpha value when they are decoded.
  var hasAlpha: Bool {
    header.colorType.hasAlpha
      || (header.colorType == .palette ? !paletteAlphas.isEmpty : transparencyChunk != nil)
  }

  /// Whether rows are read here: one pass of 8 bits a value, and no colour that stands for
  /// transparent. libpng reads all others.
  var isCommon: Bool {
    header.depth == 8 && !header.isInterlaced
      && (header.colorType == .palette || transparencyChunk == nil)
  }
}
