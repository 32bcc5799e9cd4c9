/// A part of a file's bytes, for reading headers.
///
/// Every access is checked, so an offset from the file can be used as it is. Views share the
/// bytes of the file; none are copied.
///
/// ```swift
/// let file = ByteView(bytes)
/// guard file.begins(with: "RIFF"), let length = file.u32(4, .little) else { return nil }
/// ```
struct ByteView: Sendable {
  private let bytes: [UInt8]
  /// The part of the bytes that the view covers.
  private let range: Range<Int>

  var count: Int { range.count }
  var isEmpty: Bool { range.isEmpty }

  /// A copy of the bytes; use it only for small parts.
  var copied: [UInt8] { Array(bytes[range]) }

  /// The bytes, without a copy.
  var slice: ArraySlice<UInt8> { bytes[range] }

  /// The byte at an offset, or `nil` if it is negative or beyond the end.
  subscript(offset: Int) -> UInt8? {
    guard offset >= 0, offset < count else { return nil }
    return bytes[range.lowerBound + offset]
  }

  /// Returns a part of the view, or `nil` unless all of it is there.
  func part(_ offset: Int, _ length: Int) -> ByteView? {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
    let start = range.lowerBound + offset
    return ByteView(bytes: bytes, range: start..<start + length)
  }

  /// Returns everything from an offset on, which is empty if that is beyond the end.
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

  /// Returns the offset of the first occurrence of a sequence of bytes, or `nil` if there is
  /// none.
  ///
  /// - Parameters:
  ///   - wanted: The bytes to find. The result is `nil` if there are none.
  ///   - limit: The offset before which all of them must lie.
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

  var isZero: Bool { bytes[range].allSatisfy { $0 == 0 } }

  /// Returns the first `count` bytes, or all of them if there are fewer.
  func prefix(_ count: Int) -> ByteView { part(0, min(max(0, count), self.count)) ?? self }

  /// Returns the offset of the first byte with a value, searching from `offset`.
  ///
  /// It compares eight bytes at once, because coded pictures are long.
  func firstIndex(of byte: UInt8, from offset: Int) -> Int? {
    guard offset >= 0, offset < count else { return nil }
    let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
    let part = range.lowerBound + offset..<range.upperBound
    let found = unsafe bytes[part].withUnsafeBytes { data -> Int? in
      var index = 0
      while index + 8 <= data.count {
        let word = unsafe data.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
        // This is not zero if one of the eight bytes has the value.
        if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 != 0 { break }
        index += 8
      }
      while index < data.count {
        if unsafe data[index] == byte { return index }
        index += 1
      }
      return nil
    }
    return found.map { $0 + offset }
  }

  /// Returns text up to a zero byte or the end, with every byte as a Latin-1 character.
  func latinText(_ offset: Int, limit: Int) -> String {
    var text = ""
    for position in offset..<max(offset, min(count, offset + limit)) {
      guard let byte = self[position], byte != 0 else { break }
      text.unicodeScalars.append(UnicodeScalar(byte))
    }
    return text
  }

  /// Returns the unsigned integer of two bytes at an offset, or `nil` beyond the end.
  func u16(_ offset: Int, _ order: ByteOrder = .big) -> Int? { number(offset, 2, order) }
  /// Returns the unsigned integer of three bytes at an offset, or `nil` beyond the end.
  func u24(_ offset: Int, _ order: ByteOrder = .big) -> Int? { number(offset, 3, order) }
  /// Returns the unsigned integer of four bytes at an offset, or `nil` beyond the end.
  func u32(_ offset: Int, _ order: ByteOrder = .big) -> Int? { number(offset, 4, order) }

  /// Returns the unsigned integer of eight bytes, or `nil` beyond the end or if `Int` can't
  /// hold it.
  func u64(_ offset: Int, _ order: ByteOrder = .big) -> Int? {
    guard let number = number(offset, 8, order), number >= 0 else { return nil }
    return number
  }

  /// Returns the signed integer of four bytes at an offset, or `nil` beyond the end.
  func i32(_ offset: Int, _ order: ByteOrder = .big) -> Int? {
    u32(offset, order).map { Int(Int32(truncatingIfNeeded: $0)) }
  }

  /// Returns the integer of up to eight bytes at an offset.
  func number(_ offset: Int, _ length: Int, _ order: ByteOrder = .big) -> Int? {
    guard let part = part(offset, length) else { return nil }
    let digits = part.bytes[part.range]
    switch order {
    case .big: return digits.reduce(0) { $0 << 8 | Int($1) }
    case .little: return digits.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
  }
}

extension ByteView {
  init(_ bytes: [UInt8]) { self.init(bytes: bytes, range: 0..<bytes.count) }
}

/// The order of the bytes in a number: the highest or the lowest byte first.
enum ByteOrder: Sendable {
  case big, little
}
