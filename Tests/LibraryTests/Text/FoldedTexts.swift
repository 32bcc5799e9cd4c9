import Foundation
import TestSupport
import Testing
import UnicodeText

@Suite("Folded texts")
struct FoldedTexts {
  @Test(
    "are equal however a name is typed",
    arguments: [
      ("jose", ["jose", "José", "JOSÉ", "Jose\u{301}", "ＪＯＳＥ", "jo\u{AD}se", "ⓙⓞⓢⓔ"]),
      ("strasse", ["Straße", "STRASSE", "STRAẞE", "straſse"]),
      ("fin", ["ﬁn", "FIN", "ﬁ\u{200B}n"]),
      ("istanbul", ["İstanbul", "ıstanbul", "ISTANBUL", "i\u{307}stanbul"]),
      ("soren lodz dorde hal", ["Søren Łódź Đorđe Ħal", "SØREN ŁÓDŹ ĐORĐE ĦAL"]),
      ("aeon coeur thor dis tsa", ["Æon Cœur Þór Ðís Ŧsa", "ǽon cœur þor ðis ŧsa"]),
      ("σοφια", ["Σοφία", "ΣΟΦΊΑ", "σοφι\u{301}α"]),
      ("ωδη", ["ᾠδή", "ΩΔΗ", "ω\u{345}δη", "ᾠδή"]),
      ("σισυφοσ", ["Σίσυφος", "ΣΊΣΥΦΟΣ"]),
      ("алена", ["Алёна", "АЛЕНА"]),
      ("محمد", ["مُحَمَّد", "محمد", "محـــمد"]),
      ("احمد", ["أحمد", "احمد", "ا\u{654}حمد"]),
      ("שלום", ["שָׁלוֹם", "שלום"]),
      ("ガラス", ["ｶﾞﾗｽ", "ガラス", "カ\u{3099}ラス"]),
      ("米拉", ["米拉", "米\u{E0100}拉"]),
      ("김민", ["김민", "\u{1100}\u{1175}\u{11B7}\u{1106}\u{1175}\u{11AB}"]),
      ("12 1⁄2 kg", ["①② ½ ㎏"]),
      ("", ["", "\u{200B}", "\u{301}"]),
    ])
  func equal(folded: String, texts: [String]) {
    for text in texts {
      let result = FoldedText.folded(text)
      #expect(result.unicodeScalars.elementsEqual(folded.unicodeScalars), "\(text): \(result)")
    }
  }

  @Test(
    "stay distinct if a mark makes another letter",
    arguments: [
      ("か", "が"), ("は", "ぱ"), ("कि", "क"), ("का", "क"), ("कं", "क"), ("ड़", "ड"), ("กา", "ก"),
      ("กี", "กิ"), ("น้ำ", "นำ"), ("한", "하"), ("தி", "த"), ("ا", "ب"), ("o", "p"), ("か", "カ"),
    ])
  func apart(left: String, right: String) {
    #expect(FoldedText.folded(left) != FoldedText.folded(right))
  }

  @Test("are unchanged by folding again, and have no capitals")
  func again() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<5000 {
      let text = RandomText.any(using: &random)
      let folded = FoldedText.folded(text)
      let again = FoldedText.folded(folded)
      #expect(
        again.unicodeScalars.elementsEqual(folded.unicodeScalars), "\(RandomText.codes(of: text))")
      #expect(
        FoldedText.folded(NormalText.nfc(text)).unicodeScalars.elementsEqual(folded.unicodeScalars),
        "\(RandomText.codes(of: text)) and its NFC")
    }
  }
}

@Suite("Normal texts")
struct NormalTexts {
  @Test(
    "are composed", arguments: [("e\u{301}", "é"), ("\u{1100}\u{1161}", "가"), ("か\u{3099}", "が")])
  func composed(text: String, expected: String) {
    #expect(NormalText.nfc(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test("are equal to Foundation's")
  func sameAsFoundation() {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<5000 {
      let text = RandomText.any(using: &random)
      let expected = text.precomposedStringWithCanonicalMapping
      let normal = NormalText.nfc(text)
      #expect(
        normal.unicodeScalars.elementsEqual(expected.unicodeScalars),
        "\(RandomText.codes(of: text))")
      #expect(normal == text, "the meaning changed")
    }
  }

  @Test("keep characters that are not letters: zeros, controls, joiners")
  func keeps() {
    for text in ["a\0b", "\u{200D}", "\r\n", "é\u{200B}\0"] {
      #expect(NormalText.nfc(text).unicodeScalars.elementsEqual(text.unicodeScalars))
    }
  }

  @Test("take no longer for many marks on one letter", .timeLimit(.minutes(30)))
  func heaped() {
    let text = "a" + String(repeating: "\u{301}\u{323}", count: 100_000)
    #expect(NormalText.nfc(text).unicodeScalars.count == 200_000)
    #expect(FoldedText.folded(text) == "a")
  }
}
