internal import Library

/// The history of an element.
public struct ElementLog: Sendable {
  public let handle: Handle
  /// The revisions, the first one first.
  public let revisions: [Entry]
  /// The dismissals of findings on the element's files, the first one first, including withdrawn
  /// ones.
  public let dismissals: [DismissalEntry]

  /// A revision and its changes.
  public struct Entry: Sendable {
    public let named: NamedRevision
    /// What the revision changed, one line each.
    public let changes: [String]
  }

  /// A finding that was dismissed.
  public struct DismissalEntry: Sendable {
    /// The digest of the picture that the finding is about.
    public let blob: Digest
    /// The name that the file was added with.
    public let file: String
    public let rule: RuleID
    public let reason: String
    public let at: Instant
    /// When and why the dismissal was withdrawn, or `nil` if it is still valid.
    public let end: (at: Instant, reason: String)?
  }
}

/// The verb `log`: returns the history of an element, from its first revision to its latest.
///
/// ```swift
/// let log = try Log(HandleReference("@mira")).run(in: library)
/// for entry in log.revisions { print(entry.changes) }
/// ```
public struct Log: Sendable {
  /// The element.
  public var element: HandleReference

  /// Creates the verb for an element.
  public init(_ element: HandleReference) { self.element = element }

  /// Returns the history.
  public func run(in library: ElementLibrary) throws -> ElementLog {
    try library.contents { contents in
      let found = try contents.find(element)
      let history = try contents.history(of: found.element).compactMap { try contents.revision($0) }
      return ElementLog(
        handle: found.handle,
        revisions: history.map { named in
          ElementLog.Entry(
            named: named,
            changes: RevisionWords.changes(of: named, in: history, naming: contents.handle(of:)))
        }, dismissals: try dismissals(of: history, contents))
    }
  }

  /// Returns all dismissals for the files of a history, in the order of their dates.
  private func dismissals(
    of history: [NamedRevision], _ contents: Contents
  ) throws -> [ElementLog.DismissalEntry] {
    var names: [Digest: String] = [:]
    for reference in history.flatMap(\.revision.references) {
      names[reference.blob] = reference.file
    }
    let entries = try names.flatMap { blob, file in
      try contents.allDismissals(of: blob).map { dismissed, end in
        ElementLog.DismissalEntry(
          blob: blob, file: file, rule: dismissed.rule, reason: dismissed.reason,
          at: dismissed.at, end: end.map { ($0.at, $0.reason) })
      }
    }
    return entries.sorted {
      ($0.at, $0.blob.hex, $0.rule.rawValue) < ($1.at, $1.blob.hex, $1.rule.rawValue)
    }
  }
}
