internal import CDeflate

/// A CRC-32 that is updated as bytes arrive.
package struct Checksum {
  /// The checksum of all bytes so far; that of no bytes is zero.
  package private(set) var value: UInt32 = 0

  package init() {}

  /// Adds the next bytes to the checksum.
  package mutating func update(_ bytes: ArraySlice<UInt8>) {
    value = unsafe bytes.withUnsafeBytes { buffer in
      unsafe libdeflate_crc32(value, buffer.baseAddress, buffer.count)
    }
  }
}
