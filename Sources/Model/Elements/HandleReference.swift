/// An element as it is named on a command line: by its handle or an alias of any script, and perhaps
/// in one of its revisions: `@mira`, `@mira:3`, `@mira:sha256-9f2c41ab`, `@米拉`.
///
/// Whether there is such an element, only a library knows.
public struct HandleReference: Hashable, Sendable {
  /// What stands between the at-sign and the colon, as it was typed.
  public let name: String
  public let revision: Revision

  /// Which moment of the element is meant.
  public enum Revision: Hashable, Sendable {
    case latest
    /// The third is 3.
    case sequence(Int)
    /// The first 8 to 64 digits of the revision's SHA-256, in lower case.
    case digest(prefix: String)
  }

  public init(_ text: String) throws(HandleReferenceError) {
    func failed(_ problem: HandleReferenceError.Problem) -> HandleReferenceError {
      HandleReferenceError(text: text, problem: problem)
    }
    guard text.unicodeScalars.first == "@" else { throw failed(.noAtSign) }
    let rest = text.unicodeScalars.dropFirst()
    let colon = rest.firstIndex(of: ":") ?? rest.endIndex
    let name = String(rest[..<colon])
    if let problem = NameProblem(in: name) { throw failed(.name(problem)) }
    self.name = name
    if colon == rest.endIndex {
      revision = .latest
    } else if let revision = Revision(String(rest[colon...].dropFirst())) {
      self.revision = revision
    } else {
      throw failed(.revision(String(rest[colon...].dropFirst())))
    }
  }

  /// The name as a handle, if it can be one; otherwise it is an alias.
  public var handle: Handle? { try? Handle(name) }
}

extension HandleReference.Revision {
  /// What a number or a digest's beginning leads with, so that one isn't taken for the other.
  private static let digestMark = "sha256-"

  /// Reads what stands behind the colon: a number of up to six digits, or `sha256-` and digits.
  fileprivate init?(_ text: String) {
    let bytes = text.utf8
    if text.hasPrefix(Self.digestMark) {
      let digits = bytes.dropFirst(Self.digestMark.utf8.count)
      let isHex = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
      guard (8...64).contains(digits.count), isHex else { return nil }
      self = .digest(prefix: String(decoding: digits, as: UTF8.self).lowercased())
    } else {
      let isPlain = bytes.allSatisfy { (0x30...0x39).contains($0) } && bytes.first != 0x30
      guard bytes.count <= 6, isPlain, let number = Int(text) else { return nil }
      self = .sequence(number)
    }
  }
}

extension HandleReference: CustomStringConvertible {
  public var description: String {
    switch revision {
    case .latest: "@\(name)"
    case .sequence(let number): "@\(name):\(number)"
    case .digest(let prefix): "@\(name):sha256-\(prefix)"
    }
  }
}

/// Why a text names no element.
public struct HandleReferenceError: Error, Hashable, Sendable {
  /// The text as it was given.
  public let text: String
  public let problem: Problem

  /// The first thing that is wrong.
  public enum Problem: Hashable, Sendable {
    case noAtSign
    case name(NameProblem)
    /// What stands behind the colon is no revision.
    case revision(String)
  }

  /// What is wrong, in words.
  public var message: String {
    let quoted = "\"\(shortened(text))\""
    return switch problem {
    case .noAtSign: "\(quoted) is not a handle: it does not start with @"
    case .name(let problem): "\(quoted) is not a handle: \(problem)"
    case .revision(let revision):
      "\(quoted) does not name a revision: \"\(shortened(revision))\" is neither a number (1–999999) "
        + "nor sha256- with 8–64 digits of a digest"
    }
  }

  /// What to do about it.
  public var fix: String {
    switch problem {
    case .noAtSign:
      if let meant = try? HandleReference("@\(text)") { return "Write \(meant)." }
    case .revision:
      if let name = text.dropFirst().split(separator: ":").first,
        let latest = try? HandleReference("@\(name)")
      {
        return "Write \(latest):3 for the third revision, or \(latest) for the latest."
      }
    case .name: break
    }
    return "Write a handle such as @mira or @mira:3."
  }
}

extension HandleReferenceError: CustomStringConvertible {
  public var description: String { "\(message). \(fix)" }
}

/// Why a text can't name an element in a command: what holds for aliases.
public enum NameProblem: Hashable, Sendable {
  case empty
  /// It contains a space, `@`, `:` or `/`, which end or begin something else.
  case character(Unicode.Scalar)
  /// It contains what is not seen, and would make two names look the same.
  case unseen(Unicode.Scalar)
  case tooLong

  /// The most characters that a name has.
  public static let longest = 64
  /// One character may be made of many; no one's is made of this many on average.
  private static let longestInBytes = 16 * longest

  /// The first problem of a name without its at-sign, if it has one.
  public init?(in name: String) {
    for scalar in name.unicodeScalars {
      if ["@", ":", "/"].contains(scalar) || scalar.properties.isWhitespace {
        self = .character(scalar)
        return
      }
      if scalar.properties.generalCategory == .control {
        self = .unseen(scalar)
        return
      }
    }
    if let hidden = HiddenScalars.first(in: name) {
      self = .unseen(hidden)
      return
    }
    if !name.unicodeScalars.contains(where: \.standsAlone) {
      self = .empty
    } else if name.utf8.count > Self.longestInBytes || name.count > Self.longest {
      self = .tooLong
    } else {
      return nil
    }
  }
}

extension NameProblem: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "a name is missing after @"
    case .character(" "): "a name can't contain a space"
    case .character(let scalar): "a name can't contain \(Self.words(for: scalar))"
    case .unseen(let scalar): "a name can't contain \(scalar.code), which is invisible"
    case .tooLong: "a name has at most \(Self.longest) characters"
    }
  }

  private static func words(for scalar: Unicode.Scalar) -> String {
    scalar.properties.isWhitespace ? scalar.shown : String(scalar)
  }
}

extension Unicode.Scalar {
  /// Whether a name may be made of this alone.
  fileprivate var standsAlone: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: false
    default: true
    }
  }
}
