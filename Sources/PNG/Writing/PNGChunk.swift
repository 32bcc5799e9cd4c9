/// The chunks of a PNG that is being written.
package enum PNGChunk {
  /// A whole chunk: length, name, content and checksum.
  package static func bytes(_ name: String, _ content: [UInt8]) -> [UInt8] {
    var file: [UInt8] = []
    let start = begin(name, in: &file)
    file += content
    end(start, in: &file)
    return file
  }

  static let end = bytes("IEND", [])

  /// The first chunk of a picture that is not interlaced.
  static func header(
    width: Int, height: Int, depth: UInt8, color: PNGHeader.ColorType
  ) -> [UInt8] {
    bytes("IHDR", number(width) + number(height) + [depth, UInt8(color.rawValue), 0, 0, 0])
  }

  /// Appends the beginning of a chunk to a file and returns its index. What is appended after it is
  /// its content, until `end(_:in:)` completes it.
  static func begin(_ name: String, in file: inout [UInt8]) -> Int {
    let start = file.count
    file += number(0) + Array(name.utf8)
    return start
  }

  /// Completes the chunk that begins at an index with its length and checksum.
  static func end(_ start: Int, in file: inout [UInt8]) {
    file.replaceSubrange(start..<start + 4, with: number(file.count - start - 8))
    file += number(Int(Inflater.crc32(file, start + 4..<file.count)))
  }

  /// Four bytes, the most significant first.
  private static func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
