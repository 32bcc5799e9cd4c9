import PNG
import TestSupport

/// The parts of PNG files, written byte by byte and valid or not.
package enum PNGBytes {
  /// One chunk with its checksum.
  package static func chunk(_ type: String, _ data: [UInt8] = []) -> [UInt8] {
    PNGChunk.bytes(type, data)
  }

  /// The contents of `IHDR`.
  package static func header(
    _ width: Int, _ height: Int, _ depth: Int, _ color: Int, _ isInterlaced: Bool = false
  ) -> [UInt8] {
    Bytes.big(width) + Bytes.big(height) + [UInt8(depth), UInt8(color), 0, 0, isInterlaced ? 1 : 0]
  }

  /// A file whose compressed data are in one or several chunks.
  package static func file(
    header: [UInt8], before: [(String, [UInt8])] = [], data: [[UInt8]],
    after: [(String, [UInt8])] = []
  ) -> [UInt8] {
    let chunks = [("IHDR", header)] + before + data.map { ("IDAT", $0) } + after + [("IEND", [])]
    return PNGChunks.signature + chunks.flatMap { chunk($0.0, $0.1) }
  }

  /// A stream in parts of `size` bytes.
  package static func parts(_ stream: [UInt8], _ size: Int) -> [[UInt8]] {
    stride(from: 0, to: stream.count, by: min(size, stream.count)).map {
      Array(stream[$0..<min(stream.count, $0 + min(size, stream.count))])
    }
  }

  /// A zlib stream that stores its bytes uncompressed.
  package static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var rest = bytes[...]
    repeat {
      let part = rest.prefix(0xFFFF)
      rest = rest.dropFirst(part.count)
      stream.append(rest.isEmpty ? 1 : 0)
      stream += Bytes.little(part.count, 2) + Bytes.little(~part.count, 2) + part
    } while !rest.isEmpty
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return stream + Bytes.big(high << 16 | low)
  }

  /// A file of 8 bits a value whose rows are stored uncompressed and without filters.
  package static func plain(
    _ width: Int, _ height: Int, color: Int, samples: Int, bytes: [UInt8]
  ) -> [UInt8] {
    let length = width * samples
    var rows: [UInt8] = []
    rows.reserveCapacity((length + 1) * height)
    for start in stride(from: 0, to: length * height, by: length) {
      rows.append(0)
      rows += bytes[start..<start + length]
    }
    return file(header: header(width, height, 8, color), data: [stored(rows)])
  }

  /// The file with the checksum of every chunk corrected: otherwise the contents of a chunk are not
  /// read.
  package static func withChecksums(_ bytes: [UInt8]) -> [UInt8] {
    var mended = bytes
    for chunk in PNGChunks(bytes).chunks {
      let sum = Inflater.crc32(mended, chunk.data.lowerBound - 4..<chunk.data.upperBound)
      mended.replaceSubrange(
        chunk.data.upperBound..<chunk.data.upperBound + 4, with: Bytes.big(Int(sum)))
    }
    return mended
  }
}
