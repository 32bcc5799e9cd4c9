extension SubjectGroups {
  /// The maximum time between two pictures, in seconds; over a longer time, one says nothing about
  /// the other.
  private static let maximumGap = 10
  /// The minimum likeness to a group. A picture below it probably shows something else, whenever it
  /// was taken.
  private static let minimumLikeness = 0.25

  /// Returns groups in which pictures without a group join the group of the pictures taken right
  /// before and right after them, when both show the same subject and their colors don't
  /// contradict.
  ///
  /// - Parameter times: when each picture was taken, in seconds; `nil` where that is not known.
  public func placingUngrouped(by times: [Int?]) -> SubjectGroups {
    let placed = groups.enumerated().flatMap { group, content in
      content.members.compactMap { member in
        times[member].map { (time: $0, member: member, group: group) }
      }
    }.sorted { ($0.time, $0.member) < ($1.time, $1.member) }
    var result = self
    result.ungrouped = ungrouped.filter { picture in
      guard let time = times[picture.member],
        // Clocks count whole seconds: within one second, the order of names is that of the shoot.
        let before = placed.last(where: { ($0.time, $0.member) < (time, picture.member) }),
        let after = placed.first(where: { ($0.time, $0.member) > (time, picture.member) }),
        time - before.time <= Self.maximumGap, after.time - time <= Self.maximumGap,
        before.group == after.group,
        !picture.isMeasured
          || picture.nearest == before.group && (picture.likeness ?? 0) >= Self.minimumLikeness
      else { return true }
      let members = result.groups[before.group].members
      let index = members.firstIndex(of: before.member) ?? members.count - 1
      result.groups[before.group].members.insert(picture.member, at: index + 1)
      if !result.groups[before.group].evidence.contains(.times) {
        result.groups[before.group].evidence.append(.times)
      }
      return false
    }
    return result
  }
}
