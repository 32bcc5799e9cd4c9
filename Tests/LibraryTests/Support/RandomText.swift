import TestSupport

/// Texts in every script, with odd ones more often than people write them.
enum RandomText {
  private static let ranges: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0x0...0x20, 0xA0...0x17F, 0x180...0x24F, 0x2B0...0x36F, 0x370...0x52F,
    0x591...0x5F4, 0x600...0x6FF, 0x900...0x97F, 0xB80...0xBFF, 0xE00...0xE7F, 0x1000...0x109F,
    0x10A0...0x11FF, 0x13A0...0x13FF, 0x1780...0x17FF, 0x1AB0...0x1AFF, 0x1DC0...0x1FFF,
    0x2000...0x206F, 0x20A0...0x21FF, 0x2460...0x24FF, 0x2600...0x27BF, 0x3000...0x30FF,
    0x3130...0x318F, 0x3200...0x33FF, 0x4E00...0x4FFF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFB00...0xFDFF, 0xFE00...0xFEFF, 0xFF00...0xFFEF, 0x10400...0x1044F, 0x1D000...0x1D7FF,
    0x1F1E6...0x1F64F, 0x20000...0x2007F, 0x2F800...0x2FA1F, 0xE0000...0xE01EF, 0x0...0x10FFFF,
  ]

  /// Up to twelve arbitrary scalars.
  static func any(using random: inout SeededGenerator) -> String {
    var text = String.UnicodeScalarView()
    // Most texts keep to one or two scripts.
    let scripts = (0..<Int.random(in: 1...2, using: &random)).compactMap { _ in
      ranges.randomElement(using: &random)
    }
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      guard let script = scripts.randomElement(using: &random) else { continue }
      if let scalar = Unicode.Scalar(UInt32.random(in: script, using: &random)) {
        text.append(scalar)
      }
    }
    return String(text)
  }

  /// Texts that are FTS5 syntax, or might become it.
  static let syntax = [
    "\"", "'", "*", "(", ")", "AND", "OR", "NOT", "NEAR", "NEAR(", "text:", "{text}", "-", "+", "^",
    ":", ",", "\0", ";", "--", "\\", "＂", "＊", "“", "\u{7F}", "a", "米", "\u{1F3AC}", " ", "\n",
  ]

  /// A query made to break out of its quotes.
  static func hostile(using random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...10, using: &random)).map { _ in
      syntax.randomElement(using: &random) ?? ""
    }.joined()
  }

  /// A text as code points, since many causes of failures are invisible.
  static func codes(of text: String) -> String {
    text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ")
  }
}
