internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

/// A pack that was written.
public struct PackOutcome: Sendable {
  /// The path of the zip file.
  public let path: FilePath
  /// The elements in the pack, including those that others need.
  public let elements: [PackManifest.Element]
  /// The number of files in the zip file, including the records.
  public let fileCount: Int
  /// The total size of these files in bytes.
  public let byteCount: Int
  /// Whether an identical pack existed already, so that nothing was written.
  public let alreadyExisted: Bool
  /// Facts that the sender should know: ended rights, looks that are not packed, pins of earlier
  /// revisions.
  public let notices: [String]
}

/// The verb `pack`: writes elements with their whole history into a zip file, together with their
/// voices and the elements that they are looks of.
///
/// ```swift
/// let outcome = try await Pack([HandleReference("@mira")], to: path).run(in: library)
/// print(outcome.fileCount, outcome.notices)
/// ```
public struct Pack: Sendable {
  /// The elements, without revision numbers: all revisions are packed.
  public var elements: [HandleReference]
  /// A project whose pinned elements are packed as well.
  public var project: Project?
  /// The path of the zip file.
  public var path: FilePath
  /// Whether the pack contains the documents that rights rest on.
  public var withRights = false
  /// Whether the pack contains provider ids, which are useful only with the same accounts.
  public var withRegistrations = false
  /// Whether a different file at the path may be replaced.
  public var replaces = false

  /// Creates a pack with neither documents nor registrations.
  public init(_ elements: [HandleReference], of project: Project? = nil, to path: FilePath) {
    self.elements = elements
    self.project = project
    self.path = path
  }

  /// Writes the pack.
  ///
  /// - Throws: `ElementLibraryError` if an element is unknown or forked; `ProjectError.unpackable`
  ///   if pins are missing or forked; `OutputFileError` if the file can't be written.
  public func run(in library: ElementLibrary) async throws -> PackOutcome {
    let (gathered, notices) = try library.contents { contents in
      var gathering = PackGathering(contents, self)
      for reference in elements { try gathering.add(reference) }
      if let project { try gathering.add(project) }
      let gathered = try gathering.finish()
      let conflicts = try ConflictNotices(contents: contents, today: library.today).packing(
        gathered.elements.map { ($0.element, $0.isDependency) },
        withRegistrations: withRegistrations)
      return (gathered, gathering.notices + conflicts)
    }
    let name =
      elements.count == 1 && project == nil ? gathered.elements.first?.handle ?? "pack" : "pack"
    let draft = PackDraft(
      name: name, elements: gathered.elements, records: gathered.records,
      blobs: try library.advisingFetch {
        try gathered.blobs.map { digest in
          let path = library.store.blobs.path(of: digest)
          guard let status = FileSystem.status(path), status.isFile else {
            throw LibraryError.missingBlob(digest)
          }
          return (digest, status.byteCount, .copy(of: path))
        }
      })
    let files = try draft.files(hash: SHA256.digest)
    let writer = PackWriter(name: name, files: files, workers: library.workers)
    let wasThere = try await writer.write(to: path, replacing: replaces)
    return PackOutcome(
      path: path, elements: gathered.elements, fileCount: files.count,
      byteCount: files.reduce(0) { $0 + $1.byteCount }, alreadyExisted: wasThere, notices: notices)
  }
}

/// Collects what belongs to elements by following the names in their records.
private struct PackGathering {
  private let contents: Contents
  private let pack: Pack
  /// The elements in the order in which they were added.
  private var elements: [PackManifest.Element] = []
  /// The digests of the records.
  private var records: Set<Digest> = []
  /// The digests of the files.
  private var blobs: Set<Digest> = []
  /// The messages about pins of earlier revisions.
  private(set) var notices: [String] = []

  init(_ contents: Contents, _ pack: Pack) {
    self.contents = contents
    self.pack = pack
  }

  /// Adds an element, with everything it needs.
  mutating func add(_ reference: HandleReference) throws {
    guard reference.revision == .latest else {
      throw ElementLibraryError.invalidRequest(
        "\(reference) is one revision; pack includes all revisions",
        fix: "leave the revision out")
    }
    try addWithNeeds(contents.latest(reference))
  }

  /// Adds the elements that a project pins. All pins that can't be packed are reported in one
  /// error.
  mutating func add(_ project: Project) throws {
    guard !project.lock.pins.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        "\(project.lockPath) has no pins", fix: "pin an element first: castbook use @NAME")
    }
    var problems: [String] = []
    for pin in project.lock.pins {
      let latest = try contents.entries(of: pin.element)
      if try latest.isEmpty || contents.revision(of: pin) == nil {
        problems.append(
          "\(pin.handle) at revision \(pin.sequence) (\(pin.revision.short)) is missing")
      } else if latest.count > 1 {
        problems.append("\(pin.handle) is forked (castbook show \(latest[0].handle))")
      }
    }
    guard problems.isEmpty else { throw ProjectError.unpackable(project.folder, problems) }
    for pin in project.lock.pins {
      let reference = HandleReference(pin.handle, at: pin.revision)
      let pinned = try contents.selectRevision(pin.element, reference)
      let latest = try contents.recorded(
        pinned.latest[0].revision, subject: "a record of \(pin.handle)")
      if latest.digest != pin.revision {
        notices.append(
          "\(pin.handle) is pinned at revision \(pin.sequence); the pack includes all up to "
            + "\(latest.revision.sequence)")
      }
      try addWithNeeds(
        FoundElement(element: pin.element, revision: latest, latest: pinned.latest))
      // An earlier revision may need another voice, or be a look of another element.
      try addNeeds(of: pinned.revision.revision)
    }
  }

  /// Adds an element that the sender named, and what it needs.
  private mutating func addWithNeeds(_ found: FoundElement) throws {
    try add(found, isNeed: false)
    try requireNeeds(of: found.revision.revision)
    try addNeeds(of: found.revision.revision)
  }

  /// Adds the voice of a revision and the element that it is a look of, and what those need in
  /// turn.
  private mutating func addNeeds(of revision: ElementRevision) throws {
    // A voice or base may need further elements.
    var pending = [revision]
    while let revision = pending.popLast() {
      for need in [revision.voice, revision.lookOf].compactMap(\.self) {
        guard !elements.contains(where: { $0.element == need }),
          let entry = try contents.entries(of: need).first
        else { continue }
        let found = try contents.latest(HandleReference(entry.handle))
        try add(found, isNeed: true)
        try requireNeeds(of: found.revision.revision)
        pending.append(found.revision.revision)
      }
    }
  }

  /// Throws an error if an element needs another that the library no longer has, since no library
  /// would import it.
  private func requireNeeds(of revision: ElementRevision) throws {
    let needs = [
      (revision.voice, "its voice", "voice"),
      (revision.lookOf, "the element it is a look of", "look-of"),
    ]
    for (need, words, option) in needs {
      guard let need, try contents.entries(of: need).isEmpty else { continue }
      throw ElementLibraryError.invalidElement(
        "\(revision.handle) can't be packed: \(words) is not in the library",
        fix: "castbook edit \(revision.handle) --unset \(option)")
    }
  }

  /// Adds all revisions, files and erasures of an element, unless it was added before.
  private mutating func add(_ found: FoundElement, isNeed: Bool) throws {
    let revision = found.revision.revision
    if let index = elements.firstIndex(where: { $0.element == found.element }) {
      if !isNeed { elements[index].isDependency = false }
      return
    }
    elements.append(
      PackManifest.Element(
        element: found.element, latest: found.revision.digest, handle: revision.handle.name,
        kind: revision.kind.rawValue, isDependency: isNeed))
    for digest in try contents.history(of: found.element) {
      guard let old = try contents.revision(digest)?.revision else { continue }
      try refuse(old, latest: revision)
      records.insert(digest)
      blobs.formUnion(old.references.map(\.blob))
      if pack.withRights, let document = old.rights?.document { blobs.insert(document) }
    }
    records.formUnion(try contents.erasureRecords(of: found.element))
    if pack.withRegistrations {
      records.formUnion(try contents.registrationRecords(of: found.element))
    }
  }

  /// Throws an error if a revision breaks a rule of the current format, since no library would
  /// import it.
  private func refuse(_ old: ElementRevision, latest: ElementRevision) throws {
    guard let problem = RevisionRules.library.problems(in: old).first else { return }
    let handle = latest.handle
    let isLatest = old.sequence == latest.sequence
    throw ElementLibraryError.invalidElement(
      "\(handle):\(old.sequence) can't be packed: \(problem)",
      fix: isLatest
        ? "castbook edit \(handle) --repair"
        : "castbook forget \(handle) --before \(latest.sequence) --reason invalid")
  }

  /// Completes the collection: adds the derivations of all files, and the files at both ends of
  /// them.
  ///
  /// - Returns: The elements with those that the sender named first, the records as lines, and the
  ///   digests of the files.
  mutating func finish() throws -> (
    elements: [PackManifest.Element], records: [[UInt8]], blobs: [Digest]
  ) {
    var pending = Array(blobs)
    while let blob = pending.popLast() {
      for digest in try contents.fileRecords(of: blob) where records.insert(digest).inserted {
        guard case .derivation(let derivation) = try contents.records.read(digest) else { continue }
        for other in [derivation.blob, derivation.from] where blobs.insert(other).inserted {
          pending.append(other)
        }
      }
    }
    let lines = try records.compactMap { digest -> [UInt8]? in
      guard let record = try contents.records.read(digest) else { return nil }
      // An erasure whose first kept revision is gone was superseded by a later one.
      if case .erasure(let erasure) = record,
        !(erasure.before.map(records.contains) ?? false)
      {
        return nil
      }
      return record.line
    }
    let asked = elements.sorted { left, right in
      left.isDependency == right.isDependency ? left.element < right.element : right.isDependency
    }
    return (asked, lines, blobs.sorted { $0.hex < $1.hex })
  }
}

/// Writes a pack under a temporary name and then renames it, so that no incomplete file is ever
/// seen.
private struct PackWriter {
  let name: String
  let files: [BundleFile]
  let workers: Int

  /// Writes the pack; returns `true` if an identical one exists already.
  ///
  /// - Throws: `OutputFileError` if another file is in the way and `replacing` is `false`, or if
  ///   the folder can't be written.
  func write(to path: FilePath, replacing: Bool) async throws -> Bool {
    if let status = FileSystem.status(path) {
      guard status.isFile else {
        throw OutputFileError(path: path, reason: "exists and is not a file", isInTheWay: true)
      }
      if let existing = try? ZipFiles(path), existing.name == name,
        (try? existing.isSame(as: files)) == true
      {
        return true
      }
      guard replacing else {
        throw OutputFileError(path: path, reason: "exists and is different", isInTheWay: true)
      }
    }
    let staging = try OutputFileError.about(path) {
      try FileSystem.makeTemporaryFolder(in: path.folder)
    }
    defer { try? FileSystem.removeAll(staging) }
    let temporary = staging.appending("pack.zip".utf8)
    do {
      try await write(temporary)
      try FileSystem.sync(temporary)
      try FileSystem.rename(temporary, to: path)
      try FileSystem.syncFolder(path.folder)
    } catch {
      throw OutputFileError.about(path, error)
    }
    return false
  }

  /// Reads, verifies and writes files on all cores, each at its place, piece by piece.
  private func write(_ path: FilePath) async throws {
    let layout = try ZipLayout(
      files.map { file in (try file.entryName(in: name), file.byteCount) })
    let output = try WritableFile(path, mode: 0o666)
    var checksums: [UInt32] = []
    try await InOrder(workers: workers, ahead: 2).run(Array(files.indices)) { index in
      let start = layout.offset(of: index)
      var checksum = Checksum()
      var position = layout.contentOffset(of: index)
      try files[index].read { piece in
        checksum.update(piece)
        try output.write(piece, at: position)
        position += piece.count
      }
      try output.write(layout.header(of: index, checksum: checksum.value)[...], at: start)
      output.startWriting(from: start, byteCount: position - start)
      return checksum.value
    } each: { (checksum: UInt32) in
      checksums.append(checksum)
    }
    try output.write(layout.list(checksums)[...], at: layout.listOffset)
  }
}
