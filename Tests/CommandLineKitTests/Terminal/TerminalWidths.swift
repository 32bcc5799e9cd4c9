import CommandLineKit
import Testing

@Suite struct TerminalWidths {
  @Test(
    "Columns are counted as terminals do",
    arguments: [
      ("", 0), ("plain", 5), ("PATH…", 5), ("José", 4), ("Jose\u{301}", 4), ("米拉", 4), ("ｶﾅ", 2),
      ("カナ", 4), ("한국어", 6), ("\u{1112}\u{1161}\u{11AB}", 2), ("🎬", 2), ("👩‍👩‍👧‍👦", 2),
      ("👍🏽", 2), ("🇯🇵", 2), ("1️⃣", 2), ("❤️", 2), ("❤", 1), ("✓ ! ✗", 5), ("×", 1), ("\u{2009}", 1),
      ("a\u{200B}b", 2), ("\u{FEFF}", 0), ("क्ष", 2), ("ไทย", 3), ("ที่", 1), ("Ａ", 2), ("𠀀", 2),
      ("\u{AD}", 1), ("\n\u{1b}\u{7f}", 0), ("—", 1), ("©", 1),
    ])
  func width(text: String, columns: Int) {
    #expect(displayWidth(text) == columns)
  }

  @Test("The width of a text is the sum of its parts")
  func isAdditive() {
    let parts = ["a", "é", "米", "🎬", "ｶ", " "]
    for left in parts {
      for right in parts {
        #expect(displayWidth(left + right) == displayWidth(left) + displayWidth(right))
      }
    }
  }

  @Test(
    "A text that is too long ends in an ellipsis and stays within its columns",
    arguments: [
      ("plain", 5, "plain"), ("plain", 4, "pla…"), ("plain", 1, "…"), ("plain", 0, ""),
      ("米拉", 4, "米拉"), ("米拉", 3, "米…"), ("米拉", 2, "…"), ("Jose\u{301}s", 4, "Jos…"), ("", 3, ""),
    ])
  func truncation(text: String, columns: Int, expected: String) {
    #expect(truncated(text, toColumns: columns) == expected)
    #expect(displayWidth(expected) <= columns)
  }
}
