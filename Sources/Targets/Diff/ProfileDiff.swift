public import Model

/// The difference between two profiles. Facts are compared, not texts: another order of keys, or
/// another way to write the same value, isn't a difference.
///
/// ```swift
/// let diff = ProfileDiff(from: old, to: new)
/// for change in diff.changes { print(change.statement.key, change.direction as Any) }
/// ```
public struct ProfileDiff: Sendable {
  /// One statement that was added, removed or changed.
  public struct Change: Sendable {
    /// The statement of the old profile; `nil` when it was added.
    public let old: Statement?
    /// The statement of the new profile; `nil` when it was removed.
    public let new: Statement?
    /// Whether more or less is allowed now; `nil` if that is unclear.
    public let direction: Direction?

    /// The new statement, or the old one when it was removed.
    public var statement: Statement { latest }
    private let latest: Statement

    fileprivate init(_ old: Statement?, _ new: Statement?, of latest: Statement, isAlone: Bool) {
      self.old = old
      self.new = new
      self.latest = latest
      direction = isAlone ? Direction(from: old, to: new) : nil
    }
  }

  /// How a rule changed. A limit that was not stated before counts as stricter, because files are
  /// checked against it from now on.
  public enum Direction: String, JSONConvertible, Sendable {
    case stricter, looser
    /// Stricter in one way and looser in another.
    case both
    case dearer, cheaper
  }

  /// The statements that were added, removed or changed in value, in the order in which people read
  /// a profile.
  public let changes: [Change]
  /// The statements with equal values whose date, source, confidence or note changed, and the dates
  /// and sources of the profiles themselves.
  public let evidence: [Change]

  /// Whether the profiles state the same with the same evidence.
  public var isEmpty: Bool { changes.isEmpty && evidence.isEmpty }

  /// Compares the statements of two profiles.
  public init(from old: TargetProfile, to new: TargetProfile) {
    let before = old.statements
    let after = new.statements
    let old = Dictionary(before.map { ($0.identity, $0) }) { first, _ in first }
    let new = Dictionary(after.map { ($0.identity, $0) }) { first, _ in first }
    let undirected = Self.sectionsWithoutDirection(before + after, old, new)
    let moved = Self.slotsThatMoved(before + after, old, new)
    var changes: [Change] = []
    var evidence: [Change] = []
    for statement in Self.merged(before, after) {
      let pair = (old: old[statement.identity], new: new[statement.identity])
      let isAlone =
        !statement.isAbout(moved)
        && (!undirected.contains(statement.section) || statement.value == .present)
      let change = Change(pair.old, pair.new, of: pair.new ?? statement, isAlone: isAlone)
      if pair.old?.value.normalized != pair.new?.value.normalized
        || pair.old?.unit != pair.new?.unit
      {
        if statement.section == .sources { evidence.append(change) } else { changes.append(change) }
      } else if pair.old?.evidence != pair.new?.evidence {
        evidence.append(change)
      }
    }
    self.changes = changes
    self.evidence = evidence
  }

  /// Returns the parts of the profiles in which single rules have no direction: slots that were
  /// added or removed as a whole, or whose files are now made by another target.
  private static func sectionsWithoutDirection(
    _ statements: [Statement], _ old: [Statement.Identity: Statement],
    _ new: [Statement.Identity: Statement]
  ) -> Set<Statement.Section> {
    let deciding = statements.filter { statement in
      guard case .slot = statement.section else { return false }
      let isDeciding = statement.value == .present || statement.key.hasSuffix(".via")
      return isDeciding && old[statement.identity]?.value != new[statement.identity]?.value
    }
    return Set(deciding.map(\.section))
  }

  /// Returns the slots that were added or removed. A limit that counts one of them is added or
  /// removed with it.
  private static func slotsThatMoved(
    _ statements: [Statement], _ old: [Statement.Identity: Statement],
    _ new: [Statement.Identity: Statement]
  ) -> Set<Slot> {
    statements.reduce(into: []) { slots, statement in
      guard case .slot(let slot) = statement.section, statement.value == .present,
        (old[statement.identity] == nil) != (new[statement.identity] == nil)
      else { return }
      slots.insert(slot)
    }
  }

  /// Returns all statements once, in the order of the new profile. A removed statement is
  /// listed with its own part of the profile.
  private static func merged(_ before: [Statement], _ after: [Statement]) -> [Statement] {
    var seen: Set<Statement.Identity> = []
    let all = (after + before).filter { seen.insert($0.identity).inserted }
    return all.enumerated().sorted { left, right in
      (left.element.section.rank, left.offset) < (right.element.section.rank, right.offset)
    }.map(\.element)
  }
}

extension Statement {
  /// Whether the statement is a limit that counts one of these slots, or depends on their counts.
  fileprivate func isAbout(_ slots: Set<Slot>) -> Bool {
    guard case .limit(let scope)? = item else { return false }
    return !slots.isDisjoint(with: scope.sum + scope.when.map(\.slot))
  }

  /// The values that identify the same statement in two profiles.
  struct Identity: Hashable {
    let key: String
    let item: Item?
  }

  /// The key and the list item of the statement.
  var identity: Identity { Identity(key: key, item: item) }
}

extension Statement.Value {
  /// Whether the value lists what a target offers, instead of limiting what it accepts.
  fileprivate func isOffer(_ key: String?) -> Bool {
    guard case .choices = self, let key else { return false }
    return key == "aspectRatios" || key == "shots.types" || key.hasSuffix(".uses")
  }
}

extension Statement.Section {
  /// The position of the part when people read a profile.
  fileprivate var rank: Int {
    switch self {
    case .profile: 0
    case .slot(let slot): 1 + (Slot.allCases.firstIndex(of: slot) ?? 0)
    case .together: 20
    case .prompt: 21
    case .shots: 22
    case .names: 23
    case .dialect: 24
    case .request: 25
    case .render: 26
    case .prices: 27
    case .remarks: 28
    case .sources: 29
    }
  }
}

extension ProfileDiff.Direction {
  /// The direction of a change; `nil` when the change has none.
  fileprivate init?(from old: Statement?, to new: Statement?) {
    switch (old?.value, new?.value) {
    case (nil, .present): self = .looser
    case (.present, nil): self = .stricter
    case (.record(let old)?, .record(let new)?):
      if let price = Self(priceFrom: old, to: new) {
        self = price
      } else {
        self.init(Self.change(from: old, to: new))
      }
    case (nil, .record(let field)?) where new?.section == .request:
      self.init(Self.isRequired(field) ? .stricter : [])
    case (.record(let field)?, nil) where old?.section == .request:
      self.init(Self.isRequired(field) ? .looser : [])
    case (.text(let before)?, .text(let after)?):
      switch old?.key {
      case "faces": self.init(Self.faces(from: before, to: after))
      case "status": self.init(Self.status(from: before, to: after))
      default: return nil
      }
    // The output, and the ways to use a slot, are offers: a missing list doesn't forbid anything.
    case (let list?, nil) where list.isOffer(old?.key),
      (nil, let list?) where list.isOffer(new?.key):
      return nil
    case (let before, let after):
      // Characters can't be compared with bytes.
      if let old, let new, old.unit != new.unit { return nil }
      self.init(Extent.change(from: before?.extent, to: after?.extent))
    }
  }

  /// The direction of a changed limit; `nil` when nothing changed.
  private init?(_ change: Extent.Change) {
    switch change {
    case .stricter: self = .stricter
    case .looser: self = .looser
    case [.stricter, .looser]: self = .both
    default: return nil
    }
  }

  /// Returns how the limits among a field's parts changed together.
  private static func change(
    from old: [Statement.Attribute], to new: [Statement.Attribute]
  ) -> Extent.Change {
    let names = Set((old + new).map(\.name))
    return names.reduce(into: []) { change, name in
      let before = old.first { $0.name == name }?.extent
      let after = new.first { $0.name == name }?.extent
      guard before != nil || after != nil else { return }
      // A condition in words can't be compared with true and false.
      if name == "required", before == nil || after == nil { return }
      change.formUnion(Extent.change(from: before, to: after))
    }
  }

  /// Whether the field must always be sent.
  private static func isRequired(_ field: [Statement.Attribute]) -> Bool {
    field.first { $0.name == "required" }?.value.boolean == true
  }

  /// Returns the change of a target's status: a target that has ended accepts nothing.
  private static func status(from old: String, to new: String) -> Extent.Change {
    let ended = TargetProfile.Status.ended.rawValue
    return old == new ? [] : new == ended ? .stricter : old == ended ? .looser : []
  }

  /// Returns the change between accepting faces, accepting registered faces, and refusing them.
  private static func faces(from old: String, to new: String) -> Extent.Change {
    let order = [TargetProfile.Faces.accepted, .registeredOnly, .refused].map(\.rawValue)
    guard let old = order.firstIndex(of: old), let new = order.firstIndex(of: new) else {
      return []
    }
    return old == new ? [] : old < new ? .stricter : .looser
  }

  /// The direction of a changed price; `nil` when the amounts are equal or don't buy the same.
  private init?(priceFrom old: [Statement.Attribute], to new: [Statement.Attribute]) {
    func value(_ name: String, _ row: [Statement.Attribute]) -> JSONValue? {
      row.first { $0.name == name }?.value
    }
    let isSame = ["currency", "per", "minimumTimesOutput"].allSatisfy {
      value($0, old) == value($0, new)
    }
    guard isSame, let before = value("amount", old)?.string,
      let after = value("amount", new)?.string
    else { return nil }
    let (left, right) = (Self.billionths(before), Self.billionths(after))
    guard left != right else { return nil }
    self = left < right ? .dearer : .cheaper
  }

  /// Converts an amount to billionths. The loader accepts at most nine digits before and after the
  /// point.
  private static func billionths(_ amount: String) -> Int {
    let parts = amount.split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let padded = fraction + String(repeating: "0", count: max(0, 9 - fraction.count))
    return (parts.first.flatMap { Int($0) } ?? 0) * 1_000_000_000 + (Int(padded) ?? 0)
  }
}
