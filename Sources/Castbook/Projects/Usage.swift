/// Where something is used: an element, or a file.
public struct Usage: Sendable {
  public let subject: Subject
  /// Projects that pin the element; of a file, those that pin a revision with it.
  public var projects: [InProject] = []
  /// Elements that have the file now or had it, and the pictures it was made from.
  public var holders: [Holder] = []
  /// Elements that speak with it, and those that are looks of it.
  public var speakers: [ElementSummary] = []
  public var looks: [ElementSummary] = []
  /// Exports that sent it, newest first, each with what came back.
  public var exports: [InExport] = []
  /// Of a file that came back from a provider: how it was rated, and the exports it came from.
  public var takes: [Take] = []
  /// How a file was made, from the file itself back to where it began.
  public var origins: [Derivation] = []
  /// What was made from a file, and from that.
  public var results: [Derivation] = []

  public init(_ subject: Subject) { self.subject = subject }

  /// What was asked about.
  public enum Subject: Sendable {
    case element(FoundElement)
    case file(Digest, path: FilePath?)
    case bundle(Digest)
  }

  /// A project that pins an element.
  public struct InProject: Sendable {
    public let project: ULID
    /// Where it lay when it said so.
    public let path: String
    public let handle: Handle
    public let revision: Digest
    /// Nothing when the library does not have that revision any more.
    public let sequence: Int?
    public let at: Instant
  }

  /// An element that has a file or had it.
  public struct Holder: Sendable {
    public let element: ElementSummary
    public let blob: Digest
    /// The numbers of the revisions that have it.
    public let sequences: [Int]
    public let revisions: [Digest]
    /// Its role, where the latest of these revisions has it among its files.
    public let role: Role?
    /// Whether a latest revision has it.
    public let isNow: Bool
    /// Whether it is the document of its rights, and no file of it.
    public let isDocument: Bool
  }

  /// An export, and what came back of it.
  public struct InExport: Sendable {
    public let export: ExportRecord
    public let takes: [Take]
    /// The numbers of the revisions that were sent, as far as the library has them.
    public let sequences: [Digest: Int]
  }

  public var isEmpty: Bool {
    projects.isEmpty && holders.isEmpty && speakers.isEmpty && looks.isEmpty && exports.isEmpty
      && takes.isEmpty && origins.isEmpty && results.isEmpty
  }
}

/// What `where-used` is asked about.
public enum UsageQuestion: Sendable {
  case element(HandleReference)
  /// The beginning of a file's SHA-256, in lower case.
  case blob(prefix: String)
  case path(FilePath)
  /// A bundle that lies there, or that its digest names.
  case bundle(Digest)

  /// Reads a word of a command line: `@mira`, 8 to 64 digits of a SHA-256 with or without `sha256-` in
  /// front, or a path; a file whose name looks like one of the others is written `./NAME`.
  public init(_ path: FilePath) throws(HandleReferenceError) {
    let text = path.text
    if text.hasPrefix("@") {
      self = .element(try HandleReference(text))
      return
    }
    let mark = "sha256-"
    let digits = (text.hasPrefix(mark) ? String(text.dropFirst(mark.count)) : text).lowercased()
    let isHex = digits.utf8.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit && $0 < 0x80 }
    self = isHex && (8...64).contains(digits.utf8.count) ? .blob(prefix: digits) : .path(path)
  }
}
