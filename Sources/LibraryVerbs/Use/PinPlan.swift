internal import Library

/// A plan for changes of a project's pins, based on the contents of the library. It writes nothing.
struct PinPlan {
  /// The contents of the library.
  let contents: Contents
  /// The lock file as planned so far.
  private(set) var lock: LockFile
  /// The results for the pins that are touched.
  private(set) var outcomes: [PinOutcome] = []
  /// Messages for the user.
  private(set) var notices: [String] = []
  /// The elements that moved or removed pins needed before, and that may no longer be needed.
  private var loose: [ULID] = []
  /// The elements that the user named, which stay pinned even if nothing needs them.
  private var named: Set<ULID> = []

  /// Starts a plan from the current lock file.
  init(_ contents: Contents, _ lock: LockFile) {
    self.contents = contents
    self.lock = lock
  }

  // MARK: Use

  /// Plans another default target for the project.
  mutating func setTarget(_ target: TargetID?) { lock.target = target }

  /// Plans to keep all pins as they are, so that the library's records say where the project is.
  mutating func keepAll() throws {
    for pin in lock.pins {
      var outcome = PinOutcome(.unchanged, pin, before: pin)
      let latest = try contents.entries(of: pin.element)
      let isBehind = !latest.isEmpty && !latest.contains { $0.revision == pin.revision }
      outcome.latestSequence = isBehind ? latest.map(\.sequence).max() : nil
      outcomes.append(outcome)
    }
  }

  /// Plans to pin elements with what they need.
  mutating func use(_ references: [HandleReference]) throws {
    for reference in references {
      let (existing, found) = try target(reference)
      named.insert(found.element)
      let pin = LockFile.Pin(
        handle: existing?.handle ?? found.latest.first?.handle ?? found.handle,
        element: found.element, sequence: found.revision.revision.sequence,
        revision: found.revision.digest)
      if let other = outcomes.first(where: { $0.pin.element == pin.element && $0.need == nil }) {
        guard other.pin == pin else { throw ProjectError.conflictingRevisions(pin.handle) }
        continue
      }
      try addPin(pin, found, need: nil)
    }
    // Named elements come first, so that one of them isn't also added as a need of another.
    let namedOutcomes = outcomes
    for outcome in namedOutcomes { try pinNeeds(of: outcome.pin) }
    try removeLoose()
  }

  /// Adds notices about conflicts, such as ended rights, of the pins that were named or added.
  mutating func recordConflicts(today: Day) throws {
    let conflicts = ConflictNotices(contents: contents, today: today)
    for outcome in outcomes where outcome.change != .removed {
      notices += try conflicts.using(
        outcome.pin, in: lock.project, isNew: outcome.change != .unchanged)
    }
  }

  /// Returns the element that a reference means, and its existing pin.
  private func target(
    _ reference: HandleReference
  ) throws -> (existing: LockFile.Pin?, found: FoundElement) {
    // The lock's handle wins over a later rename.
    if let handle = reference.handle, let pin = lock.pin(named: handle) {
      if reference.revision == .latest { return try stay(pin) }
      guard !(try contents.entries(of: pin.element)).isEmpty else {
        throw ProjectError.missing(pin)
      }
      let found = try contents.selectRevision(pin.element, reference)
      return (pin, try usable(found, reference))
    }
    let found = try contents.find(reference)
    let existing = lock.pin(of: found.element)
    if let existing, reference.revision == .latest { return try stay(existing) }
    return (existing, try usable(found, reference))
  }

  /// Returns an existing pin with the element at the pinned revision.
  private func stay(
    _ pin: LockFile.Pin
  ) throws -> (existing: LockFile.Pin?, found: FoundElement) {
    guard let revision = try contents.revision(of: pin) else { throw ProjectError.missing(pin) }
    let latest = try contents.entries(of: pin.element)
    return (pin, FoundElement(element: pin.element, revision: revision, latest: latest))
  }

  /// Returns the element if it can be pinned; throws if it is retired or an unresolved fork.
  private func usable(
    _ found: FoundElement, _ reference: HandleReference
  ) throws -> FoundElement {
    if found.latest.allSatisfy(\.isRetired) {
      throw ElementLibraryError.retired(found.latest.first?.handle ?? found.handle)
    }
    if found.isForked, reference.revision == .latest {
      throw ElementLibraryError.forked(found.handle, found.latest.map(\.revision))
    }
    return found
  }

  /// Puts a pin into the lock file and adds the outcome.
  ///
  /// - Throws: `ProjectError.handleTaken` if the project uses the handle for another element.
  private mutating func addPin(
    _ pin: LockFile.Pin, _ found: FoundElement, need: ProjectError.Need?
  ) throws {
    let before = lock.pin(of: pin.element)
    if let other = lock.pin(named: pin.handle), other.element != pin.element {
      throw ProjectError.handleTaken(pin.handle)
    }
    var outcome = PinOutcome(
      before == nil ? .added : before == pin ? .unchanged : .moved, pin, before: before, need: need)
    let last = found.latest.map(\.sequence).max() ?? pin.sequence
    let isBehind = !found.latest.contains { $0.revision == pin.revision }
    outcome.latestSequence = isBehind ? last : nil
    if let before, before != pin {
      if let old = try contents.revision(of: before) {
        outcome.differences = try contents.differences(
          from: old.revision, to: found.revision.revision)
        loose += Self.needs(of: old.revision).map(\.element)
      }
    }
    lock.put(pin)
    outcomes.append(outcome)
  }

  // MARK: What elements need

  /// Returns the voice of a revision and the element that it is a look of.
  private static func needs(
    of revision: ElementRevision
  ) -> [(element: ULID, isVoice: Bool)] {
    [revision.voice.map { ($0, true) }, revision.lookOf.map { ($0, false) }].compactMap(\.self)
  }

  /// Pins what a pin needs, directly and indirectly, as far as it isn't pinned yet.
  private mutating func pinNeeds(of pin: LockFile.Pin) throws {
    var seen: Set<ULID> = [pin.element]
    var pending = [pin]
    while let pin = pending.popLast() {
      guard let revision = try contents.revision(of: pin)?.revision else { continue }
      for need in Self.needs(of: revision) where seen.insert(need.element).inserted {
        let why: ProjectError.Need =
          need.isVoice ? .voice(of: pin.handle) : .base(of: pin.handle)
        if let pinned = lock.pin(of: need.element) {
          pending.append(pinned)
        } else if let pinned = try pinNeed(need.element, why) {
          pending.append(pinned)
        }
      }
    }
  }

  /// Pins the latest revision of an element that another needs.
  ///
  /// - Returns: The pin; `nil` with a notice if the library lacks the element.
  /// - Throws: `ProjectError` if the element is forked or retired.
  private mutating func pinNeed(
    _ element: ULID, _ need: ProjectError.Need
  ) throws -> LockFile.Pin? {
    let latest = try contents.entries(of: element)
    guard let entry = latest.first else {
      notices.append("\(need.words) is not in this library, so it is not pinned")
      return nil
    }
    guard latest.count == 1 else {
      throw ProjectError.forkedNeed(entry.handle, need, latest.map(\.revision))
    }
    guard !entry.isRetired else { throw ProjectError.retiredNeed(entry.handle, need) }
    let revision = try contents.recorded(entry.revision)
    let pin = LockFile.Pin(
      handle: entry.handle, element: element, sequence: entry.sequence, revision: entry.revision)
    try addPin(
      pin, FoundElement(element: element, revision: revision, latest: latest), need: need)
    return pin
  }

  /// Removes the pins that only moved or removed pins needed.
  private mutating func removeLoose() throws {
    var candidates: Set<ULID> = []
    while let element = loose.popLast() {
      guard let pin = lock.pin(of: element), candidates.insert(element).inserted else { continue }
      if let revision = try contents.revision(of: pin)?.revision {
        loose += Self.needs(of: revision).map(\.element)
      }
    }
    candidates.subtract(named)
    guard !candidates.isEmpty else { return }
    var pending = lock.pins.filter { !candidates.contains($0.element) }
    while let pin = pending.popLast() {
      guard let revision = try contents.revision(of: pin)?.revision else {
        // The needs of a missing revision are unknown, so all candidates stay.
        return
      }
      for need in Self.needs(of: revision) where candidates.remove(need.element) != nil {
        if let pinned = lock.pin(of: need.element) { pending.append(pinned) }
      }
    }
    for pin in lock.pins where candidates.contains(pin.element) {
      lock.remove(pin.element)
      let earlier = outcomes.firstIndex { $0.pin.element == pin.element }
      let before = earlier.flatMap { outcomes[$0].before } ?? pin
      if let earlier { outcomes.remove(at: earlier) }
      outcomes.append(PinOutcome(.removed, before, before: before, need: try formerNeed(pin)))
    }
  }

  /// Returns which of the moved or removed pins needed the given one; `nil` if none did.
  private func formerNeed(_ pin: LockFile.Pin) throws -> ProjectError.Need? {
    for outcome in outcomes {
      guard let before = outcome.before,
        let revision = try contents.revision(of: before)?.revision
      else { continue }
      if revision.voice == pin.element { return .voice(of: before.handle) }
      if revision.lookOf == pin.element { return .base(of: before.handle) }
    }
    return nil
  }

  // MARK: Unuse

  /// Plans to remove pins, and their needs unless `keepsNeeds` is `true`.
  mutating func unuse(_ references: [HandleReference], keepsNeeds: Bool) throws {
    var pins: [LockFile.Pin] = []
    for reference in references {
      if let pin = try pinned(reference) {
        if reference.revision != .latest, !pin.isMeant(by: reference.revision) {
          throw ElementLibraryError.invalidRequest(
            "\(pin.handle) is pinned at revision \(pin.sequence), not at \(reference)",
            fix: "castbook unuse \(pin.handle)")
        }
        if !pins.contains(pin) { pins.append(pin) }
      }
    }
    let gone = Set(pins.map(\.element))
    for pin in pins {
      let others = try lock.pins.filter { other in
        guard !gone.contains(other.element),
          let revision = try contents.revision(of: other)?.revision
        else { return false }
        return Self.needs(of: revision).contains { $0.element == pin.element }
      }
      guard others.isEmpty else { throw ProjectError.needed(pin.handle, by: others.map(\.handle)) }
    }
    for pin in pins {
      if let revision = try contents.revision(of: pin)?.revision {
        loose += Self.needs(of: revision).map(\.element)
      }
      lock.remove(pin.element)
      outcomes.append(PinOutcome(.removed, pin, before: pin))
    }
    if keepsNeeds { loose = [] }
    try removeLoose()
  }

  /// Returns the pin that a reference means; `nil` with an outcome if the element exists but isn't
  /// pinned.
  ///
  /// - Throws: `ProjectError.notPinned` with the most similar name, or an error about the unknown
  ///   element.
  private mutating func pinned(_ reference: HandleReference) throws -> LockFile.Pin? {
    if let handle = reference.handle, let pin = lock.pin(named: handle) { return pin }
    let entries = try contents.entries(named: reference.name)
    for entry in entries {
      if let pin = lock.pin(of: entry.element) { return pin }
    }
    guard let entry = entries.first else {
      let names = lock.pins.map { "\($0.handle)" }
      if let near = nearestName(to: "@\(reference.name)", among: names) {
        throw ProjectError.notPinned(reference.name, near: near)
      }
      _ = try contents.find(reference.at(.latest))
      throw ProjectError.notPinned(reference.name, near: nil)
    }
    let pin = LockFile.Pin(
      handle: entry.handle, element: entry.element, sequence: entry.sequence,
      revision: entry.revision)
    outcomes.append(PinOutcome(.absent, pin))
    return nil
  }

  // MARK: Update

  /// Plans to move the given pins to their latest revisions; an empty array means all pins.
  mutating func update(_ references: [HandleReference]) throws {
    var pins: [LockFile.Pin] = references.isEmpty ? lock.pins : []
    for reference in references {
      if reference.revision != .latest {
        throw ElementLibraryError.invalidRequest(
          "\(reference) names a revision; update pins the latest one",
          fix: "to pin that one: castbook use \(reference)")
      }
      let known = outcomes.count
      guard let pin = try pinned(reference) else {
        outcomes.removeSubrange(known...)
        throw ProjectError.notPinned(reference.name, near: nil)
      }
      if named.insert(pin.element).inserted { pins.append(pin) }
    }
    for pin in pins { try update(pin, isNamed: !references.isEmpty) }
    for pin in outcomes.map(\.pin) where lock.pin(of: pin.element) != nil {
      let saved = self
      do {
        try pinNeeds(of: pin)
      } catch let error as ProjectError where references.isEmpty {
        // A single retired voice must not keep all other pins from moving.
        self = saved
        leave(pin, error)
      }
    }
    try removeLoose()
  }

  /// Reverts the move of a pin because its needs can't be pinned, and adds a notice with the
  /// reason.
  private mutating func leave(_ pin: LockFile.Pin, _ error: ProjectError) {
    let fix = error.fix ?? ""
    notices.append("\(error). \(fix.prefix(1).uppercased() + fix.dropFirst())")
    guard let index = outcomes.firstIndex(where: { $0.pin == pin }),
      let before = outcomes[index].before
    else { return }
    lock.put(before)
    outcomes[index] = PinOutcome(.unchanged, before, before: before)
    if before != pin {
      outcomes[index].latestSequence = pin.sequence
      outcomes[index].obstacle = .need
    }
  }

  /// Plans to move one pin to its latest revision.
  private mutating func update(_ pin: LockFile.Pin, isNamed: Bool) throws {
    let latest = try contents.entries(of: pin.element)
    let handle = latest.first?.handle ?? pin.handle
    let left: (why: PinOutcome.Obstacle, error: any Error)? =
      if latest.isEmpty {
        (.missing, ProjectError.missing(pin))
      } else if latest.count > 1 {
        (.forked, ElementLibraryError.forked(handle, latest.map(\.revision)))
      } else if latest.allSatisfy(\.isRetired) {
        (.retired, ElementLibraryError.retired(handle))
      } else {
        nil
      }
    if let left {
      // The pin continues to work, so an obstacle is an error only if the user named this pin.
      if isNamed { throw left.error }
      var outcome = PinOutcome(.unchanged, pin, before: pin)
      outcome.obstacle = left.why
      outcomes.append(outcome)
      return
    }
    guard let entry = latest.first, let revision = try contents.revision(entry.revision) else {
      throw ElementLibraryError.damaged("a record of \(pin.handle) is missing from the log")
    }
    let new = LockFile.Pin(
      handle: pin.handle, element: pin.element, sequence: entry.sequence, revision: entry.revision)
    try addPin(
      new, FoundElement(element: pin.element, revision: revision, latest: latest), need: nil)
  }
}

extension LockFile.Pin {
  /// Returns whether a revision in a reference means the pinned one.
  fileprivate func isMeant(by reference: HandleReference.Revision) -> Bool {
    switch reference {
    case .latest: true
    case .sequence(let number): number == sequence
    case .digest(let prefix): revision.hex.hasPrefix(prefix)
    }
  }
}

extension Contents {
  /// Returns the revision that a pin names; `nil` if the library lacks it, or has it as a revision
  /// of another element.
  func revision(of pin: LockFile.Pin) throws -> NamedRevision? {
    let found = try revision(pin.revision)
    return found?.revision.element == pin.element ? found : nil
  }
}
