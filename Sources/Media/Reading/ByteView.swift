/// A part of a file's bytes, for reading headers: every access is checked and nothing is copied.
struct ByteView: Sendable {
  private let bytes: [UInt8]
  private let range: Range<Int>

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    range = 0..<bytes.count
  }

  private init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    self.range = range
  }

  var count: Int { range.count }
  var isEmpty: Bool { range.isEmpty }

  /// The bytes themselves, copied out: for small parts.
  var copied: [UInt8] { Array(bytes[range]) }

  /// The byte at an offset, or nothing beyond the end.
  subscript(offset: Int) -> UInt8? {
    guard offset >= 0, offset < count else { return nil }
    return bytes[range.lowerBound + offset]
  }

  /// A part; nothing unless all of it is there.
  func part(_ offset: Int, _ length: Int) -> ByteView? {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
    let start = range.lowerBound + offset
    return ByteView(bytes, start..<start + length)
  }

  /// All from an offset on; empty when that is beyond the end.
  func from(_ offset: Int) -> ByteView {
    part(min(max(offset, 0), count), count - min(max(offset, 0), count)) ?? self
  }

  func begins(with prefix: [UInt8], at offset: Int = 0) -> Bool {
    guard let part = part(offset, prefix.count) else { return false }
    return part.bytes[part.range].elementsEqual(prefix)
  }

  func begins(with prefix: String, at offset: Int = 0) -> Bool {
    begins(with: Array(prefix.utf8), at: offset)
  }

  /// Where a sequence of bytes first stands.
  func position(of wanted: [UInt8], before limit: Int = Int.max) -> Int? {
    let end = min(count, limit) - wanted.count
    guard let first = wanted.first, end >= 0 else { return nil }
    var offset = 0
    while offset <= end {
      guard let next = bytes[range.lowerBound + offset..<range.upperBound].firstIndex(of: first)
      else { return nil }
      offset = next - range.lowerBound
      if offset > end { return nil }
      if begins(with: wanted, at: offset) { return offset }
      offset += 1
    }
    return nil
  }

  /// Whether every byte is zero.
  var isZero: Bool { bytes[range].allSatisfy { $0 == 0 } }

  /// So many bytes from the beginning, or all of them.
  func prefix(_ count: Int) -> ByteView { part(0, min(max(0, count), self.count)) ?? self }

  /// Where a byte first stands, from an offset on. Eight bytes are compared together: coded pictures are long.
  func firstIndex(of byte: UInt8, from offset: Int) -> Int? {
    guard offset >= 0, offset < count else { return nil }
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    let part = range.lowerBound + offset..<range.upperBound
    let found = unsafe bytes[part].withUnsafeBytes { data -> Int? in
      var place = 0
      while place + 8 <= data.count {
        let word = unsafe data.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ pattern
        // A zero among the eight: there the byte stands.
        if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { break }
        place += 8
      }
      while place < data.count {
        if unsafe data[place] == byte { return place }
        place += 1
      }
      return nil
    }
    return found.map { $0 + offset }
  }

  /// Text up to a zero or the end, every byte a Latin-1 character.
  func latinText(_ offset: Int, limit: Int) -> String {
    var text = ""
    for position in offset..<max(offset, min(count, offset + limit)) {
      guard let byte = self[position], byte != 0 else { break }
      text.unicodeScalars.append(UnicodeScalar(byte))
    }
    return text
  }

  func u16(_ offset: Int, _ order: ByteOrder = .big) -> Int? { number(offset, 2, order) }
  func u24(_ offset: Int, _ order: ByteOrder = .big) -> Int? { number(offset, 3, order) }
  func u32(_ offset: Int, _ order: ByteOrder = .big) -> Int? { number(offset, 4, order) }

  /// Eight bytes, where they make a number that `Int` holds.
  func u64(_ offset: Int, _ order: ByteOrder = .big) -> Int? {
    guard let number = number(offset, 8, order), number >= 0 else { return nil }
    return number
  }

  /// Four bytes as a number with a sign.
  func i32(_ offset: Int, _ order: ByteOrder = .big) -> Int? {
    u32(offset, order).map { Int(Int32(truncatingIfNeeded: $0)) }
  }

  private func number(_ offset: Int, _ length: Int, _ order: ByteOrder) -> Int? {
    guard let part = part(offset, length) else { return nil }
    let digits = part.bytes[part.range]
    switch order {
    case .big: return digits.reduce(0) { $0 << 8 | Int($1) }
    case .little: return digits.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }
}

/// Which end of a number comes first.
enum ByteOrder: Sendable {
  case big, little
}
