/// Texts in the form in which they are compared and searched, however they were typed: jose, José,
/// JOSÉ and ＪＯＳＥ are the same.
///
/// ```swift
/// FoldedText.folded("Ｊosé Straße")  // "jose strasse"
/// ```
package enum FoldedText {
  /// A text in lower case, without accents, and with ligatures and wide and narrow forms replaced
  /// by plain letters.
  ///
  /// Only accents are removed. The vowels of Devanagari, the marks of Thai and the voicing marks of
  /// Kana stay, because they are letters to those who read them.
  package static func folded(_ text: String) -> String {
    guard !text.isASCII else { return text.lowercased() }
    return UnicodeLibrary.text(of: scalars(of: text))
  }

  /// The scalars of a folded text.
  package static func scalars(of text: String) -> [Int32] {
    // Accents are removed first: folding turns one of them, the iota below Greek vowels, into a
    // letter, which would then separate the marks around it.
    let decomposed = UnicodeLibrary.decomposed(UnicodeLibrary.scalars(of: text), .canonical)
      .filter { !isAccent($0) }
    var scalars: [Int32] = []
    scalars.reserveCapacity(decomposed.count)
    for scalar in UnicodeLibrary.decomposed(decomposed, .folded) where !isAccent(scalar) {
      append(scalar, to: &scalars)
    }
    // Makes syllables of Hangul and voiced Kana single scalars again.
    UnicodeLibrary.compose(&scalars)
    return scalars
  }

  /// Appends a scalar. Letters that Unicode does not decompose become what people type if their
  /// keyboard lacks them.
  private static func append(_ scalar: Int32, to scalars: inout [Int32]) {
    let plain =
      switch scalar {
      case 0xF8: "o"  // ø
      case 0x142: "l"  // ł
      case 0x111, 0xF0: "d"  // đ ð
      case 0x127: "h"  // ħ
      case 0x131: "i"  // ı
      case 0x167: "t"  // ŧ
      case 0xE6: "ae"  // æ
      case 0x153: "oe"  // œ
      case 0xFE: "th"  // þ
      default: ""
      }
    if plain.isEmpty { scalars.append(scalar) } else { scalars += plain.utf8.map(Int32.init) }
  }

  /// Whether a scalar is a mark that may be left out in writing: an accent of Latin, Greek or
  /// Cyrillic, a short vowel or the lengthening stroke of Arabic, or a point of Hebrew.
  private static func isAccent(_ scalar: Int32) -> Bool {
    guard scalar >= 0x300 else { return false }
    return switch scalar {
    // Latin, Greek, enclosing marks, half marks.
    case 0x300...0x36F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
    // Cyrillic.
    case 0x483...0x489, 0x2DE0...0x2DFF, 0xA66F...0xA672, 0xA674...0xA67D, 0xA69E...0xA69F: true
    // Hebrew. The scalars in between are punctuation.
    case 0x591...0x5BD, 0x5BF, 0x5C1...0x5C2, 0x5C4...0x5C5, 0x5C7: true
    // Arabic.
    case 0x610...0x61A, 0x640, 0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E4, 0x6E7...0x6E8,
      0x6EA...0x6ED, 0x898...0x89F, 0x8CA...0x8E1, 0x8E3...0x8FF:
      true
    default: false
    }
  }
}
