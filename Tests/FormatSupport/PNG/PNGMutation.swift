import PNG
public import TestSupport

/// A change of a PNG as damage, careless writers and attackers make them.
public enum PNGMutation: CaseIterable, Sendable {
  /// A byte anywhere is another.
  case byte
  /// A byte in a chunk's data is another, and the checksum agrees.
  case content
  /// A byte of the header is another, and the checksum agrees.
  case header
  /// A bit of a chunk's type is another, and the checksum agrees.
  case type
  /// A chunk is missing, there twice, or elsewhere.
  case missing, twice, moved
  /// The file ends early.
  case cut
  /// The inflated rows are changed, then deflated again: a byte is another, bytes are missing or
  /// added.
  case rows

  /// The file with this change; `nil` if it doesn't apply.
  public func apply(to bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8]? {
    let chunks = PNGChunks(bytes).chunks
    guard !chunks.isEmpty else { return nil }
    var parts = chunks.map { Array(bytes[$0.whole]) }
    let index = Int.random(in: 0..<parts.count, using: &generator)
    switch self {
    case .byte:
      var changed = bytes
      let index = Int.random(in: 8..<bytes.count, using: &generator)
      changed[index] ^= UInt8.random(in: 1...255, using: &generator)
      return changed
    case .content, .header:
      let index = self == .header ? 0 : index
      guard parts[index].count > 12 else { return nil }
      let byte = Int.random(in: 8..<parts[index].count - 4, using: &generator)
      parts[index][byte] ^= UInt8.random(in: 1...255, using: &generator)
      parts[index] = Self.sealed(parts[index])
    case .type:
      let byte = Int.random(in: 4..<8, using: &generator)
      parts[index][byte] ^= [0x20, 0x01, 0x02].randomElement(using: &generator) ?? 0x20
      parts[index] = Self.sealed(parts[index])
    case .missing: parts.remove(at: index)
    case .twice: parts.insert(parts[index], at: index)
    case .moved:
      let part = parts.remove(at: index)
      parts.insert(part, at: Int.random(in: 0...parts.count, using: &generator))
    case .cut: return Array(bytes.prefix(Int.random(in: 8...bytes.count, using: &generator)))
    case .rows: return Self.changedRows(bytes, &generator)
    }
    return PNGChunks.signature + parts.joined()
  }

  /// A chunk whose checksum agrees again.
  private static func sealed(_ part: [UInt8]) -> [UInt8] {
    let name = String(decoding: part[4..<8], as: UTF8.self)
    return PNGChunk.bytes(name, Array(part[8..<part.count - 4]))
  }

  private static func changedRows(
    _ bytes: [UInt8], _ generator: inout SeededGenerator
  ) -> [UInt8]? {
    let chunks = PNGChunks(bytes)
    let data = chunks.firstRun(of: "IDAT")
    guard let first = data.first, let last = data.last,
      var rows = Inflater.inflate(data.flatMap { bytes[$0.data] }, upTo: 1 << 20), !rows.isEmpty
    else { return nil }
    switch Int.random(in: 0..<3, using: &generator) {
    case 0:
      let index = Int.random(in: rows.indices, using: &generator)
      rows[index] ^= UInt8.random(in: 1...255, using: &generator)
    case 1: rows.removeLast(Int.random(in: 1...min(rows.count, 500), using: &generator))
    default:
      let count = Int.random(
        in: 1...(Bool.random(using: &generator) ? 500 : 200_000), using: &generator)
      rows += [UInt8](repeating: 7, count: count)
    }
    return bytes[..<first.whole.lowerBound] + PNGChunk.bytes("IDAT", PNGBytes.stored(rows))
      + bytes[last.whole.upperBound...]
  }
}
