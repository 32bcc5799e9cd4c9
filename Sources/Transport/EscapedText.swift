/// A text in which some layers of escapes have been undone. It maps each byte back to the original.
struct EscapedText {
  let bytes: [UInt8]
  /// The range of each byte in the original; `nil` for the original itself.
  private let origins: [Range<Int>]?

  /// Creates a text in which no escapes have been undone.
  init(_ bytes: [UInt8]) { (self.bytes, origins) = (bytes, nil) }

  private init(_ parts: [(byte: UInt8, origin: Range<Int>)]) {
    bytes = parts.map(\.byte)
    origins = parts.map(\.origin)
  }

  /// The range of the original that a range of this text comes from. The range must not be empty.
  func originalRange(of range: Range<Int>) -> Range<Int> {
    guard let origins else { return range }
    return origins[range.lowerBound].lowerBound..<origins[range.upperBound - 1].upperBound
  }

  private func origin(of index: Int) -> Range<Int> { origins?[index] ?? index..<index + 1 }

  /// The text with one more layer of escapes undone; `nil` if it has none.
  var unescaped: EscapedText? {
    guard bytes.contains(where: { [0x25, 0x26, 0x5C].contains($0) }) else { return nil }
    var parts: [(byte: UInt8, origin: Range<Int>)] = []
    var hasChanged = false
    var index = 0
    while index < bytes.count {
      guard let escape = escape(at: index) else {
        parts.append((bytes[index], origin(of: index)))
        index += 1
        continue
      }
      hasChanged = true
      let end = index + escape.length
      parts.append((escape.byte, originalRange(of: index..<end)))
      index = end
    }
    return hasChanged ? EscapedText(parts) : nil
  }

  /// The character that an escape stands for, and the escape's length; `nil` if there is no escape,
  /// or its character can't be in a key.
  private func escape(at index: Int) -> (byte: UInt8, length: Int)? {
    switch bytes[index] {
    case UInt8(ascii: "%"):
      return number(at: index + 1, digits: 2, radix: 16).map { ($0, 3) }
    case UInt8(ascii: "\\"):
      guard index + 1 < bytes.count else { return nil }
      switch bytes[index + 1] {
      case UInt8(ascii: "u"):
        return number(at: index + 2, digits: 4, radix: 16).map { ($0, 6) }
      case UInt8(ascii: "x"):
        return number(at: index + 2, digits: 2, radix: 16).map { ($0, 4) }
      case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return (0x20, 2)
      default: return (bytes[index + 1], 2)
      }
    case UInt8(ascii: "&"): return entity(at: index)
    default: return nil
    }
  }

  /// The character of an HTML entity, numeric or one of a few named ones.
  private func entity(at index: Int) -> (byte: UInt8, length: Int)? {
    let named: [(String, UInt8)] = [
      ("&amp;", UInt8(ascii: "&")), ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")),
      ("&quot;", UInt8(ascii: "\"")), ("&colon;", UInt8(ascii: ":")),
    ]
    for (text, byte) in named where bytes[index...].starts(with: text.utf8) {
      return (byte, text.utf8.count)
    }
    guard bytes[index...].starts(with: "&#".utf8) else { return nil }
    let isHex = index + 2 < bytes.count && bytes[index + 2] | 0x20 == UInt8(ascii: "x")
    let start = index + (isHex ? 3 : 2)
    let digits = bytes[start...].prefix(8).prefix { $0 != UInt8(ascii: ";") }
    let end = start + digits.count
    guard !digits.isEmpty, end < bytes.count, bytes[end] == UInt8(ascii: ";"),
      let byte = number(at: start, digits: digits.count, radix: isHex ? 16 : 10)
    else { return nil }
    return (byte, end + 1 - index)
  }

  /// Parses the number of an ASCII character.
  private func number(at index: Int, digits: Int, radix: Int) -> UInt8? {
    guard index + digits <= bytes.count else { return nil }
    var number = 0
    for byte in bytes[index..<index + digits] {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46, 0x61...0x66: digit = (byte | 0x20) - 0x57
      default: return nil
      }
      guard digit < radix else { return nil }
      number = number * radix + Int(digit)
      guard number < 1 << 21 else { return nil }
    }
    return number < 0x80 ? UInt8(number) : nil
  }

  /// The text without blanks, control characters and invisible characters; `nil` if it contains
  /// none.
  var withoutBlanks: EscapedText? {
    var parts: [(byte: UInt8, origin: Range<Int>)] = []
    var index = 0
    while index < bytes.count {
      let length = invisibleLength(at: index)
      if length == 0 { parts.append((bytes[index], origin(of: index))) }
      index += max(length, 1)
    }
    return parts.count == bytes.count ? nil : EscapedText(parts)
  }

  /// The length of a blank or invisible character; 0 for any other.
  private func invisibleLength(at index: Int) -> Int {
    let byte = bytes[index]
    if byte <= 0x20 || byte == 0x7F { return 1 }
    // A soft hyphen, zero-width characters, a word joiner, a byte order mark.
    guard [0xC2, 0xE2, 0xEF].contains(byte) else { return 0 }
    let rest = bytes[(index + 1)...].prefix(2)
    if byte == 0xC2 { return rest.first == 0xAD ? 2 : 0 }
    guard rest.count == 2, let second = rest.first, let third = rest.last else { return 0 }
    let isBlank =
      byte == 0xEF
      ? second == 0xBB && third == 0xBF
      : second == 0x80 && (0x8B...0x8F).contains(third)
        || second == 0x81 && (0xA0...0xA4).contains(third)
    return isBlank ? 3 : 0
  }
}
