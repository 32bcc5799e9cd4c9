internal import Library

extension ElementLibrary {
  /// Pins elements in their latest revision, or in the one that is named; and with each its voice, and
  /// the element that it is a look of. A pin that exists stays unless another revision is named. The
  /// lock file is made where there is none.
  public func use(
    _ references: [HandleReference], at location: ProjectLocation
  ) throws -> ProjectOutcome {
    let today = today
    return try change(at: location, makesLock: true) { pinning in
      try pinning.use(references)
      try pinning.noteConflicts(today: today)
    }
  }

  /// Takes pins away, and the voices and bases that no other pin needs; with `keepsNeeds` not these.
  public func unuse(
    _ references: [HandleReference], at location: ProjectLocation, keepsNeeds: Bool = false
  ) throws -> ProjectOutcome {
    try change(at: location) { try $0.unuse(references, keepsNeeds: keepsNeeds) }
  }

  /// Moves pins to the latest revisions: those that are named, or all of them. A preview writes nothing.
  public func update(
    _ references: [HandleReference] = [], at location: ProjectLocation, isPreview: Bool = false
  ) throws -> ProjectOutcome {
    try change(at: location, isPreview: isPreview) { try $0.update(references) }
  }

  /// Reads the lock file, thinks, writes it, and then has the library take note. In this order: what is
  /// true of a project is what its lock file says, and notes that are missing come with the next change.
  private func change(
    at location: ProjectLocation, makesLock: Bool = false, isPreview: Bool = false,
    _ body: (inout Pinning) throws -> Void
  ) throws -> ProjectOutcome {
    try ProjectFolder.holding(location.folder) {
      let isNew = !ProjectFolder.hasLock(location.folder)
      guard makesLock || !isNew else {
        throw ProjectError.none(location.folder, isNamed: location.isNamed)
      }
      let bytes = isNew ? nil : try ProjectFolder.lockBytes(in: location.folder)
      let old = try bytes.map { try Project(folder: location.folder, bytes: $0).lock }
      let lock = try old ?? LockFile(project: newProject())
      let planned = try contents { contents in
        var pinning = Pinning(contents, lock)
        try body(&pinning)
        return (lock: pinning.lock, outcomes: pinning.outcomes, notices: pinning.notices)
      }
      let project = Project(folder: location.folder, lock: planned.lock)
      if isPreview {
        var outcome = ProjectOutcome(
          project: project, isNew: isNew, pins: planned.outcomes, notices: planned.notices,
          unnoted: nil)
        outcome.isPreview = true
        return outcome
      }
      if planned.lock.bytes != bytes {
        try ProjectFolder.write(planned.lock.bytes, in: location.folder)
      }
      let advice = isNew ? [GitAttributes.advice(for: project.folder)].compactMap(\.self) : []
      return ProjectOutcome(
        project: project, isNew: isNew, pins: planned.outcomes, notices: planned.notices + advice,
        unnoted: note(project, planned.outcomes))
    }
  }

  private func newProject() throws -> ULID {
    let surprises = Surprises.ofThisMachine
    let instant = Instant(milliseconds: surprises.now())
    guard let project = ULID(at: instant, random: surprises.random(10)) else {
      throw ElementLibraryError.failed("this machine's clock is wrong: \(instant)")
    }
    return project
  }

  // MARK: Notes

  /// Has the library note what the project uses; why it did not, when it did not. Nothing is lost then
  /// but an answer of `where-used`.
  private func note(_ project: Project, _ outcomes: [PinOutcome]) -> String? {
    do {
      let isNoted = try contents { try UseNotes(project, outcomes, $0).isEmpty }
      if isNoted { return nil }
      try change { change in
        let notes = try UseNotes(project, outcomes, change.contents)
        for pin in notes.uses {
          let last = try change.contents.lastUse(of: pin.element, in: project.id)
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

/// What a library has yet to note of a project, so that its notes say what the lock file says.
private struct UseNotes {
  var uses: [LockFile.Pin] = []
  var withdrawals: [Digest] = []
  let path: String

  var isEmpty: Bool { uses.isEmpty && withdrawals.isEmpty }

  init(_ project: Project, _ outcomes: [PinOutcome], _ contents: Contents) throws {
    path = NormalText.nfc(project.folder.text)
    let touched = Set(outcomes.map(\.pin.element))
    for pin in project.lock.pins {
      let current = try contents.uses(of: pin.element, in: project.id).first
      // Two copies of a project may share a library: that one lies elsewhere is no news of a pin that
      // nobody touched.
      let isNoted =
        current?.revision == pin.revision
        && (current?.path == path || !touched.contains(pin.element))
      if !isNoted, try contents.revision(of: pin) != nil { uses.append(pin) }
    }
    for (element, use) in try contents.uses(in: project.id)
    where project.lock.pin(of: element) == nil && (touched.contains(element) || use.path == path) {
      // One that was superseded would count again when only the last were withdrawn.
      withdrawals += try contents.uses(of: element, in: project.id).map(\.record)
    }
  }
}

// MARK: What a handle means

extension ElementLibrary {
  /// What a handle means in a project: the revision that is pinned, else the latest. Behind a colon
  /// stands a revision that counts instead.
  public func resolve(
    _ reference: HandleReference, in project: Project?
  ) throws -> ResolvedElement {
    try contents { try $0.resolve(reference, in: project?.lock) }
  }
}

extension Project {
  /// What a handle means here: the revision that is pinned, else the latest of the library.
  public func resolve(
    _ reference: HandleReference, in library: ElementLibrary
  ) throws -> ResolvedElement {
    try library.resolve(reference, in: self)
  }
}

/// An element as a project means it.
public struct ResolvedElement: Sendable {
  /// As the project calls it.
  public let handle: Handle
  public let found: FoundElement
  /// Whether the revision is the one that the project pins.
  public let isPinned: Bool
}

extension Contents {
  /// What a handle means beside the pins of a project.
  func resolve(
    _ reference: HandleReference, in lock: LockFile?
  ) throws -> ResolvedElement {
    // The lock's handle wins over a later rename.
    let named = reference.handle.flatMap { lock?.pin(named: $0) }
    if let lock, let pin = try named ?? pin(in: lock, for: reference) {
      let found =
        try reference.revision == .latest ? found(pin) : found(pin.element, reference)
      return ResolvedElement(
        handle: pin.handle, found: found, isPinned: found.revision.digest == pin.revision)
    }
    let found = try unpinned(reference)
    return ResolvedElement(handle: found.handle, found: found, isPinned: false)
  }

  /// The pin of an element that has another name in the library by now, or is named by an alias.
  fileprivate func pin(in lock: LockFile, for reference: HandleReference) throws -> LockFile.Pin? {
    for entry in try entries(named: reference.name) {
      if let pin = lock.pin(of: entry.element) { return pin }
    }
    return nil
  }

  fileprivate func found(_ pin: LockFile.Pin) throws -> FoundElement {
    guard let revision = try revision(of: pin) else { throw ProjectError.missing(pin) }
    return FoundElement(
      element: pin.element, revision: revision, latest: try entries(of: pin.element))
  }

  /// What a name means where nothing is pinned: a fork has to be told which one.
  func unpinned(_ reference: HandleReference) throws -> FoundElement {
    try reference.revision == .latest ? latest(reference) : find(reference)
  }
}
