internal import Library

/// Changes of an element; what is not there changes nothing. Numbers are those that the files have
/// before the change.
public struct ElementEdit: Sendable {
  public var texts = ElementTexts()
  public var rights = RightsChange()
  /// Tags and aliases that it loses.
  public var untag: [String] = []
  public var unalias: [String] = []
  public var roles: [Int: Role] = [:]
  public var notes: [Int: String] = [:]
  /// Files that take others' places and roles.
  public var replacements: [Int: FilePath] = [:]
  public var drop: [Int] = []
  /// Which files come first, in this order; the others follow in theirs.
  public var order: [Int] = []
  public var rename: Handle?
  public var lookOf: HandleReference?
  public var voice: HandleReference?
  public var unset: [Key] = []
  /// Whether what no element may say is taken out or cut: what `doctor` reports of its latest revision.
  public var repair = false
  /// Whether it ends a fork: the named revision goes on, the other latest ones are merged into it.
  public var merge = false

  /// What can be taken back altogether.
  public enum Key: String, CaseIterable, Sendable {
    case description, notes, person, tags, aliases, voice
    case lookOf = "look-of"
    case rights, holder, expires, document, allowed
  }

  public init() {}

  public var isEmpty: Bool {
    texts == ElementTexts() && rights.isEmpty && untag.isEmpty && unalias.isEmpty && roles.isEmpty
      && notes.isEmpty && replacements.isEmpty && drop.isEmpty && order.isEmpty && rename == nil
      && lookOf == nil && voice == nil && unset.isEmpty && !repair && !merge
  }
}

/// What a change of one element came to.
public struct EditOutcome: Sendable {
  public let before: NamedRevision
  public let after: NamedRevision
  /// The other latest revisions that went into it, when it ended a fork.
  public internal(set) var merged: [Merged] = []
  /// What else is to be said of it.
  public internal(set) var notices: [String] = []

  /// A revision that goes no further since another one was chosen.
  public struct Merged: Sendable {
    public let revision: NamedRevision
    /// What it has and the chosen one has not, a line each.
    public let leftOut: [String]
  }

  /// What changed, a line each.
  public let changes: [String]

  public var isChanged: Bool { before.digest != after.digest }

  init(_ before: NamedRevision, _ after: NamedRevision, _ contents: Contents) {
    self.before = before
    self.after = after
    changes = RevisionWords.changes(
      from: before.revision, to: after.revision, naming: contents.handle(of:))
  }
}
