package import Model

/// Several subjects in one set, by colours alone.
extension Grouping {
  /// Returns the number of clearly different subjects that pictures show by their colours
  /// alone, or 1 when nothing indicates more than one.
  ///
  /// Only groups of at least three pictures count, and only when they have little in common
  /// with each other even if another light is allowed for: a subject in several lights and in
  /// front of several backdrops is one subject.
  package static func distinctSubjects(among members: [SetMember]) -> Int {
    guard members.count >= 2 * minimumInGroup,
      let grouping = try? Grouping(
        members, namedBy: members.map { _ in nil }, in: members.map { _ in nil },
        isCancellable: false)
    else { return 1 }
    let linkage = grouping.linked(threshold)
    var distinct: [Int] = []
    let large = linkage.remaining.filter { linkage.groups[$0].count >= minimumInGroup }
      .sorted { (linkage.groups[$1].count, $0) < (linkage.groups[$0].count, $1) }
    for group in large {
      let isNew = distinct.allSatisfy { other in
        linkage.likeness(group, other) < maximumInCommon
          && grouping.commonInAnyLight(linkage.groups[group], linkage.groups[other])
            < maximumInCommonInAnyLight
      }
      if isNew { distinct.append(group) }
    }
    return max(1, distinct.count)
  }

  /// The number of pictures that a group must have to count as a subject.
  private static let minimumInGroup = 3
  /// The likeness in thousandths above which two groups may be one subject with other
  /// backdrops.
  private static let maximumInCommon = 250.0
  /// The share of common colours after a shift of light, from 0 to 1, above which two groups
  /// may be one subject in another light. With both bounds, 1 of 140 sets of one subject counts
  /// as several, and 45 of 60 mixtures of three do, in the half used for tuning.
  private static let maximumInCommonInAnyLight = 0.4
  /// The number of pictures of a group that are compared in any light.
  private static let representatives = 6

  /// Returns how well the colours of two groups agree in the mean, after the light of one was
  /// shifted to that of the other.
  private func commonInAnyLight(_ group: [Int], _ other: [Int]) -> Double {
    let first = group.prefix(Self.representatives), second = other.prefix(Self.representatives)
    let lights = (first + second).compactMap { members[order[$0]].scores?.lighting }
    guard lights.count == first.count + second.count,
      let matching = LightMatcher(lights, .subjects)
    else { return 1 }
    var sum = 0.0
    for one in first.indices {
      for two in 0..<second.count {
        let (mine, theirs) = (one - first.startIndex, first.count + two)
        let there = matching.match(mine, with: theirs)?.common ?? 1
        let back = matching.match(theirs, with: mine)?.common ?? 1
        sum += min(there, back)
      }
    }
    return sum / Double(first.count * second.count)
  }
}
