/// The short name of an element in prompts and commands: `@mira`.
///
/// ```swift
/// try Handle("@Mira") == Handle("mira")  // true
/// ```
public struct Handle: Hashable, CustomStringConvertible, Comparable, Sendable {
  /// The name in lower case, without the at-sign: `[a-z][a-z0-9_]{0,19}`.
  public let name: String

  /// The maximum number of characters in a handle, without the at-sign.
  public static let maximumLength = 20

  /// Reads a handle in either case, with or without its at-sign.
  ///
  /// - Throws: `HandleError`, which names the first problem and the nearest valid handle.
  public init(_ text: String) throws(HandleError) {
    let name = text.hasPrefix("@") ? text.dropFirst() : text[...]
    if let problem = HandleError.problem(in: name) {
      throw HandleError(text: text, problem: problem, nearest: Handle(nearestTo: text))
    }
    self.name = name.lowercased()
  }

  /// Creates the handle nearest to a name; `nil` when the name has no Latin letters or digits.
  ///
  /// Accents are dropped, and every run of other characters becomes one `_`. A name that starts
  /// with a digit gets an `n` in front. A long name is cut, between two words where that leaves at
  /// least half of the maximum length.
  ///
  /// ```swift
  /// Handle(nearestTo: "Mira Okafor")  // @mira_okafor
  /// ```
  public init?(nearestTo text: String) {
    var name: [UInt8] = []
    for scalar in text.unicodeScalars {
      guard name.count <= Self.maximumLength else { break }
      let letters = Array(scalar.plainLatin.utf8)
      if !letters.isEmpty {
        if name.isEmpty, letters[0].isDigit { name.append(UInt8(ascii: "n")) }
        name += letters
      } else if !scalar.isJoined, let last = name.last, last != underscore {
        name.append(underscore)
      }
    }
    if name.count > Self.maximumLength {
      let cut = name.prefix(Self.maximumLength + 1).lastIndex(of: underscore) ?? 0
      name.removeSubrange((cut >= Self.maximumLength / 2 ? cut : Self.maximumLength)...)
    }
    while name.last == underscore { name.removeLast() }
    guard !name.isEmpty else { return nil }
    self.name = String(decoding: name, as: UTF8.self)
  }

  public var description: String { "@\(name)" }

  /// Compares bytes, so the order is the same on every machine and in every language.
  public static func < (left: Handle, right: Handle) -> Bool {
    left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }
}

/// The reason why a text is not a handle, with the handle nearest to it.
public struct HandleError: CastbookError, Hashable {
  /// The text as it was given.
  public let text: String
  /// The first thing that is wrong with the text.
  public let problem: Problem
  /// A handle made of the text's Latin letters and digits; `nil` when it has none.
  public let nearest: Handle?

  /// Something that a handle can't be or contain.
  public enum Problem: Hashable, Sendable {
    case empty
    /// It starts with a digit or an underscore.
    case start(Character)
    /// It contains something other than a–z, 0–9 and `_`.
    case character(Character)
    /// It has more characters than `Handle.maximumLength`.
    case tooLong(count: Int)
  }

  /// Returns the first problem of a name without its at-sign; `nil` when the name is a handle.
  fileprivate static func problem(in name: Substring) -> Problem? {
    if let other = name.first(where: { !$0.isHandleCharacter }) { return .character(other) }
    guard let first = name.first else { return .empty }
    guard first.isLetter else { return .start(first) }
    return name.count > Handle.maximumLength ? .tooLong(count: name.count) : nil
  }

  public var blame: Blame { .usage }
  public var rule: String { "usage" }

  /// What is wrong, as a phrase without a full stop.
  public var message: String {
    switch problem {
    case .empty: "a handle needs a name"
    case .start(let first):
      "\(quoted) starts with \(first), but a handle starts with a letter (a–z)"
    case .character(let other):
      "\(quoted) contains \(Self.words(for: other)), but a handle has only a–z, 0–9 and _"
    case .tooLong(let count):
      "\(quoted) has \(count) characters, but a handle has at most \(Handle.maximumLength)"
    }
  }

  /// What to do about it, as a complete sentence.
  public var fix: String? {
    if let nearest { return "Use \(nearest)." }
    guard case .character = problem, text.contains(where: \.isLetter) else {
      return "Write a handle such as @mira."
    }
    return "Choose a handle such as @mira, and keep \(quoted) as an alias."
  }

  /// The text in quotes, printable and shortened.
  private var quoted: String { "\"\(shortened(text))\"" }

  private static func words(for character: Character) -> String {
    switch character {
    case " ": "a space"
    case "@": "a second @"
    default: sanitized(String(character))
    }
  }

  public var description: String { explanation }
}

/// Returns a text from the user as an error repeats it: printable, and at most 64 characters long.
func shortened(_ text: String) -> String {
  let safe = sanitized(String(text.prefix(64)))
  return text.dropFirst(64).isEmpty ? safe : safe + "…"
}

private let underscore = UInt8(ascii: "_")

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}

extension Character {
  /// Whether a handle may contain the character, in either case.
  package var isHandleCharacter: Bool { isASCII && (isLetter || isNumber || self == "_") }
}

extension Unicode.Scalar {
  /// Whether the character continues a word instead of separating two: marks, joiners and
  /// apostrophes. `O'Hara` is one word.
  fileprivate var isJoined: Bool {
    switch self {
    case "'", "’": true
    default: properties.generalCategory == .nonspacingMark || properties.isDefaultIgnorableCodePoint
    }
  }

  /// The lower-case Latin letter or digit that people type for the character on a plain keyboard,
  /// found by its Unicode name: LATIN SMALL LETTER O WITH STROKE is an o. Empty for everything that
  /// isn't Latin.
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

extension Handle {
  /// Reads a handle in its canonical form, in lower case and without the at-sign; `nil` for any
  /// other text.
  init?(canonical text: String) {
    guard let handle = try? Handle(text), handle.name == text else { return nil }
    self = handle
  }
}
