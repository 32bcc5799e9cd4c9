/// Texts as the full-text index holds them: folded, and parted into words by us.
///
/// SQLite's tokenizers either know no accents or take a run of Chinese for one word; its trigrams
/// don't find names of two characters. So the table is made with `tokenize='ascii'`, which parts at
/// spaces what we give it and changes nothing.
package enum SearchText {
  /// What prepares texts, by its rules and tables: an index made by another is made anew.
  package static var edition: String { "1 unicode-\(UnicodeLibrary.unicodeVersion)" }

  /// Longer words are cut, in the index as in what is looked for.
  static let longestWord = 64

  /// The words under which a text is found.
  package static func tokens(of text: String) -> [String] {
    // By bytes: a space and a mark behind it are one character to Swift.
    document(text).utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
  }

  /// The words of a text with a space between two, for the index.
  ///
  /// No more than `byteCount` bytes of the text are read, or come back.
  package static func document(_ text: String, atMost byteCount: Int = .max) -> String {
    let text = text.cut(to: byteCount)
    if text.isASCII { return plainDocument(text) }
    let scalars = FoldedText.scalars(of: text)
    var document = Document(atMost: byteCount)
    for run in SearchRun.all(in: scalars) {
      let part = scalars[run.range]
      switch run.kind {
      case .word: document.append(part.prefix(longestWord))
      case .symbol: document.append(part)
      case .unparted:
        for start in part.indices { document.append(part[start...].prefix(2)) }
      }
    }
    return String(decoding: document.bytes, as: UTF8.self)
  }

  /// The same for ASCII, which most names are, without looking anything up.
  private static func plainDocument(_ text: String) -> String {
    var words: [UInt8] = []
    words.reserveCapacity(text.utf8.count)
    var length = 0
    for byte in text.utf8 {
      guard let plain = byte.plain else {
        length = 0
        continue
      }
      if length == 0, !words.isEmpty { words.append(UInt8(ascii: " ")) }
      if length < longestWord { words.append(plain) }
      length += 1
    }
    return String(decoding: words, as: UTF8.self)
  }

  /// What finds all texts that contain each of some words; a word that ends in `*` may go on.
  /// Nothing if there is nothing in them to look for.
  package static func query(_ words: String) -> SearchQuery? {
    let scalars = FoldedText.scalars(of: words.cut(to: SearchQuery.longest))
    var runs = SearchRun.all(in: scalars)
    // What the cut ran through is no word of theirs.
    if words.utf8.count > SearchQuery.longest, runs.count > 1 { runs.removeLast() }
    var terms: [SearchQuery.Term] = []
    for (number, run) in runs.enumerated() {
      let next = number + 1 < runs.count ? runs[number + 1].range.lowerBound : scalars.count
      let isStarred = isStarred(scalars[run.range.upperBound..<next], atEnd: next == scalars.count)
      let term = SearchQuery.Term(scalars[run.range], run.kind, isStarred: isStarred)
      if !terms.contains(term) { terms.append(term) }
      if terms.count == SearchQuery.mostTerms { break }
    }
    return SearchQuery(terms)
  }

  /// Whether a word ends with a star, by what stands between it and the next.
  private static func isStarred(_ gap: ArraySlice<Int32>, atEnd: Bool) -> Bool {
    let space = gap.firstIndex { UnicodeLibrary.kind(of: $0) == .space }
    guard atEnd || space != nil else { return false }
    return gap[..<(space ?? gap.endIndex)].last == 0x2A
  }
}

/// Words with a space between two, up to a number of bytes.
private struct Document {
  private(set) var bytes: [UInt8] = []
  private let byteCount: Int
  private var isFull = false

  init(atMost byteCount: Int) { self.byteCount = byteCount }

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
  /// Its beginning, of no more bytes than that and no part of a scalar.
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
  /// A letter in lower case, or a digit; nothing for all else of ASCII.
  fileprivate var plain: UInt8? {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): self
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self + 0x20
    default: nil
    }
  }
}
