internal import Model
internal import Targets

/// The lines that a prompt has spoken, and who may speak them.
///
/// A line is words in quotes with a speaker: `@mira: "We open at nine."`, `the clerk says, "…"`, `"…," @mira whispers`.
/// Words in quotes on a sign or a label are not lines.
struct Dialogue: Sendable {
  struct Line: Sendable {
    let words: String
    /// The number of its shot; `nil` in a plain prompt.
    let shot: Int?
    let place: TextPlace?
    /// Empty where the speaker is not in the cast. Several where the words don't settle who it is: `She says: "…"`.
    let speakers: Set<ULID>
  }

  private(set) var lines: [Line] = []
  /// Words in quotes without a speaker, at most one in a shot.
  private(set) var unattributed: [Line] = []
  /// Who is said to speak, with or without quotes.
  private(set) var speakers: Set<ULID> = []

  /// A prompt or one shot of it.
  struct Part {
    let shot: Int?
    let place: TextPlace?
    let text: PromptText
    /// What precedes the text, such as the framing of a shot.
    let opening: String
  }

  /// `cast` has everybody whom the parts mention, by name.
  init(_ parts: [Part], cast: Cast, words: CraftWords) {
    let speech = SpeechWords(words)
    var recent: [ULID] = []
    for part in parts {
      var reading = DialogueReading(cast: cast)
      reading.read(part)
      for quote in reading.quotes {
        let isFirst = unattributed.last.map { $0.shot != part.shot } ?? true
        func line(_ speakers: Set<ULID>) -> Line {
          Line(words: quote.words, shot: part.shot, place: part.place, speakers: speakers)
        }
        let meant = quote.mentionedBefore.isEmpty ? recent : quote.mentionedBefore
        switch SpeakerRule(quote, cast, speech, recent: meant).verdict {
        case .spoken(let speakers):
          lines.append(line(speakers))
          self.speakers.formUnion(speakers)
        case .unknown where isFirst: unattributed.append(line([]))
        case .unknown, .seen: break
        }
      }
      if !reading.mentioned.isEmpty { recent = reading.mentioned }
      for sentence in reading.sentences {
        speakers.formUnion(SpeakerRule.speakers(in: sentence, speech))
      }
    }
  }

  /// Everybody who may speak, by what the texts call them.
  struct Cast {
    struct Person {
      let element: ULID
      let canSpeak: Bool
      /// In lower case.
      let names: [String]
    }

    let people: [Person]
    private let member: (PromptText.Mention) -> CastMember?

    init(_ members: [CastMember], member: @escaping (PromptText.Mention) -> CastMember?) {
      people = members.map(Self.person)
      self.member = member
    }

    private static func person(_ member: CastMember) -> Person {
      Person(
        element: member.element, canSpeak: member.kind == .character || member.kind == .voice,
        names: Set([member.displayName.lowercased(), member.handle.name]).sorted())
    }

    func person(_ mention: PromptText.Mention) -> Person? { member(mention).map(Self.person) }

    /// Those whose names are among the words of a text in lower case.
    func named(in text: some StringProtocol) -> [ULID] {
      people.filter { $0.canSpeak && $0.names.contains { text.containsWords($0) } }.map(\.element)
    }
  }
}

/// Words in quotes, with what surrounds them.
struct DialogueQuote {
  /// A part of a sentence; somebody who is mentioned is one sign in it.
  struct Clause {
    var text = ""
    /// In the order of their signs; `nil` for what is not in the cast, such as a picture.
    var mentions: [Dialogue.Cast.Person?] = []

    static let sign: Character = "\u{FFFC}"
  }

  var words = ""
  /// The sentence up to the quote.
  var before = Clause()
  /// What follows up to the end of the sentence; `nil` where that belongs to the next quote.
  var after: Clause?
  /// Whom the text mentioned before the quote.
  var mentionedBefore: [ULID] = []
}

/// Finds what is in quotes, and the sentences around it.
private struct DialogueReading {
  typealias Clause = DialogueQuote.Clause

  let cast: Dialogue.Cast
  private(set) var quotes: [DialogueQuote] = []
  /// The sentences that mention somebody, without what they quote.
  private(set) var sentences: [Clause] = []
  private(set) var mentioned: [ULID] = []

  private var sentence = Clause()
  private var length = 0
  /// What has followed the last quote since it was closed; `nil` after the end of the sentence.
  private var after: Clause?
  private var quote: (words: String, end: Character)?
  /// Whether a quote that ended a sentence was closed just now.
  private var mayBegin = false
  private var last: Character = "\n"

  init(cast: Dialogue.Cast) { self.cast = cast }

  private static let marks: [Character: Character] = [
    "\"": "\"", "“": "”", "„": "“", "«": "»", "「": "」", "『": "』",
  ]
  private static let longest = 600
  private static let ends: Set<Character> = [".", "!", "?", "…", "。", "！", "？"]

  mutating func read(_ part: Dialogue.Part) {
    if !part.opening.isEmpty { for character in part.opening + ". " { take(character, next: nil) } }
    for piece in part.text.pieces {
      switch piece {
      case .words(let words):
        var place = words.startIndex
        while place < words.endIndex {
          let next = words.index(after: place)
          take(words[place], next: next < words.endIndex ? words[next] : nil)
          place = next
        }
      case .mention(let mention): take(mention)
      }
    }
    endSentence()
  }

  private mutating func take(_ mention: PromptText.Mention) {
    let person = cast.person(mention)
    if let person, !mentioned.contains(person.element) { mentioned.append(person.element) }
    if quote != nil {
      quote?.words += mention.text
      last = "a"
      return
    }
    add(Clause.sign)
    sentence.mentions.append(person)
    after?.mentions.append(person)
    last = Clause.sign
  }

  private mutating func take(_ character: Character, next: Character?) {
    defer { last = character }
    if let open = quote {
      // An apostrophe within a word is no end.
      let isInside = open.end == "'" && next.map { $0.isLetter || $0.isNumber } ?? false
      if character == open.end, !isInside { close() } else { quote?.words.append(character) }
    } else if let end = opens(character) {
      open(until: end)
    } else if Self.ends.contains(character)
      || character.isNewline && !sentence.text.trimmedText.hasSuffix(":")
    {
      endSentence()
    } else {
      add(character == Clause.sign ? " " : character)
    }
  }

  /// The mark that closes what a character opens. Single quotes open only where a line may begin.
  private func opens(_ character: Character) -> Character? {
    // 27" is a size.
    if character == "\"", last.isNumber { return nil }
    if let end = Self.marks[character] { return end }
    guard character == "'" || character == "‘" else { return nil }
    let text = sentence.text.trimmedText
    let mayBegin = text.hasSuffix(":") || text.hasSuffix(",") || text.hasSuffix("：")
    guard mayBegin, last.isWhitespace || ":,：".contains(last) else { return nil }
    return character == "'" ? "'" : character == "‘" ? "’" : nil
  }

  private mutating func add(_ character: Character) {
    if mayBegin, !character.isWhitespace {
      // A new sentence follows one that a quote ended, unless the words go on: "…!" she says.
      if character.isUppercase { beginSentence() }
      mayBegin = false
    }
    // What never ends is no sentence.
    if length == Self.longest { beginSentence() }
    length += 1
    sentence.text.append(character)
    after?.text.append(character)
  }

  private mutating func open(until end: Character) {
    settleAfter(endsSentence: false)
    quotes.append(DialogueQuote(before: sentence, mentionedBefore: mentioned))
    quote = ("", end)
  }

  private mutating func close() {
    let words = quote?.words ?? ""
    quotes[quotes.count - 1].words = words
    quote = nil
    after = Clause()
    mayBegin = words.trimmedText.last.map(Self.ends.contains) ?? false
  }

  private mutating func endSentence() {
    // Quotes that are never closed contain nothing that is certain.
    if quote != nil {
      quotes.removeLast()
      quote = nil
    }
    settleAfter(endsSentence: true)
    beginSentence()
    mayBegin = false
  }

  private mutating func beginSentence() {
    if !sentence.mentions.isEmpty { sentences.append(sentence) }
    sentence = Clause()
    length = 0
  }

  /// What follows a quote names its speaker at the end of a sentence, or between two parts of one line: "No," she
  /// says, "never."
  private mutating func settleAfter(endsSentence: Bool) {
    if let after, !quotes.isEmpty,
      endsSentence || quotes[quotes.count - 1].words.trimmedText.last == ","
    {
      quotes[quotes.count - 1].after = after
    }
    after = nil
  }
}
