internal import CDeflate

/// Inflates a deflated stream without header and trailer. Returns `nil` unless it has
/// exactly `count` bytes.
func inflated(_ stream: UnsafeBufferPointer<UInt8>, count: Int) -> [UInt8]? {
  guard let inflator = unsafe libdeflate_alloc_decompressor() else { return nil }
  defer { unsafe libdeflate_free_decompressor(inflator) }
  var isComplete = false
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
    isComplete =
      unsafe libdeflate_deflate_decompress(
        inflator, stream.baseAddress, stream.count, buffer.baseAddress, count, nil)
      == LIBDEFLATE_SUCCESS
    written = isComplete ? count : 0
  }
  return isComplete ? bytes : nil
}
