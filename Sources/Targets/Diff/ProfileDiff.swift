internal import Model

/// What one profile says that another does not: facts are compared, not texts, so that another order
/// of keys or another way of writing the same value is no difference.
///
/// ```swift
/// let diff = ProfileDiff(from: old, to: new)
/// for change in diff.changes { print(change.key, change.direction) }
/// ```
public struct ProfileDiff: Sendable {
  /// One statement that came, went, or says something else.
  public struct Change: Sendable {
    public let old: Statement?
    public let new: Statement?
    /// Whether more or less is taken now, where that can be told.
    public let direction: Direction?

    /// Whichever of the two there is, the newer first.
    public var statement: Statement { either }
    private let either: Statement

    fileprivate init(_ old: Statement?, _ new: Statement?, of either: Statement, isAlone: Bool) {
      self.old = old
      self.new = new
      self.either = either
      direction = isAlone ? Direction(from: old, to: new) : nil
    }
  }

  /// How a rule moved. A limit that nobody stated before counts as stricter: a check holds files to it
  /// from now on.
  public enum Direction: String, Sendable {
    case stricter, looser
    /// Stricter in one way and looser in another.
    case both
    case dearer, cheaper
  }

  /// What came, went, or changed its value, in the order in which people read a profile.
  public let changes: [Change]
  /// Where the value is the same and only its date, source, confidence or note is not; and the dates
  /// and sources of the profiles themselves.
  public let evidence: [Change]

  public var isEmpty: Bool { changes.isEmpty && evidence.isEmpty }

  public init(from old: TargetProfile, to new: TargetProfile) {
    let before = old.statements
    let after = new.statements
    let old = Dictionary(before.map { ($0.identity, $0) }) { first, _ in first }
    let new = Dictionary(after.map { ($0.identity, $0) }) { first, _ in first }
    let untold = Self.placesWithoutDirection(before + after, old, new)
    let moved = Self.slotsThatMoved(before + after, old, new)
    var changes: [Change] = []
    var evidence: [Change] = []
    for statement in Self.merged(before, after) {
      let pair = (old: old[statement.identity], new: new[statement.identity])
      let isAlone =
        !statement.isAbout(moved)
        && (!untold.contains(statement.place) || statement.value == .present)
      let change = Change(pair.old, pair.new, of: pair.new ?? statement, isAlone: isAlone)
      if pair.old?.value.essence != pair.new?.value.essence || pair.old?.unit != pair.new?.unit {
        if statement.place == .sources { evidence.append(change) } else { changes.append(change) }
      } else if pair.old?.evidence != pair.new?.evidence {
        evidence.append(change)
      }
    }
    self.changes = changes
    self.evidence = evidence
  }

  /// Where single rules tell nothing about more or less. A slot that came or went as a whole is one
  /// move, and the rules of a slot that is made elsewhere from now on stand there.
  private static func placesWithoutDirection(
    _ statements: [Statement], _ old: [Statement.Identity: Statement],
    _ new: [Statement.Identity: Statement]
  ) -> Set<Statement.Place> {
    let deciding = statements.filter { statement in
      guard case .slot = statement.place else { return false }
      let isDeciding = statement.value == .present || statement.key.hasSuffix(".via")
      return isDeciding && old[statement.identity]?.value != new[statement.identity]?.value
    }
    return Set(deciding.map(\.place))
  }

  /// The slots that came or went: a limit that counts one of them comes or goes with it.
  private static func slotsThatMoved(
    _ statements: [Statement], _ old: [Statement.Identity: Statement],
    _ new: [Statement.Identity: Statement]
  ) -> Set<Slot> {
    statements.reduce(into: []) { slots, statement in
      guard case .slot(let slot) = statement.place, statement.value == .present,
        (old[statement.identity] == nil) != (new[statement.identity] == nil)
      else { return }
      slots.insert(slot)
    }
  }

  /// All statements once, in the order of the new profile; one that went stands where its place does.
  private static func merged(_ before: [Statement], _ after: [Statement]) -> [Statement] {
    var seen: Set<Statement.Identity> = []
    let all = (after + before).filter { seen.insert($0.identity).inserted }
    return all.enumerated().sorted { left, right in
      (left.element.place.rank, left.offset) < (right.element.place.rank, right.offset)
    }.map(\.element)
  }
}

extension Statement {
  /// Whether it is a limit that counts one of these slots, or holds by their count.
  fileprivate func isAbout(_ slots: Set<Slot>) -> Bool {
    guard case .limit(let scope)? = item else { return false }
    return !slots.isDisjoint(with: scope.sum + scope.when.map(\.slot))
  }

  /// What makes statements of two profiles be about the same.
  struct Identity: Hashable {
    let key: String
    let item: Item?
  }

  var identity: Identity { Identity(key: key, item: item) }
}

extension Statement.Value {
  fileprivate func isOffer(_ key: String?) -> Bool {
    guard case .choices = self, let key else { return false }
    return key == "aspectRatios" || key == "shots.types" || key.hasSuffix(".uses")
  }
}

extension Statement.Place {
  /// Where it stands when people read a profile.
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
    case (nil, .record(let field)?) where new?.place == .request:
      self.init(Self.isRequired(field) ? .stricter : [])
    case (.record(let field)?, nil) where old?.place == .request:
      self.init(Self.isRequired(field) ? .looser : [])
    case (.text(let before)?, .text(let after)?):
      switch old?.key {
      case "faces": self.init(Self.faces(from: before, to: after))
      case "status": self.init(Self.status(from: before, to: after))
      default: return nil
      }
    // What comes out, and the ways to use a slot, are offers: a list that is gone says nothing.
    case (let list?, nil) where list.isOffer(old?.key),
      (nil, let list?) where list.isOffer(new?.key):
      return nil
    case (let before, let after):
      // Characters can't be compared with bytes.
      if let old, let new, old.unit != new.unit { return nil }
      self.init(Extent.change(from: before?.extent, to: after?.extent))
    }
  }

  private init?(_ change: Extent.Change) {
    switch change {
    case .stricter: self = .stricter
    case .looser: self = .looser
    case [.stricter, .looser]: self = .both
    default: return nil
    }
  }

  private static func change(
    from old: [Statement.Attribute], to new: [Statement.Attribute]
  ) -> Extent.Change {
    let names = Set((old + new).map(\.name))
    return names.reduce(into: []) { change, name in
      let before = old.first { $0.name == name }?.extent
      let after = new.first { $0.name == name }?.extent
      guard before != nil || after != nil else { return }
      // A condition in words can't be compared with yes and no.
      if name == "required", before == nil || after == nil { return }
      change.formUnion(Extent.change(from: before, to: after))
    }
  }

  private static func isRequired(_ field: [Statement.Attribute]) -> Bool {
    field.first { $0.name == "required" }?.value.boolean == true
  }

  /// What has ended takes nothing any more.
  private static func status(from old: String, to new: String) -> Extent.Change {
    let ended = TargetProfile.Status.ended.rawValue
    return old == new ? [] : new == ended ? .stricter : old == ended ? .looser : []
  }

  /// From taken to taken after registration to refused.
  private static func faces(from old: String, to new: String) -> Extent.Change {
    let order = [TargetProfile.Faces.accepted, .registeredOnly, .refused].map(\.rawValue)
    guard let old = order.firstIndex(of: old), let new = order.firstIndex(of: new) else {
      return []
    }
    return old == new ? [] : old < new ? .stricter : .looser
  }

  /// Amounts can be compared where they buy the same.
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

  /// An amount as the loader takes it: nine digits at most before the point and behind it.
  private static func billionths(_ amount: String) -> Int {
    let parts = amount.split(separator: ".")
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let padded = fraction + String(repeating: "0", count: max(0, 9 - fraction.count))
    return (parts.first.flatMap { Int($0) } ?? 0) * 1_000_000_000 + (Int(padded) ?? 0)
  }
}
