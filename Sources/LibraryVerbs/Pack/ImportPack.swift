internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

/// The verb `import`: imports the elements of a pack, completely or not at all. An element that was
/// changed both here and in the pack becomes a fork, which keeps both versions.
///
/// ```swift
/// var importing = ImportPack(path)
/// importing.renames = [.init(from: "mira", to: try Handle("mira-2"))]
/// let outcome = try await importing.run(in: library)
/// ```
public struct ImportPack: Sendable {
  /// A zip file, or a folder with the same contents.
  public var path: FilePath
  /// The elements that are imported as new ones, under other names.
  public var renames: [Rename] = []
  /// Whether registrations are imported. Provider ids are useful only with the same accounts.
  public var withRegistrations = false

  /// A new handle for an element of the pack.
  public struct Rename: Hashable, Sendable {
    /// The handle in the pack; `nil` for the only element that the sender named.
    public let from: String?
    /// The handle in this library.
    public let to: Handle

    /// Creates a rename.
    public init(from: String? = nil, to: Handle) {
      self.from = from
      self.to = to
    }
  }

  /// Creates an import with no renames and no registrations.
  public init(_ path: FilePath) { self.path = path }

  /// Imports the pack.
  ///
  /// - Parameter progress: Called with the number of files that were examined so far. The
  ///   examination follows the import, for all files whose facts the library doesn't know yet.
  /// - Throws: `BundleRefusal` if the pack is damaged or doesn't fit this library;
  ///   `ElementLibraryError` if a name is taken.
  public func run(
    in library: ElementLibrary, progress: (Int) -> Void = { _ in }
  ) async throws -> ImportOutcome {
    try await run(OpenedPack(path), in: library, progress: progress)
  }

  /// Returns the outcome that the import would have. Nothing is written.
  ///
  /// - Parameter library: The library to import into; `nil` if it doesn't exist yet.
  public func preview(in library: ElementLibrary?) async throws -> ImportOutcome {
    let opened = try OpenedPack(path)
    let manifest = try opened.accepted(self, today: library?.today ?? ProcessEnvironment.today)
    func outcome(_ contents: Contents?) throws -> (ImportOutcome, Set<Digest>) {
      let plan = PackImportPlan(
        verified: opened.verified, manifest: manifest, request: self, contents: contents)
      return (try plan.preview(), try plan.erasedFiles())
    }
    let (found, erased) =
      if let library { try library.contents { try outcome($0) } } else { try outcome(nil) }
    var preview = found
    let intake = PackIntake(opened.files, opened.verified, named: path, library: library)
    let files = manifest.files.filter { !erased.contains($0.digest) }
    let new = try await intake.stage(files, on: nil)
    preview.newFileCount = new.files
    preview.newByteCount = new.bytes
    preview.isPreview = true
    return preview
  }

  /// Imports a pack that was opened before.
  func run(
    _ opened: OpenedPack, in library: ElementLibrary, progress: (Int) -> Void = { _ in }
  ) async throws -> ImportOutcome {
    let verified = opened.verified
    let manifest = try opened.accepted(self, today: library.today)
    // Problems with names and links are reported before any file is written.
    let erased = try library.contents { contents in
      try PackImportPlan(
        verified: verified, manifest: manifest, request: self, contents: contents
      ).erasedFiles()
    }
    let staging = BlobStaging(store: library.store)
    var isKept = false
    defer { if !isKept { library.store.discard(staging.staged) } }
    let intake = PackIntake(opened.files, verified, named: path, library: library)
    let files = manifest.files.filter { !erased.contains($0.digest) }
    let new = try await intake.stage(files, on: staging)
    var outcome = try library.change(with: staging.staged, facts: staging.facts) { change in
      try PackImportPlan(
        verified: verified, manifest: manifest, request: self, contents: change.contents
      ).apply(to: change)
    }
    isKept = true
    outcome.newFileCount = new.files
    outcome.newByteCount = new.bytes
    try await library.examineNewFiles(progress: progress)
    return outcome
  }
}

/// A pack whose files and records were verified.
struct OpenedPack: Sendable {
  /// Access to the files by name.
  let files: any PackedFiles & Sendable
  /// The findings, the manifest and the records.
  let verified: PackVerification

  /// Opens and verifies the pack at a path.
  ///
  /// - Throws: `BundleRefusal` if it can't be read.
  init(_ path: FilePath) throws {
    do {
      files = try BundleSource.open(path)
      verified = try PackVerification(files, hash: SHA256.digest, forms: .library)
    } catch {
      throw BundleRefusal.about(path, error)
    }
  }

  /// Verifies a pack whose files are in memory.
  init(_ files: any PackedFiles & Sendable) throws {
    self.files = files
    verified = try PackVerification(files, hash: SHA256.digest, forms: .library)
  }

  /// Returns the manifest of a pack that can be imported.
  ///
  /// - Throws: `BundleRefusal` if there is any finding, or if a record is dated before 1970 or more
  ///   than 30 days in the future: later changes would never come after it.
  func accepted(_ request: ImportPack, today: Day) throws -> PackManifest {
    let path = request.path
    // A rename may resolve a clash of names within the pack; the import plan checks names again.
    let findings = verified.findings.filter { finding in
      request.renames.isEmpty || finding.rule != .bundleNameClash
    }
    if let finding = findings.first {
      let others = findings.count - 1
      throw BundleRefusal(
        path: path,
        reason: finding.message
          + (others > 0 ? ", and \(Quantity.count(others, "more finding"))" : ""),
        fix: finding.fix)
    }
    guard let manifest = verified.manifest else {
      throw BundleRefusal(path: path, reason: "not a pack")
    }
    let horizon = today.adding(days: 30)
    for record in verified.records.map(\.record) {
      guard let moment = record.at else { continue }
      if !moment.isPlausible {
        throw BundleRefusal(
          path: path, reason: "\(record.subject) is dated before 1970 (\(moment.day))",
          fix: PackVerification.askSender)
      }
      guard moment.day > horizon else { continue }
      throw BundleRefusal(
        path: path,
        reason: "\(record.subject) is dated in the future (\(moment.day.formatted))")
    }
    return manifest
  }
}

extension Record {
  /// The subject of the record, for messages.
  fileprivate var subject: String {
    if case .revision(let revision) = self { return "\(revision.handle):\(revision.sequence)" }
    return "a record"
  }
}
