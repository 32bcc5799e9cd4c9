internal import Targets

/// The words of `craft.json` by which spoken lines are recognized.
struct SpeechWords {
  /// Verbs of speaking.
  let speech: WordList
  /// Things with lettering, such as signs.
  let letteredThings: WordList
  /// Words after which a quotation is a label.
  let labels: [String]
  /// Pronouns for persons.
  let pronouns: WordList

  init(_ words: CraftWords) {
    speech = WordList(words.speech)
    letteredThings = WordList(words.silent)
    labels = words.labels
    pronouns = WordList(words.pronouns)
  }
}

/// Words and phrases that are searched for in texts, which must be in lower case.
struct WordList {
  /// The words of each phrase, by its first word.
  private var phrases: [Substring: [[Substring]]] = [:]
  /// Words in Chinese, Japanese and Korean, which have no spaces between them.
  private let unspaced: [String]

  /// The first character of the scripts without spaces.
  private static let firstUnspaced: Unicode.Scalar = "\u{2E80}"

  init(_ words: [String]) {
    unspaced = words.filter(Self.isUnspaced)
    for word in words where !Self.isUnspaced(word) {
      let parts = Self.words(of: word[...])
      if let first = parts.first { phrases[first, default: []].append(parts) }
    }
  }

  /// Returns the last range in which a phrase occurs as whole words, or `nil`.
  func last(in text: Substring) -> Range<String.Index>? {
    var last: Range<String.Index>?
    let words = Self.words(of: text)
    for (index, word) in words.enumerated() {
      for phrase in phrases[word] ?? [] where words[index...].starts(with: phrase) {
        last = word.startIndex..<words[index + phrase.count - 1].endIndex
      }
    }
    guard Self.isUnspaced(text) else { return last }
    for word in unspaced {
      guard let range = text.ranges(of: word).last else { continue }
      if last.map({ $0.lowerBound < range.lowerBound }) ?? true { last = range }
    }
    return last
  }

  /// Returns the runs of letters and digits in a text.
  private static func words(of text: Substring) -> [Substring] {
    text.split { !$0.isLetter && !$0.isNumber }
  }

  /// Returns whether a text contains a script without spaces.
  private static func isUnspaced(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.contains { $0 >= firstUnspaced && $0 != "\u{FFFC}" }
  }
}

extension StringProtocol {
  /// Returns whether a phrase occurs in the text as whole words.
  func containsWords(_ words: String) -> Bool {
    !words.isEmpty
      && ranges(of: words).contains { range in
        let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
        let after = range.upperBound == endIndex ? nil : self[range.upperBound]
        return ![before, after].contains { $0.map { $0.isLetter || $0.isNumber } ?? false }
      }
  }
}
