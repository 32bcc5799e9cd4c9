internal import CFileSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension [UInt8] {
  /// Where a byte stands first from a place on; the place must lie in these bytes or at their end.
  func place(of byte: UInt8, from start: Int) -> Int? {
    unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, start < bytes.count,
        let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
      else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// Where other bytes end in these, as often as they are there.
  func ends(of other: [UInt8]) -> [Int] {
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

  /// Whether other bytes, at least one, stand in these.
  func holds(_ other: [UInt8]) -> Bool {
    guard let first = other.first else { return false }
    var start = 0
    while let place = place(of: first, from: start), place <= count - other.count {
      if stands(other, at: place) { return true }
      start = place + 1
    }
    return false
  }

  /// Whether other bytes stand at a place, from which on there are as many.
  private func stands(_ other: [UInt8], at place: Int) -> Bool {
    unsafe withUnsafeBytes { bytes in
      unsafe other.withUnsafeBytes { other in
        guard let base = bytes.baseAddress, let wanted = other.baseAddress else { return false }
        return unsafe memcmp(base + place, wanted, other.count) == 0
      }
    }
  }
}
