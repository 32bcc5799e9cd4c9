internal import CJPEGProof

/// libjpeg's making of the tables of codes that suit a picture best.
enum JPEGTables {
  /// A sound baseline picture without notes, written anew with such tables; nothing where that is no smaller.
  static func optimized(_ bytes: [UInt8], memoryLimit: Int) -> [UInt8]? {
    let bounds = castbook_jpeg_bounds_t(
      memory_limit: memoryLimit, scan_limit: Int32(JPEGProof.scanLimit))
    let smaller = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { smaller, count in
      count = unsafe bytes.withUnsafeBufferPointer {
        unsafe castbook_jpeg_tables(
          $0.baseAddress, $0.count, bounds, smaller.baseAddress, bytes.count)
      }
    }
    return smaller.isEmpty ? nil : smaller
  }
}
