/// The short name by which an element is called in prompts and commands: `@mira`.
///
///     try Handle("@Mira") == Handle("mira")
public struct Handle: Hashable, Sendable {
  /// `[a-z][a-z0-9_]{0,19}`, without the at-sign.
  public let name: String

  /// The most characters that a handle has.
  public static let longest = 20

  /// Reads a handle in either case, with or without its at-sign.
  public init(_ text: String) throws(HandleError) {
    let name = text.hasPrefix("@") ? text.dropFirst() : text[...]
    if let problem = HandleError.problem(in: name) {
      throw HandleError(text: text, problem: problem, nearest: Handle(nearestTo: text))
    }
    self.name = name.lowercased()
  }

  /// The handle that comes closest to a name: accents fall, what is no letter or digit becomes one
  /// `_`, a digit in front gets an `n`, and a long name is cut, between two words where that leaves
  /// half of it. Nothing for names without Latin letters and digits.
  ///
  ///     Handle(nearestTo: "Mira Okafor")  // @mira_okafor
  public init?(nearestTo text: String) {
    var name: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard name.count <= Self.longest else { break }
      let letters = Array(scalar.plainLatin.utf8)
      if !letters.isEmpty {
        if name.isEmpty, letters[0].isDigit { name.append(UInt8(ascii: "n")) }
        name += letters
      } else if !scalar.isJoined, let last = name.last, last != underscore {
        name.append(underscore)
      }
    }
    if name.count > Self.longest {
      let cut = name.prefix(Self.longest + 1).lastIndex(of: underscore) ?? 0
      name.removeSubrange((cut >= Self.longest / 2 ? cut : Self.longest)...)
    }
    while name.last == underscore { name.removeLast() }
    guard !name.isEmpty else { return nil }
    self.name = String(decoding: name, as: UTF8.self)
  }
}

extension Handle: CustomStringConvertible {
  public var description: String { "@\(name)" }
}

extension Handle: Comparable {
  /// Byte order, the same on every machine and in every language.
  public static func < (left: Handle, right: Handle) -> Bool {
    left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }
}

/// Why a text is no handle, and which handle is nearest to it.
public struct HandleError: Error, Hashable, Sendable {
  /// The text as it was given.
  public let text: String
  public let problem: Problem
  /// A handle made of the text's letters and digits, where it has some.
  public let nearest: Handle?

  /// The first thing that is wrong.
  public enum Problem: Hashable, Sendable {
    case empty
    /// It starts with a digit or with `_`.
    case start(Character)
    /// It contains something else than a–z, 0–9 and `_`.
    case character(Character)
    case tooLong(count: Int)
  }

  fileprivate static func problem(in name: Substring) -> Problem? {
    if let other = name.first(where: { !$0.isOfHandle }) { return .character(other) }
    guard let first = name.first else { return .empty }
    guard first.isLetter else { return .start(first) }
    return name.count > Handle.longest ? .tooLong(count: name.count) : nil
  }

  /// What is wrong, in words.
  public var message: String {
    switch problem {
    case .empty: "a handle needs a name"
    case .start(let first):
      "\(quoted) starts with \(first), but a handle starts with a letter (a–z)"
    case .character(let other):
      "\(quoted) contains \(Self.words(for: other)), but a handle has only a–z, 0–9 and _"
    case .tooLong(let count):
      "\(quoted) has \(count) characters, but a handle has at most \(Handle.longest)"
    }
  }

  /// What to do about it.
  public var fix: String {
    if let nearest { return "Use \(nearest)." }
    guard case .character = problem, text.contains(where: \.isLetter) else {
      return "Write a handle such as @mira."
    }
    return "Choose a handle such as @mira, and keep \(quoted) as an alias."
  }

  private var quoted: String { "\"\(shortened(text))\"" }

  private static func words(for character: Character) -> String {
    switch character {
    case " ": "a space"
    case "@": "a second @"
    default: sanitized(String(character))
    }
  }
}

extension HandleError: CustomStringConvertible {
  public var description: String { "\(message). \(fix)" }
}

/// A text from the user as an error repeats it: printable, and not longer than a line.
func shortened(_ text: String) -> String {
  let safe = sanitized(String(text.prefix(64)))
  return text.dropFirst(64).isEmpty ? safe : safe + "…"
}

private let underscore = UInt8(ascii: "_")

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension Character {
  /// Whether handles have it, in either case.
  package var isOfHandle: Bool { isASCII && (isLetter || isNumber || self == "_") }
}

extension Unicode.Scalar {
  /// Marks, joiners and apostrophes stand within a word and part nothing: `O'Hara` is one word.
  fileprivate var isJoined: Bool {
    switch self {
    case "'", "’": true
    default: properties.generalCategory == .nonspacingMark || properties.isDefaultIgnorableCodePoint
    }
  }

  /// The letter or digit in lower case that people type for it on a plain keyboard, as its name in
  /// Unicode says: LATIN SMALL LETTER O WITH STROKE is an o. Empty for all that is not Latin.
  fileprivate var plainLatin: String {
    if isASCII {
      let character = Character(self)
      return character.isLetter || character.isNumber ? character.lowercased() : ""
    }
    let words = (properties.name ?? "").split(separator: " ")
    let isLetter = ["LETTER", "LIGATURE"].contains { words.dropFirst(2).first == $0 }
    guard words.count >= 4, words[0] == "LATIN", isLetter else { return "" }
    switch words[3...].prefix(2).joined(separator: " ") {
    case "SHARP S": return "ss"
    case "DOTLESS I": return "i"
    default: break
    }
    guard words.count == 4 || words[4] == "WITH" else { return "" }
    switch words[3] {
    case "ETH": return "d"
    case "THORN": return "th"
    case "ENG": return "ng"
    default: return words[3].count <= 2 ? words[3].lowercased() : ""
    }
  }
}
