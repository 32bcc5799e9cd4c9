extension JSONValue {
  /// The canonical text that RFC 8785 gives the value, as UTF-8: keys in the order of their UTF-16
  /// units, no spaces, and only necessary escapes.
  ///
  /// `nil` for a value that a record can't contain: null, and numbers that are not whole or lie
  /// beyond ±2^53.
  public var canonicalBytes: [UInt8]? {
    var text: [UInt8] = []
    return Self.write(self, to: &text) ? text : nil
  }

  /// Appends a value's canonical text; `false` when the value has none.
  private static func write(_ value: JSONValue, to text: inout [UInt8]) -> Bool {
    switch value {
    case .null, .number: return false
    case .boolean(let truth): text.append(contentsOf: (truth ? "true" : "false").utf8)
    case .integer(let number):
      guard (-(1 << 53)...(1 << 53)).contains(number) else { return false }
      text.append(contentsOf: String(number).utf8)
    case .string(let string): quote(string, to: &text)
    case .array(let values):
      text.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        guard write(value, to: &text) else { return false }
      }
      text.append(UInt8(ascii: "]"))
    case .object(let members):
      text.append(UInt8(ascii: "{"))
      for (index, member) in members.sorted(by: keysAscend).enumerated() {
        if index > 0 { text.append(UInt8(ascii: ",")) }
        quote(member.key, to: &text)
        text.append(UInt8(ascii: ":"))
        guard write(member.value, to: &text) else { return false }
      }
      text.append(UInt8(ascii: "}"))
    }
    return true
  }

  /// Whether a key comes before another by UTF-16 units, the order that RFC 8785 requires.
  private static func keysAscend(_ left: Member, _ right: Member) -> Bool {
    left.key.utf16.lexicographicallyPrecedes(right.key.utf16)
  }

  private static func quote(_ string: String, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
      case 0x08: text += Array("\\b".utf8)
      case 0x09: text += Array("\\t".utf8)
      case 0x0A: text += Array("\\n".utf8)
      case 0x0C: text += Array("\\f".utf8)
      case 0x0D: text += Array("\\r".utf8)
      case 0..<0x20: text += Array("\\u00".utf8) + Array(Hex.text(of: [byte]).utf8)
      default: text.append(byte)
      }
    }
    text.append(UInt8(ascii: "\""))
  }
}
