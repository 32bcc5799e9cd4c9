internal import CDeflate

/// Inflates a stream without a frame whose size is known; nothing when it is anything else.
func inflated(_ stream: UnsafeBufferPointer<UInt8>, count: Int) -> [UInt8]? {
  guard let inflator = unsafe libdeflate_alloc_decompressor() else { return nil }
  defer { unsafe libdeflate_free_decompressor(inflator) }
  var isWhole = false
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
    isWhole =
      unsafe libdeflate_deflate_decompress(
        inflator, stream.baseAddress, stream.count, buffer.baseAddress, count, nil)
      == LIBDEFLATE_SUCCESS
    written = isWhole ? count : 0
  }
  return isWhole ? bytes : nil
}
