internal import CFiles

/// Bytes that can't be compressed, to reserve space on a disk that compresses.
package enum Noise {
  /// Returns `count` such bytes, the same ones each time.
  package static func bytes(_ count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe castbook_fill_with_noise(buffer.baseAddress, UInt(count))
      filled = count
    }
  }
}
