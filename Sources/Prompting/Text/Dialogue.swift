internal import Model
internal import Targets

/// The lines that are spoken in a prompt, and who may speak them.
///
/// A line is a quotation with a speaker: `@mira: "We open at nine."`, `the clerk says, "…"`,
/// `"…," @mira whispers`. Quoted words on a sign or a label are not lines.
struct Dialogue: Sendable {
  /// A quotation that is spoken.
  struct Line: Sendable {
    let text: String
    /// The number of its shot, or `nil` in a plain prompt.
    let shot: Int?
    /// The location of the shot, or `nil` in a plain prompt.
    let location: TextLocation?
    /// The possible speakers. It is empty when the speaker is not in the cast, and has several
    /// elements when the words leave it open: `She says: "…"`.
    let speakers: Set<ULID>
  }

  /// The lines that have a speaker.
  private(set) var lines: [Line] = []
  /// Quotations without a speaker, at most one for each shot.
  private(set) var unattributed: [Line] = []
  /// The elements that speak, with or without a quotation.
  private(set) var speakers: Set<ULID> = []

  /// A plain prompt, or one shot.
  struct Part {
    let shot: Int?
    let location: TextLocation?
    let text: PromptText
    /// The text before it, such as the framing of a shot.
    let opening: String
  }

  /// Finds the lines in a prompt. `cast` contains every element that the parts mention.
  init(_ parts: [Part], cast: Cast, words: CraftWords) {
    let speech = SpeechWords(words)
    var recent: [ULID] = []
    for part in parts {
      var reader = DialogueReader(cast: cast)
      reader.read(part)
      for quote in reader.quotes {
        let isFirst = unattributed.last.map { $0.shot != part.shot } ?? true
        func line(_ speakers: Set<ULID>) -> Line {
          Line(text: quote.text, shot: part.shot, location: part.location, speakers: speakers)
        }
        let meant = quote.mentionedBefore.isEmpty ? recent : quote.mentionedBefore
        switch SpeakerRule(quote: quote, cast: cast, vocabulary: speech, recent: meant).verdict {
        case .spoken(let speakers):
          lines.append(line(speakers))
          self.speakers.formUnion(speakers)
        case .unknown where isFirst: unattributed.append(line([]))
        case .unknown, .displayed: break
        }
      }
      if !reader.mentioned.isEmpty { recent = reader.mentioned }
      for sentence in reader.sentences {
        speakers.formUnion(SpeakerRule.speakers(in: sentence, speech))
      }
    }
  }

  /// The elements that may speak, with the names by which texts refer to them.
  struct Cast {
    /// An element that a text may refer to.
    struct Person {
      let element: ULID
      /// Whether it is a character or a voice.
      let canSpeak: Bool
      /// Its display name and its handle, in lower case.
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

    /// Returns the person that a mention means, or `nil` when it is not an element.
    func person(_ mention: PromptText.Mention) -> Person? { member(mention).map(Self.person) }

    /// Returns the speakers whose names occur in a text, which must be in lower case.
    func named(in text: some StringProtocol) -> [ULID] {
      people.filter { $0.canSpeak && $0.names.contains { text.containsWords($0) } }.map(\.element)
    }
  }
}

/// A quotation, with the text around it.
struct DialogueQuote {
  /// A part of a sentence, in which one character stands for each mention.
  struct Clause {
    var text = ""
    /// The mentions in their order; `nil` for one that is not in the cast, such as a picture.
    var mentions: [Dialogue.Cast.Person?] = []

    /// The character for a mention, U+FFFC.
    static let mentionSign: Character = "\u{FFFC}"
  }

  var text = ""
  /// The sentence up to the quotation.
  var before = Clause()
  /// The text after the quotation up to the end of the sentence; `nil` when it belongs to the
  /// next quotation.
  var after: Clause?
  /// The elements that the text mentions before the quotation.
  var mentionedBefore: [ULID] = []
}

/// Finds quotations, and the sentences around them.
private struct DialogueReader {
  typealias Clause = DialogueQuote.Clause

  let cast: Dialogue.Cast
  private(set) var quotes: [DialogueQuote] = []
  /// The sentences with mentions, without their quotations.
  private(set) var sentences: [Clause] = []
  /// All elements mentioned so far, in the order of their first mentions.
  private(set) var mentioned: [ULID] = []

  private var sentence = Clause()
  /// The number of characters in the current sentence.
  private var length = 0
  /// The text since the last quotation was closed; `nil` after the end of its sentence.
  private var after: Clause?
  /// The open quotation and the character that closes it.
  private var quote: (text: String, end: Character)?
  /// Whether a quotation that ended a sentence was just closed.
  private var mayBegin = false
  private var last: Character = "\n"

  init(cast: Dialogue.Cast) { self.cast = cast }

  /// The closing mark of each opening mark.
  private static let marks: [Character: Character] = [
    "\"": "\"", "“": "”", "„": "“", "«": "»", "「": "」", "『": "』",
  ]
  /// The number of characters after which a sentence is cut off.
  private static let maximumSentenceLength = 600
  /// The characters that end a sentence.
  private static let ends: Set<Character> = [".", "!", "?", "…", "。", "！", "？"]

  /// Reads a prompt or one shot.
  mutating func read(_ part: Dialogue.Part) {
    if !part.opening.isEmpty {
      for character in part.opening + ". " { process(character, next: nil) }
    }
    for piece in part.text.pieces {
      switch piece {
      case .words(let words):
        var index = words.startIndex
        while index < words.endIndex {
          let next = words.index(after: index)
          process(words[index], next: next < words.endIndex ? words[next] : nil)
          index = next
        }
      case .mention(let mention): process(mention)
      }
    }
    endSentence()
  }

  /// Processes a mention, which may be part of a quotation.
  private mutating func process(_ mention: PromptText.Mention) {
    let person = cast.person(mention)
    if let person, !mentioned.contains(person.element) { mentioned.append(person.element) }
    if quote != nil {
      quote?.text += mention.text
      last = "a"
      return
    }
    add(Clause.mentionSign)
    sentence.mentions.append(person)
    after?.mentions.append(person)
    last = Clause.mentionSign
  }

  /// Processes a character; `next` is the one after it, or `nil` at the end of a piece.
  private mutating func process(_ character: Character, next: Character?) {
    defer { last = character }
    if let open = quote {
      // An apostrophe within a word doesn't close the quotation.
      let isInside = open.end == "'" && next.map { $0.isLetter || $0.isNumber } ?? false
      if character == open.end, !isInside { close() } else { quote?.text.append(character) }
    } else if let end = opens(character) {
      open(until: end)
    } else if Self.ends.contains(character)
      || character.isNewline && !sentence.text.trimmedText.hasSuffix(":")
    {
      endSentence()
    } else {
      add(character == Clause.mentionSign ? " " : character)
    }
  }

  /// Returns the mark that closes a quotation that a character opens, or `nil`. Single
  /// quotation marks open one only where a line may begin.
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
      // After a quotation that ended a sentence a capital begins a new one; otherwise the
      // sentence continues: "…!" she says.
      if character.isUppercase { beginSentence() }
      mayBegin = false
    }
    // A text without an end is not a sentence.
    if length == Self.maximumSentenceLength { beginSentence() }
    length += 1
    sentence.text.append(character)
    after?.text.append(character)
  }

  /// Opens a quotation.
  private mutating func open(until end: Character) {
    settleAfter(endsSentence: false)
    quotes.append(DialogueQuote(before: sentence, mentionedBefore: mentioned))
    quote = ("", end)
  }

  private mutating func close() {
    let text = quote?.text ?? ""
    quotes[quotes.count - 1].text = text
    quote = nil
    after = Clause()
    mayBegin = text.trimmedText.last.map(Self.ends.contains) ?? false
  }

  private mutating func endSentence() {
    // A quotation that is never closed is uncertain, so it is dropped.
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

  /// Assigns the text after a quotation to it.
  ///
  /// That text names the speaker at the end of a sentence, or between two parts of one line:
  /// "No," she says, "never."
  private mutating func settleAfter(endsSentence: Bool) {
    if let after, !quotes.isEmpty,
      endsSentence || quotes[quotes.count - 1].text.trimmedText.last == ","
    {
      quotes[quotes.count - 1].after = after
    }
    after = nil
  }
}
