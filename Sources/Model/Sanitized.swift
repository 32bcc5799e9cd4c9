/// Returns the text with everything made visible that moves the cursor, ends a line, changes colors
/// or reverses the direction of writing, so that a hostile file name can't forge output.
///
/// ```swift
/// sanitized("a
/// b\u{1b}[31m")  // a
/// b\u{1b}[31m, all of it printable
/// ```
package func sanitized(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
  var safe = ""
  for scalar in text.unicodeScalars {
    if isUnsafe(scalar) {
      safe += escape(of: scalar)
    } else {
      safe.unicodeScalars.append(scalar)
    }
  }
  return safe
}

extension JSONValue {
  /// The value as indented text for a terminal, in which every character that could control it is
  /// escaped. To a JSON reader the value is the same.
  public var terminalText: String {
    var text = ""
    for scalar in indentedText.unicodeScalars {
      if scalar != "\n", isUnsafe(scalar) {
        text += "\\u" + String(scalar.value, radix: 16).zeroPadded(to: 4)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

/// Whether the character could change how other output looks.
private func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x00...0x1F, 0x7F...0x9F: true
  // Line and paragraph separators, and the characters that mark, embed, override or isolate a
  // direction.
  case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}

/// The visible form of an unsafe character.
private func escape(of scalar: Unicode.Scalar) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\r": "\\r"
  case "\t": "\\t"
  default: "\\u{\(String(scalar.value, radix: 16))}"
  }
}
