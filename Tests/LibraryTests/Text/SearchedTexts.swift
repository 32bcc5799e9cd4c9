import Foundation
import TestSupport
import Testing
import UnicodeText

@testable import Library

@Suite("Searched texts")
struct SearchedTexts {
  @Test(
    "are split into words, and into pairs in scripts without spaces",
    arguments: [
      ("Mira Okafor", "mira okafor"), ("mira_okafor-3.jpg", "mira okafor 3 jpg"), ("", ""),
      ("  \n\0 --", ""), ("Élodie O’Hara", "elodie o hara"), ("米拉", "米拉 拉"), ("米", "米"),
      ("小米拉拉", "小米 米拉 拉拉 拉"), ("Mira米拉3", "mira 米拉 拉 3"), ("ｶﾞﾗｽ", "ガラ ラス ス"),
      ("김민 이", "김민 민 이"), ("食べる", "食べ べる る"), ("米 拉", "米 拉"), ("a\u{301}b", "ab"),
      ("🎬 lead", "🎬 lead"), ("👩🏽\u{200D}🚀", "👩 🚀"), ("₹100 ½", "₹ 100 1 ⁄ 2"), ("हिन्दी", "हिन्दी"),
      ("二〇二六", "二〇 〇二 二六 六"), ("ไทย", "ไท ทย ย"), ("١٢٣", "١٢٣"),
    ])
  func parted(text: String, document: String) {
    #expect(SearchText.document(text) == document)
    #expect(SearchText.tokens(of: text).joined(separator: " ") == document)
  }

  @Test(
    "are quoted in a query",
    arguments: [
      ("Mira", #""mira""#), ("mira okafor", #""mira" AND "okafor""#), ("mir*", #""mir"*"#),
      ("José* x", #""jose"* AND "x""#), ("米", #""米"*"#), ("米拉", #""米拉""#),
      ("小米拉拉", #""小米" AND "米拉" AND "拉拉""#), ("Mira米拉3*", #""mira" AND "米拉" AND "3"*"#),
      ("🎬", #""🎬""#),
      ("mi*ra", #""mi" AND "ra""#), ("mira *", #""mira""#), ("*mira", #""mira""#),
      ("mira**", #""mira"*"#), ("mira＊", #""mira"*"#), ("mira Mira MIRA", #""mira""#),
      (#"" OR 1"#, #""or" AND "1""#), ("a NEAR(b)", #""a" AND "near" AND "b""#),
      ("name:mira", #""name" AND "mira""#), ("mira-*", #""mira"*"#),
    ])
  func asked(words: String, match: String) throws {
    #expect(try #require(SearchText.query(words)).match == match)
  }

  @Test(
    "have no query if they are empty",
    arguments: ["", " ", "*", "\"", "()", "\0", "--", "\u{200B}", "\u{301}", "、。"])
  func nothing(words: String) {
    #expect(SearchText.query(words) == nil)
  }

  @Test("are cut at a byte limit, between words")
  func bounded() {
    #expect(SearchText.document("mira okafor", atMost: 7) == "mira ok")
    #expect(SearchText.document("米拉米拉", atMost: 12) == "米拉")
    #expect(SearchText.document("米拉米拉", atMost: 16) == "米拉 拉米")
    #expect(SearchText.document("é", atMost: 1) == "")
    #expect(SearchText.document("mira", atMost: 0) == "")
    let long = String(repeating: "米拉 mira ", count: 1000)
    for bound in [10, 100, 1000, 5000] {
      let count = SearchText.document(long, atMost: bound).utf8.count
      #expect(count <= bound && count > bound - 10)
    }
  }

  @Test("have words of at most 64 letters, and are found by longer ones")
  func longWords() throws {
    for letter in ["a", "é", "ж"] {
      let word = String(repeating: letter, count: 100)
      #expect(SearchText.tokens(of: word).map(\.count) == [64])
      let table = try SearchTable([word])
      #expect(try table.numbers(for: word) == [0])
      #expect(try table.numbers(for: word + "*") == [0])
      #expect(try table.numbers(for: String(repeating: letter, count: 63)) == [])
      #expect(try table.numbers(for: String(repeating: letter, count: 63) + "*") == [0])
    }
  }

  @Test("are prepared equally with and without letter tables")
  func plain() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...100, using: &random)).map { _ in
        UInt8.random(in: 0...127, using: &random)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(
        SearchText.document(text + " 米")
          == [SearchText.document(text), "米"].filter { !$0.isEmpty }.joined(separator: " "))
      #expect(FoldedText.folded(text) + "米" == FoldedText.folded(text + "米"))
    }
  }

  @Test("may begin with a mark, which Swift combines with the space before it")
  func marksInFront() {
    #expect(SearchText.tokens(of: "a \u{93E}b").map(\.unicodeScalars.count) == [1, 2])
  }

  @Test("know the version that prepared them")
  func edition() {
    #expect(SearchText.edition.contains(/^\d+ unicode-\d+\.\d+\.\d+$/))
  }
}
