/// The chunks of a PNG in their order, each with its place and whether its checksum agrees.
struct PNGChunks {
  struct Chunk {
    let type: String
    /// Where its data stand in the file.
    let data: Range<Int>
    let checksumAgrees: Bool

    /// Whether a reader may pass over it: told by the case of its first letter.
    var isAncillary: Bool { type.utf8.first.map { $0 & 0x20 != 0 } ?? false }
  }

  private(set) var chunks: [Chunk] = []
  /// Writers that part their data finely make some thousands.
  private static let limit = 100_000
  /// The chunk in which the file ends too early: its type and how many bytes it lacks.
  private(set) var cut: (type: String, missing: Int)?
  /// The first byte after the end mark.
  private(set) var end: Int?
  /// Whether there are more chunks than any picture needs; the rest was not read.
  private(set) var tooMany = false
  /// Bytes that are no chunk at all.
  private(set) var garbage = false

  init(_ bytes: [UInt8]) {
    let file = ByteView(bytes)
    var position = 8
    while end == nil, !tooMany, position < file.count {
      guard let length = file.u32(position), let type = file.part(position + 4, 4) else {
        cut = ("", 12 - (file.count - position))
        return
      }
      guard Self.isType(type), length <= Int(Int32.max) else {
        garbage = true
        return
      }
      let name = type.latinText(0, limit: 4)
      guard let checksum = file.u32(position + 8 + length) else {
        cut = (name, position + 12 + length - file.count)
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

  /// The first chunk of a type.
  func first(_ type: String) -> Chunk? { chunks.first { $0.type == type } }

  private static func isType(_ type: ByteView) -> Bool {
    (0..<4).allSatisfy { offset in
      guard let byte = type[offset] else { return false }
      return (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
  }
}
