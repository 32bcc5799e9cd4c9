internal import Model
internal import Targets

/// The words of `craft.json` by which a line is known.
struct SpeechWords {
  let speech: [String]
  let silent: [String]
  let labels: [String]
  let pronouns: [String]

  init(_ words: CraftWords) {
    speech = words.speech
    silent = words.silent
    labels = words.labels
    pronouns = words.pronouns
  }
}

/// Decides whether words in quotes are spoken, and by whom.
struct SpeakerRule {
  typealias Clause = DialogueQuote.Clause

  enum Verdict {
    case spoken(Set<ULID>)
    /// To be read, on a sign or a label.
    case seen
    case unknown
  }

  private let quote: DialogueQuote
  private let cast: Dialogue.Cast
  private let words: SpeechWords
  /// Whom a pronoun may mean.
  private let recent: [ULID]

  init(_ quote: DialogueQuote, _ cast: Dialogue.Cast, _ words: SpeechWords, recent: [ULID]) {
    self.quote = quote
    self.cast = cast
    self.words = words
    self.recent = recent
  }

  var verdict: Verdict {
    let before = quote.before.text.lowercased()
    if let speech = before.lastRange(ofAny: words.speech) {
      return isSaidByThing(before, speech) ? .seen : .spoken(speakers(in: quote.before))
    }
    var lead = before.trimmedText
    while let mark = lead.last, "*_ ".contains(mark) { lead.removeLast() }
    if lead.hasSuffix(":") || lead.hasSuffix("：") {
      return verdict(afterColon: lead.dropLast().trimmedText)
    }
    if let dash = lead.last, "—–-".contains(dash), isMention(lead.dropLast().trimmedText) {
      return .spoken(speakers(in: quote.before))
    }
    if let after = quote.after, after.text.lowercased().lastRange(ofAny: words.speech) != nil {
      return .spoken(speakers(in: after))
    }
    if before.lastRange(ofAny: words.silent) != nil { return .seen }
    // One word alone is rather a name or a label.
    return quote.words.contains(where: \.isWhitespace) ? .unknown : .seen
  }

  /// A sign that says "…" is read: nothing but a link is between the thing and the verb.
  private func isSaidByThing(_ text: String, _ speech: Range<String.Index>) -> Bool {
    guard let thing = text[..<speech.lowerBound].lastRange(ofAny: words.silent) else {
      return false
    }
    return ["", "that", "which"].contains(text[thing.upperBound..<speech.lowerBound].trimmedText)
  }

  private func verdict(afterColon lead: Substring) -> Verdict {
    let isOfThing = lead.lastRange(ofAny: words.silent)?.upperBound == lead.endIndex
    if isOfThing || words.labels.contains(where: { lead == $0 || lead.hasSuffix(" \($0)") }) {
      return .seen
    }
    let speakers = speakers(in: quote.before)
    let mentions = quote.before.mentions
    if !mentions.isEmpty {
      // Nobody expects a thing to speak unless the words say so.
      return mentions.contains { $0?.canSpeak ?? true } ? .spoken(speakers) : .seen
    }
    if lead.last == "]" || !cast.named(in: lead).isEmpty { return .spoken(speakers) }
    if lead.lastRange(ofAny: words.silent) != nil { return .seen }
    return quote.words.contains(where: \.isWhitespace) ? .spoken(speakers) : .seen
  }

  /// `@mira`, `@mira (whispering)`.
  private func isMention(_ text: Substring) -> Bool {
    return text.prefix { $0 != "(" }.trimmedText == String(Clause.sign)
  }

  // MARK: Speakers

  private func speakers(in clause: Clause) -> Set<ULID> {
    let people = clause.mentions.compactMap { $0 }.filter(\.canSpeak)
    if people.count == 1 { return [people[0].element] }
    if people.count > 1 { return subjects(of: clause) }
    let text = clause.text.lowercased()
    let named = cast.named(in: text)
    if !named.isEmpty { return Set(named) }
    // A pronoun means somebody who was mentioned; which of them is not known.
    return text.lastRange(ofAny: words.pronouns) == nil ? [] : Set(recent)
  }

  /// Who speaks in a sentence without a quote: @mira sings along.
  static func speakers(in clause: Clause, _ words: SpeechWords) -> Set<ULID> {
    guard clause.text.lowercased().lastRange(ofAny: words.speech) != nil else { return [] }
    return Set(clause.mentions.compactMap { $0 }.filter(\.canSpeak).map(\.element))
  }

  private static let joints = [
    ",", ";", ":", "—", "–", "and", "but", "then", "while", "as", "when", "&",
  ]

  /// Of several who are mentioned, those who begin a part of the sentence: the last of them, with whom an "and" joins
  /// to it. All, where nobody does.
  private func subjects(of clause: Clause) -> Set<ULID> {
    let texts = clause.text.lowercased().split(
      separator: Clause.sign, omittingEmptySubsequences: false
    ).map(\.trimmedText)
    var subjects: Set<ULID> = []
    for (place, person) in clause.mentions.enumerated() {
      guard let person, person.canSpeak, texts.indices.contains(place + 1) else { continue }
      let lead = texts[place]
      let isTogether = ["and", "&", ",", ", and"].contains(lead)
      let isBegun = lead.isEmpty || Self.joints.contains { lead.hasSuffix($0) }
      if isTogether {
        subjects.insert(person.element)
      } else if isBegun || texts[place + 1].hasPrefix(", who") {
        subjects = [person.element]
      }
    }
    return subjects.isEmpty
      ? Set(clause.mentions.compactMap { $0 }.filter(\.canSpeak).map(\.element)) : subjects
  }
}

// MARK: Words in texts

extension StringProtocol where SubSequence == Substring {
  /// The last place where any of some words is a word of its own.
  fileprivate func lastRange(ofAny words: [String]) -> Range<Index>? {
    words.lazy.flatMap { self.wholeWords($0) }.max { $0.lowerBound < $1.lowerBound }
  }
}

extension StringProtocol {
  /// Whether words stand in a text as words of their own.
  func containsWords(_ words: String) -> Bool { !wholeWords(words).isEmpty }

  /// Where words are words of their own. Chinese, Japanese and Korean have no spaces to tell by.
  fileprivate func wholeWords(_ words: String) -> [Range<Index>] {
    guard !words.isEmpty else { return [] }
    let isSpaced = words.unicodeScalars.first.map { $0.value < 0x2E80 } ?? true
    return ranges(of: words).filter { range in
      guard isSpaced else { return true }
      let before = range.lowerBound == startIndex ? nil : self[index(before: range.lowerBound)]
      let after = range.upperBound == endIndex ? nil : self[range.upperBound]
      return ![before, after].contains { $0.map { $0.isLetter || $0.isNumber } ?? false }
    }
  }
}
