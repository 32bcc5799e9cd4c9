extension CheckTarget {
  /// Returns the targets for ids, aliases or patterns, each once, in the order given.
  ///
  /// `all` is every target that has an endpoint, and the user's own; a name that contains `*` or
  /// `?` is every target whose id matches. Both leave out targets that have ended by `today`, and
  /// those without any slot (or without the slot that is named). A target that is named itself is
  /// always included.
  ///
  /// ```swift
  /// let targets = try CheckTarget.resolve(["kling-o3", "fal.*"], slot: .start, in: catalogue)
  /// ```
  ///
  /// - Throws: `UnknownTarget` for a name that is no target, and `UnmatchedPattern` for a pattern
  ///   that leaves nothing to check.
  public static func resolve(
    _ names: [String], slot: Slot? = nil, today: Day? = nil, in catalogue: TargetCatalogue
  ) throws -> [CheckTarget] {
    try TargetSelection(names, slot: slot, today: today, in: catalogue).targets
  }
}

/// The targets that names and patterns on a command line select, and those that a pattern matched
/// but left out.
public struct TargetSelection: Sendable {
  /// The reason why a pattern leaves out a target.
  public enum Reason: String, CaseIterable, Sendable {
    /// The target is a rule or an app, so nothing can be sent to it. Only `all` leaves these out.
    case noEndpoint
    /// The target has ended.
    case ended
    /// The target has no slot for files, or not the one that was named.
    case noSlot
  }

  /// The selected targets, each once, in the order of the names.
  public let targets: [CheckTarget]
  /// The slot that the user named; `nil` for any.
  let slot: Slot?
  /// The left-out targets by reason, in the order of `Reason.allCases`. A target that was named
  /// itself is never among them.
  public let leftOut: [(reason: Reason, targets: [TargetID])]

  /// Resolves names and patterns; see `CheckTarget.resolve(_:slot:today:in:)`.
  public init(
    _ names: [String], slot: Slot? = nil, today: Day? = nil, in catalogue: TargetCatalogue
  ) throws {
    self.slot = slot
    var leftOutReasons: [TargetID: Reason] = [:]
    var order: [TargetID] = []
    var found: [TargetID: (profile: TargetProfile, isNamed: Bool)] = [:]
    for name in names {
      if let pattern = TargetPattern(name, in: catalogue) {
        let matched = try pattern.profiles(in: catalogue, slot: slot, today: today)
        leftOutReasons.merge(matched.leftOut) { first, _ in first }
        for profile in matched.taking where found[profile.id] == nil {
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
      let ids = leftOutReasons.filter { $0.value == reason && found[$0.key] == nil }.keys.sorted()
      return ids.isEmpty ? nil : (reason, ids)
    }
  }
}

/// A word that selects several targets: `all` or `fal.*`.
public struct TargetPattern {
  private let text: String
  private let isAll: Bool

  /// Creates a pattern, or returns `nil` for a word that can only name one target. A target that is
  /// itself called "all" has precedence over the pattern.
  init?(_ word: String, in catalogue: TargetCatalogue) {
    text = word.lowercased()
    isAll = text == "all" && !catalogue.names.contains("all")
    guard isAll || Self.isPattern(text) else { return nil }
  }

  /// Whether a word contains a wildcard, so that it may select several targets by their ids.
  public static func isPattern(_ word: String) -> Bool {
    word.contains { "*?".contains($0) }
  }

  /// Returns the ids that a pattern matches, including targets that have ended or have no slots;
  /// `nil` for a word without wildcards.
  ///
  /// - Throws: `UnmatchedPattern` if no id matches.
  public static func ids(
    like word: String, in catalogue: TargetCatalogue
  ) throws -> [TargetID]? {
    guard isPattern(word) else { return nil }
    let text = word.lowercased()
    let matching = catalogue.ids.filter { matches($0.rawValue, text) }
    guard !matching.isEmpty else { throw noMatch(text) }
    return matching
  }

  private static func noMatch(_ text: String) -> UnmatchedPattern {
    UnmatchedPattern(pattern: text, reason: "no target matches \"\(text)\"")
  }

  /// Returns the profiles that the pattern selects, and those that it matches but leaves out.
  ///
  /// - Throws: `UnmatchedPattern` if no profile is selected.
  func profiles(
    in catalogue: TargetCatalogue, slot: Slot?, today: Day?
  ) throws -> (taking: [TargetProfile], leftOut: [TargetID: TargetSelection.Reason]) {
    let matching = try catalogue.ids.filter { isAll || Self.matches($0.rawValue, text) }
      .map(catalogue.profile)
    guard !matching.isEmpty else {
      throw Self.noMatch(text)
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
    let reachable = keep(current, or: .noEndpoint) {
      !isAll || $0.hasEndpoint || catalogue.isUsers($0.id)
    }
    let selected = keep(reachable, or: .noSlot) { profile in
      slot.map { profile[$0]?.isByIDOnly == false } ?? !profile.slots.isEmpty
    }
    guard !selected.isEmpty else {
      let what = slot.map { "a slot \"\($0.rawValue)\"" } ?? "a slot for files"
      throw UnmatchedPattern(
        pattern: text, reason: "no target that matches \"\(text)\" has \(what)")
    }
    return (selected, leftOut)
  }

  /// Whether a name matches a pattern: `*` stands for any number of bytes, `?` for one. It goes
  /// back to the last star only, so the time is at most the product of both lengths.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    let (name, pattern) = (Array(name.utf8), Array(pattern.utf8))
    var (nameIndex, patternIndex) = (0, 0)
    var star: (pattern: Int, name: Int)?
    while nameIndex < name.count {
      if patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") {
        star = (patternIndex, nameIndex)
        patternIndex += 1
      } else if patternIndex < pattern.count,
        pattern[patternIndex] == UInt8(ascii: "?") || pattern[patternIndex] == name[nameIndex]
      {
        patternIndex += 1
        nameIndex += 1
      } else if let last = star {
        star = (last.pattern, last.name + 1)
        patternIndex = last.pattern + 1
        nameIndex = last.name + 1
      } else {
        return false
      }
    }
    return pattern[patternIndex...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}

/// A pattern that selects no target that can be checked.
public struct UnmatchedPattern: Error, Hashable, Sendable {
  public let pattern: String
  /// What is wrong, for the user: no target matches, all have ended, or none has the slot.
  public let reason: String
}

extension UnmatchedPattern: CustomStringConvertible {
  public var description: String { reason }
}
