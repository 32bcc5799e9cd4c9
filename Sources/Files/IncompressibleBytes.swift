internal import CFiles

/// Bytes that can't be compressed, to reserve space on a disk that compresses.
package enum IncompressibleBytes {
  /// Returns `count` such bytes, the same ones each time.
  package static func make(_ count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe castbook_fill_with_noise(buffer.baseAddress, UInt(count))
      filled = count
    }
  }
}
