internal import CFiles
internal import POSIX

extension [UInt8] {
  /// The index of the first `byte` at or after `start`, which must be an index or `count`; `nil` if
  /// there is none.
  package func firstIndex(ofByte byte: UInt8, from start: Int) -> Int? {
    unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, start < bytes.count,
        let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// The index just past each occurrence of `other`.
  package func endIndices(ofOccurrencesOf other: [UInt8]) -> [Int] {
    guard !other.isEmpty else { return [] }
    var ends: [Int] = []
    unsafe withUnsafeBytes { bytes in
      unsafe other.withUnsafeBytes { other in
        guard let base = bytes.baseAddress, let wanted = other.baseAddress else { return }
        var start = 0
        while start < bytes.count,
          let found = unsafe castbook_find_bytes(
            base + start, UInt(bytes.count - start), wanted, UInt(other.count))
        {
          start = unsafe found - base + other.count
          ends.append(start)
        }
      }
    }
    return ends
  }

  /// Whether `other`, at least one byte, occurs in these bytes.
  package func contains(bytes other: [UInt8]) -> Bool {
    guard let first = other.first else { return false }
    var start = 0
    while let index = firstIndex(ofByte: first, from: start), index <= count - other.count {
      if matches(other, at: index) { return true }
      start = index + 1
    }
    return false
  }

  /// Whether `other` begins at `index`. At least as many bytes must follow it.
  private func matches(_ other: [UInt8], at index: Int) -> Bool {
    unsafe withUnsafeBytes { bytes in
      unsafe other.withUnsafeBytes { other in
        guard let base = bytes.baseAddress, let wanted = other.baseAddress else { return false }
        return unsafe memcmp(base + index, wanted, other.count) == 0
      }
    }
  }
}
