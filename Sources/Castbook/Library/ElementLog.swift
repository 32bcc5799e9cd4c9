internal import Library

/// What changed in an element.
public struct ElementLog: Sendable {
  public let handle: Handle
  /// First to last.
  public let revisions: [Entry]
  /// Findings on its files that were dismissed, or are told again, first to last.
  public let dismissals: [DismissalEntry]

  /// A revision, and what it changed, a line each.
  public struct Entry: Sendable {
    public let named: NamedRevision
    public let changes: [String]
  }

  /// A finding that was dismissed, and when that ended, if it did.
  public struct DismissalEntry: Sendable {
    public let blob: Digest
    /// The name that the file came under.
    public let file: String
    public let rule: RuleID
    public let reason: String
    public let at: Instant
    public let end: (at: Instant, reason: String)?
  }
}

extension ElementLibrary {
  /// What changed in an element, from its first revision on.
  public func log(of reference: HandleReference) throws -> ElementLog {
    try contents { contents in
      let found = try contents.find(reference)
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

  private func dismissals(
    of history: [NamedRevision], _ contents: Contents
  ) throws -> [ElementLog.DismissalEntry] {
    var names: [Digest: String] = [:]
    for reference in history.flatMap(\.revision.references) {
      names[reference.blob] = reference.file
    }
    let entries = try names.flatMap { blob, file in
      try contents.dismissalsEver(of: blob).map { dismissed, end in
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
