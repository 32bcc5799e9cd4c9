import Foundation
import TestSupport
import Testing

@testable import Drawing

@Suite("The typeface")
struct TypefaceTests {
  /// Every character that the face supports.
  private static func characters(_ face: Face) -> [Unicode.Scalar] {
    face.characters.flatMap { range in range.compactMap { Unicode.Scalar($0) } }
  }

  private static let faces = [Typeface.letters, Typeface.ideographs]

  /// Characters in the usual notation: U+7C73.
  private static func names(_ scalars: [Unicode.Scalar]) -> [String] {
    scalars.map { "U+" + String($0.value, radix: 16, uppercase: true) }
  }

  /// Every eleventh of the ideographs, or all of them in a long run.
  private static func some(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    if TestRun.isLong || scalars.count < 5000 {
      return scalars
    }
    return stride(from: 0, to: scalars.count, by: 11).map { scalars[$0] }
  }

  @Test("has ink for every supported character, and none for spaces", arguments: [0, 1])
  func ink(face: Int) {
    let face = Self.faces[face]
    let wrong = Self.some(Self.characters(face)).filter { scalar in
      guard let glyph = face.glyph(of: scalar) else { return true }
      let mask = face.outline(of: glyph).mask(
        size: 20, unitsPerEm: face.unitsPerEm, x: 0, y: 0)
      let hasInk = mask?.coverage.contains { $0 > 60 } ?? false
      return hasInk == (scalar.properties.generalCategory == .spaceSeparator)
    }
    #expect(Self.names(wrong) == [])
  }

  @Test("supports the alphabets and scripts of common names")
  func scripts() {
    let ranges: [ClosedRange<UInt32>] = [
      0x20...0x7E, 0xA0...0xAC, 0xAE...0x17F, 0x386...0x38A, 0x38E...0x3A1, 0x3A3...0x3CE,
      0x400...0x482, 0x48A...0x52F, 0x1E00...0x1EFF, 0x3041...0x3094, 0x30A0...0x30F6,
      0x30FB...0x30FE, 0x4E00...0x9846, 0x9848...0x9FA5, 0xAC00...0xD7A3, 0xFF01...0xFF5E,
      0xFF61...0xFF9F,
    ]
    for range in ranges {
      let missing = range.compactMap { Unicode.Scalar($0) }
        .filter { !Typeface.canDraw(Character($0)) }
      #expect(Self.names(missing) == [])
    }
    #expect(Typeface.canDraw("“Mira” – 1536 × 2048 · ≥ ½ … € № ’ 、。「」"))
  }

  @Test("supports no controls, joiners, or scripts that need shaping")
  func unclaimed() {
    let wrong = Self.faces.flatMap { Self.characters($0) }.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator, .nonspacingMark, .spacingMark, .enclosingMark:
        return true
      // From Hebrew to Khmer, the parts of syllables, and everything beyond the first plane.
      default: return (0x590...0x1CFF).contains(scalar.value) || scalar.value >= 0x10000
      }
    }
    #expect(Self.names(wrong) == [])
    for text in [
      "מירה", "ميرا", "मीरा", "มีรา", "👨‍👩‍👧‍👦", "🇩🇪", "\u{202E}a", "a\u{200D}b", "\u{FEFF}", "\0",
    ] {
      #expect(!Typeface.canDraw(text))
    }
  }

  @Test("draws different characters of a script differently")
  func different() {
    // Characters that differ only in meaning, as in every typeface.
    let twins: Set<String> = ["ІӀӏ", "MΜϺ", "ÐĐ", "〡丨"]
    for face in Self.faces {
      var seen: [Seen: [Unicode.Scalar]] = [:]
      for scalar in Self.characters(face) {
        guard let script = Script(scalar), let glyph = face.glyph(of: scalar) else { continue }
        let seenSo = Seen(script: script, outline: face.outline(of: glyph))
        seen[seenSo, default: []].append(scalar)
      }
      for scalars in seen.values where scalars.count > 1 {
        let forms = Set(scalars.map { String($0).precomposedStringWithCompatibilityMapping })
        let isKnown = twins.contains { twin in
          scalars.allSatisfy { twin.unicodeScalars.contains($0) }
        }
        #expect(forms.count == 1 || isKnown, "\(scalars.map(String.init).joined())")
      }
    }
  }

  @Test("draws a letter and its marks as the one character they make")
  func composed() {
    for face in Self.faces {
      let wrong = Self.characters(face).filter { scalar in
        let apart = String(scalar).decomposedStringWithCanonicalMapping
        guard apart.unicodeScalars.count > 1, apart.count == 1 else { return false }
        // An old Greek accent equals the one that replaced it.
        let together = apart.precomposedStringWithCanonicalMapping.unicodeScalars.first
        return Typeface.glyph(of: Character(apart))?.index
          != together.flatMap { face.glyph(of: $0) }
      }
      #expect(Self.names(wrong) == [])
    }
    // A syllable with a final part that follows it.
    #expect(TextLine("가\u{11A8}", size: 9).width == TextLine("각", size: 9).width)
    #expect(Typeface.canDraw("가\u{11A8}"))
    #expect(!Typeface.canDraw("각\u{11A8}"))
    #expect(!Typeface.canDraw("x\u{20DD}"))
  }

  @Test("ignores variation selectors")
  func variants() {
    #expect(Typeface.canDraw("辻\u{E0100}"))
    #expect(Typeface.canDraw("©\u{FE0F}"))
    #expect(!Typeface.canDraw("\u{FE0F}"))
    #expect(!Typeface.canDraw("❤️"))
  }

  @Test("replaces characters that it can't draw by a word, and shows controls")
  func readable() {
    #expect(Typeface.readable("Mira 米拉") == "Mira 米拉")
    #expect(Typeface.readable("מירה.jpg") == "(not shown).jpg")
    #expect(Typeface.readable("a👨‍👩‍👧‍👦b🇩🇪🇫🇷") == "a(not shown)b(not shown)")
    #expect(Typeface.readable("a\nb\u{202E}c\0") == "a\\nb\\u{202e}c\\u{0}")
    #expect(Typeface.readable("a\u{200F}b") == "a\\u{200f}b")
  }
}

/// A shape within a script.
private struct Seen: Hashable {
  let script: Script
  let outline: Outline
}

/// Scripts within which two characters must differ in shape.
private enum Script: String {
  case latin, greek, cyrillic, eastern

  init?(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xC0...0x17F, 0x1EA0...0x1EF9: self = .latin
    case 0x386...0x3CE: self = .greek
    case 0x400...0x45F, 0x490...0x4FF: self = .cyrillic
    case 0x3041...0x318E, 0x4E00...0x9FFF, 0xAC00...0xD7A3: self = .eastern
    default: return nil
    }
  }
}
