/// Returns the text with every character escaped that moves the cursor, ends a line, changes
/// colors, reverses the direction of writing or is invisible. A hostile name can't forge output,
/// and words that only a machine reads are shown.
///
/// Joiners and variation selectors that change how a text looks stay as they are.
///
/// ```swift
/// sanitized("a\nb\u{1B}[31m")  // a\nb\u{1b}[31m, all of it printable
/// sanitized("mi\u{200B}ra")    // mi\u{200b}ra
/// ```
package func sanitized(_ text: String) -> String {
  guard mayBeUnsafe(text) else { return text }
  return escaped(text, keeping: []) { scalar in
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{\(String(scalar.value, radix: 16))}"
    }
  }
}

extension JSONValue {
  /// The value as indented text for a terminal, in which every character that could control it or
  /// can't be seen is escaped. To a JSON reader the value is the same.
  public var terminalText: String {
    escaped(indentedText, keeping: ["\n"]) { scalar in
      scalar.utf16.map { "\\u" + String($0, radix: 16).zeroPadded(to: 4) }.joined()
    }
  }

  /// The value as a literal of Python, in which the same characters are escaped.
  package var pythonText: String {
    escaped(indentedText, keeping: ["\n"]) { scalar in
      scalar.value > 0xFFFF
        ? "\\U" + String(scalar.value, radix: 16).zeroPadded(to: 8)
        : "\\u" + String(scalar.value, radix: 16).zeroPadded(to: 4)
    }
  }
}

/// Whether a text has anything but printable ASCII.
private func mayBeUnsafe(_ text: String) -> Bool {
  text.utf8.contains { $0 < 0x20 || $0 >= 0x7F }
}

/// Returns the text with its unsafe characters escaped.
private func escaped(
  _ text: String, keeping kept: Set<Unicode.Scalar>, _ escape: (Unicode.Scalar) -> String
) -> String {
  var safe = String.UnicodeScalarView()
  var before: Unicode.Scalar?
  var scalars = text.unicodeScalars.makeIterator()
  var current = scalars.next()
  while let scalar = current {
    let after = scalars.next()
    let isUnsafe =
      controlsOutput(scalar) || HiddenScalars.isHidden(scalar, between: before, and: after)
    if isUnsafe, !kept.contains(scalar) {
      safe.append(contentsOf: escape(scalar).unicodeScalars)
    } else {
      safe.append(scalar)
    }
    (before, current) = (scalar, after)
  }
  return String(safe)
}

/// Whether the character could change how other output looks.
private func controlsOutput(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x00...0x1F, 0x7F...0x9F: true
  // Line and paragraph separators, and the characters that mark, embed, override or isolate a
  // direction.
  case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}
