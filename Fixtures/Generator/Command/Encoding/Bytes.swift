internal import CDeflate

/// Which end of a number comes first: EXIF's `II` and `MM`.
enum ByteOrder: String, CaseIterable {
  case little = "II"
  case big = "MM"
}

extension [UInt8] {
  init(_ text: String) { self = Array(text.utf8) }

  mutating func append<Number: FixedWidthInteger>(_ number: Number, _ order: ByteOrder) {
    let parts = (0..<(Number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    append(contentsOf: order == .big ? parts.reversed() : parts)
  }

  mutating func append(_ text: String) { append(contentsOf: text.utf8) }

  /// A copy with the bytes from `offset` on replaced.
  func replacing(at offset: Int, with bytes: [UInt8]) -> [UInt8] {
    var copy = self
    copy.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    return copy
  }

  /// A copy with bytes inserted before `offset`.
  func inserting(_ bytes: [UInt8], at offset: Int) -> [UInt8] {
    Array(self[..<offset]) + bytes + Array(self[offset...])
  }

  func big16(at offset: Int) -> Int { Int(self[offset]) << 8 | Int(self[offset + 1]) }
}

/// The checksum of a PNG chunk.
func crc32(_ bytes: [UInt8]) -> UInt32 {
  unsafe bytes.withUnsafeBytes { raw in
    unsafe libdeflate_crc32(0, raw.baseAddress, raw.count)
  }
}

/// A zlib stream of `bytes`.
func zlib(_ bytes: [UInt8], level: Int32 = 9) throws(FixtureError) -> [UInt8] {
  guard let compressor = unsafe libdeflate_alloc_compressor(level) else { throw .refused("zlib") }
  defer { unsafe libdeflate_free_compressor(compressor) }
  let room = unsafe libdeflate_zlib_compress_bound(compressor, bytes.count)
  let packed = unsafe [UInt8](unsafeUninitializedCapacity: room) { out, count in
    unsafe count = libdeflate_zlib_compress(
      compressor, bytes, bytes.count, out.baseAddress, room)
  }
  guard !packed.isEmpty else { throw .refused("zlib") }
  return packed
}

/// The deflate data alone, as in Apple's PNG variant.
func rawDeflate(_ bytes: [UInt8]) throws(FixtureError) -> [UInt8] {
  Array(try zlib(bytes).dropFirst(2).dropLast(4))
}
