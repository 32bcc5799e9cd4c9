extension Role {
  /// Finds the view that a file's name states in whole words of one of several languages.
  ///
  /// `mira-front.jpg`, `Mira 3-4 L.png` and `米拉正面.webp` state a view. The result is `nil` for a
  /// name that states none, such as `confront.jpg`, or several that contradict each other, such as
  /// `front-or-back.jpg`.
  ///
  /// Names of the element are not mistaken for a view: with `@left_hand`, `left_hand_02.jpg` states
  /// no view and `left_hand_back.jpg` states the back. The roles `clip` and `voice` are never read
  /// from a name, because the content of a file decides them.
  ///
  /// - Parameter names: the names of the element, which are removed from the file's name first.
  public init?(inFileName file: FilePath, ignoring names: [String] = []) {
    let name = file.name.text
    let stem = file.suffix == nil ? name[...] : name[..<(name.lastIndex(of: ".") ?? name.endIndex)]
    var words = FileNameWord.all(in: stem)
    for name in names { FileNameWord.remove(FileNameWord.all(in: name[...]), from: &words) }
    guard let role = ViewHints(in: words).role else { return nil }
    self = role
  }
}

/// One word of a file's name: letters of one script, or digits.
struct FileNameWord: Hashable {
  /// The word in lower case.
  var text: String
  /// The kind of characters that the word consists of.
  let kind: Kind

  /// A kind of character that forms words. A word ends where another kind begins.
  enum Kind: Hashable {
    case letters, digits
    /// Scripts written without spaces between words: Chinese characters with Hiragana, Katakana,
    /// and Hangul.
    case han, katakana, hangul
  }

  /// Splits a name into words, which end where another kind of character begins and before a
  /// capital letter: `miraFront02` gives mira, front, 02.
  static func all(in name: some StringProtocol) -> [FileNameWord] {
    var words: [FileNameWord] = []
    var previous: Character?
    for (character, next) in zip(name, name.dropFirst().map(Optional.init) + [nil]) {
      defer { previous = character }
      if character == "¾" {
        words += [FileNameWord(text: "¾", kind: .letters)]
        previous = nil
        continue
      }
      guard let kind = character.kind else { continue }
      let isNew =
        previous?.kind != kind || words.isEmpty || words.last?.text == "¾"
        || kind == .letters && character.isUppercase
          && (previous?.isLowercase == true || next?.isLowercase == true)
      if isNew {
        words.append(FileNameWord(text: character.lowercased(), kind: kind))
      } else {
        words[words.count - 1].text += character.lowercased()
      }
    }
    return words
  }

  /// Removes a name: every run of words that together spell it, and otherwise each of its words. In
  /// a script written without spaces, the name is also removed from the ends of longer words.
  static func remove(_ name: [FileNameWord], from words: inout [FileNameWord]) {
    let letters = name.map(\.text).joined()
    guard !letters.isEmpty else { return }
    var isFound = false
    var start = 0
    while start < words.count {
      var end = start
      var spelled = ""
      while end < words.count, spelled.utf8.count < letters.utf8.count {
        spelled += words[end].text
        end += 1
      }
      if spelled == letters {
        words.removeSubrange(start..<end)
        isFound = true
      } else {
        start += 1
      }
    }
    for part in name where part.kind.isWrittenWithoutSpaces {
      for index in words.indices where words[index].kind == part.kind {
        words[index].strip(part.text)
      }
    }
    words.removeAll { $0.text.isEmpty }
    if !isFound { words.removeAll(where: name.contains) }
  }

  /// Removes a word from the beginning or the end of this one.
  private mutating func strip(_ word: String) {
    if text.hasPrefix(word) {
      text.removeFirst(word.count)
    } else if text.hasSuffix(word) {
      text.removeLast(word.count)
    }
  }
}

extension FileNameWord.Kind {
  /// Whether the script is written without spaces, so one run may hold several words.
  var isWrittenWithoutSpaces: Bool { self != .letters && self != .digits }
}

extension Character {
  /// The kind of word that the character belongs to; `nil` for a separator.
  fileprivate var kind: FileNameWord.Kind? {
    guard let first = unicodeScalars.first?.value else { return nil }
    switch first {
    case 0x30...0x39: return .digits
    case 0x3005, 0x3041...0x309F, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0x20000...0x3FFFF:
      return .han
    case 0x30A1...0x30FA, 0x30FC...0x30FF, 0xFF66...0xFF9F: return .katakana
    case 0x1100...0x11FF, 0x3131...0x318E, 0xAC00...0xD7FB: return .hangul
    default: return isLetter ? .letters : nil
    }
  }
}
