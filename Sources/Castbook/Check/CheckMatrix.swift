/// Which file may go to which target: a row for each file, a column for each target.
///
/// Files with the same outcome everywhere share one row of cells, so that thousands of them cost
/// little.
public struct CheckMatrix: Sendable {
  /// How one file came out for one target.
  public enum Cell: Hashable, Sendable {
    case passes
    /// It passes, and there is something to watch.
    case passesWithWarning
    /// Nothing speaks against it, and no limit of the target for such a file is known.
    case notKnown
    /// Refused, by this rule before all others. A target that has ended refuses all.
    case fails(RuleID)
    /// The target was named and has no slot for such a file.
    case noSlot
    /// The target was met by a pattern and has no slot for such a file: it was not asked.
    case notAsked
  }

  /// What the files come to for one target.
  public struct Total: Hashable, Sendable {
    /// Files that pass, those with warnings among them.
    public fileprivate(set) var passing = 0
    public fileprivate(set) var withWarning = 0
    /// Files for which no limit of the target is known; they are not among those that pass.
    public fileprivate(set) var notKnown = 0
    /// Files that it was asked about.
    public fileprivate(set) var asked = 0
    /// Of those asked, the ones that it has no slot for.
    public fileprivate(set) var withoutSlot = 0
  }

  /// Files with the same cells.
  public struct Kind: Sendable {
    public let cells: [Cell]
    /// How many files there are of it.
    public fileprivate(set) var count = 0
  }

  public let targets: [TargetID]
  /// What they are called where people read it: `kie.kling-4.0.r2v (unverified)`.
  public let labels: [String]
  /// The different rows, in the order in which they were met.
  public private(set) var kinds: [Kind] = []
  /// The files, in their order; files of folders that are no media have no row.
  public private(set) var rows: [(path: FilePath, kind: Int)] = []
  private var kindOfCells: [[Cell]: Int] = [:]
  private let isNamed: [Bool]
  private let isVerified: [Bool]
  /// Where files of each kind go in each target.
  private let slotsFor: [[MediaFormat.Medium: Slot]]
  /// What kinds of files were met.
  private var media: Set<MediaFormat.Medium> = []
  /// Whether each target had a slot for a picture, clip or sound. What can't be read is refused
  /// everywhere, and shows of no target that it was meant.
  private var hadSlot: [Bool]

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

  mutating func take(_ file: CheckedFile) {
    guard !file.isBystander else { return }
    let own = file.findings.first { $0.severity == .error }
    // A file's outcomes stand in the order of the targets, without those that were not asked.
    var outcomes = file.outcomes[...]
    let cells = targets.map { target -> Cell in
      guard let next = outcomes.first, next.target == target else { return .notAsked }
      outcomes.removeFirst()
      return Self.cell(next.outcomes, own, of: file, for: target)
    }
    if let medium = file.facts.format?.medium, medium != .other {
      media.insert(medium)
      for index in cells.indices where cells[index] != .notAsked { hadSlot[index] = true }
    }
    let kind = kindOfCells[cells] ?? kinds.count
    if kind == kinds.count {
      kinds.append(Kind(cells: cells))
      kindOfCells[cells] = kind
    }
    kinds[kind].count += 1
    rows.append((file.facts.path, kind))
  }

  /// Kinds of files that go into slots.
  private static let media: [MediaFormat.Medium] = [.picture, .clip, .sound]

  private static func cell(
    _ outcomes: [Outcome], _ own: Finding?, of file: CheckedFile, for target: TargetID
  ) -> Cell {
    if file.ended.contains(target) { return .fails(.targetEnded) }
    if let missing = outcomes.first(where: { $0.rule == .targetNoSlot })?.finding {
      return missing.severity == .error ? .noSlot : own.map { .fails($0.rule) } ?? .notKnown
    }
    if let rule = own?.rule ?? outcomes.first(where: { $0.finding?.severity == .error })?.rule {
      return .fails(rule)
    }
    if file.notKnown.contains(target) { return .notKnown }
    return file.status(for: target, outcomes) == .warn ? .passesWithWarning : .passes
  }
}

// MARK: - What it comes to

extension CheckMatrix {
  /// The targets, by number, that a table shows: those that were named, and those met by a pattern
  /// that have a slot for one of the files. Where nothing can be read that can't be told: then all.
  public var shown: [Int] {
    let asked = targets.indices.filter { isNamed[$0] || hadSlot[$0] }
    let isTelling = kinds.contains { $0.cells.contains(.notAsked) }
    return asked.isEmpty && !isTelling ? Array(targets.indices) : asked
  }

  /// The targets met by a pattern that have a slot for none of the files.
  public var leftOut: [TargetID] {
    let shown = Set(shown)
    return rows.isEmpty ? [] : targets.indices.filter { !shown.contains($0) }.map { targets[$0] }
  }

  /// The shown targets, those together for which every file comes out alike; no group is
  /// empty.
  public var groups: [[Int]] {
    shown.groupedInOrder { target in kinds.map { $0.cells[target] } }.map(\.elements)
  }

  public func total(of target: Int) -> Total {
    kinds.reduce(into: Total()) { total, kind in
      let cell = kind.cells[target]
      if cell != .notAsked { total.asked += kind.count }
      if cell.passes { total.passing += kind.count }
      if cell == .passesWithWarning { total.withWarning += kind.count }
      if cell == .notKnown { total.notKnown += kind.count }
      if cell == .noSlot { total.withoutSlot += kind.count }
    }
  }

  /// Files that no target refuses that was asked about them.
  public var passingEverywhere: Int {
    kinds.filter { kind in
      let asked = kind.cells.filter { $0 != .notAsked }
      return !asked.isEmpty && !asked.contains(where: \.refuses)
    }.reduce(0) { $0 + $1.count }
  }

  /// Files that every target refuses.
  public var passingNowhere: Int {
    kinds.filter { kind in
      kind.cells.allSatisfy { $0.refuses || $0 == .notAsked }
    }.reduce(0) { $0 + $1.count }
  }

  /// Whether of some target no limit for some file is known.
  public var hasNotKnown: Bool {
    shown.contains { target in kinds.contains { $0.cells[target] == .notKnown } }
  }

  /// The slots that files were held against in a target.
  public func slots(of target: Int) -> [Slot] {
    Self.media.filter(media.contains).reduce(into: []) { slots, medium in
      if let slot = slotsFor[target][medium], !slots.contains(slot) { slots.append(slot) }
    }
  }

  /// Whether files were held against one slot here and another there.
  public var slotsDiffer: Bool { Set(shown.map(slots).filter { !$0.isEmpty }).count > 1 }

  /// The targets that are known to take the most files, among them those with the fewest warnings;
  /// none when all are alike. One that nobody saw answer is best only where no other takes any.
  public var best: [Int] {
    let totals = shown.map { (target: $0, total: total(of: $0)) }
    let verified = totals.filter { isVerified[$0.target] && $0.total.passing > 0 }
    let candidates = verified.isEmpty ? totals : verified
    guard let best = candidates.max(by: { $0.total.isWorse(than: $1.total) })?.total,
      best.passing > 0
    else { return [] }
    let found = candidates.filter { !$0.total.isWorse(than: best) }.map(\.target)
    return found.count == totals.count ? [] : found
  }
}

extension CheckMatrix.Cell {
  /// Whether the file is known to pass.
  public var passes: Bool { self == .passes || self == .passesWithWarning }

  /// Whether the file may not go there.
  public var refuses: Bool {
    switch self {
    case .fails, .noSlot: true
    case .passes, .passesWithWarning, .notKnown, .notAsked: false
    }
  }
}

extension CheckMatrix.Total {
  public func isWorse(than other: CheckMatrix.Total) -> Bool {
    (passing, other.withWarning) < (other.passing, withWarning)
  }
}

extension RuleID {
  /// A few words for the cell of a table: `image.too-small` is "too small".
  public var shortWords: String {
    let tail = rawValue.split(separator: ".").last.map(String.init) ?? rawValue
    return tail == "format-not-accepted" ? "format" : tail.replacing("-", with: " ")
  }
}
