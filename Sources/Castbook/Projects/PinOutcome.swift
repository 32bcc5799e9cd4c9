/// What `use`, `unuse` or `update` came to.
public struct ProjectOutcome: Sendable {
  /// The project, after.
  public let project: Project
  /// Whether its lock file was made.
  public let isNew: Bool
  /// Each pin that was named, and each that came or went with one.
  public let pins: [PinOutcome]
  /// What is to be said besides.
  public let notices: [String]
  /// Why the library took no note of it, when it did not.
  public let unnoted: String?
  /// Whether nothing was written: this is what would come of it.
  public internal(set) var isPreview = false

  /// Whether something that is pinned is not in the library.
  public var isMissingSome: Bool { pins.contains { $0.left == .missing } }
}

/// What became of one pin.
public struct PinOutcome: Sendable {
  /// As it is now; as it was, when it is gone.
  public var pin: LockFile.Pin
  /// The revision that was pinned before, where there was one.
  public var before: LockFile.Pin?
  public var change: Change
  /// Why it is pinned, or was, when nobody named it.
  public var need: ProjectError.Need?
  /// The number of the latest revision, where a pin stays behind it.
  public var latest: Int?
  /// What differs between the two revisions, where a pin moved.
  public var differences = PinDifferences()
  /// Why it was left as it is though it was to be updated.
  public var left: Left?

  public enum Change: String, Sendable {
    case added, moved, stays, removed
    /// It was not pinned anyway.
    case absent
  }

  /// What keeps a pin where it is.
  public enum Left: String, Sendable {
    case missing, retired, forked
    /// Its voice, or what it is a look of, can't be pinned.
    case need
  }

  init(
    _ change: Change, _ pin: LockFile.Pin, before: LockFile.Pin? = nil,
    need: ProjectError.Need? = nil
  ) {
    self.pin = pin
    self.before = before
    self.change = change
    self.need = need
  }
}

/// What differs between two revisions of an element, a line each.
public struct PinDifferences: Hashable, Sendable {
  /// What a provider would see: files, their order and roles, the voice, the name.
  public var seen: [String] = []
  /// The rest: notes, tags and the like.
  public var unseen: [String] = []

  public init() {}

  /// Between two revisions; `voices` says which voice they speak with, their own or that of the element
  /// they are looks of.
  init(
    from old: ElementRevision, to new: ElementRevision, naming: (ULID) -> Handle?,
    voice: (ElementRevision) throws -> ULID?
  ) rethrows {
    // What is not compared is made the same.
    var seen = old
    seen.name = new.name
    seen.references = new.references
    let notes = Dictionary(
      old.references.map { ($0.blob, $0.note) }, uniquingKeysWith: { first, _ in first })
    for place in seen.references.indices {
      let blob = seen.references[place].blob
      seen.references[place].note = notes[blob] ?? ""
    }
    var spoken = old
    spoken.voice = try voice(old)
    seen.voice = try voice(new)
    self.seen = RevisionWords.changes(from: spoken, to: seen, naming: naming)
    var unseen = new
    unseen.name = old.name
    unseen.references = old.references
    let newNotes = Dictionary(
      new.references.map { ($0.blob, $0.note) }, uniquingKeysWith: { first, _ in first })
    for place in unseen.references.indices {
      let blob = unseen.references[place].blob
      unseen.references[place].note = newNotes[blob] ?? unseen.references[place].note
    }
    if spoken.voice != seen.voice { unseen.voice = old.voice }
    self.unseen = RevisionWords.changes(from: old, to: unseen, naming: naming)
  }
}
