/// The chunks of a PNG in file order, each with its position and whether its checksum is right.
///
/// Parsing stops at the end marker, at the end of the file, or where the bytes are not a chunk. The
/// data of chunks are not copied.
///
/// ```swift
/// let chunks = PNGChunks(bytes)
/// let palette = chunks.first("PLTE").map { bytes[$0.data] }
/// ```
package struct PNGChunks: Sendable {
  /// One chunk: a type of four letters, and where its data are.
  package struct Chunk: Sendable {
    /// The four letters, as they are in the file: `"IDAT"`.
    package let type: String
    /// The range of its data in the file, without length, type and checksum.
    package let data: Range<Int>
    /// Whether its CRC-32 covers its type and data.
    package let checksumAgrees: Bool

    /// Whether a reader may skip the chunk, which the case of its first letter says.
    package var isAncillary: Bool { type.utf8.first.map { $0 & 0x20 != 0 } ?? false }

    /// The range of the whole chunk: length, type, data and checksum.
    package var whole: Range<Int> { data.lowerBound - 8..<data.upperBound + 4 }
  }

  /// The chunks that were complete.
  package private(set) var chunks: [Chunk] = []
  /// The chunk in which the file ends too early: its type, and how many bytes are missing.
  package private(set) var cut: (type: String, missing: Int)?
  /// The index of the first byte after the end marker, or `nil` if there is no end marker.
  package private(set) var end: Int?
  /// Whether there are more chunks than any picture needs. The rest were not parsed.
  package private(set) var tooMany = false
  /// Whether parsing stopped at bytes that are not a chunk.
  package private(set) var garbage = false

  /// The signature that every PNG begins with.
  package static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Writers that divide their data finely make several thousand chunks.
  private static let limit = 100_000

  /// Parses the chunks of a file, whose first eight bytes are taken to be the signature.
  package init(_ bytes: [UInt8]) {
    var position = 8
    while end == nil, !tooMany, position < bytes.count {
      guard let length = bytes[...].number(at: position), position + 8 <= bytes.count else {
        cut = ("", 12 - (bytes.count - position))
        return
      }
      let type = bytes[position + 4..<position + 8]
      guard type.allSatisfy(Self.isLetter), length <= Int(Int32.max) else {
        garbage = true
        return
      }
      let name = String(decoding: type, as: UTF8.self)
      guard let checksum = bytes[...].number(at: position + 8 + length) else {
        cut = (name, position + 12 + length - bytes.count)
        return
      }
      let covered = position + 4..<position + 8 + length
      chunks.append(
        Chunk(
          type: name, data: position + 8..<position + 8 + length,
          checksumAgrees: Inflater.crc32(bytes, covered) == UInt32(checksum)))
      position += 12 + length
      if name == "IEND" { end = position }
      tooMany = chunks.count > Self.limit
    }
  }

  package func first(_ type: String) -> Chunk? { chunks.first { $0.type == type } }

  /// The chunks of a type that directly follow the first one. Readers skip later ones.
  package func firstRun(of type: String) -> ArraySlice<Chunk> {
    guard let start = chunks.firstIndex(where: { $0.type == type }) else { return [] }
    let end = chunks[start...].firstIndex { $0.type != type } ?? chunks.endIndex
    return chunks[start..<end]
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }
}

extension ArraySlice<UInt8> {
  /// The number in four bytes, the most significant first, `offset` bytes from the start of the
  /// slice; `nil` if the slice is too short.
  package func number(at offset: Int) -> Int? {
    guard offset >= 0, offset <= count - 4 else { return nil }
    return self[startIndex + offset..<startIndex + offset + 4].reduce(0) { $0 << 8 | Int($1) }
  }
}
