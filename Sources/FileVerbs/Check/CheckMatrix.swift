/// A matrix that shows which file may be sent to which target: a row for each file, a column for
/// each target.
///
/// Files with the same outcome everywhere share one row of cells, so a matrix of thousands of files
/// stays small.
public struct CheckMatrix: Sendable {
  /// The outcome of one file for one target.
  public enum Cell: Hashable, Sendable {
    case passes
    /// The file passes, with at least one warning.
    case passesWithWarning
    /// The file breaks no rule, but no limit of the target for such a file is known.
    case unknown
    /// The target refuses the file, by this rule before any other. A target that has ended refuses
    /// every file.
    case fails(RuleID)
    /// The target was named by the user and has no slot for such a file.
    case noSlot
    /// The target was matched by a pattern and has no slot for such a file, so it was not checked.
    case notChecked
  }

  /// The counts of one target's column.
  public struct Total: Hashable, Sendable {
    /// The number of files that pass, including those with warnings.
    public fileprivate(set) var passing = 0
    /// The number of files that pass with warnings.
    public fileprivate(set) var withWarning = 0
    /// The number of files for which no limit of the target is known. They are not counted in
    /// `passing`.
    public fileprivate(set) var unknown = 0
    /// The number of files that were checked against the target.
    public fileprivate(set) var checked = 0
    /// The number of checked files that the target has no slot for.
    public fileprivate(set) var withoutSlot = 0
  }

  /// A row of cells, shared by all files that have exactly these.
  public struct Kind: Sendable {
    public let cells: [Cell]
    /// The number of files with these cells.
    public fileprivate(set) var count = 0
  }

  /// The targets, in the order of the columns.
  public let targets: [TargetID]
  /// The targets' labels for display: `kie.kling-4.0.r2v (not confirmed)`.
  public let labels: [String]
  /// The distinct rows, in the order of their first files.
  public private(set) var kinds: [Kind] = []
  /// The files in their order, each with the index of its row in `kinds`. Files in folders that are
  /// not media have no row.
  public private(set) var rows: [(path: FilePath, kind: Int)] = []
  /// The index in `kinds` of each distinct row.
  private var kindOfCells: [[Cell]: Int] = [:]
  private let isNamed: [Bool]
  private let isVerified: [Bool]
  /// The slot that files of each medium go into, by the index of the target.
  private let slotsFor: [[MediaFormat.Medium: Slot]]
  /// The media of the files so far.
  private var media: Set<MediaFormat.Medium> = []
  /// Whether each target had a slot for at least one picture, clip or sound. Files that can't be
  /// read don't count: every target refuses them, so they don't show which target the user meant.
  private var hadSlot: [Bool]

  /// Creates an empty matrix with a column for each target.
  init(_ targets: [CheckTarget]) {
    self.targets = targets.map(\.profile.id)
    labels = targets.map(\.label)
    isNamed = targets.map(\.isNamed)
    isVerified = targets.map { $0.profile.status != .unverified }
    slotsFor = targets.map { target in
      Self.media.reduce(into: [:]) { $0[$1] = target.slot(for: $1) }
    }
    hadSlot = targets.map { _ in false }
  }

  /// Adds a file's row. Bystanders are ignored.
  mutating func add(_ file: CheckedFile) {
    guard !file.isNonMedia else { return }
    let fileError = file.findings.first { $0.severity == .error }
    // A file's outcomes are in the order of the targets, without targets that were not checked, so
    // one pass over both suffices.
    var outcomes = file.outcomes[...]
    let cells = targets.map { target -> Cell in
      guard let outcome = outcomes.first, outcome.target == target else { return .notChecked }
      outcomes.removeFirst()
      return Self.cell(outcome.outcomes, fileError, of: file, for: target)
    }
    if let medium = file.facts.format?.medium, medium != .other {
      media.insert(medium)
      for index in cells.indices where cells[index] != .notChecked { hadSlot[index] = true }
    }
    let kind = kindOfCells[cells] ?? kinds.count
    if kind == kinds.count {
      kinds.append(Kind(cells: cells))
      kindOfCells[cells] = kind
    }
    kinds[kind].count += 1
    rows.append((file.facts.path, kind))
  }

  /// The media that slots exist for.
  private static let media: [MediaFormat.Medium] = [.picture, .clip, .sound]

  /// Returns the cell of one file and one target. `fileError` is an error of the file itself, which
  /// counts before the target's rules.
  private static func cell(
    _ outcomes: [Outcome], _ fileError: Finding?, of file: CheckedFile, for target: TargetID
  ) -> Cell {
    if file.endedTargets.contains(target) { return .fails(.targetEnded) }
    if let missing = outcomes.first(where: { $0.rule.category == .missingSlot })?.finding {
      return missing.severity == .error ? .noSlot : fileError.map { .fails($0.rule) } ?? .unknown
    }
    if let rule = fileError?.rule ?? outcomes.first(where: { $0.finding?.severity == .error })?.rule
    {
      return .fails(rule)
    }
    if file.targetsWithUnknownLimits.contains(target) { return .unknown }
    return file.status(for: target, outcomes) == .warn ? .passesWithWarning : .passes
  }
}

// MARK: - Summaries

extension CheckMatrix {
  /// The indices of the targets that a table shows: those that the user named, and those matched by
  /// a pattern that have a slot for at least one file. If no file can be read, that is unknown, and
  /// all targets are shown.
  public var shown: [Int] {
    let relevant = targets.indices.filter { isNamed[$0] || hadSlot[$0] }
    let hasUncheckedCell = kinds.contains { $0.cells.contains(.notChecked) }
    return relevant.isEmpty && !hasUncheckedCell ? Array(targets.indices) : relevant
  }

  /// The targets matched by a pattern that have a slot for none of the files.
  public var leftOut: [TargetID] {
    let shown = Set(shown)
    return rows.isEmpty ? [] : targets.indices.filter { !shown.contains($0) }.map { targets[$0] }
  }

  /// The indices of the shown targets, grouped so that all files have the same outcome for the
  /// targets of one group. No group is empty.
  public var groups: [[Int]] {
    shown.groupedInOrder { target in kinds.map { $0.cells[target] } }.map(\.elements)
  }

  /// Returns the counts of the target at an index.
  public func total(of target: Int) -> Total {
    kinds.reduce(into: Total()) { total, kind in
      let cell = kind.cells[target]
      if cell != .notChecked { total.checked += kind.count }
      if cell.passes { total.passing += kind.count }
      if cell == .passesWithWarning { total.withWarning += kind.count }
      if cell == .unknown { total.unknown += kind.count }
      if cell == .noSlot { total.withoutSlot += kind.count }
    }
  }

  /// The number of files that at least one target was checked for and none refuses.
  public var passingEverywhere: Int {
    kinds.filter { kind in
      let checkedCells = kind.cells.filter { $0 != .notChecked }
      return !checkedCells.isEmpty && !checkedCells.contains(where: \.refuses)
    }.reduce(0) { $0 + $1.count }
  }

  /// The number of files that every target refuses.
  public var passingNowhere: Int {
    kinds.filter { kind in
      kind.cells.allSatisfy { $0.refuses || $0 == .notChecked }
    }.reduce(0) { $0 + $1.count }
  }

  /// Whether a shown target has no known limit for at least one file.
  public var hasUnknown: Bool {
    shown.contains { target in kinds.contains { $0.cells[target] == .unknown } }
  }

  /// Returns the slots of a target that files were checked against.
  public func slots(of target: Int) -> [Slot] {
    Self.media.filter(media.contains).reduce(into: []) { slots, medium in
      if let slot = slotsFor[target][medium], !slots.contains(slot) { slots.append(slot) }
    }
  }

  /// Whether files were checked against different slots at different targets.
  public var slotsDiffer: Bool { Set(shown.map(slots).filter { !$0.isEmpty }).count > 1 }

  /// The indices of the shown targets that accept the most files; among equals, those with the
  /// fewest warnings. It is empty if all shown targets are equal or none accepts a file.
  ///
  /// Unverified targets are considered only if no verified target accepts any file.
  public var best: [Int] {
    let totals = shown.map { (target: $0, total: total(of: $0)) }
    let verified = totals.filter { isVerified[$0.target] && $0.total.passing > 0 }
    let candidates = verified.isEmpty ? totals : verified
    guard let best = candidates.max(by: { $0.total.isWorse(than: $1.total) })?.total,
      best.passing > 0
    else { return [] }
    let bestTargets = candidates.filter { !$0.total.isWorse(than: best) }.map(\.target)
    return bestTargets.count == totals.count ? [] : bestTargets
  }
}

extension CheckMatrix.Cell {
  /// Whether the file is known to pass, with or without warnings.
  public var passes: Bool { self == .passes || self == .passesWithWarning }

  /// Whether the target refuses the file or has no slot for it.
  public var refuses: Bool {
    switch self {
    case .fails, .noSlot: true
    case .passes, .passesWithWarning, .unknown, .notChecked: false
    }
  }
}

extension CheckMatrix.Total {
  /// Whether fewer files pass than in `other`, or as many with more warnings.
  public func isWorse(than other: CheckMatrix.Total) -> Bool {
    (passing, other.withWarning) < (other.passing, withWarning)
  }
}

extension RuleID {
  /// The rule's short name for a table cell: `image.too-small` becomes "too small".
  public var shortName: String {
    let tail = rawValue.split(separator: ".").last.map(String.init) ?? rawValue
    return tail == "format-not-accepted" ? "format" : tail.replacing("-", with: " ")
  }
}
