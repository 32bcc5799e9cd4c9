extension JSONValue {
  /// The value on one line without spaces, with its keys in their order: the form for scripts.
  public var compactText: String { String(decoding: compactBytes, as: UTF8.self) }

  /// The UTF-8 bytes of `compactText`.
  public var compactBytes: [UInt8] {
    var text = JSONText(indent: nil)
    text.write(self, level: 0)
    return text.bytes
  }

  /// The value on several lines, indented by two spaces per level. Every member and every item has
  /// a line of its own.
  public var indentedText: String {
    var text = JSONText(indent: 2)
    text.write(self, level: 0)
    return String(decoding: text.bytes, as: UTF8.self)
  }
}

/// Writes values as text, compact or indented. It writes bytes, because a check of many files
/// spends much of its own time here.
private struct JSONText {
  private(set) var bytes: [UInt8] = []
  /// The number of spaces per level; `nil` for the compact form.
  private let indent: Int?

  init(indent: Int?) { self.indent = indent }

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .object(let members):
      list(members, open: "{", close: "}", level: level) { member, text in
        text.quote(member.key)
        text.append(text.indent == nil ? ":" : ": ")
        text.write(member.value, level: level + 1)
      }
    case .array(let values):
      list(values, open: "[", close: "]", level: level) { value, text in
        text.write(value, level: level + 1)
      }
    case .string(let string): quote(string)
    case .integer(let number): append(String(number))
    case .number(let digits): append(digits)
    case .boolean(let truth): append(truth ? "true" : "false")
    case .null: append("null")
    }
  }

  private mutating func list<Item>(
    _ items: [Item], open: String, close: String, level: Int,
    each: (Item, inout JSONText) -> Void
  ) {
    append(open)
    for (index, item) in items.enumerated() {
      if index > 0 { append(",") }
      newLine(level: level + 1)
      each(item, &self)
    }
    if !items.isEmpty { newLine(level: level) }
    append(close)
  }

  private mutating func newLine(level: Int) {
    guard let indent else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * level))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func quote(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    let start = bytes.count
    bytes.append(contentsOf: string.utf8)
    // Nearly every text needs no escape and has already been appended completely.
    if let index = bytes[start...].firstIndex(where: Self.needsEscape) {
      let rest = Array(bytes[index...])
      bytes.removeSubrange(index...)
      for byte in rest {
        if Self.needsEscape(byte) { escape(byte) } else { bytes.append(byte) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether the byte must be escaped. DEL need not be, but would be invisible in a terminal.
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): append("\\\"")
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    case 0x09: append("\\t")
    case 0x08: append("\\b")
    case 0x0C: append("\\f")
    default: append("\\u" + String(byte, radix: 16).zeroPadded(to: 4))
    }
  }
}
