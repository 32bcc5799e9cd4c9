extension JSONValue {
  /// The value on one line, keys in their order, no spaces: the form that scripts read.
  public var compactText: String {
    var text = ""
    JSONText.write(self, indent: nil, level: 0, to: &text)
    return text
  }

  /// The value over several lines, two spaces a level, short lists on one line.
  public var indentedText: String {
    var text = ""
    JSONText.write(self, indent: 2, level: 0, to: &text)
    return text
  }
}

/// Turns values into text. One writer serves the compact and the indented form.
private enum JSONText {
  static func write(_ value: JSONValue, indent: Int?, level: Int, to text: inout String) {
    switch value {
    case .object(let members):
      list(members, open: "{", close: "}", indent: indent, level: level, to: &text) {
        member, text in
        quote(member.key, to: &text)
        text += indent == nil ? ":" : ": "
        write(member.value, indent: indent, level: level + 1, to: &text)
      }
    case .array(let values):
      list(values, open: "[", close: "]", indent: indent, level: level, to: &text) { value, text in
        write(value, indent: indent, level: level + 1, to: &text)
      }
    case .string(let string): quote(string, to: &text)
    case .integer(let number): text += String(number)
    case .number(let digits): text += digits
    case .boolean(let truth): text += truth ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func list<Item>(
    _ items: [Item], open: String, close: String, indent: Int?, level: Int, to text: inout String,
    each: (Item, inout String) -> Void
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      if let indent { text += "\n" + String(repeating: " ", count: indent * (level + 1)) }
      each(item, &text)
    }
    if let indent, !items.isEmpty { text += "\n" + String(repeating: " ", count: indent * level) }
    text += close
  }

  private static func quote(_ string: String, to text: inout String) {
    text += "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{c}": text += "\\f"
      case "\0"..<" ", "\u{7f}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
