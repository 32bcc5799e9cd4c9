internal import Targets

/// The words of `craft.json` by which a line is known.
struct SpeechWords {
  let speech: WordList
  let silent: WordList
  let labels: [String]
  let pronouns: WordList

  init(_ words: CraftWords) {
    speech = WordList(words.speech)
    silent = WordList(words.silent)
    labels = words.labels
    pronouns = WordList(words.pronouns)
  }
}

/// Words and phrases that are looked for in texts in lower case.
struct WordList {
  /// The words of each phrase, by the first of them.
  private var phrases: [Substring: [[Substring]]] = [:]
  /// Chinese, Japanese and Korean have no spaces to tell words by.
  private let unspaced: [String]

  private static let firstUnspaced: Unicode.Scalar = "\u{2E80}"

  init(_ words: [String]) {
    unspaced = words.filter(Self.isUnspaced)
    for word in words where !Self.isUnspaced(word) {
      let parts = Self.words(of: word[...])
      if let first = parts.first { phrases[first, default: []].append(parts) }
    }
  }

  /// The last place where any of them is a word of its own.
  func last(in text: Substring) -> Range<String.Index>? {
    var last: Range<String.Index>?
    let words = Self.words(of: text)
    for (place, word) in words.enumerated() {
      for phrase in phrases[word] ?? [] where words[place...].starts(with: phrase) {
        last = word.startIndex..<words[place + phrase.count - 1].endIndex
      }
    }
    guard Self.isUnspaced(text) else { return last }
    for word in unspaced {
      guard let range = text.ranges(of: word).last else { continue }
      if last.map({ $0.lowerBound < range.lowerBound }) ?? true { last = range }
    }
    return last
  }

  /// Runs of letters and digits.
  private static func words(of text: Substring) -> [Substring] {
    text.split { !$0.isLetter && !$0.isNumber }
  }

  private static func isUnspaced(_ text: some StringProtocol) -> Bool {
    text.unicodeScalars.contains { $0 >= firstUnspaced && $0 != "\u{FFFC}" }
  }
}

extension StringProtocol {
  /// Whether words stand in a text as words of their own.
  func containsWords(_ words: String) -> Bool {
    !words.isEmpty
      && ranges(of: words).contains { range in
        let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
        let after = range.upperBound == endIndex ? nil : self[range.upperBound]
        return ![before, after].contains { $0.map { $0.isLetter || $0.isNumber } ?? false }
      }
  }
}
