internal import Library
internal import UnicodeText

/// The verb `use`: pins elements in a project, in their latest revision or in the one that the
/// reference names.
///
/// The voice of each element and the element that it is a look of are pinned as well. An existing
/// pin doesn't move unless another revision is named. If the project has no lock file, one is
/// created.
///
/// ```swift
/// let location = try ProjectLocation()
/// let outcome = try Use([HandleReference("@mira")], at: location).run(in: library)
/// print(outcome.pins.map(\.change))
/// ```
public struct Use: Sendable {
  /// The elements to pin.
  public var elements: [HandleReference]
  /// The project.
  public var location: ProjectLocation
  /// The default target that the project gets: that of shot files that name none.
  public var target = DefaultTarget.kept

  /// What happens to a project's default target.
  public enum DefaultTarget: Sendable {
    case kept, removed
    case set(TargetID)
  }

  /// Creates the verb for some elements and a project.
  public init(_ elements: [HandleReference], at location: ProjectLocation) {
    (self.elements, self.location) = (elements, location)
  }

  /// Pins the elements.
  ///
  /// - Throws: `ProjectError` if the lock file can't be read or written, or if the pins contradict
  ///   each other; `ElementLibraryError` if an element is unknown, retired or forked.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> ProjectOutcome {
    var outcome = try PinChange(library: library, location: location, makesLock: true).run { plan in
      switch target {
      case .kept: break
      case .removed: plan.setTarget(nil)
      case .set(let target): plan.setTarget(target)
      }
      try plan.use(elements)
      try plan.recordConflicts(today: library.today)
    }
    outcome.target = target
    return outcome
  }
}

/// The verb `unuse`: removes pins, and with them the voices and bases that no other pin needs.
public struct Unuse: Sendable {
  /// The pinned elements.
  public var elements: [HandleReference]
  /// The project.
  public var location: ProjectLocation
  /// Whether voices and bases stay pinned.
  public var keepsNeeds: Bool

  /// Creates the verb for some elements and a project.
  public init(_ elements: [HandleReference], at location: ProjectLocation, keepsNeeds: Bool = false)
  {
    (self.elements, self.location, self.keepsNeeds) = (elements, location, keepsNeeds)
  }

  /// Removes the pins.
  ///
  /// - Throws: `ProjectError.needed` if another pin needs one of the elements.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> ProjectOutcome {
    try PinChange(library: library, location: location).run {
      try $0.unuse(elements, keepsNeeds: keepsNeeds)
    }
  }
}

/// The verb `update`: moves pins to the latest revisions.
public struct Update: Sendable {
  /// The pins to move; an empty array means all of them. A named pin that can't move is an error,
  /// any other one is reported in the outcome.
  public var elements: [HandleReference]
  /// The project.
  public var location: ProjectLocation
  /// Whether only the outcome is returned and nothing is written.
  public var isPreview: Bool

  /// Creates the verb for a project, and for some of its pins or all.
  public init(
    _ elements: [HandleReference] = [], at location: ProjectLocation, isPreview: Bool = false
  ) {
    (self.elements, self.location, self.isPreview) = (elements, location, isPreview)
  }

  /// Moves the pins.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> ProjectOutcome {
    try PinChange(library: library, location: location, isPreview: isPreview).run {
      try $0.update(elements)
    }
  }
}

/// A change to the pins of a project.
struct PinChange {
  let library: ElementLibrary
  let location: ProjectLocation
  /// Whether a missing lock file is created rather than an error.
  var makesLock = false
  /// Whether nothing is written.
  var isPreview = false

  /// Changes the pins of a project: reads the lock file, plans the change, writes the file, and
  /// then records it in the library.
  ///
  /// The order matters. The lock file is the truth about a project, and records that are missing
  /// from the library are added with the next change.
  func run(_ body: (inout PinPlan) throws -> Void) throws -> ProjectOutcome {
    try ProjectFolder.withLock(location.folder) {
      let isNew = !ProjectFolder.hasLock(location.folder)
      guard makesLock || !isNew else {
        throw ProjectError.noProject(location.folder, isNamed: location.isNamed)
      }
      let bytes = isNew ? nil : try ProjectFolder.lockBytes(in: location.folder)
      let old = try bytes.map { try Project(folder: location.folder, bytes: $0).lock }
      let lock = try old ?? LockFile(project: newProject())
      let planned = try library.contents { contents in
        var plan = PinPlan(contents, lock)
        try body(&plan)
        return (lock: plan.lock, outcomes: plan.outcomes, notices: plan.notices)
      }
      let project = Project(folder: location.folder, lock: planned.lock)
      if isPreview {
        var outcome = ProjectOutcome(
          project: project, isNew: isNew, pins: planned.outcomes, notices: planned.notices,
          unrecordedReason: nil)
        outcome.isPreview = true
        return outcome
      }
      if planned.lock.bytes != bytes {
        try ProjectFolder.write(planned.lock.bytes, in: location.folder)
      }
      let advice = isNew ? [GitAttributes.advice(for: project.folder)].compactMap(\.self) : []
      return ProjectOutcome(
        project: project, isNew: isNew, pins: planned.outcomes, notices: planned.notices + advice,
        unrecordedReason: note(project, planned.outcomes))
    }
  }

  /// Returns the identity of a new project.
  private func newProject() throws -> ULID {
    let environment = SystemEnvironment.ofThisMachine
    let instant = Instant(milliseconds: environment.now())
    guard let project = ULID(at: instant, random: environment.random(10)) else {
      throw ElementLibraryError.failed("this machine's clock is wrong: \(instant)")
    }
    return project
  }

  // MARK: Notes

  /// Records in the library what the project uses. A failure only makes `where-used` incomplete, so
  /// it is returned as a text instead of being thrown.
  ///
  /// - Returns: The reason why nothing was recorded; `nil` on success.
  private func note(_ project: Project, _ outcomes: [PinOutcome]) -> String? {
    do {
      let isNoted = try library.contents { try UseNotes(project, outcomes, $0).isEmpty }
      if isNoted { return nil }
      try library.change { change in
        let notes = try UseNotes(project, outcomes, change.contents)
        for pin in notes.uses {
          let last = try change.contents.uses.last(of: pin.element, in: project.id)
          change.add(
            .use(
              ProjectUse(
                project: project.id, path: notes.path, element: pin.element,
                revision: pin.revision, at: try change.moment(after: last))))
        }
        for record in notes.withdrawals {
          change.add(.withdrawal(Withdrawal(record: record, at: try change.moment())))
        }
      }
      return nil
    } catch {
      return "\(error)"
    }
  }
}

/// The records that the library lacks so that it agrees with the lock file of a project.
private struct UseNotes {
  /// The pins that have to be recorded.
  var uses: [LockFile.Pin] = []
  /// The records of pins that no longer exist.
  var withdrawals: [Digest] = []
  /// The folder of the project, in Unicode normal form C.
  let path: String

  /// Whether the library agrees with the lock file already.
  var isEmpty: Bool { uses.isEmpty && withdrawals.isEmpty }

  /// Compares the lock file with the records of the library.
  init(_ project: Project, _ outcomes: [PinOutcome], _ contents: Contents) throws {
    path = NormalText.nfc(project.folder.text)
    let touched = Set(outcomes.map(\.pin.element))
    for pin in project.lock.pins {
      let current = try contents.uses.of(pin.element, in: project.id).first
      // Two copies of a project may share a library: a different path alone is no reason to record
      // a pin again that this command didn't touch.
      let isNoted =
        current?.revision == pin.revision
        && (current?.path == path || !touched.contains(pin.element))
      if !isNoted, try contents.revision(of: pin) != nil { uses.append(pin) }
    }
    for (element, use) in try contents.uses.inProject(project.id)
    where project.lock.pin(of: element) == nil && (touched.contains(element) || use.path == path) {
      // All records are withdrawn, since an earlier one would count again without the last.
      withdrawals += try contents.uses.of(element, in: project.id).map(\.record)
    }
  }
}

// MARK: What a handle means

extension Project {
  /// Returns the element that a handle means in this project: the pinned revision, or the latest
  /// one of the library if it isn't pinned. A revision in the reference, as in `@mira:3`, takes
  /// precedence.
  ///
  /// ```swift
  /// let resolved = try project.resolve(HandleReference("@mira"), in: library)
  /// print(resolved.isPinned, resolved.found.revision.revision.sequence)
  /// ```
  public func resolve(
    _ reference: HandleReference, in library: ElementLibrary
  ) throws -> ResolvedElement {
    try library.contents { try $0.resolve(reference, in: lock) }
  }
}

/// An element as a project refers to it.
public struct ResolvedElement: Sendable {
  /// The handle that the project uses, which may be an earlier one.
  public let handle: Handle
  /// The element with its revision.
  public let found: FoundElement
  /// Whether the revision is the one that the project pins.
  public let isPinned: Bool
}

extension Contents {
  /// Returns the element that a handle means for a project with the given lock file.
  package func resolve(_ reference: HandleReference, in lock: LockFile?) throws -> ResolvedElement {
    // The lock's handle wins over a later rename.
    let named = reference.handle.flatMap { lock?.pin(named: $0) }
    if let lock, let pin = try named ?? pin(in: lock, for: reference) {
      let found =
        try reference.revision == .latest ? found(pin) : selectRevision(pin.element, reference)
      return ResolvedElement(
        handle: pin.handle, found: found, isPinned: found.revision.digest == pin.revision)
    }
    let found = try unpinned(reference)
    return ResolvedElement(handle: found.handle, found: found, isPinned: false)
  }

  /// Returns the pin of an element that the reference names by an alias or by a handle it got after
  /// it was pinned; `nil` if it isn't pinned.
  fileprivate func pin(in lock: LockFile, for reference: HandleReference) throws -> LockFile.Pin? {
    for entry in try entries(named: reference.name) {
      if let pin = lock.pin(of: entry.element) { return pin }
    }
    return nil
  }

  /// Returns the element of a pin.
  ///
  /// - Throws: `ProjectError.missing` if the library lacks the pinned revision.
  fileprivate func found(_ pin: LockFile.Pin) throws -> FoundElement {
    guard let revision = try revision(of: pin) else { throw ProjectError.missing(pin) }
    return FoundElement(
      element: pin.element, revision: revision, latest: try entries(of: pin.element))
  }

  /// Returns the element that a name means without a pin.
  ///
  /// - Throws: `ElementLibraryError` if the name is unknown, or if the element is forked and the
  ///   reference doesn't choose a side.
  package func unpinned(_ reference: HandleReference) throws -> FoundElement {
    try reference.revision == .latest ? latest(reference) : find(reference)
  }
}
