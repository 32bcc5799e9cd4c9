/// The places where an element, a file or a bundle is used.
public struct Usage: Sendable {
  /// The subject of the question.
  public let subject: Subject
  /// The projects that pin the element; for a file, those that pin a revision with it.
  public var projects: [ProjectUsage] = []
  /// The elements that have or had the file, or one of the pictures it was made from.
  public var holders: [Holder] = []
  /// The elements that use it as their voice.
  public var speakers: [ElementSummary] = []
  /// The elements that are looks of it.
  public var looks: [ElementSummary] = []
  /// The exports that sent it, newest first, each with what came back.
  public var exports: [ExportUsage] = []
  /// For a file that came back from a provider: its ratings, and the exports it came from.
  public var takes: [Take] = []
  /// The derivations of the file, from the last one back to the original.
  public var origins: [Derivation] = []
  /// The derivations of files that were made from it, directly or indirectly.
  public var results: [Derivation] = []

  /// Creates an empty result.
  public init(_ subject: Subject) { self.subject = subject }

  /// The subject of a question.
  public enum Subject: Sendable {
    case element(FoundElement)
    case file(Digest, path: FilePath?)
    case bundle(Digest)
  }

  /// The use of an element by a project.
  public struct ProjectUsage: Sendable {
    public let project: ULID
    /// The folder of the project when the use was recorded.
    public let path: String
    /// The handle of the element in the library.
    public let handle: Handle
    /// The digest of the pinned revision.
    public let revision: Digest
    /// The number of the pinned revision; `nil` if the library no longer has it.
    public let sequence: Int?
    public let at: Instant
  }

  /// An element that has or had a file.
  public struct Holder: Sendable {
    public let element: ElementSummary
    public let blob: Digest
    /// The numbers of the revisions that have the file.
    public let sequences: [Int]
    /// The digests of the revisions that have the file.
    public let revisions: [Digest]
    /// The role of the file in the last of these revisions; `nil` if it is not among the element's
    /// files.
    public let role: Role?
    /// Whether a latest revision has the file.
    public let isCurrent: Bool
    /// Whether the file is the document of the element's rights.
    public let isDocument: Bool
  }

  /// An export, and what came back from it.
  public struct ExportUsage: Sendable {
    public let export: ExportRecord
    /// The results that came back.
    public let takes: [Take]
    /// The numbers of the revisions that were sent, as far as the library has them.
    public let sequences: [Digest: Int]
  }

  /// Whether there is no use at all.
  public var isEmpty: Bool {
    projects.isEmpty && holders.isEmpty && speakers.isEmpty && looks.isEmpty && exports.isEmpty
      && takes.isEmpty && origins.isEmpty && results.isEmpty
  }
}

/// What `where-used` is asked about.
public enum UsageSubject: Sendable {
  case element(HandleReference)
  /// An element by its identity, and the number of a revision, or `nil` for all of them.
  case identity(ULID, revision: Int?)
  /// The start of a file's SHA-256, in lower case.
  case blob(prefix: String)
  case path(FilePath)
  /// The digest of a bundle.
  case bundle(Digest)

  /// Reads a word of a command line.
  ///
  /// A word that starts with an at-sign is an element. 8 to 64 hexadecimal digits, with or without
  /// `sha256-` in front, are a digest. Everything else is a path; a file whose name looks like one
  /// of the others is written `./NAME`.
  public init(_ path: FilePath) throws(HandleReferenceError) {
    let text = path.text
    if text.hasPrefix("@") {
      self = .element(try HandleReference(text))
      return
    }
    self = Digest.prefix(in: text).map { .blob(prefix: $0) } ?? .path(path)
  }
}
