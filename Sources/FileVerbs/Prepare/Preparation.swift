internal import Drawing
internal import Files
internal import Media
@_exported public import Preparing
internal import Quality

/// The verb `prepare`: makes copies of pictures, sounds and clips that pass their targets, with the
/// smallest change, and checks the copies again.
///
/// ```swift
/// let targets = try CheckTarget.resolve(["kling-o3"], in: TargetCatalogue())
/// let folder = try PreparedFolder(at: ready, replacing: false)
/// let summary = try await Preparation(targets: targets).run(FileList(paths), into: folder) {
///   print($0.path, $0.preparedCopy?.steps.map(\.summary) ?? [])
/// }
/// ```
public struct Preparation: Sendable {
  /// The targets that every copy must pass.
  public let targets: [CheckTarget]
  /// Options for making copies.
  public var options = PreparationOptions()
  /// The day that announced end dates of targets are compared with; `nil` to ignore them.
  public let today: Day?
  /// The number of files that are worked on concurrently.
  public let workers: Int
  /// The path of `castbook-media`; `nil` if it is next to the running program.
  public var decoder: FilePath?
  /// Whether pictures and their copies are scored. Without scores, bars and plain borders are not
  /// detected, and it takes about half the time.
  public var measures = true
  /// Whether small copies are kept for drawing `Outcome.pages`.
  public var keepsDrawings = false

  /// Creates a preparation with at most 16 workers; `nil` for one per processor.
  public init(targets: [CheckTarget], today: Day? = nil, workers: Int? = nil) {
    self.targets = targets
    self.today = today
    self.workers = Check.workers(workers)
  }

  /// The result of preparing files.
  public struct Outcome: Sendable {
    /// The files, in list order.
    public let files: [PreparedFile]
    /// The written copies, in the order of `files`; `nil` for a file without a copy.
    public var written: [PreparedFolder.Written?]
    /// The counts, and findings about all files together.
    public var summary: PreparationSummary
  }

  /// Makes all copies in memory, to show how they would come out, without writing them.
  public func plan(
    _ files: FileList, each: (PreparedFile) throws -> Void
  ) async throws -> Outcome {
    try await run(files, keeping: .nowhere, each: each)
  }

  /// Makes all copies and keeps them in memory, to show them before any of them is kept.
  public func preview(
    _ files: FileList, each: (PreparedFile) throws -> Void = { _ in }
  ) async throws -> Outcome {
    try await run(files, keeping: .memory, each: each)
  }

  /// Prepares files and writes the copies into a folder, with a record of how they were made. If
  /// something else is in the way of a copy, nothing is written.
  ///
  /// - Throws: `OutputFileError`, `CancellationError` if the task is cancelled, and whatever
  ///   `each` throws.
  public func run(
    _ files: FileList, into folder: PreparedFolder, each: (PreparedFile) throws -> Void
  ) async throws -> Outcome {
    do {
      var outcome = try await run(files, keeping: .folder(folder), each: each)
      try write(&outcome, outcome.files.map(\.copy), into: folder, among: files)
      if !outcome.written.contains(where: { $0 != nil }) { folder.discard() }
      return outcome
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Gives copies their names in a folder, and writes the record of how they were made.
  ///
  /// - Parameter copies: The copy of each file of `outcome`; `nil` for a file without one.
  package func write(
    _ outcome: inout Outcome, _ copies: [KeptCopy?], into folder: PreparedFolder,
    among list: FileList
  ) throws {
    outcome.written = try folder.publish(
      zip(outcome.files, copies).map { file, copy in
        copy.map { copy in
          // A copy has the same relative path in the folder as its original in the folder that the
          // user named.
          let format = file.passingFacts?.format ?? .jpeg
          return (list.relativePath(of: file.path).withSuffix(for: format), copy)
        }
      }, among: list)
    if outcome.written.contains(where: { $0 != nil }) {
      try folder.write(PrepareJSON.document(self, outcome))
    }
  }

  /// Prepares the files of a list, and adds findings about all of them.
  ///
  /// - Throws: `CancellationError` if the task is cancelled.
  package func run(
    _ list: FileList, keeping: CopyKeeping, each: (PreparedFile) throws -> Void
  ) async throws -> Outcome {
    var summary = PreparationSummary()
    let files = try await prepare(list.files, keeping: keeping) { file in
      summary.count(file)
      try each(file)
    }
    summary.findings =
      list.findings + targets.flatMap { $0.findings(on: today) }
      + list.emptyElements.map(\.emptyFinding)
    if summary.files == summary.skipped, list.emptyElements.isEmpty, !list.mayBeEmpty {
      summary.findings.append(
        Finding(
          .setEmpty, .error, message: "no pictures to prepare",
          fix: "name pictures or a folder of pictures"))
    }
    return Outcome(files: files, written: files.map { _ in nil }, summary: summary)
  }

  /// Prepares files, and calls `each` with every result in their order, however many cores work.
  ///
  /// A damaged or missing file becomes a result with findings; it never stops the others.
  ///
  /// - Throws: An error if a copy can't be kept, `CancellationError` if the task is
  ///   cancelled, and whatever `each` throws.
  package func prepare(
    _ files: [ListedFile], keeping: CopyKeeping, each: (PreparedFile) throws -> Void = { _ in }
  ) async throws -> [PreparedFile] {
    let extent: CopyExtent =
      if case .library = keeping { .kept } else { measures ? .scored : .proven }
    let preparer = FilePreparer(
      planner: Planner(targets, options), inspector: Inspector(decoder: decoder),
      keeping: keeping, drawnSide: keepsDrawings ? BeforeAfterSheet.pictureSide : nil,
      extent: extent)
    var prepared: [PreparedFile] = []
    try await InOrder(workers: workers).run(files) { file in
      try await preparer.prepare(file)
    } each: {
      prepared.append($0)
      try each($0)
    }
    return prepared
  }
}
