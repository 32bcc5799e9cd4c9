internal import Archive
internal import Bundles
internal import Library
internal import Media

/// What became of an element of a pack.
public struct ImportedElement: Sendable {
  public enum Change: String, Sendable {
    case added
    /// Later revisions came to those that were here.
    case forward
    /// The very same is here already.
    case here
    /// What is here is later.
    case older
    /// It came in as another element.
    case asNew = "as-new"
  }

  public let handle: Handle
  public let kind: ElementKind
  public let change: Change
  /// The number of its latest revision here.
  public let sequence: Int
}

/// What importing a pack came to.
public struct ImportOutcome: Sendable {
  public let elements: [ImportedElement]
  /// How many files came that were not here.
  public let newFiles: Int
  /// How many registrations were left out.
  public let leftRegistrations: Int
}

extension ElementLibrary {
  /// What is wished of an import.
  public struct ImportOptions: Sendable {
    /// The handle under which the one element that was asked for comes in as another, new one.
    public var asNew: Handle?
    /// Whether ids that providers gave come along: they are of use to the same accounts alone.
    public var withRegistrations = false

    public init() {}
  }

  /// Takes in the elements of a pack: all of it or nothing.
  public func importPack(
    at path: FilePath, _ options: ImportOptions = ImportOptions(),
    progress: (Int) -> Void = { _ in }
  ) async throws -> ImportOutcome {
    let pack: any PackedFiles & Sendable
    let verified: PackVerification
    do {
      pack = try FoundFiles.open(path)
      verified = try PackVerification(pack, hash: SHA256.digest, forms: .library)
    } catch let error as ZipError {
      throw BundleRefusal(path: path, reason: "\(error)")
    } catch let error as DiskError {
      throw BundleRefusal(path: path, reason: error.reason)
    }
    return try await take(pack, verified, options, named: path, progress: progress)
  }

  func take(
    _ pack: any PackedFiles & Sendable, _ verified: PackVerification, _ options: ImportOptions,
    named path: FilePath, progress: (Int) -> Void = { _ in }
  ) async throws -> ImportOutcome {
    // Who brings an element in under another name settles what its own name clashes with.
    let findings = verified.findings.filter { finding in
      options.asNew == nil || finding.rule != .bundleNameClash
    }
    if let finding = findings.first {
      let others = findings.count - 1
      throw BundleRefusal(
        path: path,
        reason: finding.message
          + (others > 0 ? ", and \(Quantity.count(others, "more such finding"))" : ""),
        fix: finding.fix)
    }
    guard let manifest = verified.manifest else {
      throw BundleRefusal(path: path, reason: "it is no pack")
    }
    let horizon = today.adding(days: 30)
    for record in verified.records.map(\.record) {
      guard let moment = record.moment, moment.day > horizon else { continue }
      throw BundleRefusal(
        path: path,
        reason: "\(record.subject) in it is dated in the future (\(moment.day.words))")
    }
    // What can't come in is said before its files are written.
    _ = try contents { contents in
      try PackArrival(verified, manifest, options, contents, path).decisions()
    }
    let staging = BlobStaging(store: store)
    var isKept = false
    defer { if !isKept { store.discard(staging.staged) } }
    let newFiles = try await PackIntake(self, pack, verified, named: path).stage(
      manifest.files.filter { $0.name != Pack.recordsName }, on: staging)
    let outcome = try change(with: staging.staged, facts: staging.facts) { change in
      let arrival = PackArrival(verified, manifest, options, change.contents, path)
      return try arrival.arrive(in: change, newFiles: newFiles)
    }
    isKept = true
    try await examine(isCancelled: { false }, progress: progress)
    return outcome
  }
}

/// What a pack comes to in a library.
private struct PackArrival {
  let verified: PackVerification
  let manifest: PackManifest
  let options: ElementLibrary.ImportOptions
  let contents: Contents
  let path: FilePath

  init(
    _ verified: PackVerification, _ manifest: PackManifest,
    _ options: ElementLibrary.ImportOptions, _ contents: Contents, _ path: FilePath
  ) {
    self.path = path
    self.verified = verified
    self.manifest = manifest
    self.options = options
    self.contents = contents
  }

  typealias Decision = (element: PackManifest.Element, change: ImportedElement.Change)

  private func revisions(of element: ULID) -> [Digest: ElementRevision] {
    verified.revisions[element] ?? [:]
  }

  /// The one element that was packed, and that comes in under another name.
  private func renamed() throws -> ULID? {
    guard options.asNew != nil else { return nil }
    let asked = manifest.elements.filter { !$0.isNeed }
    guard asked.count == 1 else {
      throw ElementLibraryError.wrong(
        "the pack holds \(asked.count) elements, and --as names one",
        fix: "pack the one alone, or leave --as out")
    }
    return asked[0].element
  }

  func decisions() throws -> [Decision] {
    let renamed = try renamed()
    var names: [String: String] = [:]
    let decisions: [Decision] = try manifest.elements.map { element in
      if element.element == renamed, let handle = options.asNew {
        try contents.claim(handle.name, for: element.element)
        return (element, .asNew)
      }
      let change = try change(of: element)
      if change == .added || change == .forward {
        try claimNames(of: element, &names)
      }
      return (element, change)
    }
    try checkLinks(decisions)
    return decisions
  }

  /// Fails when an element that comes in would be tied to one that is here in a way that no element may be.
  private func checkLinks(_ decisions: [Decision]) throws {
    var arriving: [ULID: ElementRevision] = [:]
    for (element, change) in decisions where change != .here && change != .older {
      arriving[element.element] = revisions(of: element.element)[element.latest]
    }
    for (element, _) in decisions {
      guard let revision = arriving[element.element] else { continue }
      var look: Handle?
      if revision.lookOf != nil {
        look = try contents.looks(of: element.element).first { arriving[$0.element] == nil }?.handle
      }
      let problems = try LinkRules.problems(in: revision, look: look) { other in
        try arriving[other].map(LinkRules.Linked.init) ?? contents.linked(other)
      }
      if let problem = problems.first {
        throw BundleRefusal(
          path: path, reason: "\(revision.handle) does not fit this library: \(problem)",
          fix: "change the element that is here: castbook edit @NAME --unset look-of or voice")
      }
    }
  }

  private func change(of element: PackManifest.Element) throws -> ImportedElement.Change {
    let ours = try contents.entries(of: element.element)
    guard let first = ours.first else {
      if let erasure = try contents.erasure(of: element.element), erasure.kept == .max {
        throw ElementLibraryError.wrong(
          "@\(element.handle) was erased here on \(erasure.at.day.words)",
          fix: "castbook import PACK --as @NEW brings it in as another element")
      }
      return .added
    }
    guard ours.count == 1 else {
      throw ElementLibraryError.forked(first.handle, ours.map(\.revision))
    }
    if first.revision == element.latest { return .here }
    if try contents.history(of: element.element).contains(element.latest) { return .older }
    guard revisions(of: element.element)[first.revision] != nil else {
      throw ElementLibraryError.wrong(
        "\(first.handle) was changed here and there (here \(first.revision.short), in the pack "
          + "\(element.latest.short))",
        fix: "castbook import PACK --as @NEW brings that one in beside it")
    }
    return .forward
  }

  /// Fails when another element has a name, here or in the pack.
  private func claimNames(
    of element: PackManifest.Element, _ taken: inout [String: String]
  ) throws {
    guard let latest = revisions(of: element.element)[element.latest] else { return }
    for name in [latest.handle.name] + latest.aliases {
      do {
        try contents.claim(name, for: element.element)
      } catch let error as ElementLibraryError {
        guard case .nameTaken(let name, let other, _) = error else { throw error }
        throw ElementLibraryError.wrong(
          "@\(sanitized(name)) of the pack is another element than \(other) here",
          fix: "castbook import PACK --as @NEW, or castbook edit \(other) --rename NAME")
      }
      if let other = taken.updateValue(element.handle, forKey: Wording.folded(name)) {
        throw BundleRefusal(
          path: path,
          reason: "@\(sanitized(other)) and @\(sanitized(element.handle)) share the name "
            + "@\(sanitized(name))",
          fix: "ask the person who sent you the pack to rename one and pack them again")
      }
    }
  }

  // MARK: Arriving

  func arrive(in change: Change, newFiles: Int) throws -> ImportOutcome {
    let decisions = try decisions()
    let taken = Set(
      decisions.filter { $0.change == .added || $0.change == .forward }.map(\.element.element))
    let renamed = decisions.first { $0.change == .asNew }?.element.element
    var left = 0
    let leftOut = options.withRegistrations ? [] : verified.registrations
    for (digest, record) in verified.records where try contents.record(digest) == nil {
      switch record {
      case .revision(let revision):
        guard taken.contains(revision.element), try isKept(revision) else { continue }
      case .registration(let registration):
        let isOther = registration.element.map { $0 == renamed } ?? false
        guard options.withRegistrations, !isOther else {
          left += 1
          continue
        }
      case .erasure(let erasure):
        // What is here is not shortened because somebody else's was.
        guard taken.contains(erasure.element),
          try contents.entries(of: erasure.element).isEmpty
        else { continue }
      case .withdrawal(let withdrawal):
        guard try isTaken(withdrawal.record, leftOut) else { continue }
      case .derivation(let derivation):
        // How a file that is here already was made, or what of it, is not for others to say.
        guard try isNew(derivation.from) else { continue }
      case .dismissal(let dismissal):
        guard try isNew(dismissal.blob) else { continue }
      default: break
      }
      change.add(record)
    }
    let documents = verified.records.compactMap { pair -> Digest? in
      guard case .revision(let revision) = pair.record else { return nil }
      return revision.rights?.document
    }
    change.absent = Set(documents)
    let elements = try decisions.map { try imported($0, in: change) }
    return ImportOutcome(elements: elements, newFiles: newFiles, leftRegistrations: left)
  }

  /// Whether a revision comes after what was forgotten here.
  private func isKept(_ revision: ElementRevision) throws -> Bool {
    guard let erasure = try contents.erasure(of: revision.element) else { return true }
    return revision.sequence >= erasure.kept
  }

  private func isTaken(_ record: Digest, _ left: Set<Digest>) throws -> Bool {
    try !left.contains(record) || contents.record(record) != nil
  }

  /// Whether the library had not heard of a file before.
  private func isNew(_ blob: Digest) throws -> Bool {
    try contents.blobs(beginning: blob.bytes, limit: 1).isEmpty
  }

  private func imported(_ decision: Decision, in change: Change) throws -> ImportedElement {
    guard var latest = revisions(of: decision.element.element)[decision.element.latest] else {
      throw ElementLibraryError.damaged("the pack has lost @\(decision.element.handle)")
    }
    var sequence = latest.sequence
    if decision.change == .asNew, let handle = options.asNew {
      latest.element = try change.newIdentity()
      latest.handle = handle
      // Names are of one element alone.
      latest.aliases = []
      latest.retired = false
      _ = try change.commit(&latest, upon: nil)
      sequence = latest.sequence
    } else if decision.change == .older {
      sequence = try contents.entries(of: decision.element.element).first?.sequence ?? sequence
    }
    return ImportedElement(
      handle: latest.handle, kind: latest.kind, change: decision.change, sequence: sequence)
  }
}

extension Record {
  /// When it was made, where it says so.
  fileprivate var moment: Instant? {
    switch self {
    case .revision(let record): record.at
    case .derivation(let record): record.at
    case .registration(let record): record.at
    case .dismissal(let record): record.at
    case .use(let record): record.at
    case .export(let record): record.at
    case .take(let record): record.at
    case .withdrawal(let record): record.at
    case .erasure(let record): record.at
    case .unknown: nil
    }
  }

  /// What it is of, for a message.
  fileprivate var subject: String {
    if case .revision(let revision) = self { return "\(revision.handle):\(revision.sequence)" }
    return "a record"
  }
}
