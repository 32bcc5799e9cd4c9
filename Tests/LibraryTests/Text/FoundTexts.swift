import TestSupport
import Testing

@testable import Library

/// Tests with a real contentless FTS5 table.
@Suite("Found texts")
struct FoundTexts {
  private static let texts = [
    "José Álvarez", "Σοφία Παπαδοπούλου", "Алёна Фёдорова", "مُحَمَّد علي", "שָׁלוֹם עליכם", "हिन्दी मीरा",
    "น้องมิรา",
    "小米拉拉", "米拉", "ガラスの仮面", "김민 이서", "Mira米拉3", "ﬁne İstanbul", "Straße 12", "🎬 lead", "မြန်မာ",
  ]

  @Test(
    "are found by what people type",
    arguments: [
      ("jose", [0]), ("JOSE\u{301}", [0]), ("ＪＯＳＥ alvarez", [0]), ("alv*", [0]), ("alv", []),
      ("jose okafor", []), ("ΣΟΦΙΑ", [1]), ("παπ*", [1]), ("алена", [2]), ("ФЕДОРОВА", [2]),
      ("محمد", [3]), ("عَلِي", [3]), ("שלום", [4]), ("हिन्दी", [5]), ("मीरा", [5]), ("मीर", []), ("मी*", [5]),
      ("มิรา", [6]), ("น้อง", [6]), ("น้องมิรา", [6]), ("米拉", [7, 8, 11]), ("米", [7, 8, 11]),
      ("拉", [7, 8, 11]), ("米拉拉", [7]), ("小", [7]), ("拉米", []), ("米小", []), ("小拉", []),
      ("ｶﾞﾗｽ", [9]), ("カラス", []), ("仮面", [9]), ("の", [9]), ("김민", [10]), ("이서", [10]),
      ("민이", []), ("김", [10]), ("서", [10]), ("\u{1100}\u{1175}\u{11B7}", [10]),
      ("mira 米拉 3", [11]), ("Mira米拉3", [11]), ("mir*", [11]), ("mira*", [11]), ("fine", [12]),
      ("ﬁne", [12]), ("istanbul", [12]), ("ISTANBUL", [12]), ("ıstanbul", [12]), ("STRASSE", [13]),
      ("straße 1*", [13]), ("🎬", [14]), ("🎬 lead", [14]), ("🎥", []), ("မာ", [15]),
    ])
  func found(words: String, numbers: [Int]) throws {
    let table = try SearchTable(Self.texts)
    #expect(try table.numbers(for: words) == numbers)
  }

  @Test(
    "are not found by the syntax of FTS5",
    arguments: [
      "\"", "mira\" OR \"jose", "text:jose", "{text} : jose", "jose OR mira", "jose NOT alvarez",
      "NEAR(jose alvarez, 9)", "^jose", "jose + alvarez", "-text:jose", "jose\0alvarez\"",
      "jose AND",
      "AND", "*", "jose'; DROP TABLE texts; --", "(((((", "text : ", "\u{201C}jose\u{201D} or",
    ])
  func injected(words: String) throws {
    let table = try SearchTable(["José Álvarez", "mira"])
    let found = try table.numbers(for: words) ?? []
    let isPlain = ["^jose", "jose + alvarez", "jose\0alvarez\""].contains(words)
    #expect(found == (isPlain ? [0] : []))
    #expect(try table.numbers(for: "mira") == [1])
  }

  @Test("are found by each of their words")
  func ownWords() throws {
    var random = SeededGenerator(seed: 4)
    for number in 0..<(TestRun.isLong ? 2000 : 500) {
      let words = (0..<4).map { _ in RandomText.any(using: &random) }
      let table = try SearchTable([words.joined(separator: " ")])
      for word in words + [words.joined(separator: " ")] {
        for asked in [word, word + "*"] {
          let found = try table.numbers(for: asked)
          #expect(
            found == nil || found == [0],
            "\(number): \(RandomText.codes(of: asked)) in \(RandomText.codes(of: words.joined(separator: " ")))"
          )
          // Every indexed text has a valid query.
          #expect(
            (found == nil) == SearchText.tokens(of: word).isEmpty, "\(RandomText.codes(of: word))")
        }
      }
    }
  }

  @Test("are the only ones found: all tokens of the query occur in them")
  func onlyThese() throws {
    var random = SeededGenerator(seed: 5)
    let texts = (0..<500).map { _ in RandomText.any(using: &random) }
    let table = try SearchTable(texts)
    for text in texts {
      guard let query = SearchText.query(text), !query.match.contains("*") else { continue }
      let asked = query.match.unicodeScalars.split { $0 == "\"" || $0 == " " }.map(String.init)
        .filter { $0 != "AND" }
      for number in try #require(try table.numbers(for: text)) {
        #expect(Set(asked).isSubset(of: SearchText.tokens(of: texts[number])))
      }
    }
  }

  @Test(
    "contain the characters in the order of the query, not merely somewhere",
    arguments: [
      ("小米拉", "小米 米拉"), ("小米拉", "米拉小米"), ("ภาษา", "ภา าษ ษา"), ("김민수", "민수 김민"),
    ])
  func neighbours(asked: String, elsewhere: String) throws {
    let table = try SearchTable([asked, elsewhere, elsewhere + asked, "x\(asked)y"])
    #expect(try table.numbers(for: asked) == [0, 2, 3])
  }

  @Test("never have a query that SQLite refuses")
  func neverRefused() throws {
    var random = SeededGenerator(seed: 6)
    let table = try SearchTable(["a 米 near and or not text"])
    for _ in 0..<10_000 {
      _ = try table.numbers(for: RandomText.hostile(using: &random))
      _ = try table.numbers(for: RandomText.any(using: &random))
    }
    for long in ["a ", "米", "米 ", "ab", "\"", "é\u{301}", "x1 y2 "] {
      _ = try table.numbers(for: String(repeating: long, count: 100_000))
    }
  }

  @Test("are found by all of their words at once, however many")
  func longQueries() throws {
    let many = (0..<500).map { "w\($0)" }.joined(separator: " ")
    // Longer than the part of a query that is read, so that it ends within a word.
    let repeated = String(repeating: "米拉 okafor ", count: 1000)
    let unparted = String(repeating: "小米拉", count: 3000)
    for text in [many, repeated, unparted, String(repeating: "é", count: 9000)] {
      #expect(try SearchTable([text]).numbers(for: text) == [0])
    }
  }
}
