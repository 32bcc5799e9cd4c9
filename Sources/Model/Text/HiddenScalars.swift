/// Finds invisible characters, which make two names look alike or carry words that only a machine
/// reads.
///
/// Joiners and variation selectors are hidden only when they don't change how the text looks.
///
/// ```swift
/// HiddenScalars.first(in: "mi\u{200B}ra")  // U+200B
/// HiddenScalars.first(in: "👩🏽\u{200D}🚀")    // nil: the joiner makes one picture of two
/// ```
package enum HiddenScalars {
  /// Returns the first hidden character of a text; `nil` when every character is visible.
  package static func first(in text: String) -> Unicode.Scalar? {
    guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
    var before: Unicode.Scalar?
    var scalars = text.unicodeScalars.makeIterator()
    var current = scalars.next()
    while let scalar = current {
      let after = scalars.next()
      if isHidden(scalar, between: before, and: after) { return scalar }
      before = scalar
      current = after
    }
    return nil
  }

  /// Returns the text without its hidden characters.
  package static func removed(from text: String) -> String {
    guard first(in: text) != nil else { return text }
    var kept = String.UnicodeScalarView()
    var last: Unicode.Scalar?
    let scalars = Array(text.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let after = index + 1 < scalars.count ? scalars[index + 1] : nil
      guard !isHidden(scalar, between: last, and: after) else { continue }
      kept.append(scalar)
      last = scalar
    }
    return String(kept)
  }

  /// Whether a character is invisible between its neighbors.
  static func isHidden(
    _ scalar: Unicode.Scalar, between before: Unicode.Scalar?, and after: Unicode.Scalar?
  ) -> Bool {
    switch scalar.value {
    case 0..<0x80: false
    // Zero-width joiner and non-joiner.
    case 0x200C, 0x200D: !joins(before, after)
    // Variation selectors: of an emoji, of a Han character, of a letter.
    case 0xFE0E, 0xFE0F: before.map { !hasStyles($0, before: after) } ?? true
    case 0xFE00...0xFE0D, 0xE0100...0xE01EF: before.map { !hasVariants($0) } ?? true
    case 0xFFF9...0xFFFB: true
    default: isAlwaysHidden(scalar)
    }
  }

  /// Whether a character is invisible in every position.
  private static func isAlwaysHidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isBidiControl
  }

  /// Whether a character can be shown as an emoji or as text: ❤, and 1 in front of its keycap.
  private static func hasStyles(_ scalar: Unicode.Scalar, before after: Unicode.Scalar?) -> Bool {
    scalar.properties.isEmoji && (scalar.value >= 0x80 || after?.value == 0x20E3)
  }

  /// Whether a joiner between two characters changes how they look.
  private static func joins(_ before: Unicode.Scalar?, _ after: Unicode.Scalar?) -> Bool {
    guard let before, let after else { return false }
    let isPicture = { (scalar: Unicode.Scalar) in
      scalar.value >= 0x80 && scalar.properties.isEmoji
    }
    let ends = isPicture(before) || before.value == 0xFE0F
    return (ends && isPicture(after)) || (hasJoiners(before) && hasJoiners(after))
  }

  /// Whether the character belongs to a script that uses joiners: Arabic and its relatives, those
  /// of India, Myanmar, Khmer and Mongolian.
  private static func hasJoiners(_ scalar: Unicode.Scalar) -> Bool {
    if isAlwaysHidden(scalar) { return false }
    return switch scalar.value {
    case 0x0600...0x08FF, 0x0900...0x0DFF, 0x1000...0x109F, 0x1780...0x18AF, 0xFB50...0xFDFF,
      0xFE70...0xFEFC:
      true
    default: false
    }
  }

  /// Whether the character may be followed by a variation selector: a Han character or a letter of
  /// a script with joiners.
  private static func hasVariants(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isIdeographic || hasJoiners(scalar)
  }
}
