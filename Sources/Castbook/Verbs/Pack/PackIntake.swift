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
  }

  /// The maximum size of a file, since each is read into memory as a whole.
  private static let maximumFileBytes = 1 << 30
  /// The size above which files are read one after the other, to limit the use of memory.
  private static let maximumConcurrentFileBytes = 64 << 20

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
    let isLarge = blobs.contains { $0.byteCount > Self.maximumConcurrentFileBytes }
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
    let bytes = try pack.bytes(of: name, limit: Self.maximumFileBytes)
    guard SHA256.digest(of: bytes) == file.digest else {
      throw BundleRefusal(path: path, reason: "\(file.name) changed while it was being read")
    }
    let isNew = library?.store.blobs.contains(file.digest, byteCount: bytes.count) != true
    if isNew, let use = uses[file.digest] {
      let name = FilePath(use.reference.file) ?? .unnamed
      let facts = await inspector.inspect(
        .bytes(bytes, name: name), depth: .appearance
      ).factsWithScores
      if !facts.isUndecided {
        try check(facts, use)
        staging?.add(facts)
      }
    }
    try staging?.stage(bytes, file.digest)
    return isNew ? bytes.count : nil
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
