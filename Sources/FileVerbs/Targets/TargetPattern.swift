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
  public static func isPattern(_ word: String) -> Bool { word.contains { "*?".contains($0) } }

  /// Returns the ids that a pattern matches, including targets that have ended or have no slots;
  /// `nil` for a word without wildcards.
  ///
  /// - Throws: `TargetNameError` if no id matches.
  public static func ids(
    like word: String, in catalogue: TargetCatalogue
  ) throws -> [TargetID]? {
    guard isPattern(word) else { return nil }
    let text = word.lowercased()
    let matching = catalogue.ids.filter { matches($0.rawValue, text) }
    guard !matching.isEmpty else { throw noMatch(text) }
    return matching
  }

  private static func noMatch(_ text: String) -> TargetNameError {
    .unmatchedPattern("no target matches \"\(text)\"")
  }

  /// Returns the profiles that the pattern selects, and those that it matches but leaves out.
  ///
  /// - Throws: `TargetNameError` if no profile is selected.
  func profiles(
    in catalogue: TargetCatalogue, slot: Slot?, today: Day?
  ) throws -> (selected: [TargetProfile], leftOut: [TargetID: TargetSelection.Reason]) {
    let matching = try catalogue.ids.filter { isAll || Self.matches($0.rawValue, text) }
      .map(catalogue.profile)
    guard !matching.isEmpty else { throw Self.noMatch(text) }
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
      throw TargetNameError.unmatchedPattern(
        "every target that matches \"\(text)\" has ended")
    }
    let reachable = keep(current, or: .noEndpoint) {
      !isAll || $0.hasEndpoint || catalogue.isUserDefined($0.id)
    }
    let selected = keep(reachable, or: .noSlot) { profile in
      slot.map { profile[$0]?.acceptsOnlyIDs == false } ?? !profile.slots.isEmpty
    }
    guard !selected.isEmpty else {
      let what = slot.map { "a slot \"\($0.rawValue)\"" } ?? "a slot for files"
      throw TargetNameError.unmatchedPattern(
        "no target that matches \"\(text)\" has \(what)")
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
