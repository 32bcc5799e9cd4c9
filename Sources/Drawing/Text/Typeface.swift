internal import Model

/// The embedded typeface: letters of Latin, Greek and Cyrillic, and Han, Kana, Hangul and
/// Bopomofo.
///
/// Text that needs shaping (Arabic, Hebrew, the scripts of India, emoji and others) is not
/// supported. The letters are inflated when the first text is drawn, and the ideographs
/// when the first of them is needed.
package enum Typeface {
  /// A glyph of one of the two faces.
  struct Glyph: Sendable {
    /// The face that contains the glyph.
    let face: Face
    let index: Int

    /// Whether both glyphs are in the same face, so they may be kerned.
    func sharesFace(with other: Glyph) -> Bool { face === other.face }
    /// Whether the glyph is in the face of ideographs. It is compared with the letters,
    /// which are inflated already, since comparing it with the ideographs would inflate
    /// them.
    var isIdeograph: Bool { face !== Typeface.letters }
  }

  /// The face of letters, inflated on first use.
  static let letters = Face(.letters)
  /// The face of ideographs, inflated on first use.
  static let ideographs = Face(.ideographs)

  /// Whether every character of a text can be drawn.
  ///
  /// ```swift
  /// Typeface.canDraw("米拉 · Мира · Μίρα")  // true
  /// Typeface.canDraw("מירה")               // false
  /// ```
  package static func canDraw(_ text: String) -> Bool { text.allSatisfy { glyph(of: $0) != nil } }

  package static func canDraw(_ character: Character) -> Bool { glyph(of: character) != nil }

  /// The text that replaces characters that cannot be drawn.
  package static let replacement = "(not shown)"

  /// Returns the text as it is drawn: control characters become visible, and each run of
  /// characters that cannot be drawn becomes `replacement`.
  package static func readable(_ text: String) -> String {
    let text = sanitized(text)
    guard !canDraw(text) else { return text }
    var result = ""
    var isReplacing = false
    for character in text {
      if canDraw(character) {
        result.append(character)
        isReplacing = false
      } else if !isReplacing {
        result += replacement
        isReplacing = true
      }
    }
    return result
  }

  /// Returns the glyph of a character, or `nil` when it cannot be drawn.
  static func glyph(of character: Character) -> Glyph? {
    guard let scalar = scalar(of: character) else { return nil }
    if let index = letters.glyph(of: scalar) { return Glyph(face: letters, index: index) }
    // Characters before the first ideographic sign are letters or not supported.
    guard scalar.value >= 0x2000 else { return nil }
    return ideographs.glyph(of: scalar).map { Glyph(face: ideographs, index: $0) }
  }

  /// Returns the single scalar that a letter and its combining marks are equivalent to;
  /// `nil` when there is none.
  private static func scalar(of character: Character) -> Unicode.Scalar? {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return nil }
    if scalars.count == 1 { return first }
    if let syllable = syllable(of: scalars) { return syllable }
    if let one = composed[character] { return one }
    // Variants of a character are not distinguished, but the character itself can be
    // drawn.
    let bare = scalars.filter { !isVariationSelector($0) }
    return bare.count == 1 && bare.first == first ? first : nil
  }

  /// Whether a scalar only selects a variant of the character before it.
  private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
    (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
  }

  /// The precomposed scalars by their characters. Swift compares characters by canonical
  /// equivalence, so é is found whether it is one scalar or an e with an acute accent.
  private static let composed: [Character: Unicode.Scalar] = {
    var table: [Character: Unicode.Scalar] = [:]
    for scalar in letters.composed + ideographs.composed { table[Character(scalar)] = scalar }
    return table
  }()

  /// Returns the Hangul syllable that two or three jamo form, or that a syllable without a
  /// final consonant forms with one.
  private static func syllable(of scalars: Character.UnicodeScalarView) -> Unicode.Scalar? {
    let values = scalars.map { Int($0.value) }
    var parts = values[...]
    guard let first = parts.popFirst() else { return nil }
    var syllable: Int
    if (0x1100...0x1112).contains(first), let vowel = parts.popFirst(),
      (0x1161...0x1175).contains(vowel)
    {
      syllable = 0xAC00 + (first - 0x1100) * 588 + (vowel - 0x1161) * 28
    } else if (0xAC00...0xD7A3).contains(first), (first - 0xAC00) % 28 == 0 {
      syllable = first
    } else {
      return nil
    }
    if let last = parts.popFirst() {
      guard (0x11A8...0x11C2).contains(last) else { return nil }
      syllable += last - 0x11A7
    }
    return parts.isEmpty ? Unicode.Scalar(UInt32(syllable)) : nil
  }
}
