internal import Library

/// Changes to an element. Properties that are not set change nothing.
///
/// ```swift
/// var edit = ElementEdit()
/// edit.texts.name = "Mira Okafor"
/// edit.roles[2] = .back
/// try await Edit(HandleReference("@mira"), edit).run(in: library)
/// ```
///
/// File numbers are those before the change, from 1.
public struct ElementEdit: Sendable {
  /// The texts to set, and the tags and aliases to add.
  public var texts = ElementTexts()
  /// The rights to change.
  public var rights = RightsChange()
  /// The tags to remove. A tag that the element doesn't have is an error.
  public var untag: [String] = []
  /// The aliases to remove. An alias that the element doesn't have is an error.
  public var unalias: [String] = []
  /// The new roles of files, by file number.
  public var roles: [Int: Role] = [:]
  /// Whether roles that were assumed by the order of views are confirmed, all of them. A role in
  /// `roles` is confirmed anyway.
  public var confirmsRoles = false
  /// The new notes of files, by file number.
  public var notes: [Int: String] = [:]
  /// Files that replace others and get their numbers and roles, by file number.
  public var replacements: [Int: FilePath] = [:]
  /// The numbers of files to remove from the element. They stay in its earlier revisions.
  public var drop: [Int] = []
  /// The numbers of the files that come first, in this order. The others follow in their own order.
  public var order: [Int] = []
  /// The new handle. The old one becomes an alias, unless another element has that name, too.
  public var rename: Handle?
  /// The element that this one is a look of.
  public var lookOf: HandleReference?
  /// The element's voice.
  public var voice: HandleReference?
  /// The properties to remove. They are removed before the other changes are made.
  public var unset: [Key] = []
  /// Whether to remove or shorten data that no element may have, which `doctor` reports for the
  /// latest revision.
  public var repair = false
  /// How to end a fork, or `nil`. The other changes are applied to the result.
  public var forkEnd: ForkResolution?

  /// Whether the edit names files by their numbers.
  var namesFiles: Bool {
    !(roles.isEmpty && notes.isEmpty && replacements.isEmpty && drop.isEmpty && order.isEmpty)
  }

  /// A property that can be removed as a whole.
  public enum Key: String, CaseIterable, Sendable {
    case description, notes, person, tags, aliases, voice
    case lookOf = "look-of"
    case rights, holder, expires, document, allowed
  }

  public init() {}

  /// Whether the edit changes nothing.
  public var isEmpty: Bool {
    texts == ElementTexts() && rights.isEmpty && untag.isEmpty && unalias.isEmpty && roles.isEmpty
      && !confirmsRoles && notes.isEmpty && replacements.isEmpty && drop.isEmpty && order.isEmpty
      && rename == nil
      && lookOf == nil && voice == nil && unset.isEmpty && !repair && forkEnd == nil
  }
}

/// The result of changing one element.
public struct EditOutcome: Sendable {
  /// The latest revision before the change.
  public let before: NamedRevision
  /// The latest revision after the change. It equals `before` if nothing changed.
  public let after: NamedRevision
  /// The other latest revisions that the change replaced because it ended a fork.
  public internal(set) var merged: [Merged] = []
  /// The fork that the change ended, or `nil` if there was none.
  public internal(set) var fork: EndedFork?
  /// Notices about consequences of the change, one line each.
  public internal(set) var notices: [String] = []

  /// A fork that was ended.
  public struct EndedFork: Sendable {
    /// The fork's sides and conflicts before it was ended.
    public let fork: ElementFork
    /// The letter of the side that was kept, or `nil` if all sides were joined.
    public let kept: String?
    /// The other changes that the same edit made, one line each.
    public let otherChanges: [String]
    /// The conflicts between the sides with their resolutions. Empty if one side was kept.
    public var conflicts: [ForkConflict] { kept == nil ? fork.conflicts : [] }
  }

  /// A latest revision that was given up because another one was chosen, or all were joined.
  public struct Merged: Sendable {
    public let revision: NamedRevision
    /// What the revision has and the new latest one lacks, one line each.
    public let leftOut: [String]
  }

  /// What changed, one line each.
  public let changes: [String]

  /// Whether a new revision was written.
  public var isChanged: Bool { before.digest != after.digest }

  init(_ before: NamedRevision, _ after: NamedRevision, _ contents: Contents) {
    self.before = before
    self.after = after
    changes = RevisionWords.changes(
      from: before.revision, to: after.revision, naming: contents.handle(of:))
  }
}
