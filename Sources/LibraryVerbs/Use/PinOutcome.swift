internal import Library

/// The result of `use`, `unuse` or `update`.
public struct ProjectOutcome: Sendable {
  /// The project after the change.
  public let project: Project
  /// Whether the lock file was created.
  public let isNew: Bool
  /// The pins that were named, and those that were added or removed along with them.
  public let pins: [PinOutcome]
  /// Further messages for the user, such as conflicts of rights.
  public let notices: [String]
  /// The reason why the library didn't record the change; `nil` if it did.
  public let unrecordedReason: String?
  /// What became of the project's default target.
  public internal(set) var target = Use.DefaultTarget.kept
  /// Whether this is a preview, so that nothing was written.
  public internal(set) var isPreview = false

  /// Whether a pinned revision is missing from the library.
  public var hasMissingPins: Bool { pins.contains { $0.obstacle == .missing } }
}

/// The result for one pin.
public struct PinOutcome: Sendable {
  /// The pin after the change; for a removed one, the pin before it.
  public var pin: LockFile.Pin
  /// The pin before the change; `nil` if the element wasn't pinned.
  public var before: LockFile.Pin?
  /// The kind of change.
  public var change: Change
  /// The reason why the pin is changed although the user didn't name it; `nil` for a named pin.
  public var need: ProjectError.Need?
  /// The number of the latest revision, if the pin doesn't include it; otherwise `nil`.
  public var latestSequence: Int?
  /// The differences between the two revisions, if the pin moved.
  public var differences = PinDifferences()
  /// The obstacle that kept the pin from being updated; `nil` if there was none.
  public var obstacle: Obstacle?

  /// A kind of change.
  public enum Change: String, JSONConvertible, Sendable {
    case added, moved, removed
    case unchanged = "stays"
    /// The element wasn't pinned, so there was nothing to remove.
    case absent
  }

  /// An obstacle that keeps a pin from being updated.
  public enum Obstacle: String, JSONConvertible, Sendable {
    case missing, retired, forked
    /// The element's voice, or the element that it is a look of, can't be pinned.
    case need
  }

  /// Creates an outcome without differences or obstacle.
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

/// The differences between two revisions of an element, a line for each.
public struct PinDifferences: Hashable, Sendable {
  /// The differences that a provider would see: files, their order and roles, the voice, the name.
  public var seen: [String] = []
  /// The other differences, such as notes and tags.
  public var unseen: [String] = []

  /// Creates an empty list of differences.
  public init() {}

  /// Compares two revisions.
  ///
  /// - Parameters:
  ///   - old: The revision that is pinned.
  ///   - new: The revision to compare it with.
  ///   - naming: Returns the handle of an element; `nil` if the library lacks it.
  ///   - voice: Returns the voice of a revision, which may be that of the element it is a look of.
  init(
    from old: ElementRevision, to new: ElementRevision, naming: (ULID) -> Handle?,
    voice: (ElementRevision) throws -> ULID?
  ) rethrows {
    // Parts that don't count for this comparison are made equal.
    var seen = old
    seen.name = new.name
    seen.references = new.references
    let earlier = Dictionary(
      old.references.map { ($0.blob, $0) }, uniquingKeysWith: { first, _ in first })
    for index in seen.references.indices {
      let blob = seen.references[index].blob
      seen.references[index].note = earlier[blob]?.note ?? ""
      seen.references[index].assumedRole = earlier[blob]?.assumedRole
    }
    var spoken = old
    spoken.voice = try voice(old)
    seen.voice = try voice(new)
    self.seen = RevisionWords.changes(from: spoken, to: seen, naming: naming)
    var unseen = new
    unseen.name = old.name
    unseen.references = old.references
    let later = Dictionary(
      new.references.map { ($0.blob, $0) }, uniquingKeysWith: { first, _ in first })
    for index in unseen.references.indices {
      guard let reference = later[unseen.references[index].blob] else { continue }
      unseen.references[index].note = reference.note
      unseen.references[index].assumedRole = reference.assumedRole
    }
    if spoken.voice != seen.voice { unseen.voice = old.voice }
    self.unseen = RevisionWords.changes(from: old, to: unseen, naming: naming)
  }
}

extension Contents {
  /// Compares two revisions, with the handles and voices that the library knows.
  package func differences(
    from old: ElementRevision, to new: ElementRevision
  ) throws -> PinDifferences {
    try PinDifferences(from: old, to: new, naming: handle(of:), voice: voice(of:))
  }
}
