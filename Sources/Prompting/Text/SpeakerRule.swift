internal import Model
internal import Targets

/// Decides whether a quotation is spoken, and by whom.
struct SpeakerRule {
  typealias Clause = DialogueQuote.Clause

  /// The decision about a quotation.
  enum Verdict {
    /// It is spoken by one of these elements; empty when the speaker is not in the cast.
    case spoken(Set<ULID>)
    /// It is written on something, such as a sign or a label.
    case displayed
    /// The text doesn't settle it.
    case unknown
  }

  let quote: DialogueQuote
  let cast: Dialogue.Cast
  let vocabulary: SpeechWords
  /// The elements that a pronoun may mean.
  let recent: [ULID]

  /// The decision, by the words before the quotation and then by those after it.
  var verdict: Verdict {
    let before = quote.before.text.lowercased()
    if let speech = vocabulary.speech.last(in: before[...]) {
      return isSpokenByThing(before, speech) ? .displayed : .spoken(speakers(in: quote.before))
    }
    var lead = before.trimmedText
    while let mark = lead.last, "*_ ".contains(mark) { lead.removeLast() }
    if lead.hasSuffix(":") || lead.hasSuffix("：") {
      return verdict(afterColon: lead.dropLast().trimmedText)
    }
    if let dash = lead.last, "—–-".contains(dash), isMention(lead.dropLast().trimmedText) {
      return .spoken(speakers(in: quote.before))
    }
    if let after = quote.after, vocabulary.speech.last(in: after.text.lowercased()[...]) != nil {
      return .spoken(speakers(in: after))
    }
    if vocabulary.letteredThings.last(in: before[...]) != nil { return .displayed }
    // A single word is more likely a name or a label.
    return quote.text.contains(where: \.isWhitespace) ? .unknown : .displayed
  }

  /// Returns whether a thing is the subject, as in: a sign that says "…". Only a link may stand
  /// between the thing and the verb.
  private func isSpokenByThing(_ text: String, _ speech: Range<String.Index>) -> Bool {
    guard let thing = vocabulary.letteredThings.last(in: text[..<speech.lowerBound]) else {
      return false
    }
    return ["", "that", "which"].contains(text[thing.upperBound..<speech.lowerBound].trimmedText)
  }

  /// Returns the decision for a quotation that follows a colon.
  private func verdict(afterColon lead: Substring) -> Verdict {
    let isOfThing = vocabulary.letteredThings.last(in: lead)?.upperBound == lead.endIndex
    if isOfThing || vocabulary.labels.contains(where: { lead == $0 || lead.hasSuffix(" \($0)") }) {
      return .displayed
    }
    let speakers = speakers(in: quote.before)
    let mentions = quote.before.mentions
    let isNearThing = vocabulary.letteredThings.last(in: lead) != nil
    if !mentions.isEmpty {
      // A poster behind @mira: "…" is read.
      if isNearThing, Self.subjects(of: quote.before).isEmpty { return .displayed }
      // A thing doesn't speak unless the words say so.
      return mentions.contains { $0?.canSpeak ?? true } ? .spoken(speakers) : .displayed
    }
    if lead.last == "]" || !cast.named(in: lead).isEmpty { return .spoken(speakers) }
    if isNearThing { return .displayed }
    return quote.text.contains(where: \.isWhitespace) ? .spoken(speakers) : .displayed
  }

  /// Returns whether a text is only a mention: `@mira`, `@mira (whispering)`.
  private func isMention(_ text: Substring) -> Bool {
    return text.prefix { $0 != "(" }.trimmedText == String(Clause.mentionSign)
  }

  // MARK: Speakers

  private func speakers(in clause: Clause) -> Set<ULID> {
    let people = clause.mentions.compactMap { $0 }.filter(\.canSpeak)
    if people.count == 1 { return [people[0].element] }
    if people.count > 1 {
      let subjects = Self.subjects(of: clause)
      return subjects.isEmpty ? Set(people.map(\.element)) : subjects
    }
    let text = clause.text.lowercased()
    let named = cast.named(in: text)
    if !named.isEmpty { return Set(named) }
    // A pronoun means an element that was mentioned, but not which one.
    return vocabulary.pronouns.last(in: text[...]) == nil ? [] : Set(recent)
  }

  /// Returns the elements that speak in a sentence without a quotation: @mira sings along.
  static func speakers(in clause: Clause, _ vocabulary: SpeechWords) -> Set<ULID> {
    guard vocabulary.speech.last(in: clause.text.lowercased()[...]) != nil else { return [] }
    return Set(clause.mentions.compactMap { $0 }.filter(\.canSpeak).map(\.element))
  }

  /// The words and marks after which a new part of a sentence begins.
  private static let joints = [
    ",", ";", ":", "—", "–", "and", "but", "then", "while", "as", "when", "&",
  ]

  /// Returns the subjects among several mentioned elements: the last one that begins a part of
  /// the sentence, and those that an "and" joins to it.
  private static func subjects(of clause: Clause) -> Set<ULID> {
    let texts = clause.text.lowercased().split(
      separator: Clause.mentionSign, omittingEmptySubsequences: false
    ).map(\.trimmedText)
    var subjects: Set<ULID> = []
    for (index, person) in clause.mentions.enumerated() {
      guard let person, person.canSpeak, texts.indices.contains(index + 1) else { continue }
      let lead = texts[index]
      let isTogether = ["and", "&", ",", ", and"].contains(lead)
      let isBegun = lead.isEmpty || joints.contains { lead.hasSuffix($0) }
      if isTogether {
        subjects.insert(person.element)
      } else if isBegun || texts[index + 1].hasPrefix(", who") {
        subjects = [person.element]
      }
    }
    return subjects
  }
}
