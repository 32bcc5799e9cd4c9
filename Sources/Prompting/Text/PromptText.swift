internal import Model

/// A prompt, or one shot of it, as words and mentions.
struct PromptText: Sendable {
  /// A run of words, or a mention.
  enum Piece: Sendable {
    case words(String)
    case mention(Mention)
  }

  /// Something that an at-sign names.
  struct Mention: Sendable {
    let subject: Subject
    let location: TextLocation
    /// The mention as it is written.
    let text: String

    /// What an at-sign refers to.
    enum Subject: Hashable, Sendable {
      /// An element of the library.
      case element(HandleReference)
      /// The image with a number, counted from 1 in the order of the settings.
      case image(Int)
      case video
      /// A name that no element has.
      case unknown(String)
    }
  }

  private(set) var pieces: [Piece] = []

  /// Reads lines, and joins them with `joint`. `isName` says whether an element has a name.
  init(
    _ lines: [SourceLine], joinedBy joint: String, isName: (String) throws -> Bool
  ) rethrows {
    var reader = MentionReader()
    var isFirst = true
    for line in Self.withoutEmptyEnds(lines) {
      if !isFirst { reader.text += joint }
      isFirst = false
      try reader.read(line, isName: isName)
    }
    reader.end()
    pieces = reader.pieces
  }

  /// Returns the lines, trimmed, without empty ones at the start and the end.
  private static func withoutEmptyEnds(_ lines: [SourceLine]) -> [SourceLine] {
    func isEmpty(_ line: SourceLine) -> Bool { line.text.trimmedText.isEmpty }
    guard let first = lines.firstIndex(where: { !isEmpty($0) }),
      let last = lines.lastIndex(where: { !isEmpty($0) })
    else { return [] }
    return lines[first...last].map(\.trimmed)
  }

  /// All mentions, in their order.
  var mentions: [Mention] {
    pieces.compactMap { if case .mention(let mention) = $0 { mention } else { nil } }
  }
}

/// Finds the mentions in lines.
private struct MentionReader {
  typealias Piece = PromptText.Piece
  typealias Mention = PromptText.Mention

  var text = ""
  private(set) var pieces: [Piece] = []

  /// Ends the current run of words.
  mutating func end() {
    if !text.isEmpty { pieces.append(.words(text)) }
    text = ""
  }

  /// Reads a line. A backslash before an at-sign makes it plain text.
  mutating func read(_ line: SourceLine, isName: (String) throws -> Bool) rethrows {
    let characters = Array(line.text)
    var index = 0
    while index < characters.count {
      let character = characters[index]
      if character == "\\", index + 1 < characters.count, characters[index + 1] == "@" {
        text.append("@")
        index += 2
        continue
      }
      if character == "@", index == 0 || !characters[index - 1].closesAtSign,
        let (subject, count) = try subject(characters[(index + 1)...], isName)
      {
        end()
        let text = String(characters[index...(index + count)])
        pieces.append(
          .mention(Mention(subject: subject, location: line.location(after: index), text: text)))
        index += 1 + count
        continue
      }
      text.append(character)
      index += 1
    }
  }

  /// Returns what follows an at-sign and the number of characters that name it, or `nil` for a
  /// plain at-sign.
  ///
  /// The longest name that an element has is taken.
  private func subject(
    _ characters: ArraySlice<Character>, _ isName: (String) throws -> Bool
  ) rethrows -> (Mention.Subject, Int)? {
    let scanner = HandleScanner(characters)
    guard let first = scanner.candidate.first else { return nil }
    let word = scanner.word
    if let own = Self.ownSubject(word) { return (own, word.count) }
    if let found = try scanner.reference(isName: isName) {
      return (.element(found.reference), found.length)
    }
    if first.isASCII { return first.isLetter ? (.unknown(word), word.count) : nil }
    let letters = scanner.candidate.prefix { $0.isLetter || $0.isNumber }
    return letters.isEmpty ? nil : (.unknown(String(letters)), letters.count)
  }

  /// Returns what a shot file itself defines: `@image2`, `@video`. Other words are `nil`.
  private static func ownSubject(_ word: String) -> Mention.Subject? {
    let word = word.lowercased()
    if word == "video" || word == "video1" { return .video }
    guard word.hasPrefix("image") else { return nil }
    let digits = word.dropFirst("image".count)
    guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 < 0x3A && $0 >= 0x30 }),
      let number = Int(digits), number > 0
    else { return nil }
    return .image(number)
  }
}

extension Character {
  /// Whether an at-sign after it is part of something else, such as an address.
  fileprivate var closesAtSign: Bool {
    isHandleCharacter || self == "." || self == "-" || self == "\\"
  }
}
