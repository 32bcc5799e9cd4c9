internal import CJPEGProof

/// Rewrites a JPEG with the Huffman tables that suit it best, by libjpeg.
enum JPEGTables {
  /// Returns a smaller file with the same picture, or `nil` if it would not be smaller.
  ///
  /// The picture must be baseline and intact, and the file must have no metadata, which would
  /// be lost.
  static func optimized(_ bytes: [UInt8], memoryLimit: Int) -> [UInt8]? {
    let bounds = JPEGProver.bounds(memoryLimit)
    let smaller = unsafe [UInt8](unsafeUninitializedCapacity: bytes.count) { smaller, count in
      count = unsafe bytes.withUnsafeBufferPointer {
        unsafe castbook_jpeg_tables(
          $0.baseAddress, $0.count, bounds, smaller.baseAddress, bytes.count)
      }
    }
    return smaller.isEmpty ? nil : smaller
  }
}
