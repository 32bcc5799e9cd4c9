internal import CDeflate

/// Compression as HTTP uses it.
package enum Gzip {
  /// Compresses bytes.
  ///
  /// - Parameter level: How much time to spend, from 1 to 12.
  /// - Returns: `nil` if there is not enough memory, or the result would not be smaller.
  package static func compressed(_ bytes: [UInt8], level: Int) -> [UInt8]? {
    guard let compressor = unsafe libdeflate_alloc_compressor(Int32(level)) else { return nil }
    defer { unsafe libdeflate_free_compressor(compressor) }
    let made = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, initialized in
      initialized = unsafe libdeflate_gzip_compress(
        compressor, bytes, bytes.count, buffer.baseAddress, buffer.count)
    }
    return made.isEmpty ? nil : made
  }
}
