extension SubjectGroups {
  /// Pictures farther apart in time than these seconds say nothing about one another.
  private static let maximumGap = 10
  /// A picture that is less like a group than this probably shows something else, whenever it was taken.
  private static let minimumLikeness = 0.25

  /// Adds a picture without a group to the group of the pictures that were taken right before and right after it, where
  /// both show the same subject and its own colours do not contradict.
  ///
  /// - Parameter times: when each picture was taken, in seconds; `nil` where that is not known.
  public func placingLone(by times: [Int?]) -> SubjectGroups {
    let placed = groups.enumerated().flatMap { group, content in
      content.members.compactMap { member in
        times[member].map { (time: $0, member: member, group: group) }
      }
    }.sorted { ($0.time, $0.member) < ($1.time, $1.member) }
    var result = self
    result.lone = lone.filter { picture in
      guard let time = times[picture.member],
        // Clocks count whole seconds: of one second, the order of the names is that of the shoot.
        let before = placed.last(where: { ($0.time, $0.member) < (time, picture.member) }),
        let after = placed.first(where: { ($0.time, $0.member) > (time, picture.member) }),
        time - before.time <= Self.maximumGap, after.time - time <= Self.maximumGap,
        before.group == after.group,
        !picture.isMeasured
          || picture.nearest == before.group && (picture.likeness ?? 0) >= Self.minimumLikeness
      else { return true }
      let members = result.groups[before.group].members
      let place = members.firstIndex(of: before.member) ?? members.count - 1
      result.groups[before.group].members.insert(picture.member, at: place + 1)
      if !result.groups[before.group].evidence.contains(.times) {
        result.groups[before.group].evidence.append(.times)
      }
      return false
    }
    return result
  }
}
