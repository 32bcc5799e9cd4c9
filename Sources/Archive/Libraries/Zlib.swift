internal import CDeflate

/// The zlib format of RFC 1950.
package enum Zlib {
  /// Returns the bytes compressed; `nil` if there is no memory.
  package static func compressed(_ bytes: [UInt8], level: Int) -> [UInt8]? {
    guard let compressor = unsafe libdeflate_alloc_compressor(Int32(level)) else { return nil }
    defer { unsafe libdeflate_free_compressor(compressor) }
    let bound = unsafe libdeflate_zlib_compress_bound(compressor, bytes.count)
    let made = unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, initialized in
      initialized = unsafe libdeflate_zlib_compress(
        compressor, bytes, bytes.count, buffer.baseAddress, bound)
    }
    return made.isEmpty ? nil : made
  }

  /// Returns the decompressed bytes; `nil` if the input is invalid or they exceed `limit` bytes.
  package static func decompressed(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
    guard let decompressor = unsafe libdeflate_alloc_decompressor() else { return nil }
    defer { unsafe libdeflate_free_decompressor(decompressor) }
    // The room grows with what is there: a short answer must not cost much memory.
    var room = min(max(bytes.count * 4, 4096), limit)
    while true {
      var result = LIBDEFLATE_BAD_DATA
      var used = 0
      let made = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, initialized in
        result = unsafe libdeflate_zlib_decompress_ex(
          decompressor, bytes, bytes.count, buffer.baseAddress, room, &used, &initialized)
      }
      switch result {
      case LIBDEFLATE_SUCCESS: return used == bytes.count ? made : nil
      case LIBDEFLATE_INSUFFICIENT_SPACE where room < limit: room = min(room * 4, limit)
      default: return nil
      }
    }
  }
}
