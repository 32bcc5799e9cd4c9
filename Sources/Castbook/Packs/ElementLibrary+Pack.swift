internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

/// What goes along with elements besides their records and files.
public struct PackOptions: Sendable {
  /// The documents that rights rest on.
  public var withRights = false
  /// The ids that providers gave them, which are of use to the same accounts alone.
  public var withRegistrations = false

  public init() {}
}

/// A pack that was written.
public struct PackOutcome: Sendable {
  public let path: FilePath
  public let elements: [PackManifest.Element]
  public let fileCount: Int
  public let byteCount: Int
  /// Whether the very same pack was there already.
  public let wasThere: Bool
  /// What the sender should know: rights that ended, looks that stay here, pins at earlier revisions.
  public let notices: [String]
}

extension ElementLibrary {
  /// Writes elements with all of their history into a zip, and with them their voices and what they are looks of;
  /// those that are named, and those that a project pins.
  public func pack(
    _ references: [HandleReference], of project: Project? = nil, to path: FilePath,
    _ options: PackOptions = PackOptions(), replacing: Bool = false
  ) async throws -> PackOutcome {
    let (gathered, notices) = try contents { contents in
      var gathering = PackGathering(contents, options)
      for reference in references { try gathering.add(reference) }
      if let project { try gathering.add(project) }
      let gathered = try gathering.finish()
      let conflicts = try ConflictNotices(contents: contents, today: today).packing(
        gathered.elements.map { ($0.element, $0.isNeed) },
        withRegistrations: options.withRegistrations)
      return (gathered, gathering.notices + conflicts)
    }
    let name =
      references.count == 1 && project == nil ? gathered.elements.first?.handle ?? "pack" : "pack"
    let draft = PackDraft(
      name: name, elements: gathered.elements, records: gathered.records,
      blobs: try gathered.blobs.map { digest in
        let path = store.blobs.path(of: digest)
        guard let status = FileSystem.status(path), status.isFile else {
          throw ElementLibraryError.damaged("the file \(digest.short) is missing from the library")
        }
        return (digest, status.byteCount, .copy(of: path))
      })
    let files = try draft.files(hash: SHA256.digest)
    let writing = PackWriting(name: name, files: files, workers: workers)
    let wasThere = try await writing.write(to: path, replacing: replacing)
    return PackOutcome(
      path: path, elements: gathered.elements, fileCount: files.count,
      byteCount: files.reduce(0) { $0 + $1.byteCount }, wasThere: wasThere, notices: notices)
  }
}

/// What goes with elements: found by following what their records name.
private struct PackGathering {
  private let contents: Contents
  private let options: PackOptions
  private var elements: [PackManifest.Element] = []
  private var records: Set<Digest> = []
  private var blobs: Set<Digest> = []
  private(set) var notices: [String] = []

  init(_ contents: Contents, _ options: PackOptions) {
    self.contents = contents
    self.options = options
  }

  mutating func add(_ reference: HandleReference) throws {
    guard reference.revision == .latest else {
      throw ElementLibraryError.wrong(
        "\(reference) is one revision; pack includes all revisions",
        fix: "leave the revision out")
    }
    try addWithNeeds(contents.latest(reference))
  }

  /// Adds what a project pins. What can't be packed is one error that lists all of it.
  mutating func add(_ project: Project) throws {
    guard !project.lock.pins.isEmpty else {
      throw ElementLibraryError.wrong(
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
    guard problems.isEmpty else {
      throw ProjectError.unpackable(project.folder, problems)
    }
    for pin in project.lock.pins {
      let reference = try HandleReference("@\(pin.handle.name):sha256-\(pin.revision.hex)")
      let pinned = try contents.found(pin.element, reference)
      guard let latest = try contents.revision(pinned.latest[0].revision) else {
        throw ElementLibraryError.damaged("a record of \(pin.handle) is missing from the log")
      }
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

  private mutating func addWithNeeds(_ found: FoundElement) throws {
    try add(found, isNeed: false)
    try addNeeds(of: found.revision.revision)
  }

  private mutating func addNeeds(of revision: ElementRevision) throws {
    // What a need needs goes along, too.
    var open = [revision]
    while let revision = open.popLast() {
      for need in [revision.voice, revision.lookOf].compactMap(\.self) {
        guard !elements.contains(where: { $0.element == need }),
          let entry = try contents.entries(of: need).first
        else { continue }
        let found = try contents.latest(HandleReference("\(entry.handle)"))
        try add(found, isNeed: true)
        open.append(found.revision.revision)
      }
    }
  }

  private mutating func add(_ found: FoundElement, isNeed: Bool) throws {
    let revision = found.revision.revision
    if let place = elements.firstIndex(where: { $0.element == found.element }) {
      if !isNeed { elements[place].isNeed = false }
      return
    }
    elements.append(
      PackManifest.Element(
        element: found.element, latest: found.revision.digest, handle: revision.handle.name,
        kind: revision.kind.rawValue, isNeed: isNeed))
    for digest in try contents.history(of: found.element) {
      guard let old = try contents.revision(digest)?.revision else { continue }
      try refuse(old, latest: revision)
      records.insert(digest)
      blobs.formUnion(old.references.map(\.blob))
      if options.withRights, let document = old.rights?.document { blobs.insert(document) }
    }
    records.formUnion(try contents.erasureRecords(of: found.element))
    if options.withRegistrations {
      records.formUnion(try contents.registrationRecords(of: found.element))
    }
  }

  /// Fails where a revision says what no library would import.
  private func refuse(_ old: ElementRevision, latest: ElementRevision) throws {
    guard let problem = RevisionRules.library.problems(in: old).first else { return }
    let handle = latest.handle
    let isLatest = old.sequence == latest.sequence
    throw ElementLibraryError.unfit(
      "\(handle):\(old.sequence) can't be packed: \(problem)",
      fix: isLatest
        ? "castbook edit \(handle) --repair"
        : "castbook forget \(handle) --before \(latest.sequence) --reason invalid")
  }

  /// All of it: with what was made of files, and what files were made of.
  mutating func finish() throws -> (
    elements: [PackManifest.Element], records: [[UInt8]], blobs: [Digest]
  ) {
    var open = Array(blobs)
    while let blob = open.popLast() {
      for digest in try contents.fileRecords(of: blob) where records.insert(digest).inserted {
        guard case .derivation(let derivation) = try contents.record(digest) else { continue }
        for other in [derivation.blob, derivation.from] where blobs.insert(other).inserted {
          open.append(other)
        }
      }
    }
    let lines = try records.compactMap { digest -> [UInt8]? in
      guard let record = try contents.record(digest) else { return nil }
      // One that was shortened twice was so for good by the later one.
      if case .erasure(let erasure) = record,
        !(erasure.before.map(records.contains) ?? false)
      {
        return nil
      }
      return record.line
    }
    let asked = elements.sorted { left, right in
      left.isNeed == right.isNeed ? left.element < right.element : right.isNeed
    }
    return (asked, lines, blobs.sorted { $0.hex < $1.hex })
  }
}

/// The writing of a pack, under a temporary name first.
private struct PackWriting {
  let name: String
  let files: [BundleFile]
  let workers: Int

  func write(to path: FilePath, replacing: Bool) async throws -> Bool {
    if let status = FileSystem.status(path) {
      guard status.isFile else {
        throw OutputError(path: path, reason: "exists and is not a file", isInTheWay: true)
      }
      if let there = try? ZipFiles(path), try isSame(there) { return true }
      guard replacing else {
        throw OutputError(path: path, reason: "exists and is different", isInTheWay: true)
      }
    }
    let workshop: FilePath
    do {
      workshop = try FileSystem.makeTemporaryFolder(in: path.folder)
    } catch {
      throw OutputError(path: path, reason: error.reason, isInTheWay: false)
    }
    defer { try? FileSystem.removeAll(workshop) }
    let temporary = workshop.appending("pack.zip".utf8)
    do {
      try await write(temporary)
      try FileSystem.sync(temporary)
      try FileSystem.rename(temporary, to: path)
      try FileSystem.syncFolder(path.folder)
    } catch let error as FileError {
      throw OutputError(path: path, reason: error.reason, isInTheWay: false)
    }
    return false
  }

  private func isSame(_ there: ZipFiles) throws -> Bool {
    guard there.name == name, there.files.map(\.name) == files.map(\.name) else { return false }
    return try files.allSatisfy { try there.digest(of: $0.name) == $0.digest }
  }

  /// A file that was read, and is what its name says.
  private struct Read: Sendable {
    let file: BundleFile
    let bytes: [UInt8]
    let checksum: UInt32
  }

  /// Reads and proves files on all cores, some ahead of the one that is written.
  private func write(_ path: FilePath) async throws {
    var writer = ZipWriter(to: try WritableFile(path, mode: 0o666))
    try await InOrder(workers: workers, ahead: 2).run(files) { file -> Result<Read, any Error> in
      Result {
        let bytes = try file.read()
        return Read(
          file: file, bytes: bytes, checksum: ZipWriter<[UInt8]>.checksum(of: bytes))
      }
    } each: { result in
      let read = try result.get()
      guard let entry = EntryName("\(name)/\(read.file.name)") else {
        throw ZipError.unsafeName(read.file.name.text)
      }
      try writer.add(entry, read.bytes, checksum: read.checksum)
    }
    _ = try writer.finish()
  }
}
