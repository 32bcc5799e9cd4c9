internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

/// Reads the files of a pack, examines them and stages them for the library, each once.
///
/// A file of an element must be one that `add` would accept: a sound picture, clip or voice in a
/// role that suits it. Documents of rights, and the originals of copies, may have any format.
struct PackIntake: Sendable {
  let pack: any PackedFiles & Sendable
  /// The path of the pack, for messages.
  let path: FilePath
  /// The library to import into; `nil` if it doesn't exist yet, so that nothing can be stored.
  private let library: ElementLibrary?
  /// The first use of each file by an element.
  private let uses: [Digest: Use]

  /// The use of a file by the first revision that names it.
  private struct Use: Sendable {
    let revision: ElementRevision
    let number: Int
    let reference: Reference

    /// The name that the file has in the element.
    var name: FilePath { FilePath(reference.file) ?? .unnamed }
  }

  /// The maximum size of a file.
  private static let maximumFileBytes = 1 << 30
  /// The size above which files are copied piece by piece instead of being read into memory. They
  /// are examined one after the other, to limit the use of memory.
  var maximumBytesInMemory = 64 << 20

  /// Prepares the import of files, and collects how the records use them.
  init(
    _ pack: any PackedFiles & Sendable, _ verified: PackVerification, named path: FilePath,
    library: ElementLibrary?
  ) {
    self.library = library
    self.pack = pack
    self.path = path
    var uses: [Digest: Use] = [:]
    for case .revision(let revision) in verified.records.map(\.record) {
      for (number, reference) in revision.distinctReferences where uses[reference.blob] == nil {
        uses[reference.blob] = Use(revision: revision, number: number, reference: reference)
      }
    }
    self.uses = uses
  }

  /// Examines the files of elements, and stages them unless `staging` is `nil`.
  ///
  /// - Returns: The number and the total size of the files that the library lacks.
  /// - Throws: `BundleRefusal` if a file doesn't match its digest or can't be stored in its role.
  func stage(
    _ files: [BundleManifest.File], on staging: BlobStaging?
  ) async throws -> (files: Int, bytes: Int) {
    let blobs = files.filter { $0.name != PackLayout.recordsName }
    let isLarge = blobs.contains { $0.byteCount > maximumBytesInMemory }
    let inspector =
      library?.inspector()
      ?? Inspector(decoder: nil)
    let workers = library?.workers ?? Check.workers(nil)
    var new = (files: 0, bytes: 0)
    try await InOrder(workers: isLarge ? 1 : workers, ahead: 2).run(blobs) { file in
      try await stage(file, on: staging, inspector)
    } each: { (bytes: Int?) in
      guard let bytes else { return }
      new = (new.files + 1, new.bytes + bytes)
    }
    return new
  }

  /// Examines and stages one file; returns its size if the library lacks it, otherwise `nil`.
  private func stage(
    _ file: BundleManifest.File, on staging: BlobStaging?, _ inspector: Inspector
  ) async throws -> Int? {
    guard let name = EntryName(file.name) else { return nil }
    guard file.byteCount <= Self.maximumFileBytes else {
      throw ZipError.limitExceeded(what: "bytes", limit: Self.maximumFileBytes)
    }
    // The pack was verified, but it may have been changed since then.
    let source = CopySource(file.digest, byteCount: file.byteCount) { each in
      try pack.read(name, each: each)
    }
    let isNew = library?.store.blobs.contains(file.digest, byteCount: file.byteCount) != true
    do {
      if file.byteCount > maximumBytesInMemory {
        try await stageLarge(source, isNew: isNew, on: staging, inspector)
      } else {
        try await stageSmall(source, isNew: isNew, on: staging, inspector)
      }
    } catch is CopyFault {
      throw BundleRefusal(path: path, reason: "\(file.name) changed while it was being read")
    }
    return isNew ? file.byteCount : nil
  }

  /// Reads a file into memory, examines it if an element uses it, and stages it.
  private func stageSmall(
    _ source: CopySource, isNew: Bool, on staging: BlobStaging?, _ inspector: Inspector
  ) async throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.byteCount ?? 0)
    _ = try source.read { bytes += $0 }.soundByteCount()
    if isNew, let use = uses[source.digest] {
      let facts = try await inspector.inspect(.bytes(bytes, name: use.name), depth: .appearance)
      try accept(facts.factsWithScores, use, on: staging)
    }
    try staging?.stage(bytes, source.digest)
  }

  /// Stages a file piece by piece, and examines the copy. In a preview, only a file that an element
  /// uses is examined, as a temporary file; others are only checked.
  private func stageLarge(
    _ source: CopySource, isNew: Bool, on staging: BlobStaging?, _ inspector: Inspector
  ) async throws {
    let use = isNew ? uses[source.digest] : nil
    if let staging {
      let copy = try staging.stage(source)
      guard isNew else { return }
      // Otherwise a document would be read into memory when the files of the import are examined.
      try await accept(examine(copy, inspector), use, on: staging)
    } else if let use {
      let folder = try ScratchFolder()
      defer { folder.remove() }
      let copy = folder.path.appending("copy".utf8)
      _ = try source.copy(to: copy, mode: 0o600).soundByteCount()
      try await accept(examine(copy, inspector), use, on: nil)
    } else {
      _ = try source.read().soundByteCount()
    }
  }

  /// Examines a large file: a sound or clip piece by piece, a picture in memory that the inspector
  /// reserves for it.
  private func examine(_ copy: FilePath, _ inspector: Inspector) async throws -> FileFacts {
    let found = try await inspector.inspect(.stream(copy), depth: .appearance)
    guard found.facts.format?.medium == .picture else { return found.factsWithScores }
    return try await inspector.inspect(.path(copy), depth: .appearance).factsWithScores
  }

  /// Keeps the facts of a file. Throws an error for a file of an element that `add` would refuse.
  private func accept(_ facts: FileFacts, _ use: Use?, on staging: BlobStaging?) throws {
    guard !facts.isUndecided else { return }
    let facts = use.map { facts.named($0.name) } ?? facts
    if let use { try check(facts, use) }
    staging?.add(facts)
  }

  /// Throws an error for a file that `add` would refuse.
  private func check(_ facts: FileFacts, _ use: Use) throws {
    let revision = use.revision
    func refusal(_ reason: String) -> BundleRefusal {
      BundleRefusal(
        path: path,
        reason: "\(revision.handle):\(revision.sequence): references[\(use.number)] \(reason)",
        fix: PackVerification.askSender)
    }
    guard IntakeFile.isKeepable(facts) else {
      let findings = FileRules.findings(for: facts, isNamed: true)
      throw refusal("\(facts.path) \(findings.first?.message ?? "can't be stored")")
    }
    do {
      _ = try ElementWriter.role(
        use.reference.role, for: facts.format?.medium ?? .other, of: facts.path, in: revision)
    } catch {
      throw refusal("\(error)")
    }
  }
}
