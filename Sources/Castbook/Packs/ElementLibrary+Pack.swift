internal import Archive
internal import Bundles
internal import Library
internal import Media
internal import Synchronization

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
}

extension ElementLibrary {
  /// Writes elements with all of their history into a zip, and with them their voices and what they are looks of.
  public func pack(
    _ references: [HandleReference], to path: FilePath, _ options: PackOptions = PackOptions(),
    replacing: Bool = false
  ) async throws -> PackOutcome {
    let gathered = try contents { contents in
      var gathering = PackGathering(contents, options)
      for reference in references { try gathering.add(reference) }
      return try gathering.finish()
    }
    let read = try await checksums(of: gathered.blobs)
    let name = references.count == 1 ? gathered.elements.first?.handle ?? "pack" : "pack"
    let draft = PackDraft(
      name: name, elements: gathered.elements, records: gathered.records,
      blobs: read.map { ($0.digest, $0.byteCount, .copy(of: store.blobs.path(of: $0.digest))) })
    let files = try draft.files(hash: SHA256.digest)
    let checksums = Dictionary(
      read.map { (Pack.place(of: $0.digest), $0.checksum) }, uniquingKeysWith: { first, _ in first })
    let writing = PackWriting(name: name, files: files, checksums: checksums)
    let wasThere = try writing.write(to: path, replacing: replacing)
    return PackOutcome(
      path: path, elements: gathered.elements, fileCount: files.count,
      byteCount: files.reduce(0) { $0 + $1.byteCount }, wasThere: wasThere)
  }

  struct ReadBlob: Sendable {
    let digest: Digest
    let byteCount: Int
    let checksum: UInt32
  }

  /// Reads every file once, on all cores: what is not what its name says is not handed on.
  private func checksums(of blobs: [Digest]) async throws -> [ReadBlob] {
    var read: [ReadBlob] = []
    let store = store
    try await InOrder(workers: workers).run(blobs) { digest -> Result<ReadBlob, any Error> in
      Result {
        let bytes = try store.bytes(of: digest)
        guard SHA256.digest(of: bytes) == digest else {
          throw ElementLibraryError.damaged("the file \(digest.short) in the library is damaged")
        }
        return ReadBlob(
          digest: digest, byteCount: bytes.count,
          checksum: ZipWriter<[UInt8]>.checksum(of: bytes))
      }
    } each: {
      do {
        read.append(try $0.get())
      } catch {
        throw ElementLibraryError.telling(error)
      }
    }
    return read
  }
}

/// What goes with elements: found by following what their records name.
private struct PackGathering {
  private let contents: Contents
  private let options: PackOptions
  private var elements: [PackManifest.Element] = []
  private var records: Set<Digest> = []
  private var blobs: Set<Digest> = []

  init(_ contents: Contents, _ options: PackOptions) {
    self.contents = contents
    self.options = options
  }

  mutating func add(_ reference: HandleReference) throws {
    guard reference.revision == .latest else {
      throw ElementLibraryError.wrong(
        "\(reference) is one revision, and an element is packed with all of them",
        fix: "leave the revision out")
    }
    let found = try contents.latest(reference)
    try add(found, isNeed: false)
    // What a need needs goes along, too.
    var open = [found.revision.revision]
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
      records.insert(digest)
      blobs.formUnion(old.references.map(\.blob))
      if options.withRights, let document = old.rights?.document { blobs.insert(document) }
    }
    records.formUnion(try contents.erasureRecords(of: found.element))
    if options.withRegistrations {
      records.formUnion(try contents.registrationRecords(of: found.element))
    }
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
      if case .erasure(let erasure) = record, erasure.before == nil { return nil }
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
  let checksums: [String: UInt32]

  func write(to path: FilePath, replacing: Bool) throws -> Bool {
    if let status = Disk.status(path) {
      guard status.isFile else {
        throw NewFileError(path: path, reason: "is there and no file", isInTheWay: true)
      }
      if let there = try? ZipFiles(path), try isSame(there) { return true }
      guard replacing else {
        throw NewFileError(path: path, reason: "exists and is different", isInTheWay: true)
      }
    }
    let workshop: FilePath
    do {
      workshop = try Disk.makeTemporaryFolder(in: path.folder)
    } catch {
      throw NewFileError(path: path, reason: error.reason, isInTheWay: false)
    }
    defer { try? Disk.removeAll(workshop) }
    let temporary = workshop.appending("pack.zip".utf8)
    do {
      try write(temporary)
      try Disk.sync(temporary)
      try Disk.rename(temporary, to: path)
      try Disk.syncFolder(path.folder)
    } catch let error as DiskError {
      throw NewFileError(path: path, reason: error.reason, isInTheWay: false)
    }
    return false
  }

  private func isSame(_ there: ZipFiles) throws -> Bool {
    guard there.name == name, there.files.map(\.name) == files.map(\.name) else { return false }
    return try files.allSatisfy { try there.digest(of: $0.name) == $0.digest }
  }

  private func write(_ path: FilePath) throws {
    var writer = ZipWriter(to: try WritableFile(path, mode: 0o666))
    for file in files {
      guard let entry = EntryName("\(name)/\(file.name)") else {
        throw ZipError.unsafeName(file.name.text)
      }
      switch file.content {
      case .bytes(let bytes): try writer.add(entry, bytes)
      case .copy(let place):
        guard let checksum = checksums[file.name.text],
          let input = try ReadableFile.open(place)
        else { throw BundleError.missing(file.name.text) }
        try writer.add(entry, byteCount: file.byteCount, checksum: checksum) { write in
          try input.forEachPiece(write)
        }
      }
    }
    _ = try writer.finish()
  }
}
