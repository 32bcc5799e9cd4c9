internal import Bundles
internal import Library

/// What a pack comes to in a library.
struct PackArrival {
  let verified: PackVerification
  let manifest: PackManifest
  let options: ElementLibrary.ImportOptions
  /// What the library has; `nil` where there is no library yet.
  let contents: Contents?
  let path: FilePath

  init(
    _ verified: PackVerification, _ manifest: PackManifest,
    _ options: ElementLibrary.ImportOptions, _ contents: Contents?, _ path: FilePath
  ) {
    self.path = path
    self.verified = verified
    self.manifest = manifest
    self.options = options
    self.contents = contents
  }

  /// What becomes of one element.
  struct Decision {
    let element: PackManifest.Element
    let change: ImportedElement.Change
    /// The handle under which it comes in as another element.
    var handle: Handle?

    /// Whether its own revisions come in.
    var brings: Bool { [.added, .forward, .forked].contains(change) }
  }

  func decisions() throws -> [Decision] {
    let renames = try renames()
    var names: [String: PackManifest.Element] = [:]
    let decisions: [Decision] = try manifest.elements.map { element in
      if let handle = renames[element.element] {
        // It comes in with an identity of its own: nobody here may have the name, not even who it was.
        if let other = try contents?.entries(named: handle.name).first {
          throw ElementLibraryError.nameTaken(
            handle.name, by: other.handle, isRetired: other.isRetired)
        }
        try claim(handle.name, element, &names)
        return Decision(element: element, change: .asNew, handle: handle)
      }
      let decision = Decision(element: element, change: try change(of: element))
      if decision.brings { try claimNames(of: element, &names) }
      return decision
    }
    try checkLinks(decisions)
    try checkNeeds(decisions)
    return decisions
  }

  private func revisions(of element: ULID) -> [Digest: ElementRevision] {
    verified.revisions[element] ?? [:]
  }

  private func latest(of element: PackManifest.Element) throws -> ElementRevision {
    guard let latest = revisions(of: element.element)[element.latest] else {
      throw ElementLibraryError.damaged("@\(sanitized(element.handle)) is missing from the pack")
    }
    return latest
  }

  // MARK: New names

  /// The elements that come in under other names.
  private func renames() throws -> [ULID: Handle] {
    var renames: [ULID: Handle] = [:]
    for rename in options.renames {
      let element = try element(for: rename)
      if let other = renames.updateValue(rename.to, forKey: element.element), other != rename.to {
        throw ElementLibraryError.wrong(
          "--as gives @\(sanitized(element.handle)) two names: \(other) and \(rename.to)",
          fix: "give it one")
      }
    }
    return renames
  }

  private func element(
    for rename: ElementLibrary.ImportOptions.Rename
  ) throws -> PackManifest.Element {
    guard let name = rename.from else {
      let asked = manifest.elements.filter { !$0.isNeed }
      guard asked.count == 1 else {
        throw ElementLibraryError.wrong(
          "the pack has \(asked.count) elements, and --as \(rename.to) does not say which one",
          fix: "write --as \(asked.first.map { sanitized($0.handle) } ?? "NAME")=\(rename.to)")
      }
      return asked[0]
    }
    let folded = Wording.folded(name.hasPrefix("@") ? String(name.dropFirst()) : name)
    if let found = manifest.elements.first(where: { Wording.folded($0.handle) == folded }) {
      return found
    }
    let names = manifest.elements.map(\.handle)
    let near = nearestName(to: folded, among: names).map { "did you mean \(sanitized($0))?" }
    let shown = names.prefix(8).map { "@\(sanitized($0))" }.joined(separator: ", ")
    let more = names.count > 8 ? " and \(names.count - 8) more" : ""
    throw ElementLibraryError.wrong(
      "--as \(sanitized(name))=\(rename.to): the pack has no @\(sanitized(folded))",
      fix: near ?? "it has \(shown)\(more)")
  }

  /// Fails when two elements would come in with one name.
  private func claim(
    _ name: String, _ element: PackManifest.Element, _ taken: inout [String: PackManifest.Element]
  ) throws {
    let other = taken.updateValue(element, forKey: Wording.folded(name))
    guard let other, other.element != element.element else { return }
    throw BundleRefusal(
      path: path,
      reason: "@\(sanitized(other.handle)) and @\(sanitized(element.handle)) share the name "
        + "@\(sanitized(name))",
      fix:
        "castbook import PACK --as \(sanitized(element.handle))=@NEW imports one of them under "
        + "another name")
  }

  /// Fails when another element has a name, here or in the pack.
  private func claimNames(
    of element: PackManifest.Element, _ taken: inout [String: PackManifest.Element]
  ) throws {
    let latest = try latest(of: element)
    for name in [latest.handle.name] + latest.aliases {
      do {
        try contents?.claim(name, for: element.element)
      } catch let error as ElementLibraryError {
        guard case .nameTaken(let name, let other, _) = error else { throw error }
        throw ElementLibraryError.wrong(
          "@\(sanitized(name)) in the pack is a different element from \(other) here",
          fix: "castbook import PACK --as \(sanitized(element.handle))=@NEW, or castbook edit "
            + "\(other) --rename NAME")
      }
      try claim(name, element, &taken)
    }
  }

  // MARK: Links

  /// Fails when an element that comes in would be tied to one that is here in a way that no element may be.
  private func checkLinks(_ decisions: [Decision]) throws {
    var arriving: [ULID: ElementRevision] = [:]
    for decision in decisions where decision.brings || decision.change == .asNew {
      arriving[decision.element.element] = try latest(of: decision.element)
    }
    for decision in decisions {
      guard let revision = arriving[decision.element.element] else { continue }
      var look: Handle?
      if revision.lookOf != nil {
        look = try contents?.looks(of: decision.element.element)
          .first { arriving[$0.element] == nil }?.handle
      }
      let problems = try LinkRules.problems(in: revision, look: look) { other in
        try arriving[other].map(LinkRules.Linked.init) ?? contents?.linked(other)
      }
      if let problem = problems.first {
        throw BundleRefusal(
          path: path, reason: "\(revision.handle) does not fit this library: \(problem)",
          fix: "change the element in this library: castbook edit @NAME --unset look-of or voice")
      }
    }
  }

  /// Fails when an element needs another that only comes in as a new one: its records name the old identity.
  private func checkNeeds(_ decisions: [Decision]) throws {
    let renamed = decisions.filter { $0.change == .asNew }
    for decision in decisions where decision.brings {
      let revision = try latest(of: decision.element)
      for need in [revision.voice, revision.lookOf].compactMap(\.self) {
        guard let other = renamed.first(where: { $0.element.element == need }),
          try contents?.entries(of: need).isEmpty ?? true, let handle = other.handle
        else { continue }
        throw ElementLibraryError.wrong(
          "\(revision.handle) needs @\(sanitized(other.element.handle)), which would be imported as the new "
            + "element \(handle)",
          fix: "rename both: add --as \(revision.handle.name)=@NEW")
      }
    }
  }

  // MARK: What is here

  private func change(of element: PackManifest.Element) throws -> ImportedElement.Change {
    guard let contents else { return .added }
    let ours = try contents.entries(of: element.element)
    guard let first = ours.first else {
      if let erasure = try contents.erasure(of: element.element), erasure.kept == .max {
        throw ElementLibraryError.wrong(
          "@\(element.handle) was erased here on \(erasure.at.day.words)",
          fix: "castbook import PACK --as \(element.handle)=@NEW imports it as another element")
      }
      return .added
    }
    if ours.contains(where: { $0.revision == element.latest }) { return .here }
    if try contents.history(of: element.element).contains(element.latest) { return .older }
    let theirs = revisions(of: element.element)
    guard ours.contains(where: { theirs[$0.revision] == nil }) else { return .forward }
    try checkFork(of: element, first, contents)
    return .forked
  }

  /// Fails when the two histories of an element can't be put side by side.
  private func checkFork(
    of element: PackManifest.Element, _ ours: ElementSummary, _ contents: Contents
  ) throws {
    let latest = try latest(of: element)
    let kept = try contents.erasure(of: element.element)?.kept
    func refusal(_ reason: String) -> ElementLibraryError {
      .wrong(
        "\(ours.handle) was changed in both libraries, and \(reason)",
        fix: "castbook import PACK --as \(element.handle)=@NEW imports it as another element")
    }
    guard latest.kind == ours.kind else {
      throw refusal("is a \(ours.kind.rawValue) here and a \(latest.kind.rawValue) in the pack")
    }
    if let kept, latest.sequence < kept {
      throw refusal("its revisions before \(kept) were deleted here")
    }
    let theirs = revisions(of: element.element)
    for revision in theirs.values where revision.sequence >= kept ?? 0 {
      for parent in revision.parents where theirs[parent] == nil {
        guard try contents.revision(parent) == nil, revision.sequence > kept ?? 0 else { continue }
        throw refusal("its history in the pack starts at revision \(revision.sequence)")
      }
    }
  }

  // MARK: Arriving

  func arrive(in change: Change) throws -> ImportOutcome {
    let decisions = try decisions()
    let taken = Set(decisions.filter(\.brings).map(\.element.element))
    for (digest, record) in verified.records where try contents?.record(digest) == nil {
      if try isTaken(record, taken, renamed(decisions)) { change.add(record) }
    }
    let documents = verified.records.compactMap { pair -> Digest? in
      guard case .revision(let revision) = pair.record else { return nil }
      return revision.rights?.document
    }
    change.absent = Set(documents)
    let elements = try decisions.map { try imported($0) }
    try addRenamed(decisions, to: change)
    return ImportOutcome(
      elements: elements, leftRegistrations: try leftRegistrations(decisions))
  }

  /// What would arrive.
  func preview() throws -> ImportOutcome {
    let decisions = try decisions()
    return ImportOutcome(
      elements: try decisions.map { try imported($0) },
      leftRegistrations: try leftRegistrations(decisions))
  }

  private func renamed(_ decisions: [Decision]) -> Set<ULID> {
    Set(decisions.filter { $0.change == .asNew }.map(\.element.element))
  }

  private func isTaken(
    _ record: Record, _ taken: Set<ULID>, _ renamed: Set<ULID>
  ) throws -> Bool {
    switch record {
    case .revision(let revision):
      try taken.contains(revision.element) && isKept(revision)
    case .registration(let registration):
      options.withRegistrations && !(registration.element.map(renamed.contains) ?? false)
    case .erasure(let erasure):
      // What is here is not shortened because somebody else's was.
      try taken.contains(erasure.element)
        && contents?.entries(of: erasure.element).isEmpty ?? true
    case .withdrawal(let withdrawal):
      try options.withRegistrations || !verified.registrations.contains(withdrawal.record)
        || contents?.record(withdrawal.record) != nil
    case .derivation(let derivation):
      // How a file that is here already was made, or what of it, is not for others to say.
      try isNew(derivation.from)
    case .dismissal(let dismissal):
      try isNew(dismissal.blob)
    default: true
    }
  }

  /// Whether a revision comes after what was forgotten here.
  private func isKept(_ revision: ElementRevision) throws -> Bool {
    guard let erasure = try contents?.erasure(of: revision.element) else { return true }
    return revision.sequence >= erasure.kept
  }

  /// Whether the library had not heard of a file before.
  private func isNew(_ blob: Digest) throws -> Bool {
    try contents?.blobs(beginning: blob.bytes, limit: 1).isEmpty ?? true
  }

  /// How many ids of providers stay in the pack.
  private func leftRegistrations(_ decisions: [Decision]) throws -> Int {
    let renamed = renamed(decisions)
    return try verified.records.count { digest, record in
      guard case .registration(let registration) = record,
        try contents?.record(digest) == nil
      else { return false }
      return !options.withRegistrations || registration.element.map(renamed.contains) ?? false
    }
  }

  /// Adds the elements that come in as new ones, which name one another by their new identities.
  private func addRenamed(_ decisions: [Decision], to change: Change) throws {
    var identities: [ULID: ULID] = [:]
    for decision in decisions where decision.change == .asNew {
      identities[decision.element.element] = try change.newIdentity()
    }
    for decision in decisions {
      guard let identity = identities[decision.element.element], let handle = decision.handle
      else { continue }
      var latest = try latest(of: decision.element)
      latest.element = identity
      latest.handle = handle
      // Names are of one element alone.
      latest.aliases = []
      latest.retired = false
      latest.voice = latest.voice.map { identities[$0] ?? $0 }
      latest.lookOf = latest.lookOf.map { identities[$0] ?? $0 }
      _ = try change.commit(&latest, upon: nil)
    }
  }

  private func imported(_ decision: Decision) throws -> ImportedElement {
    let latest = try latest(of: decision.element)
    var sequence = latest.sequence
    if decision.change == .asNew {
      sequence = 1
    } else if decision.change == .older {
      sequence = try contents?.entries(of: decision.element.element).first?.sequence ?? sequence
    }
    return ImportedElement(
      handle: decision.handle ?? latest.handle,
      packedAs: decision.handle == nil ? nil : decision.element.handle, kind: latest.kind,
      change: decision.change, sequence: sequence,
      sides: decision.change == .forked ? try sides(of: decision.element) : [])
  }

  /// The sides of the fork that an element comes to.
  private func sides(of element: PackManifest.Element) throws -> [ImportedElement.Side] {
    let theirs = revisions(of: element.element)
    var sides = [
      (NamedRevision(digest: element.latest, revision: try latest(of: element)), true)
    ]
    for entry in try contents?.entries(of: element.element) ?? []
    where theirs[entry.revision] == nil {
      if let ours = try contents?.revision(entry.revision) { sides.append((ours, false)) }
    }
    let sorted = sides.sorted { left, right in
      (left.0.revision.at, left.0.digest.hex) < (right.0.revision.at, right.0.digest.hex)
    }
    return sorted.enumerated().map { index, side in
      ImportedElement.Side(
        letter: ForkLetters.letter(index), revision: side.0, isArriving: side.1)
    }
  }
}
