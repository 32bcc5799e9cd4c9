internal import Library

extension ElementLibrary {
  /// Pins elements in a project: in their latest revision, or in the one that the reference names.
  ///
  /// The voice of each element and the element that it is a look of are pinned as well. An existing
  /// pin doesn't move unless another revision is named. If the project has no lock file, one is
  /// created.
  ///
  /// ```swift
  /// let location = try ProjectLocation()
  /// let outcome = try library.use([HandleReference("@mira")], at: location)
  /// print(outcome.pins.map(\.change))
  /// ```
  ///
  /// - Throws: `ProjectError` if the lock file can't be read or written, or if the pins contradict
  ///   each other; `ElementLibraryError` if an element is unknown, retired or forked.
  public func use(
    _ references: [HandleReference], at location: ProjectLocation
  ) throws -> ProjectOutcome {
    let today = today
    return try change(at: location, makesLock: true) { pinning in
      try pinning.use(references)
      try pinning.noteConflicts(today: today)
    }
  }

  /// Removes pins, and with them the voices and bases that no other pin needs.
  ///
  /// - Parameters:
  ///   - references: The pinned elements.
  ///   - location: The project.
  ///   - keepsNeeds: Whether voices and bases stay pinned.
  /// - Throws: `ProjectError.needed` if another pin needs one of the elements.
  public func unuse(
    _ references: [HandleReference], at location: ProjectLocation, keepsNeeds: Bool = false
  ) throws -> ProjectOutcome {
    try change(at: location) { try $0.unuse(references, keepsNeeds: keepsNeeds) }
  }

  /// Moves pins to the latest revisions.
  ///
  /// - Parameters:
  ///   - references: The pins to move; an empty array means all of them. A named pin that can't
  ///     move is an error, any other one is reported in the outcome.
  ///   - location: The project.
  ///   - isPreview: Whether only the outcome is returned and nothing is written.
  public func update(
    _ references: [HandleReference] = [], at location: ProjectLocation, isPreview: Bool = false
  ) throws -> ProjectOutcome {
    try change(at: location, isPreview: isPreview) { try $0.update(references) }
  }

  /// Changes the pins of a project: reads the lock file, plans the change, writes the file, and
  /// then records it in the library.
  ///
  /// The order matters. The lock file is the truth about a project, and records that are missing
  /// from the library are added with the next change.
  private func change(
    at location: ProjectLocation, makesLock: Bool = false, isPreview: Bool = false,
    _ body: (inout PinPlan) throws -> Void
  ) throws -> ProjectOutcome {
    try ProjectFolder.holding(location.folder) {
      let isNew = !ProjectFolder.hasLock(location.folder)
      guard makesLock || !isNew else {
        throw ProjectError.noProject(location.folder, isNamed: location.isNamed)
      }
      let bytes = isNew ? nil : try ProjectFolder.lockBytes(in: location.folder)
      let old = try bytes.map { try Project(folder: location.folder, bytes: $0).lock }
      let lock = try old ?? LockFile(project: newProject())
      let planned = try contents { contents in
        var pinning = PinPlan(contents, lock)
        try body(&pinning)
        return (lock: pinning.lock, outcomes: pinning.outcomes, notices: pinning.notices)
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
      let current = try contents.uses(of: pin.element, in: project.id).first
      // Two copies of a project may share a library: a different path alone is no reason to record
      // a pin again that this command didn't touch.
      let isNoted =
        current?.revision == pin.revision
        && (current?.path == path || !touched.contains(pin.element))
      if !isNoted, try contents.revision(of: pin) != nil { uses.append(pin) }
    }
    for (element, use) in try contents.uses(in: project.id)
    where project.lock.pin(of: element) == nil && (touched.contains(element) || use.path == path) {
      // All records are withdrawn, since an earlier one would count again without the last.
      withdrawals += try contents.uses(of: element, in: project.id).map(\.record)
    }
  }
}

// MARK: What a handle means

extension ElementLibrary {
  /// Returns the element that a handle means in a project: the pinned revision, or the latest one
  /// if it isn't pinned. A revision in the reference, as in `@mira:3`, takes precedence.
  ///
  /// ```swift
  /// let resolved = try library.resolve(HandleReference("@mira"), in: project)
  /// print(resolved.isPinned, resolved.found.revision.revision.sequence)
  /// ```
  public func resolve(
    _ reference: HandleReference, in project: Project?
  ) throws -> ResolvedElement {
    try contents { try $0.resolve(reference, in: project?.lock) }
  }
}

extension Project {
  /// Returns the element that a handle means in this project: the pinned revision, or the latest
  /// one of the library.
  public func resolve(
    _ reference: HandleReference, in library: ElementLibrary
  ) throws -> ResolvedElement {
    try library.resolve(reference, in: self)
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
  func resolve(
    _ reference: HandleReference, in lock: LockFile?
  ) throws -> ResolvedElement {
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
  func unpinned(_ reference: HandleReference) throws -> FoundElement {
    try reference.revision == .latest ? latest(reference) : find(reference)
  }
}
