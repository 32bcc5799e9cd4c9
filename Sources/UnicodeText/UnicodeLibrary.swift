internal import CUTF8Proc

/// The functions of utf8proc that Castbook uses: decomposition, composition and categories of
/// scalars.
package enum UnicodeLibrary {
  /// How scalars are decomposed.
  enum Decomposition {
    /// Canonical decomposition: é becomes e and an accent. The result looks and means the same.
    case canonical
    /// Compatibility decomposition with case folding: ﬁ becomes f and i, and capitals become small
    /// letters. Invisible scalars are removed.
    case folded

    /// The options of utf8proc.
    fileprivate var options: utf8proc_option_t {
      let parts =
        switch self {
        case .canonical: [UTF8PROC_STABLE, UTF8PROC_DECOMPOSE]
        case .folded:
          [
            UTF8PROC_STABLE, UTF8PROC_DECOMPOSE, UTF8PROC_COMPAT, UTF8PROC_CASEFOLD,
            UTF8PROC_IGNORE,
          ]
        }
      return utf8proc_option_t(rawValue: parts.reduce(0) { $0 | $1.rawValue })
    }
  }

  /// The version of Unicode on which the tables are based, such as `15.0.0`.
  package static var unicodeVersion: String { unsafe String(cString: utf8proc_unicode_version()) }

  /// The decomposed scalars of a text, with marks in canonical order.
  ///
  /// utf8proc could order the marks itself, but takes time that is quadratic in the number of
  /// adjacent marks, which a hostile text may make large.
  static func decomposed(_ text: [Int32], _ form: Decomposition) -> [Int32] {
    var scalars: [Int32] = []
    scalars.reserveCapacity(2 * text.count)
    // The longest decomposition of a scalar has 18 scalars.
    var parts = [Int32](repeating: 0, count: 32)
    var boundary: Int32 = 0
    var hasMarks = false
    let options = form.options
    for code in text {
      if code < 0x80 {
        scalars.append(form == .folded && (0x41...0x5A).contains(code) ? code + 0x20 : code)
        continue
      }
      let count = unsafe utf8proc_decompose_char(code, &parts, parts.count, options, &boundary)
      if (0...parts.count).contains(count) {
        scalars += parts.prefix(count)
      } else {
        scalars.append(code)
      }
      hasMarks = hasMarks || scalars.suffix(max(count, 1)).contains { $0 >= 0x300 }
    }
    if hasMarks { order(&scalars) }
    return scalars
  }

  /// Sorts adjacent marks by their combining classes. Marks of the same class keep their order.
  private static func order(_ scalars: inout [Int32]) {
    var start = 0
    while start < scalars.count {
      guard combiningClass(of: scalars[start]) != 0 else {
        start += 1
        continue
      }
      let end =
        scalars[start...].firstIndex { combiningClass(of: $0) == 0 } ?? scalars.count
      if end - start > 1 {
        let marks = scalars[start..<end].enumerated().sorted { left, right in
          (combiningClass(of: left.element), left.offset)
            < (combiningClass(of: right.element), right.offset)
        }
        scalars.replaceSubrange(start..<end, with: marks.map(\.element))
      }
      start = end
    }
  }

  /// The canonical combining class of a scalar; 0 for everything that is not a mark.
  private static func combiningClass(of scalar: Int32) -> Int16 {
    guard scalar >= 0x300 else { return 0 }
    return unsafe utf8proc_get_property(scalar).pointee.combining_class
  }

  /// Composes decomposed scalars where Unicode has a single scalar for them. Expects canonical
  /// order.
  static func compose(_ scalars: inout [Int32]) {
    let options = utf8proc_option_t(rawValue: UTF8PROC_STABLE.rawValue | UTF8PROC_COMPOSE.rawValue)
    let count = unsafe scalars.withUnsafeMutableBufferPointer { buffer in
      unsafe utf8proc_normalize_utf32(buffer.baseAddress, buffer.count, options)
    }
    if (0...scalars.count).contains(count) { scalars.removeSubrange(count...) }
  }

  /// The kind of a scalar, according to its Unicode category.
  package static func kind(of scalar: Int32) -> ScalarKind {
    switch utf8proc_category(scalar) {
    case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT, UTF8PROC_CATEGORY_LM,
      UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ME:
      .letter
    case UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_NO: .number
    case UTF8PROC_CATEGORY_SO, UTF8PROC_CATEGORY_SM, UTF8PROC_CATEGORY_SC: .symbol
    case UTF8PROC_CATEGORY_ZS, UTF8PROC_CATEGORY_ZL, UTF8PROC_CATEGORY_ZP, UTF8PROC_CATEGORY_CC:
      .space
    case UTF8PROC_CATEGORY_CN: .unassigned
    default: .other
    }
  }

  /// The scalars of a text as utf8proc expects them.
  package static func scalars(of text: String) -> [Int32] {
    text.unicodeScalars.map { Int32(bitPattern: $0.value) }
  }

  /// The text that consists of some scalars. Invalid ones become U+FFFD.
  package static func text(of scalars: some Sequence<Int32>) -> String {
    var text = String.UnicodeScalarView()
    for scalar in scalars { text.append(Unicode.Scalar(UInt32(bitPattern: scalar)) ?? "\u{FFFD}") }
    return String(text)
  }
}

/// The kinds of scalars that searching distinguishes.
package enum ScalarKind {
  /// A letter, or a mark on one.
  case letter
  case number, symbol
  /// A space or a control character.
  case space
  /// A scalar that the tables' version of Unicode doesn't know.
  case unassigned
  case other
}

extension String {
  /// Whether the text contains only ASCII characters, as most names do: then no scalar must be
  /// looked up.
  package var isASCII: Bool {
    var text = self
    return text.withUTF8 { bytes in unsafe bytes.allSatisfy { $0 < 0x80 } }
  }
}
