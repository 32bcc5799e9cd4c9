import UnicodeText

@testable import Library

/// Texts in any script, as the full-text index and its users provide them.
enum Searches {
  static func text(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let folded = FoldedText.folded(text)
    try must(isSame(FoldedText.folded(folded), folded), "it is folded otherwise a second time")
    let normal = NormalText.nfc(text)
    try must(normal == text, "NFC means something else")
    try must(isSame(FoldedText.folded(normal), folded), "NFC is folded otherwise")

    let tokens = SearchText.tokens(of: text)
    let isPlain = tokens.allSatisfy { token in
      !token.isEmpty && token.utf8.allSatisfy { $0 >= 0x80 || isLetterOrDigit($0) }
    }
    try must(isPlain, "SQLite would part \(tokens) otherwise")
    let bound = bytes.count / 2
    let short = SearchText.document(text, atMost: bound)
    try must(short.utf8.count <= bound, "\(short.utf8.count) bytes of \(bound)")
    try must(isSame(SearchText.document(text), tokens.joined(separator: " ")), "other tokens")
    try look(at: SearchText.query(text), tokens)
  }

  /// A text is found by itself, and its query contains only quoted words.
  private static func look(at query: SearchQuery?, _ tokens: [String]) throws {
    guard let query else { return try must(tokens.isEmpty, "\(tokens) can't be looked for") }
    let parts = query.match.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
    try must(parts.count.isMultiple(of: 2) == false, "a quote is open in \(query.match)")
    let indexed = Set(tokens)
    for (number, part) in parts.enumerated() {
      if number.isMultiple(of: 2) {
        try must(["", "*", " AND ", "* AND "].contains(String(part)), "\(query.match) has syntax")
      } else {
        let words = part.split(separator: " ").map { String($0) }
        try must(!words.isEmpty, "\(query.match) asks for nothing")
        try must(words.allSatisfy(indexed.contains), "\(words) would not be found in \(tokens)")
      }
    }
  }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    left.unicodeScalars.elementsEqual(right.unicodeScalars)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
