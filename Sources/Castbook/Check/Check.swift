internal import Files
internal import Media
internal import Preparing

/// The verb `check`: reads files, holds each against the targets' rules, and all of them together
/// against what a target takes as one set.
///
/// ```swift
/// let targets = try CheckTarget.resolve(["kling-o3"], in: TargetCatalogue())
/// let check = Check(targets: targets)
/// let summary = try await check.run(FileList(paths)) { print($0.facts.path, $0.status) }
/// ```
public struct Check: Sendable {
  /// More files than this are not worked on at a time.
  public static let mostWorkers = 16

  public let targets: [CheckTarget]
  /// Whether the files are what will be uploaded as one element, not candidates for it.
  public let isTheSet: Bool
  /// The day that announced ends of targets are compared with.
  public let today: Day?
  /// How many files are worked on at a time.
  public let workers: Int
  /// Whether rules that held are told too, as a report needs them; it takes longer.
  public var keepsHeldRules = true
  /// Where `castbook-media` lies, when it is not beside the program that runs.
  public var decoder: FilePath?

  public init(
    targets: [CheckTarget], isTheSet: Bool = false, today: Day? = nil, workers: Int? = nil
  ) {
    self.targets = targets
    self.isTheSet = isTheSet
    self.today = today
    self.workers = min(max(1, workers ?? Processors.count), Self.mostWorkers)
  }

  /// Checks files. Results are handed over in the order given, however many cores work; a bad file
  /// never stops the rest. `isCancelled` is asked between files.
  public func run(
    _ files: FileList, isCancelled: () -> Bool = { false },
    each: (CheckedFile) throws -> Void
  ) async throws -> CheckSummary {
    var set = SetCheck(targets: targets, isTheSet: isTheSet)
    var summary = CheckSummary(targets: targets, passedOver: files.passedOverCount)
    var guesses = 0
    let planner = Planner(targets, PreparationOptions())
    func take(_ file: CheckedFile) throws {
      var file = file
      if file.facts.problems.contains(.notFound), guesses < Finding.mostGuesses {
        guesses += 1
        file.guess()
      }
      set.take(file.facts)
      summary.count(file)
      if file.status == .fail, planner.canMake(file.facts) { summary.curable += 1 }
      try each(file)
    }
    try await inspectInOrder(files, isCancelled: isCancelled, each: take)
    summary.setFindings =
      files.findings + targets.flatMap { $0.findings(on: today) } + set.findings
    summary.setFindings += files.empty.map(\.emptyFinding)
    if summary.files == summary.bystanders, files.empty.isEmpty {
      summary.setFindings.append(SetCheck.nothing(skipped: files.passedOverCount))
    }
    return summary
  }

  private func inspectInOrder(
    _ list: FileList, isCancelled: () -> Bool, each: (CheckedFile) throws -> Void
  ) async throws {
    let targets = targets
    let keepsHeld = keepsHeldRules
    let ended = Set(targets.map(\.profile).filter { $0.hasEnded(by: today) }.map(\.id))
    let inspector = Inspector(budget: MemoryBudget(workers: Self.mostWorkers), decoder: decoder)
    try await InOrder(workers: workers).run(list.paths, isCancelled: isCancelled) { path in
      let facts =
        if let problem = list.unreadable[path] {
          FileFacts(path: path, problems: [problem])
        } else if let place = list.places[path] {
          await inspector.inspect(place).named(path)
        } else {
          await inspector.inspect(path, isOrdinary: !list.unsure.contains(path))
        }
      return CheckedFile(
        facts, targets, isNamed: list.named.contains(path), keepsHeld: keepsHeld, ended: ended,
        copies: list.copies[path] ?? [], isVoice: list.voices.contains(path))
    } each: {
      try each($0)
    }
  }
}

/// What a whole check came to.
public struct CheckSummary: Sendable {
  /// How many files came out how.
  public struct Counts: Hashable, Sendable {
    public internal(set) var pass = 0
    public internal(set) var warn = 0
    public internal(set) var fail = 0
    /// Files that did not fail, and of which no limit of the target is known.
    public internal(set) var notKnown = 0

    /// Whether nothing is wrong with the files or with what they are together; with `strict`, whether
    /// nothing is to be watched.
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

  public private(set) var files = 0
  /// Files of folders that are no media; they count as passed.
  public private(set) var bystanders = 0
  /// By the worst that any target says.
  public private(set) var counts = Counts()
  /// How many of those that failed `prepare` makes copies of that pass.
  public internal(set) var curable = 0
  private var countsFor: [TargetID: Counts] = [:]
  /// Targets without any slot for some files, each with what is to be said of it and the number of
  /// these files.
  public private(set) var withoutSlot: [(finding: Finding, count: Int)] = []
  private let targets: [CheckTarget]
  /// Which file may go to which target.
  public private(set) var matrix: CheckMatrix
  /// Names passed over in folders.
  public let passedOver: Int
  /// What is to be said of the targets and of the files together.
  public internal(set) var setFindings: [Finding] = []

  init(targets: [CheckTarget], passedOver: Int) {
    self.targets = targets
    self.passedOver = passedOver
    matrix = CheckMatrix(targets)
  }

  /// The counts as one target sees the files.
  public func counts(for target: TargetID) -> Counts { countsFor[target] ?? Counts() }

  public var setStatus: Status { Status(setFindings) }

  mutating func count(_ file: CheckedFile) {
    files += 1
    if file.isBystander { bystanders += 1 }
    counts.count(file.status)
    for (target, outcomes) in file.outcomes {
      let status = file.status(for: target, outcomes)
      countsFor[target, default: Counts()].count(status)
      if status != .fail, file.notKnown.contains(target) {
        countsFor[target, default: Counts()].notKnown += 1
      }
      for outcome in outcomes where outcome.rule == .targetNoSlot {
        guard let finding = outcome.finding, finding.isOfMissingSlot(targets) else { continue }
        if let place = withoutSlot.firstIndex(where: { $0.finding == finding }) {
          withoutSlot[place].count += 1
        } else {
          withoutSlot.append((finding, 1))
        }
      }
    }
    matrix.take(file)
  }

  /// Whether anything is wrong; with `strict`, whether anything is to be watched.
  public func isFine(strict: Bool) -> Bool {
    counts.isFine(with: setStatus, strict: strict)
  }
}

extension Finding {
  /// Whether it says that a target has no slot at all for a file: nothing about the file itself.
  public func isOfMissingSlot(_ targets: [CheckTarget]) -> Bool {
    guard rule == .targetNoSlot, let target,
      let asked = targets.first(where: { $0.profile.id == target })
    else { return false }
    return slot.map { asked.rules(for: $0) == nil } ?? true
  }
}
