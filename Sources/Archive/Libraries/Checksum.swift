internal import CDeflate

/// A CRC-32, taken over bytes as they come.
package struct Checksum {
  package private(set) var value: UInt32 = 0

  package init() {}

  package mutating func take(_ bytes: ArraySlice<UInt8>) {
    value = unsafe bytes.withUnsafeBytes { buffer in
      unsafe libdeflate_crc32(value, buffer.baseAddress, buffer.count)
    }
  }
}
