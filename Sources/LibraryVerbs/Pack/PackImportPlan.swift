internal import Bundles
internal import Files
internal import Library

/// A plan for the import of a verified pack into a library.
///
/// The plan decides for each element whether and under which name its revisions are imported, and
/// refuses packs that don't fit. It is made twice: first to report problems before files are
/// written, then within the change, when other processes can no longer interfere.
///
/// A pack can only add to a library. It never shortens a history, never replaces what the library
/// knows of a file, and never moves a name from one element to another.
struct PackImportPlan {
  let verified: PackVerification
  let manifest: PackManifest
  let request: ImportPack
  /// The contents of the library; `nil` if it doesn't exist yet.
  let contents: Contents?

  /// The path of the pack, for messages.
  private var path: FilePath { request.path }

  /// The decision about one element.
  struct Decision {
    let element: PackManifest.Element
    let change: ImportedElement.Change
    /// The new handle; `nil` if the element keeps its own.
    var handle: Handle?

    /// Whether the revisions of the pack are imported under their own identity.
    var importsRevisions: Bool { [.added, .advanced, .forked].contains(change) }
  }

  /// Decides about every element of the pack.
  ///
  /// - Throws: `ElementLibraryError` or `BundleRefusal` if a name is taken, if an element can't be
  ///   linked as its records say, or if two histories can't be combined.
  func decisions() throws -> [Decision] {
    let renames = try renames()
    var names: [String: PackManifest.Element] = [:]
    let decisions: [Decision] = try manifest.elements.map { element in
      if let handle = renames[element.element] {
        // An element that gets a new identity can't take any name that is in use here, not even its
        // own.
        if let other = try contents?.entries(named: handle.name).first {
          throw ElementLibraryError.nameTaken(
            handle.name, by: other.handle, isRetired: other.isRetired)
        }
        try claim(handle.name, element, &names)
        return Decision(element: element, change: .asNew, handle: handle)
      }
      let decision = Decision(element: element, change: try change(of: element))
      if decision.importsRevisions { try claimNames(of: element, &names) }
      return decision
    }
    try checkLinks(decisions)
    try checkPresence(decisions)
    try checkNeeds(decisions)
    return decisions
  }

  /// Returns the packed revisions of an element, by digest.
  private func revisions(of element: ULID) -> [Digest: ElementRevision] {
    verified.revisions[element] ?? [:]
  }

  /// Returns the latest packed revision of an element.
  private func latest(of element: PackManifest.Element) throws -> ElementRevision {
    guard let latest = revisions(of: element.element)[element.latest] else {
      throw ElementLibraryError.damaged("@\(sanitized(element.handle)) is missing from the pack")
    }
    return latest
  }

  // MARK: New names

  /// Returns the new handles by element.
  ///
  /// - Throws: `ElementLibraryError` if an option names no element, or if one element gets two
  ///   names.
  private func renames() throws -> [ULID: Handle] {
    var renames: [ULID: Handle] = [:]
    for rename in request.renames {
      let element = try element(for: rename)
      if let other = renames.updateValue(rename.to, forKey: element.element), other != rename.to {
        throw ElementLibraryError.invalidRequest(
          "--as gives @\(sanitized(element.handle)) two names: \(other) and \(rename.to)",
          fix: "give it one")
      }
    }
    return renames
  }

  /// Finds the element that a rename means.
  private func element(for rename: ImportPack.Rename) throws -> PackManifest.Element {
    guard let name = rename.from else {
      let asked = manifest.elements.filter { !$0.isDependency }
      guard asked.count == 1 else {
        throw ElementLibraryError.invalidRequest(
          "the pack has \(asked.count) elements, and --as \(rename.to) does not say which one",
          fix: "write --as \(asked.first.map { sanitized($0.handle) } ?? "NAME")=\(rename.to)")
      }
      return asked[0]
    }
    let folded = RecordText.folded(name.hasPrefix("@") ? String(name.dropFirst()) : name)
    if let found = manifest.elements.first(where: { RecordText.folded($0.handle) == folded }) {
      return found
    }
    let names = manifest.elements.map(\.handle)
    let near = nearestName(to: folded, among: names).map { "did you mean \(sanitized($0))?" }
    let shown = Quantity.list(names.map { "@\(sanitized($0))" }, atMost: 8)
    throw ElementLibraryError.invalidRequest(
      "--as \(sanitized(name))=\(rename.to): the pack has no @\(sanitized(folded))",
      fix: near ?? "it has \(shown)")
  }

  /// Reserves a name; throws if another element of the pack has it already.
  private func claim(
    _ name: String, _ element: PackManifest.Element, _ claimed: inout [String: PackManifest.Element]
  ) throws {
    let other = claimed.updateValue(element, forKey: RecordText.folded(name))
    guard let other, other.element != element.element else { return }
    throw BundleRefusal(
      path: path,
      reason: "@\(sanitized(other.handle)) and @\(sanitized(element.handle)) share the name "
        + "@\(sanitized(name))",
      fix:
        "castbook import PACK --as \(sanitized(element.handle))=@NEW imports one of them under "
        + "another name")
  }

  /// Reserves the handle and the aliases of an element; throws if another element has one of them,
  /// here or in the pack.
  private func claimNames(
    of element: PackManifest.Element, _ claimed: inout [String: PackManifest.Element]
  ) throws {
    let latest = try latest(of: element)
    for name in [latest.handle.name] + latest.aliases {
      do {
        try contents?.claim(name, for: element.element)
      } catch let error as ElementLibraryError {
        guard case .nameTaken(let name, let other, _) = error else { throw error }
        throw ElementLibraryError.invalidRequest(
          "@\(sanitized(name)) in the pack is a different element from \(other) here",
          fix: "castbook import PACK --as \(sanitized(element.handle))=@NEW, or castbook edit "
            + "\(other) --rename NAME")
      }
      try claim(name, element, &claimed)
    }
  }

  // MARK: Links

  /// Throws an error if an imported element would be linked to one of this library in a way that
  /// the rules forbid, such as a look of a look.
  private func checkLinks(_ decisions: [Decision]) throws {
    var arriving: [ULID: ElementRevision] = [:]
    for decision in decisions where decision.importsRevisions || decision.change == .asNew {
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

  /// Throws an error if the voice of an arriving element, or the element that it is a look of, is
  /// neither in the pack nor in this library. One that was erased here counts as known.
  private func checkPresence(_ decisions: [Decision]) throws {
    let packed = Set(decisions.map(\.element.element))
    for decision in decisions where decision.importsRevisions || decision.change == .asNew {
      let revision = try latest(of: decision.element)
      let needs = [
        (revision.voice, "its voice", "voice"),
        (revision.lookOf, "the element it is a look of", "look-of"),
      ]
      for (need, words, option) in needs {
        guard let need, !packed.contains(need), try contents?.entries(of: need).isEmpty ?? true,
          try contents?.erasure(of: need) == nil
        else { continue }
        throw BundleRefusal(
          path: path,
          reason: "\(revision.handle): \(words) is neither in the pack nor in this library",
          fix: "ask the person who sent you the pack to run castbook edit \(revision.handle) "
            + "--unset \(option), then to pack it again")
      }
    }
  }

  /// Throws an error if an element needs another that is only imported as a new one: its records
  /// name the old identity.
  private func checkNeeds(_ decisions: [Decision]) throws {
    let renamed = decisions.filter { $0.change == .asNew }
    for decision in decisions where decision.importsRevisions {
      let revision = try latest(of: decision.element)
      for need in [revision.voice, revision.lookOf].compactMap(\.self) {
        guard let other = renamed.first(where: { $0.element.element == need }),
          try contents?.entries(of: need).isEmpty ?? true, let handle = other.handle
        else { continue }
        throw ElementLibraryError.invalidRequest(
          "\(revision.handle) needs @\(sanitized(other.element.handle)), which would be imported as the new "
            + "element \(handle)",
          fix: "rename both: add --as \(revision.handle.name)=@NEW")
      }
    }
  }

  // MARK: What is here

  /// Compares the packed history of an element with the one in this library.
  private func change(of element: PackManifest.Element) throws -> ImportedElement.Change {
    guard let contents else { return .added }
    let ours = try contents.entries(of: element.element)
    guard let first = ours.first else {
      if let erasure = try contents.erasure(of: element.element), erasure.kept == .max {
        throw ElementLibraryError.invalidRequest(
          "@\(element.handle) was erased here on \(erasure.at.day.formatted)",
          fix: "castbook import PACK --as \(element.handle)=@NEW imports it as another element")
      }
      return .added
    }
    if ours.contains(where: { $0.revision == element.latest }) { return .alreadyPresent }
    if try contents.history(of: element.element).contains(element.latest) { return .older }
    let theirs = revisions(of: element.element)
    guard ours.contains(where: { theirs[$0.revision] == nil }) else { return .advanced }
    try checkFork(of: element, first, contents)
    return .forked
  }

  /// Throws an error if the two histories of an element can't be kept side by side: the kinds
  /// differ, or the history in the pack doesn't connect to the part that is left here.
  private func checkFork(
    of element: PackManifest.Element, _ ours: ElementSummary, _ contents: Contents
  ) throws {
    let latest = try latest(of: element)
    let kept = try contents.erasure(of: element.element)?.kept
    func refusal(_ reason: String) -> ElementLibraryError {
      .invalidRequest(
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

  /// Adds the imported records to a change of the library.
  func apply(to change: Change) throws -> ImportOutcome {
    let decisions = try decisions()
    let importing = Set(decisions.filter(\.importsRevisions).map(\.element.element))
    let erased = try erased(decisions)
    for (digest, record) in verified.records where try contents?.records.read(digest) == nil {
      guard try isImported(record, importing, renamed(decisions)) else { continue }
      if let rest = try rest(of: record, digest, erased) { change.add(rest) }
    }
    let documents = verified.records.compactMap { pair -> Digest? in
      guard case .revision(let revision) = pair.record else { return nil }
      return revision.rights?.document
    }
    change.absentBlobs = Set(documents)
    let elements = try decisions.map { try imported($0) }
    try addRenamed(decisions, to: change)
    return ImportOutcome(
      elements: elements, leftRegistrations: try leftRegistrations(decisions))
  }

  /// Returns the outcome without changing anything.
  func preview() throws -> ImportOutcome {
    let decisions = try decisions()
    return ImportOutcome(
      elements: try decisions.map { try imported($0) },
      leftRegistrations: try leftRegistrations(decisions))
  }

  /// Returns the elements that are imported as new ones.
  private func renamed(_ decisions: [Decision]) -> Set<ULID> {
    Set(decisions.filter { $0.change == .asNew }.map(\.element.element))
  }

  /// Returns whether a record of the pack is imported.
  private func isImported(
    _ record: Record, _ importing: Set<ULID>, _ renamed: Set<ULID>
  ) throws -> Bool {
    switch record {
    case .revision(let revision):
      importing.contains(revision.element)
    case .registration(let registration):
      request.withRegistrations && !(registration.element.map(renamed.contains) ?? false)
    case .erasure(let erasure):
      // A history is not cut here because another library cut its own.
      try importing.contains(erasure.element)
        && contents?.entries(of: erasure.element).isEmpty ?? true
    case .withdrawal(let withdrawal):
      try request.withRegistrations || !verified.registrations.contains(withdrawal.record)
        || contents?.records.read(withdrawal.record) != nil
    case .derivation(let derivation):
      // For files that this library already has, its own derivations and dismissals count.
      try isNew(derivation.from)
    case .dismissal(let dismissal):
      try isNew(dismissal.blob)
    default: true
    }
  }

  /// Returns what the erasures of this library remove from the pack, or `nil` without a library.
  ///
  /// They don't apply to an element that is imported as a new one.
  private func erased(_ decisions: [Decision]) throws -> ErasedRecords? {
    let elements = Set(decisions.filter { $0.change != .asNew }.map(\.element.element))
    return try contents?.erased(from: verified.records, of: elements)
  }

  /// Returns the files of the pack that aren't imported, because only erased records name them.
  func erasedFiles() throws -> Set<Digest> { try erased(decisions())?.removedBlobs ?? [] }

  /// Returns what erasures leave of a record, or `nil` when nothing is left that the library lacks.
  private func rest(of record: Record, _ digest: Digest, _ erased: ErasedRecords?) throws -> Record?
  {
    guard let erased, erased.removed.contains(digest) else { return record }
    guard let copy = erased.replaced[digest], let line = copy.line else { return nil }
    return try contents?.records.read(SHA256.digest(of: line)) == nil ? copy : nil
  }

  /// Returns whether no record of the library mentions a file.
  private func isNew(_ blob: Digest) throws -> Bool {
    try contents?.blobs.digests(beginning: blob.bytes, limit: 1).isEmpty ?? true
  }

  /// Returns the number of registrations that are not imported.
  private func leftRegistrations(_ decisions: [Decision]) throws -> Int {
    let renamed = renamed(decisions)
    return try verified.records.count { digest, record in
      guard case .registration(let registration) = record,
        try contents?.records.read(digest) == nil
      else { return false }
      return !request.withRegistrations || registration.element.map(renamed.contains) ?? false
    }
  }

  /// Adds the elements that are imported as new ones. Links among them lead to their new
  /// identities.
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
      // Aliases belong to one element only.
      latest.aliases = []
      latest.retired = false
      latest.voice = latest.voice.map { identities[$0] ?? $0 }
      latest.lookOf = latest.lookOf.map { identities[$0] ?? $0 }
      _ = try change.commit(&latest, after: nil)
    }
  }

  /// Returns the result for one element.
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

  /// Returns the sides of the fork that the import creates, in the order of their letters.
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
