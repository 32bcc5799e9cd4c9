/// The chunks of a WebP file, as far as their lengths allow to follow them.
///
/// castbook reads facts and metadata from them, and `castbook-media` decodes the pictures in them.
package struct WebPContainer: Sendable {
  package struct Chunk: Sendable {
    /// The type: four characters.
    package let type: String
    /// The range of the data in the file; cut short where the file ends.
    package let data: Range<Int>
  }

  package private(set) var chunks: [Chunk] = []
  /// The number of bytes that are missing at the end of the file.
  package private(set) var missingBytes = 0
  /// Whether there are more chunks than any picture needs, so the rest was not read.
  package private(set) var hasTooManyChunks = false
  /// Whether a chunk extends beyond the end that the RIFF header claims.
  package private(set) var exceedsStatedLength = false
  /// The end of the part that the RIFF header claims, or of the file if it claims more.
  package let pictureEnd: Int
  /// The number of bytes after the end that the RIFF header claims.
  package let trailing: Int

  /// The largest number of chunks that is read.
  private static let maximumChunks = 100_000

  /// Reads the chunks of a file.
  package init<Bytes: RandomAccessCollection>(_ bytes: Bytes)
  where Bytes.Element == UInt8, Bytes.Index == Int {
    let file = LittleEndianBytes(bytes)
    let claimed = 8 + (file.number(4, bytes: 4) ?? 0)
    // Many writers omit the byte that pads an odd length.
    trailing = max(0, file.count - claimed - claimed % 2)
    pictureEnd = claimed < file.count ? min(file.count, max(12, claimed)) : file.count
    missingBytes = max(0, claimed - file.count)
    var position = 12
    while !hasTooManyChunks, position + 8 <= pictureEnd,
      let length = file.number(position + 4, bytes: 4)
    {
      let start = position + 8
      let end = min(start + length, pictureEnd)
      missingBytes = max(missingBytes, start + length - file.count)
      if start + length > pictureEnd { exceedsStatedLength = true }
      chunks.append(Chunk(type: file.text(position, count: 4), data: start..<end))
      position = start + length + length % 2
      hasTooManyChunks = chunks.count > Self.maximumChunks
    }
  }

  /// Whether all chunks are there and their lengths agree.
  package var isWhole: Bool { !hasTooManyChunks && missingBytes == 0 && !exceedsStatedLength }

  package func first(_ type: String) -> Chunk? { chunks.first { $0.type == type } }

  /// The frames of an animation.
  package var frames: [Chunk] { chunks.filter { $0.type == "ANMF" } }
}

/// Reads numbers and types from bytes; every position is checked.
struct LittleEndianBytes<Bytes: RandomAccessCollection>
where Bytes.Element == UInt8, Bytes.Index == Int {
  private let bytes: Bytes
  /// The number of bytes.
  let count: Int

  init(_ bytes: Bytes) {
    self.bytes = bytes
    count = bytes.count
  }

  /// Returns the byte at a position, or `nil` beyond the end.
  subscript(position: Int) -> UInt8? {
    position >= 0 && position < count ? bytes[bytes.startIndex + position] : nil
  }

  /// Returns a number of up to four bytes, or `nil` beyond the end.
  func number(_ position: Int, bytes length: Int) -> Int? {
    guard position >= 0, position + length <= count else { return nil }
    return (0..<length).reduce(0) { $0 | Int(bytes[bytes.startIndex + position + $1]) << (8 * $1) }
  }

  /// Returns text of Latin-1 characters, up to a zero byte or the end.
  func text(_ position: Int, count length: Int) -> String {
    var text = ""
    for offset in 0..<length {
      guard let byte = self[position + offset], byte != 0 else { break }
      text.unicodeScalars.append(UnicodeScalar(byte))
    }
    return text
  }

  func has(_ type: StaticString, at position: Int) -> Bool {
    type.withUTF8Buffer { type in
      type.indices.allSatisfy { unsafe self[position + $0] == type[$0] }
    }
  }
}
