internal import Drawing
internal import Files
internal import Library
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
///   print($0.path, $0.preparedCopy?.steps.map(\.words) ?? [])
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
    self.workers = min(max(1, workers ?? Processors.count), Check.maximumWorkers)
  }

  /// Makes all copies in memory, to show how they would come out, without writing them.
  public func plan(
    _ files: FileList, isCancelled: () -> Bool = { false }, each: (PreparedFile) throws -> Void
  ) async throws -> Outcome {
    var prepared: [PreparedFile] = []
    let keep: Keep = { _ in .success(nil) }
    let summary = try await run(files, isCancelled: isCancelled, keep: keep) {
      prepared.append($0)
      try each($0)
    }
    if isCancelled() { throw CancellationError() }
    return Outcome(files: prepared, written: prepared.map { _ in nil }, summary: summary)
  }

  /// Stores the bytes of a copy where they will be kept. It returns `nil` if they are not to be
  /// kept.
  typealias Keep = @Sendable (NewCopy) -> Result<KeptCopy?, any Error>

  /// A copy that is to be kept.
  struct NewCopy: Sendable {
    let bytes: [UInt8]
    let digest: Digest
    /// What was found out about the copy, which a library keeps with it.
    let found: Inspection
    /// Whether it is the original itself, which passes as it is.
    let isOriginal: Bool
  }

  /// Prepares files, and calls `each` with every result in the order of `files`, however many cores
  /// work.
  ///
  /// A damaged or missing file becomes a result with findings; it never stops the others.
  /// `isCancelled` is asked between files.
  ///
  /// - Throws: Whatever `keep` fails with, and whatever `each` throws.
  func run(
    _ files: FileList, isForLibrary: Bool = false, isCancelled: () -> Bool,
    keep: @escaping Keep, each: (PreparedFile) throws -> Void
  ) async throws -> PreparationSummary {
    var summary = PreparationSummary()
    summary.findings = files.findings + targets.flatMap { $0.findings(on: today) }
    let work = FilePreparer(
      planner: Planner(targets, options),
      inspector: Inspector(budget: MemoryBudget(workers: Check.maximumWorkers), decoder: decoder),
      files: files, keep: keep, drawnSide: keepsDrawings ? BeforeAfterSheet.pictureSide : nil,
      extent: isForLibrary ? .kept : measures ? .scored : .proven)
    try await InOrder(workers: workers).run(files.paths, isCancelled: isCancelled) { path in
      await work.prepare(path)
    } each: { (result: Result<PreparedFile, any Error>) in
      let file = try result.get()
      summary.count(file)
      try each(file)
    }
    summary.findings += files.emptyElements.map(\.emptyFinding)
    if summary.files == summary.skipped, files.emptyElements.isEmpty {
      summary.findings.append(
        Finding(
          .setEmpty, .error, message: "no pictures to prepare",
          fix: "name pictures or a folder of pictures"))
    }
    return summary
  }
}
