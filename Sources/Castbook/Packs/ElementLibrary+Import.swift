internal import Archive
internal import Bundles
internal import Files
internal import Library
internal import Media

extension ElementLibrary {
  /// Options of an import.
  public struct ImportOptions: Sendable {
    /// Elements that come in as other, new ones.
    public var renames: [Rename] = []
    /// Whether ids that providers gave come along: they are of use to the same accounts alone.
    public var withRegistrations = false

    /// A new handle for an element of the pack.
    public struct Rename: Hashable, Sendable {
      /// Its handle in the pack; `nil` for the only one that was packed.
      public let from: String?
      public let to: Handle

      public init(from: String? = nil, to: Handle) {
        self.from = from
        self.to = to
      }
    }

    public init() {}
  }

  /// Takes in the elements of a pack: all of it or nothing. An element that was changed here and in the pack is
  /// forked: both versions are kept.
  public func importPack(
    at path: FilePath, _ options: ImportOptions = ImportOptions(),
    progress: (Int) -> Void = { _ in }
  ) async throws -> ImportOutcome {
    try await take(OpenedPack(path), options, named: path, progress: progress)
  }

  /// What importing a pack would come to. Nothing is written; `library` is `nil` where there is none yet.
  public static func previewImport(
    at path: FilePath, _ options: ImportOptions = ImportOptions(), into library: ElementLibrary?
  ) async throws -> ImportOutcome {
    let opened = try OpenedPack(path)
    let manifest = try opened.accepted(
      options, named: path, today: library?.today ?? ProcessEnvironment.today)
    func outcome(_ contents: Contents?) throws -> ImportOutcome {
      try PackArrival(opened.verified, manifest, options, contents, path).preview()
    }
    var preview =
      if let library { try library.contents { try outcome($0) } } else { try outcome(nil) }
    let intake = PackIntake(opened.files, opened.verified, named: path, library: library)
    let new = try await intake.stage(
      manifest.files.filter { $0.name != Pack.recordsName }, on: nil)
    preview.newFiles = new.files
    preview.newBytes = new.bytes
    preview.isPreview = true
    return preview
  }

  func take(
    _ opened: OpenedPack, _ options: ImportOptions, named path: FilePath,
    progress: (Int) -> Void = { _ in }
  ) async throws -> ImportOutcome {
    let verified = opened.verified
    let manifest = try opened.accepted(options, named: path, today: today)
    // What can't come in is said before its files are written.
    _ = try contents { contents in
      try PackArrival(verified, manifest, options, contents, path).decisions()
    }
    let staging = BlobStaging(store: store)
    var isKept = false
    defer { if !isKept { store.discard(staging.staged) } }
    let new = try await PackIntake(opened.files, verified, named: path, library: self).stage(
      manifest.files.filter { $0.name != Pack.recordsName }, on: staging)
    var outcome = try change(with: staging.staged, facts: staging.facts) { change in
      try PackArrival(verified, manifest, options, change.contents, path).arrive(in: change)
    }
    isKept = true
    outcome.newFiles = new.files
    outcome.newBytes = new.bytes
    try await examine(isCancelled: { false }, progress: progress)
    return outcome
  }
}

/// A pack whose files and records were verified.
struct OpenedPack: Sendable {
  let files: any PackedFiles & Sendable
  let verified: PackVerification

  init(_ path: FilePath) throws {
    do {
      files = try FoundFiles.open(path)
      verified = try PackVerification(files, hash: SHA256.digest, forms: .library)
    } catch let error as ZipError {
      throw BundleRefusal(path: path, reason: "\(error)")
    } catch let error as FileError {
      throw BundleRefusal(path: path, reason: error.reason)
    }
  }

  init(_ files: any PackedFiles & Sendable) throws {
    self.files = files
    verified = try PackVerification(files, hash: SHA256.digest, forms: .library)
  }

  /// What the pack says it contains; fails where something is wrong with it.
  func accepted(
    _ options: ElementLibrary.ImportOptions, named path: FilePath, today: Day
  ) throws -> PackManifest {
    // A new name for an element may settle what its own clashes with; what arrives is asked again later.
    let findings = verified.findings.filter { finding in
      options.renames.isEmpty || finding.rule != .bundleNameClash
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
      guard let moment = record.moment, moment.day > horizon else { continue }
      throw BundleRefusal(
        path: path,
        reason: "\(record.subject) is dated in the future (\(moment.day.words))")
    }
    return manifest
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
