/// An element as it is named on a command line: by its handle or by an alias in any script,
/// optionally at one of its revisions: `@mira`, `@mira:3`, `@mira:sha256-9f2c41ab`, `@米拉`.
///
/// This is only the parsed text: whether such an element exists, only a library knows.
///
/// ```swift
/// let reference = try HandleReference("@mira:3")
/// reference.handle    // @mira
/// reference.revision  // .sequence(3)
/// ```
public struct HandleReference: Hashable, CustomStringConvertible, Sendable {
  /// The text between the at-sign and the colon, as it was typed.
  public let name: String
  public let revision: Revision

  /// One revision of an element.
  public enum Revision: Hashable, Sendable {
    /// The newest revision, which a reference without a colon means.
    case latest
    /// The revision with this number; the first is 1.
    case sequence(Int)
    /// The first 8 to 64 digits of the revision's SHA-256, in lower case.
    case digest(prefix: String)
  }

  /// Reads a reference, which must start with an at-sign.
  ///
  /// - Throws: `HandleReferenceError` for a missing at-sign, an unusable name or an unreadable
  ///   revision.
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
    let ending = String(rest[colon...].dropFirst())
    if colon == rest.endIndex {
      revision = .latest
    } else if let found = Revision.opening(ending), found.length == ending.count {
      revision = found.revision
    } else {
      throw failed(.revision(ending))
    }
  }

  /// Reads a reference that may lack its at-sign.
  public init(withOptionalAtSign text: String) throws(HandleReferenceError) {
    try self.init(text.hasPrefix("@") ? text : "@\(text)")
  }

  /// Creates a reference to the latest revision of an element.
  public init(_ handle: Handle) { self.init(name: handle.name, revision: .latest) }

  /// Creates a reference to the revision of an element that has a digest.
  public init(_ handle: Handle, at digest: Digest) {
    self.init(name: handle.name, revision: .digest(prefix: digest.hex))
  }

  /// Returns the reference to another revision of the same element.
  package func at(_ revision: Revision) -> HandleReference {
    HandleReference(name: name, revision: revision)
  }

  /// Returns the reference to the revision that a text names, such as `3` or `sha256-9f2c41ab`;
  /// `nil` if it names none.
  package func at(_ revision: String) -> HandleReference? {
    guard let found = Revision.opening(revision), found.length == revision.count else { return nil }
    return at(found.revision)
  }

  init(name: String, revision: Revision) {
    self.name = name
    self.revision = revision
  }

  /// The name as a handle; `nil` when it can't be one and is therefore an alias.
  public var handle: Handle? { try? Handle(name) }

  public var description: String {
    switch revision {
    case .latest: "@\(name)"
    case .sequence(let number): "@\(name):\(number)"
    case .digest(let prefix): "@\(name):sha256-\(prefix)"
    }
  }
}

/// The reason why a text does not name an element.
public struct HandleReferenceError: CastbookError, Hashable {
  /// The text as it was given.
  public let text: String
  /// The first thing that is wrong with the text.
  public let problem: Problem

  /// A part of the text that can't be read.
  public enum Problem: Hashable, Sendable {
    /// The text doesn't start with `@`.
    case noAtSign
    /// The name can't be that of an element.
    case name(NameProblem)
    /// The text after the colon is not a revision.
    case revision(String)
  }

  public var blame: Blame { .usage }
  public var rule: String { "usage" }

  /// What is wrong, as a phrase without a full stop.
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

  /// What to do about it, as a complete sentence.
  public var fix: String? {
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

  public var description: String { explanation }
}

/// The reason why a text can't name an element in a command. Aliases follow the same rule.
public enum NameProblem: Hashable, CustomStringConvertible, Sendable {
  /// It has no characters, or only marks that need a base letter.
  case empty
  /// It contains white space, `@`, `:` or `/`, which end the name or begin something else.
  case character(Unicode.Scalar)
  /// It contains an invisible or control character, which would make two names look the same.
  case unseen(Unicode.Scalar)
  /// It has more than `maximumLength` characters.
  case tooLong

  public static let maximumLength = 64
  /// The maximum number of bytes in a name. One character may consist of many bytes, but a real
  /// name never averages this many.
  private static let maximumByteCount = 16 * maximumLength

  /// Returns the first problem of a name without its at-sign; `nil` when the name is usable.
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
    if !name.unicodeScalars.contains(where: \.canFormName) {
      self = .empty
    } else if name.utf8.count > Self.maximumByteCount || name.count > Self.maximumLength {
      self = .tooLong
    } else {
      return nil
    }
  }

  public var description: String {
    switch self {
    case .empty: "a name is missing after @"
    case .character(" "): "a name can't contain a space"
    case .character(let scalar): "a name can't contain \(Self.words(for: scalar))"
    case .unseen(let scalar): "a name can't contain \(scalar.code), which is invisible"
    case .tooLong: "a name has at most \(Self.maximumLength) characters"
    }
  }

  /// The character as a message shows it.
  private static func words(for scalar: Unicode.Scalar) -> String {
    scalar.properties.isWhitespace ? scalar.displayText : String(scalar)
  }
}

extension Unicode.Scalar {
  /// Whether the character can form a name by itself, as marks and format characters can't.
  fileprivate var canFormName: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: false
    default: true
    }
  }
}
