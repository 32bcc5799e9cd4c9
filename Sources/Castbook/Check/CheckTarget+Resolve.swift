extension CheckTarget {
  /// Targets by id, alias or pattern, each once, in the order given.
  ///
  /// `all` is every target that one can send to, and the user's own; a word with `*` or `?` in it is
  /// every target whose id it matches. Both leave out targets that have ended by `today`, and those
  /// without any slot (or without the slot that is named). A target that is named itself is always
  /// asked, whatever it takes.
  public static func resolve(
    _ names: [String], slot: Slot? = nil, today: Day? = nil, in catalogue: TargetCatalogue
  ) throws -> [CheckTarget] {
    try TargetSelection(names, slot: slot, today: today, in: catalogue).targets
  }
}

/// The targets that words on a command line mean, and those that a pattern means and leaves out.
public struct TargetSelection: Sendable {
  /// Why a pattern leaves out a target.
  public enum Reason: String, CaseIterable, Sendable {
    /// It is a rule or an app: nothing can be sent to it. Only `all` leaves these out.
    case noEndpoint
    case ended
    /// It has no slot for files, or not the one that was named.
    case noSlot
  }

  public let targets: [CheckTarget]
  /// The slot that was named.
  let slot: Slot?
  /// By reason, in the reasons' order; a target that is named itself is none of them.
  public let leftOut: [(reason: Reason, targets: [TargetID])]

  public init(
    _ names: [String], slot: Slot? = nil, today: Day? = nil, in catalogue: TargetCatalogue
  ) throws {
    self.slot = slot
    var passedBy: [TargetID: Reason] = [:]
    var order: [TargetID] = []
    var found: [TargetID: (profile: TargetProfile, isNamed: Bool)] = [:]
    for name in names {
      if let pattern = TargetPattern(name, in: catalogue) {
        let meant = try pattern.profiles(in: catalogue, slot: slot, today: today)
        passedBy.merge(meant.leftOut) { first, _ in first }
        for profile in meant.taking where found[profile.id] == nil {
          order.append(profile.id)
          found[profile.id] = (profile, false)
        }
      } else {
        let profile = try catalogue.find(name)
        if found[profile.id] == nil { order.append(profile.id) }
        found[profile.id] = (profile, true)
      }
    }
    targets = try order.compactMap { found[$0] }.map { target in
      try CheckTarget(target.profile, slot: slot, isNamed: target.isNamed, in: catalogue)
    }
    leftOut = Reason.allCases.compactMap { reason in
      let ids = passedBy.filter { $0.value == reason && found[$0.key] == nil }.keys.sorted()
      return ids.isEmpty ? nil : (reason, ids)
    }
  }
}

/// A word that means several targets: `all`, `fal.*`.
public struct TargetPattern {
  private let text: String
  private let isAll: Bool

  /// Nothing for a word that names one target, or none.
  init?(_ word: String, in catalogue: TargetCatalogue) {
    text = word.lowercased()
    isAll = text == "all" && !catalogue.names.contains("all")
    guard isAll || Self.isPattern(text) else { return nil }
  }

  /// Whether a word may mean several targets by their ids.
  public static func isPattern(_ word: String) -> Bool {
    word.contains { "*?".contains($0) }
  }

  /// The targets whose ids a pattern means, those that have ended and that take nothing among them;
  /// nothing for a word that is no pattern.
  public static func ids(
    like word: String, in catalogue: TargetCatalogue
  ) throws -> [TargetID]? {
    guard isPattern(word) else { return nil }
    let text = word.lowercased()
    let found = catalogue.ids.filter { matches($0.rawValue, text) }
    guard !found.isEmpty else { throw unlike(text) }
    return found
  }

  private static func unlike(_ text: String) -> UnmatchedPattern {
    UnmatchedPattern(pattern: text, reason: "no target matches \"\(text)\"")
  }

  func profiles(
    in catalogue: TargetCatalogue, slot: Slot?, today: Day?
  ) throws -> (taking: [TargetProfile], leftOut: [TargetID: TargetSelection.Reason]) {
    let matching = try catalogue.ids.filter { isAll || Self.matches($0.rawValue, text) }
      .map(catalogue.profile)
    guard !matching.isEmpty else {
      throw Self.unlike(text)
    }
    var leftOut: [TargetID: TargetSelection.Reason] = [:]
    func keep(
      _ profiles: [TargetProfile], or reason: TargetSelection.Reason,
      _ isKept: (TargetProfile) -> Bool
    ) -> [TargetProfile] {
      for profile in profiles where !isKept(profile) { leftOut[profile.id] = reason }
      return profiles.filter(isKept)
    }
    let current = keep(matching, or: .ended) { !$0.hasEnded(by: today) }
    guard !current.isEmpty else {
      throw UnmatchedPattern(
        pattern: text, reason: "every target that matches \"\(text)\" has ended")
    }
    let open = keep(current, or: .noEndpoint) {
      !isAll || $0.hasEndpoint || catalogue.isUsers($0.id)
    }
    let taking = keep(open, or: .noSlot) { profile in
      slot.map { profile[$0]?.isByIDOnly == false } ?? !profile.slots.isEmpty
    }
    guard !taking.isEmpty else {
      let what = slot.map { "a slot \"\($0.rawValue)\"" } ?? "a slot for files"
      throw UnmatchedPattern(
        pattern: text, reason: "no target that matches \"\(text)\" has \(what)")
    }
    return (taking, leftOut)
  }

  /// Whether a name is like a pattern: `*` stands for any letters, `?` for one. Goes back to the last
  /// star only, so that no pattern takes long.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    let (name, pattern) = (Array(name.utf8), Array(pattern.utf8))
    var (at, place) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while at < name.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        star = (place, at)
        place += 1
      } else if place < pattern.count,
        pattern[place] == UInt8(ascii: "?") || pattern[place] == name[at]
      {
        place += 1
        at += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        place = last.pattern + 1
        at = last.name + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

/// A pattern that means no target that can be asked.
public struct UnmatchedPattern: Error, Hashable, Sendable {
  public let pattern: String
  public let reason: String
}

extension UnmatchedPattern: CustomStringConvertible {
  public var description: String { reason }
}
