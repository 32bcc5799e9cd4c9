public import Checking
public import Media
public import Model
internal import Targets

/// The verb `check`: reads files, holds each against the targets' rules, and all of them together
/// against what a target takes as one set.
///
/// ```swift
/// let targets = try CheckTarget.resolve(["kling-o3"], in: TargetCatalogue())
/// let check = Check(targets: targets)
/// let summary = try await check.run(paths) { file in print(file.facts.path, file.status) }
/// ```
public struct Check: Sendable {
  /// Bytes that all decoding together may take.
  public static let memoryLimit = 768 << 20

  public let targets: [CheckTarget]
  /// Whether the files are what will be uploaded as one element, not candidates for it.
  public let isTheSet: Bool
  /// The day that announced ends of targets are compared with.
  public let today: Day?
  /// How many files are worked on at a time.
  public let workers: Int

  public init(
    targets: [CheckTarget], isTheSet: Bool = false, today: Day? = nil, workers: Int? = nil
  ) {
    self.targets = targets
    self.isTheSet = isTheSet
    self.today = today
    self.workers = min(max(1, workers ?? Processors.count), 16)
  }

  /// Checks files and folders. Results are handed over in the order given, however many cores work;
  /// a bad file never stops the rest. `isCancelled` is asked between files.
  public func run(
    _ paths: [FilePath], isCancelled: () -> Bool = { false },
    each: (CheckedFile) throws -> Void
  ) async throws -> CheckSummary {
    try await run(FolderWalk(paths), isCancelled: isCancelled, each: each)
  }

  /// Checks what a walk found.
  package func run(
    _ walk: FolderWalk, isCancelled: () -> Bool, each: (CheckedFile) throws -> Void
  ) async throws -> CheckSummary {
    var set = SetCheck(targets: targets, isTheSet: isTheSet)
    var summary = CheckSummary(skipped: walk.skipped)
    func take(_ file: CheckedFile) throws {
      set.take(file.facts)
      summary.count(file)
      try each(file)
    }
    for (path, problem) in walk.unreadable {
      try take(CheckedFile(FileFacts(path: path, problems: [problem]), targets))
    }
    try await inspectInOrder(walk.files, isCancelled: isCancelled, each: take)
    summary.setFindings = targets.flatMap { $0.findings(on: today) } + set.findings
    if summary.files == 0 { summary.setFindings.append(SetCheck.nothing(skipped: summary.skippedCount)) }
    return summary
  }

  /// Works on several files at a time and hands them over in their order. A window bounds how far
  /// the quick ones run ahead of a slow one, and so the memory that waiting results take.
  private func inspectInOrder(
    _ files: [FilePath], isCancelled: () -> Bool, each: (CheckedFile) throws -> Void
  ) async throws {
    let workers = workers
    let targets = targets
    let budget = MemoryBudget(total: Self.memoryLimit - workers * MemoryBudget.allotment)
    let inspector = Inspector(budget: budget)
    try await withThrowingTaskGroup(of: (Int, CheckedFile).self) { group in
      var started = 0
      var handedOver = 0
      var finished: [Int: CheckedFile] = [:]
      var running = 0
      while handedOver < files.count, !isCancelled() {
        while started < files.count, running < workers, started < handedOver + 64 * workers {
          let (index, path) = (started, files[started])
          group.addTask { (index, CheckedFile(await inspector.inspect(path), targets)) }
          started += 1
          running += 1
        }
        guard let (index, file) = try await group.next() else { return }
        running -= 1
        finished[index] = file
        while let next = finished.removeValue(forKey: handedOver) {
          try each(next)
          handedOver += 1
        }
      }
      group.cancelAll()
    }
  }
}

/// One file as a check leaves it.
public struct CheckedFile: Sendable {
  public let facts: FileFacts
  /// What holds for the file whoever receives it.
  public let findings: [Finding]
  /// Every rule of every target that was applied, held or not, in the targets' order.
  public let outcomes: [(target: TargetID, outcomes: [Outcome])]

  init(_ facts: FileFacts, _ targets: [CheckTarget]) {
    self.facts = facts
    findings = FileRules.findings(for: facts)
    outcomes = targets.map { ($0.profile.id, $0.outcomes(for: facts)) }
  }

  /// Everything to be said of the file, worst first.
  public var allFindings: [Finding] {
    (findings + outcomes.flatMap { $0.outcomes.compactMap(\.finding) })
      .sorted { $0.severity > $1.severity }
  }

  public var status: Status { Status(allFindings) }

  /// What the file comes to for one target: its own findings and that target's.
  public func status(for target: TargetID) -> Status {
    let theirs = outcomes.first { $0.target == target }?.outcomes.compactMap(\.finding) ?? []
    return Status(findings + theirs)
  }
}

/// What a whole check came to.
public struct CheckSummary: Sendable {
  public private(set) var files = 0
  public private(set) var pass = 0
  public private(set) var warn = 0
  public private(set) var fail = 0
  /// Names passed over in folders, by reason.
  public let skipped: [FolderWalk.Skipped: Int]
  /// What is to be said of the targets and of the files together.
  public internal(set) var setFindings: [Finding] = []

  init(skipped: [FolderWalk.Skipped: Int]) { self.skipped = skipped }

  public var skippedCount: Int { skipped.values.reduce(0, +) }

  public var setStatus: Status { Status(setFindings) }

  mutating func count(_ file: CheckedFile) {
    files += 1
    switch file.status {
    case .pass: pass += 1
    case .warn: warn += 1
    case .fail: fail += 1
    }
  }

  /// Whether anything is wrong; with `strict`, whether anything is to be watched.
  public func isFine(strict: Bool) -> Bool {
    if fail > 0 || setStatus == .fail { return false }
    return !strict || (warn == 0 && setStatus == .pass)
  }
}
