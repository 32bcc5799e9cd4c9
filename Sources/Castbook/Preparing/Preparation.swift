internal import Drawing
internal import Files
internal import Library
internal import Media
@_exported public import Preparing
internal import Quality

/// The verb `prepare`: makes copies of pictures that pass their targets, by the least change, and holds
/// them to the targets again.
///
/// ```swift
/// let targets = try CheckTarget.resolve(["kling-o3"], in: TargetCatalogue())
/// let folder = try PreparedFolder(at: ready, replacing: false)
/// let summary = try await Preparation(targets: targets).run(FileList(paths), into: folder) {
///   print($0.path, $0.preparedCopy?.steps.map(\.words) ?? [])
/// }
/// ```
public struct Preparation: Sendable {
  public let targets: [CheckTarget]
  public var options = PreparationOptions()
  /// The day that announced ends of targets are compared with.
  public let today: Day?
  /// How many files are worked on at a time.
  public let workers: Int
  /// Where `castbook-media` lies, when it is not beside the program that runs.
  public var decoder: FilePath?
  /// Whether pictures and their copies are measured. Without it bars and plain borders are not seen, and it is
  /// about twice as quick.
  public var measures = true
  /// Whether small copies are kept, so that before and after can be drawn.
  public var keepsDrawings = false

  public init(targets: [CheckTarget], today: Day? = nil, workers: Int? = nil) {
    self.targets = targets
    self.today = today
    self.workers = min(max(1, workers ?? Processors.count), Check.mostWorkers)
  }

  /// Plans what would be done, and how it would come out: nothing is written.
  public func plan(
    _ files: FileList, isCancelled: () -> Bool = { false }, each: (PreparedFile) throws -> Void
  ) async throws -> Outcome {
    var done: [PreparedFile] = []
    let keep: Keep = { _ in .success(nil) }
    let summary = try await run(files, isCancelled: isCancelled, keep: keep) {
      done.append($0)
      try each($0)
    }
    if isCancelled() { throw CancellationError() }
    return Outcome(files: done, written: done.map { _ in nil }, summary: summary)
  }

  /// Puts bytes of a copy where they will be kept.
  typealias Keep = @Sendable (NewCopy) -> Result<KeptCopy?, any Error>

  /// A copy that is to be kept.
  struct NewCopy: Sendable {
    let bytes: [UInt8]
    let digest: Digest
    /// What it looks like: a library keeps that with it.
    let found: Inspection
    /// Whether it is the original itself.
    let isOriginal: Bool
  }

  /// Prepares files. Results are handed over in the order given, however many cores work; a bad file never
  /// stops the rest. `isCancelled` is asked between files.
  func run(
    _ files: FileList, isForLibrary: Bool = false, isCancelled: () -> Bool,
    keep: @escaping Keep, each: (PreparedFile) throws -> Void
  ) async throws -> PreparationSummary {
    var summary = PreparationSummary()
    summary.findings = files.findings + targets.flatMap { $0.findings(on: today) }
    let work = PreparingWork(
      planner: Planner(targets, options),
      inspector: Inspector(budget: MemoryBudget(workers: Check.mostWorkers), decoder: decoder),
      files: files, keep: keep, drawnSide: keepsDrawings ? BeforeAfterSheet.pictureSide : nil,
      extent: isForLibrary ? .kept : measures ? .scored : .proven)
    try await InOrder(workers: workers).run(files.paths, isCancelled: isCancelled) { path in
      await work.prepare(path)
    } each: { (result: Result<PreparedFile, any Error>) in
      let file = try result.get()
      summary.count(file)
      try each(file)
    }
    summary.findings += files.empty.map(\.emptyFinding)
    if summary.files == summary.passedOver, files.empty.isEmpty {
      summary.findings.append(
        Finding(
          .setEmpty, .error, message: "no pictures to prepare",
          fix: "name pictures or a folder of pictures"))
    }
    return summary
  }
}
