internal import CDeflate

/// Deflates bytes in zlib's form, as PDF's `FlateDecode` expects them. Returns `nil` if memory runs
/// out.
func deflated(_ bytes: [UInt8]) -> [UInt8]? {
  guard let compressor = unsafe libdeflate_alloc_compressor(6) else { return nil }
  defer { unsafe libdeflate_free_compressor(compressor) }
  let bound = unsafe libdeflate_zlib_compress_bound(compressor, bytes.count)
  let result = unsafe [UInt8](unsafeUninitializedCapacity: bound) { buffer, written in
    written = unsafe libdeflate_zlib_compress(
      compressor, bytes, bytes.count, buffer.baseAddress, bound)
  }
  return result.isEmpty ? nil : result
}
