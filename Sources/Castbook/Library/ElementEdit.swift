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
  /// How it ends a fork, if it does. The other changes come on top.
  public var forkEnd: ForkEnd?

  /// Whether it names files by their numbers.
  var namesFiles: Bool {
    !(roles.isEmpty && notes.isEmpty && replacements.isEmpty && drop.isEmpty && order.isEmpty)
  }

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
      && lookOf == nil && voice == nil && unset.isEmpty && !repair && forkEnd == nil
  }
}

/// What a change of one element came to.
public struct EditOutcome: Sendable {
  public let before: NamedRevision
  public let after: NamedRevision
  /// The other latest revisions that went into it, when it ended a fork.
  public internal(set) var merged: [Merged] = []
  /// The fork that it ended.
  public internal(set) var fork: EndedFork?
  /// What else is to be said of it.
  public internal(set) var notices: [String] = []

  /// A fork that ended, as it was.
  public struct EndedFork: Sendable {
    public let fork: ElementFork
    /// The letter of the side that goes on as it was; `nil` where all were joined.
    public let kept: String?
    /// What the same edit changed besides, a line each.
    public let further: [String]
    /// What the sides changed differently, and how that was decided; none where one side was kept.
    public var conflicts: [ForkConflict] { kept == nil ? fork.conflicts : [] }
  }

  /// A revision that goes no further since another one was chosen, or all were joined.
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
