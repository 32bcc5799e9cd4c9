internal import UnicodeText

/// Texts as the full-text index stores them: folded and divided into words by Castbook.
///
/// SQLite's tokenizers either don't fold accents or take a run of Chinese characters for one word,
/// and its trigrams don't find names of two characters. The table therefore uses
/// `tokenize='ascii'`, which only splits our documents at spaces.
package enum SearchText {
  /// The version of these rules and of the Unicode tables. An index that was made with another one
  /// is rebuilt.
  package static var edition: String { "1 unicode-\(UnicodeLibrary.unicodeVersion)" }

  /// The maximum number of scalars in a word. Longer words are cut, both in the index and in
  /// queries.
  static let maximumWordLength = 64

  /// The words by which a text is found.
  ///
  /// ```swift
  /// SearchText.tokens(of: "Mira's Café")  // ["mira", "s", "cafe"]
  /// ```
  package static func tokens(of text: String) -> [String] {
    // Split as bytes, because a space and a following mark are one `Character`.
    document(text).utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
  }

  /// The words of a text, separated by spaces, for the index.
  ///
  /// At most `byteCount` bytes of the text are read, and at most as many are returned.
  package static func document(_ text: String, atMost byteCount: Int = .max) -> String {
    let text = text.cut(to: byteCount)
    if text.isASCII { return plainDocument(text) }
    let scalars = FoldedText.scalars(of: text)
    var document = Document(atMost: byteCount)
    for run in SearchRun.all(in: scalars) {
      let part = scalars[run.range]
      switch run.kind {
      case .word: document.append(part.prefix(maximumWordLength))
      case .symbol: document.append(part)
      case .unsegmented:
        for start in part.indices { document.append(part[start...].prefix(2)) }
      }
    }
    return String(decoding: document.bytes, as: UTF8.self)
  }

  /// The words of an ASCII text, as most names are, without looking up any scalar.
  private static func plainDocument(_ text: String) -> String {
    var words: [UInt8] = []
    words.reserveCapacity(text.utf8.count)
    var length = 0
    for byte in text.utf8 {
      guard let character = byte.lowercasedLetterOrDigit else {
        length = 0
        continue
      }
      if length == 0, !words.isEmpty { words.append(UInt8(ascii: " ")) }
      if length < maximumWordLength { words.append(character) }
      length += 1
    }
    return String(decoding: words, as: UTF8.self)
  }

  /// The query for texts that contain all of some words; `nil` if there is nothing to look for.
  ///
  /// A word that ends in `*` also matches longer words that begin with it.
  package static func query(_ words: String) -> SearchQuery? {
    let scalars = FoldedText.scalars(of: words.cut(to: SearchQuery.maximumByteCount))
    var runs = SearchRun.all(in: scalars)
    // The last word may have been cut in two.
    if words.utf8.count > SearchQuery.maximumByteCount, runs.count > 1 { runs.removeLast() }
    var terms: [SearchQuery.Term] = []
    for (number, run) in runs.enumerated() {
      let next = number + 1 < runs.count ? runs[number + 1].range.lowerBound : scalars.count
      let isStarred = isStarred(scalars[run.range.upperBound..<next], atEnd: next == scalars.count)
      let term = SearchQuery.Term(scalars[run.range], run.kind, isStarred: isStarred)
      if !terms.contains(term) { terms.append(term) }
      if terms.count == SearchQuery.maximumTermCount { break }
    }
    return SearchQuery(terms)
  }

  /// Whether a word ends with a star, according to the scalars between it and the next word.
  private static func isStarred(_ gap: ArraySlice<Int32>, atEnd: Bool) -> Bool {
    let space = gap.firstIndex { UnicodeLibrary.kind(of: $0) == .space }
    guard atEnd || space != nil else { return false }
    return gap[..<(space ?? gap.endIndex)].last == 0x2A
  }
}

/// Words separated by spaces, up to a number of bytes.
private struct Document {
  private(set) var bytes: [UInt8] = []
  private let byteCount: Int
  private var isFull = false

  init(atMost byteCount: Int) { self.byteCount = byteCount }

  /// Appends a word, unless the document would become too long; from then on, it stays unchanged.
  mutating func append(_ word: ArraySlice<Int32>) {
    guard !isFull else { return }
    let before = bytes.count
    if before > 0 { bytes.append(UInt8(ascii: " ")) }
    for scalar in word {
      guard let scalar = Unicode.Scalar(UInt32(bitPattern: scalar)) else { continue }
      bytes += UTF8.encode(scalar) ?? UTF8.EncodedScalar()
    }
    if bytes.count > byteCount {
      bytes.removeSubrange(before...)
      isFull = true
    }
  }
}

extension String {
  /// The beginning of the text, as many whole scalars as fit into a number of bytes.
  fileprivate func cut(to byteCount: Int) -> String {
    guard utf8.count > byteCount else { return self }
    var end = utf8.index(utf8.startIndex, offsetBy: max(byteCount, 0))
    while end > startIndex, end.samePosition(in: unicodeScalars) == nil {
      utf8.formIndex(before: &end)
    }
    return String(self[..<end])
  }
}

extension UInt8 {
  /// The byte as a lower-case letter or a digit; `nil` for any other character.
  fileprivate var lowercasedLetterOrDigit: UInt8? {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): self
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self + 0x20
    default: nil
    }
  }
}
