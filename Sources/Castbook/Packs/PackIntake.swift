internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

/// The files of a pack on their way into a library: each read once, looked into, and put beside the blobs.
///
/// A file that an element has must be one that `add` would accept: a sound picture, clip or voice in a role that suits
/// it. Documents of rights, and what files were made of, may be anything.
struct PackIntake: Sendable {
  let pack: any PackedFiles & Sendable
  let path: FilePath
  /// `nil` where there is no library yet, and nothing is kept.
  private let library: ElementLibrary?
  private let uses: [Digest: Use]

  /// How the first revision that names a file uses it.
  private struct Use: Sendable {
    let revision: ElementRevision
    let number: Int
    let reference: Reference
  }

  /// A file of a pack is read whole.
  private static let mostFileBytes = 1 << 30
  /// Larger files are read one after the other, so that they don't lie in memory together.
  private static let mostBytesAtOnce = 64 << 20

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

  /// Examines files, and stages them unless `staging` is `nil`; returns how many of them the library lacks, and how
  /// many bytes they have.
  func stage(
    _ files: [BundleManifest.File], on staging: BlobStaging?
  ) async throws -> (files: Int, bytes: Int) {
    let isLarge = files.contains { $0.byteCount > Self.mostBytesAtOnce }
    let inspector =
      library?.inspector()
      ?? Inspector(budget: MemoryBudget(workers: Check.mostWorkers), decoder: nil)
    let workers = library?.workers ?? min(max(1, Processors.count), Check.mostWorkers)
    var new = (files: 0, bytes: 0)
    try await InOrder(workers: isLarge ? 1 : workers, ahead: 2).run(files) { file in
      await stage(file, on: staging, inspector)
    } each: { (result: Result<Int?, any Error>) in
      guard let bytes = try result.get() else { return }
      new = (new.files + 1, new.bytes + bytes)
    }
    return new
  }

  /// The size of the file, if the library lacks it.
  private func stage(
    _ file: BundleManifest.File, on staging: BlobStaging?, _ inspector: Inspector
  ) async -> Result<Int?, any Error> {
    do {
      guard let name = EntryName(file.name) else { return .success(nil) }
      let bytes = try pack.bytes(of: name, limit: Self.mostFileBytes)
      guard SHA256.digest(of: bytes) == file.digest else {
        throw BundleRefusal(path: path, reason: "\(file.name) changed while it was being read")
      }
      let isNew = library?.store.blobs.has(file.digest, byteCount: bytes.count) != true
      if isNew, let use = uses[file.digest] {
        let name = FilePath(use.reference.file) ?? .nameless
        let facts = await inspector.see(bytes, as: name).measured
        if !facts.isUndecided {
          try check(facts, use)
          staging?.note(facts)
        }
      }
      _ = try staging?.stage(bytes, file.digest).get()
      return .success(isNew ? bytes.count : nil)
    } catch {
      return .failure(error)
    }
  }

  /// Fails for a file that `add` would refuse.
  private func check(_ facts: FileFacts, _ use: Use) throws {
    let revision = use.revision
    func refusal(_ reason: String) -> BundleRefusal {
      BundleRefusal(
        path: path,
        reason: "\(revision.handle):\(revision.sequence): references[\(use.number)] \(reason)",
        fix: PackVerification.askSender)
    }
    guard Intake.Taken.isKeepable(facts) else {
      let findings = FileRules.findings(for: facts, isNamed: true)
      throw refusal("\(facts.path) \(findings.first?.message ?? "can't be stored")")
    }
    do {
      _ = try Registering.role(
        use.reference.role, for: facts.format?.medium ?? .other, of: facts.path, in: revision)
    } catch {
      throw refusal("\(error)")
    }
  }
}
