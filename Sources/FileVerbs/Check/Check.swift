internal import Files
internal import Media
internal import Preparing
internal import Sheets

/// The verb `check`: reads files and checks each of them against the rules of its targets, and all
/// of them together against what a target accepts as one set.
///
/// ```swift
/// let targets = try CheckTarget.resolve(["kling-o3"], in: TargetCatalogue())
/// let check = Check(targets: targets)
/// let summary = try await check.run(FileList(paths)) { print($0.facts.path, $0.status) }
/// print(summary.isFine(strict: false) ? "ready to upload" : "\(summary.counts.fail) failed")
/// ```
public struct Check: Sendable {
  /// The maximum number of files that any verb works on concurrently. Memory budgets are always
  /// computed for this number, so that results don't depend on the number of processors.
  public static let maximumWorkers = 16

  /// The maximum number of named files outside the library that are also searched for several
  /// views. The search takes longer than everything else.
  private static let maximumSearches = 20

  /// The targets whose rules apply, in the order in which they are reported.
  public let targets: [CheckTarget]
  /// Whether the files are exactly what will be uploaded as one element, rather than candidates for
  /// it.
  public let isCompleteSet: Bool
  /// The day that announced end dates of targets are compared with; `nil` to ignore them.
  public let today: Day?
  /// The number of files that are worked on concurrently, from 1 to `maximumWorkers`.
  public let workers: Int
  /// Whether results list rules that were met as well as those that were broken. A full report
  /// needs them; they take longer to collect.
  public var includesPassedRules = true
  /// The path of `castbook-media`; `nil` if it is next to the running program.
  public var decoder: FilePath?

  /// Creates a check.
  ///
  /// - Parameters:
  ///   - targets: The targets to check against. Without any, only rules of the files themselves
  ///     apply.
  ///   - isCompleteSet: Whether the files are a complete set for one element.
  ///   - today: The current day, or `nil` to ignore end dates.
  ///   - workers: The number of concurrent workers, clamped to 1...16; `nil` for one per
  ///     processor.
  public init(
    targets: [CheckTarget], isCompleteSet: Bool = false, today: Day? = nil, workers: Int? = nil
  ) {
    self.targets = targets
    self.isCompleteSet = isCompleteSet
    self.today = today
    self.workers = Self.workers(workers)
  }

  /// Returns a requested number of workers, clamped to 1...`maximumWorkers`; `nil` requests one per
  /// processor.
  package static func workers(_ requested: Int?) -> Int {
    min(max(1, requested ?? Processors.count), maximumWorkers)
  }

  /// Checks files, and calls `each` with every result in the order of `files`, however many cores
  /// work.
  ///
  /// A damaged or missing file becomes a result with findings; it never stops the others.
  ///
  /// - Returns: The counts, the matrix of files and targets, and the findings about the whole
  ///   set.
  /// - Throws: `CancellationError` if the task is cancelled, and whatever `each` throws.
  public func run(
    _ files: FileList, each: (CheckedFile) throws -> Void
  ) async throws -> CheckSummary {
    var set = SetCheck(targets: targets, isCompleteSet: isCompleteSet)
    var summary = CheckSummary(targets: targets, skippedCount: files.skippedCount)
    var suggestionCount = 0
    let planner = Planner(targets, PreparationOptions())
    let (targets, includesPassed) = (targets, includesPassedRules)
    let ended = Set(targets.map(\.profile).filter { $0.hasEnded(by: today) }.map(\.id))
    var media: [MediaFormat.Medium] = []
    let inspector = Inspector(decoder: decoder)
    let searches = files.files.count(where: \.isNamedOutsideLibrary) <= Self.maximumSearches
    try await InOrder(workers: workers).run(files.files) { file in
      let (facts, isSheet) =
        searches && file.isNamedOutsideLibrary
        ? try await inspector.factsOfPossibleSheet(file)
        : (try await inspector.facts(of: file), file.isSheet)
      return CheckedFile(
        facts, targets, isNamed: file.isNamed,
        includesPassed: includesPassed, ended: ended, copies: file.copies,
        isVoice: file.kind == .voice, isSheet: isSheet)
    } each: { (checked: CheckedFile) in
      var file = checked
      if file.facts.problems.contains(.notFound), suggestionCount < Finding.maximumSuggestions {
        suggestionCount += 1
        file.suggestNearestFile()
      }
      set.add(file.facts)
      summary.count(file)
      if let medium = file.facts.format?.medium, !media.contains(medium) { media.append(medium) }
      if file.status == .fail, planner.canMakeCopy(of: file.facts) { summary.preparable += 1 }
      try each(file)
    }
    summary.setFindings =
      files.findings + targets.flatMap { $0.findings(on: today) }
      + targets.filter { $0.isNamed && !ended.contains($0.profile.id) }
      .flatMap { $0.notesOnUnknownLimits(for: media) } + set.findings
      + files.emptyElements.map(\.emptyFinding)
    if summary.files == summary.nonMediaCount, files.emptyElements.isEmpty, !files.mayBeEmpty {
      summary.setFindings.append(SetCheck.noFiles(skipped: files.skippedCount))
    }
    return summary
  }
}

extension Inspector {
  /// Returns what is known about a file, and whether its picture is a sheet of several views.
  fileprivate func factsOfPossibleSheet(
    _ file: ListedFile
  ) async throws(CancellationError) -> (FileFacts, isSheet: Bool) {
    let found = try await appearance(of: file)
    if let picture = found.picture {
      return (found.facts, PanelSearch.sheet(in: picture) != nil)
    }
    // If only limits apply, it is no fault that a decoded picture's colours can't be converted.
    return (found.luma == nil ? found.facts : try await facts(of: file), false)
  }
}

/// The result of checking all files: counts, the matrix of files and targets, and findings about
/// the set.
public struct CheckSummary: Sendable {
  /// The number of files by status.
  public struct Counts: Hashable, Sendable {
    public internal(set) var pass = 0
    public internal(set) var warn = 0
    public internal(set) var fail = 0
    /// The number of files that did not fail, although no limit of the target is known for them.
    /// They are also counted in `pass` or `warn`.
    public internal(set) var unknown = 0

    /// Whether neither the files nor the set failed. With `strict`, there must be no warnings
    /// either.
    func isFine(with set: Status, strict: Bool) -> Bool {
      if fail > 0 || set == .fail { return false }
      return !strict || (warn == 0 && set == .pass)
    }

    mutating func count(_ status: Status) {
      switch status {
      case .pass: pass += 1
      case .warn: warn += 1
      case .fail: fail += 1
      }
    }
  }

  /// The number of checked files, including `bystanders`.
  public private(set) var files = 0
  /// The number of files found in folders that are not media. They count as passed.
  public private(set) var nonMediaCount = 0
  /// The counts by each file's worst status over all targets.
  public private(set) var counts = Counts()
  /// The number of failed files of which `prepare` can make copies that pass.
  public internal(set) var preparable = 0
  /// The counts for each target that was applied to at least one file.
  private var countsFor: [TargetID: Counts] = [:]
  /// Findings about targets that have no slot for some files, each with the number of these files.
  public private(set) var withoutSlot: [(finding: Finding, count: Int)] = []
  private let targets: [CheckTarget]
  /// The matrix that shows which file may be sent to which target.
  public private(set) var matrix: CheckMatrix
  /// The number of names that were skipped in folders.
  public let skippedCount: Int
  /// Findings about the targets and about the files as a set.
  public internal(set) var setFindings: [Finding] = []

  init(targets: [CheckTarget], skippedCount: Int) {
    self.targets = targets
    self.skippedCount = skippedCount
    matrix = CheckMatrix(targets)
  }

  /// Returns the counts by the status that files have for `target`. All of them are zero for a
  /// target that was not applied.
  public func counts(for target: TargetID) -> Counts { countsFor[target] ?? Counts() }

  /// The worst status among `setFindings`.
  public var setStatus: Status { Status(setFindings) }

  /// Adds a file's result to the counts and the matrix.
  mutating func count(_ file: CheckedFile) {
    files += 1
    if file.isNonMedia { nonMediaCount += 1 }
    counts.count(file.status)
    for (target, outcomes) in file.outcomes {
      let status = file.status(for: target, outcomes)
      countsFor[target, default: Counts()].count(status)
      if status != .fail, file.targetsWithUnknownLimits.contains(target) {
        countsFor[target, default: Counts()].unknown += 1
      }
      for outcome in outcomes where outcome.rule.category == .missingSlot {
        guard let finding = outcome.finding, finding.reportsMissingSlot(in: targets) else {
          continue
        }
        if let index = withoutSlot.firstIndex(where: { $0.finding == finding }) {
          withoutSlot[index].count += 1
        } else {
          withoutSlot.append((finding, 1))
        }
      }
    }
    matrix.add(file)
  }

  /// Whether no file failed and the set didn't either. With `strict`, there must be no warnings
  /// either.
  public func isFine(strict: Bool) -> Bool { counts.isFine(with: setStatus, strict: strict) }
}

extension Finding {
  /// Whether the finding says that its target has no slot at all for a file, which is no fault of
  /// the file itself.
  public func reportsMissingSlot(in targets: [CheckTarget]) -> Bool {
    guard rule.category == .missingSlot, let target,
      let checkTarget = targets.first(where: { $0.profile.id == target })
    else { return false }
    return slot.map { checkTarget.rules(for: $0) == nil } ?? true
  }
}
