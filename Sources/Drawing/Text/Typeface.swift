internal import Model

/// The embedded typeface: letters of Latin, Greek and Cyrillic, and Han, Kana, Hangul and Bopomofo.
///
/// What needs more than one shape after the other to be read (Arabic, Hebrew, the scripts of India,
/// emoji …) it doesn't claim. Nothing of it is unpacked before the first text is drawn, and nothing of the
/// ideographs before one is met.
package enum Typeface {
  /// A glyph of one of the two faces.
  struct Glyph: Sendable {
    let face: Face
    let index: Int

    func isBesideSameFace(_ other: Glyph) -> Bool { face === other.face }
    /// Asked of the letters, which are unpacked, not of the ideographs, which need not be.
    var isIdeograph: Bool { face !== Typeface.letters }
  }

  static let letters = Face(.letters)
  static let ideographs = Face(.ideographs)

  /// Whether every character of a text can be drawn.
  ///
  ///     Typeface.shows("米拉 · Мира · Μίρα")  // true
  ///     Typeface.shows("מירה")               // false
  package static func shows(_ text: String) -> Bool { text.allSatisfy { glyph(of: $0) != nil } }

  /// Whether a character can be drawn.
  package static func shows(_ character: Character) -> Bool { glyph(of: character) != nil }

  /// What stands for characters that can't be drawn.
  package static let replacement = "(not shown)"

  /// The text as it is drawn: control characters made visible, and each run of characters that can't be
  /// drawn replaced by a word that says so.
  package static func readable(_ text: String) -> String {
    let text = sanitized(text)
    guard !shows(text) else { return text }
    var result = ""
    var isInRun = false
    for character in text {
      if shows(character) {
        result.append(character)
        isInRun = false
      } else if !isInRun {
        result += replacement
        isInRun = true
      }
    }
    return result
  }

  static func glyph(of character: Character) -> Glyph? {
    guard let scalar = scalar(of: character) else { return nil }
    if let index = letters.glyph(of: scalar) { return Glyph(face: letters, index: index) }
    // What stands before the first ideographic sign is a letter, or nothing.
    guard scalar.value >= 0x2000 else { return nil }
    return ideographs.glyph(of: scalar).map { Glyph(face: ideographs, index: $0) }
  }

  /// The one character that a letter and its marks make together.
  private static func scalar(of character: Character) -> Unicode.Scalar? {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return nil }
    if scalars.count == 1 { return first }
    if let syllable = syllable(of: scalars) { return syllable }
    if let one = composed[character] { return one }
    // Which of a character's variants is meant can't be drawn, but the character can.
    let bare = scalars.filter { !isVariationSelector($0) }
    return bare.count == 1 && bare.first == first ? first : nil
  }

  private static func isVariationSelector(_ scalar: Unicode.Scalar) -> Bool {
    (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
  }

  /// Equal characters are found however they are written: é alone, or e and an acute.
  private static let composed: [Character: Unicode.Scalar] = {
    var table: [Character: Unicode.Scalar] = [:]
    for scalar in letters.composed + ideographs.composed { table[Character(scalar)] = scalar }
    return table
  }()

  /// The syllable of Hangul that two or three parts make, or a syllable without and its last part.
  private static func syllable(
    of scalars: Character.UnicodeScalarView
  ) -> Unicode.Scalar? {
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
