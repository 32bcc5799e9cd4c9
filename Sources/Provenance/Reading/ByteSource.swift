package import Files

/// A file whose parts can be read in any order, in memory or on disk.
package struct ByteSource {
  package let byteCount: Int
  /// Returns up to `count` bytes from an offset.
  private let bytes: (_ offset: Int, _ count: Int) throws -> ArraySlice<UInt8>

  /// Creates a source of bytes in memory; none are copied.
  package init(_ bytes: [UInt8]) {
    byteCount = bytes.count
    self.bytes = { offset, count in bytes[offset..<min(bytes.count, offset + count)] }
  }

  /// Creates a source of an open file.
  package init(_ file: ReadableFile) {
    byteCount = file.byteCount
    bytes = { offset, count in try file.bytes(at: offset, upTo: count)[...] }
  }

  /// Returns a part of the file; `nil` unless all of it is there and can be read.
  package func part(_ offset: Int, _ count: Int) -> ArraySlice<UInt8>? {
    guard offset >= 0, count >= 0, offset <= byteCount, count <= byteCount - offset else {
      return nil
    }
    guard let part = try? bytes(offset, count), part.count == count else { return nil }
    return part
  }

  /// The size of the pieces in which a file is hashed.
  private static let pieceSize = 1 << 20

  /// Adds a range of the file to a hash; returns `false` if it can't be read.
  func hash(_ range: Range<Int>, into hash: RunningHash) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let count = min(Self.pieceSize, range.upperBound - offset)
      guard let piece = part(offset, count) else { return false }
      hash.update(piece)
      offset += count
    }
    return true
  }
}
