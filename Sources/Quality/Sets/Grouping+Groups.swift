internal import Model

/// Making groups of compared pictures.
extension Grouping {
  /// A group of pictures before it is described.
  struct Part {
    /// The pictures, sorted by their names.
    var members: [Int]
    /// The group in the linkage.
    let cluster: Int
    /// The known subject that it shows.
    let guide: Int?
  }

  /// Returns the groups and the lone pictures, both sorted by name.
  func groups(_ count: Int?) -> SubjectGroups {
    var linkage = linked(Self.threshold)
    if let count { fit(&linkage, to: count) }
    let parts = linkage.remaining.filter { isGroup(linkage.groups[$0]) }
      .map { cluster in
        Part(
          members: sorted(linkage.groups[cluster]), cluster: cluster,
          guide: guide(of: linkage.groups[cluster]))
      }
      .sorted { name($0.members).lexicographicallyPrecedes(name($1.members)) }
    let subjects = subjects(parts, linkage)
    let lone = linkage.remaining.filter { !isGroup(linkage.groups[$0]) }
      .flatMap { cluster in
        pictures(linkage.groups[cluster]).map { row in
          self.lone(order[row], among: subjects) { linkage.likeness(cluster, $0) }
        }
      }
    let groups = parts.map { part in
      let others = subjects.filter { $0.cluster != part.cluster }.map {
        (subject: $0.subject, likeness: linkage.likeness(part.cluster, $0.cluster))
      }
      return described(part, rivals: others)
    }
    return SubjectGroups(
      groups: namedByFolder(groups),
      ungrouped: lone.sorted {
        members[$0.member].name.utf8.lexicographicallyPrecedes(members[$1.member].name.utf8)
      })
  }

  /// The groups, and the known subjects that no group shows, each with its group in the linkage.
  private func subjects(
    _ parts: [Part], _ linkage: Linkage
  ) -> [(subject: SubjectGroups.Subject, cluster: Int)] {
    let shown = parts.enumerated().map {
      (subject: SubjectGroups.Subject.group($0.offset), cluster: $0.element.cluster)
    }
    let others = linkage.remaining.compactMap { cluster in
      pictures(linkage.groups[cluster]).isEmpty
        ? guide(of: linkage.groups[cluster]).map {
          (subject: SubjectGroups.Subject.guide($0), cluster: cluster)
        } : nil
    }
    return shown + others
  }

  /// The rows of a cluster that are pictures to be grouped.
  private func pictures(_ cluster: [Int]) -> [Int] {
    cluster.filter { guideIndices[order[$0]] == nil }
  }

  /// The known subject whose pictures are in a cluster.
  private func guide(of cluster: [Int]) -> Int? {
    cluster.lazy.compactMap { guideIndices[order[$0]] }.first
  }

  /// Whether a cluster is a group: several pictures, or one of a known subject.
  private func isGroup(_ cluster: [Int]) -> Bool {
    let count = pictures(cluster).count
    return count > 1 || count == 1 && count < cluster.count
  }

  /// Returns the groups with the names of their folders where file names give none, or one that
  /// several groups have.
  private func namedByFolder(_ groups: [SubjectGroups.Group]) -> [SubjectGroups.Group] {
    var counts: [String: Int] = [:]
    for group in groups { counts[group.subject ?? "", default: 0] += 1 }
    let names = groups.map { group -> String? in
      let folders = Set(group.members.map { self.folders[$0] })
      guard folders.count == 1, case .some(.some(let folder)) = folders.first else { return nil }
      return folder.name.text
    }
    return zip(groups, names).map { group, name in
      guard let name, group.guide == nil,
        group.subject == nil || counts[group.subject ?? ""] ?? 0 > 1,
        names.count(where: { $0 == name }) == 1
      else { return group }
      var group = group
      group.subject = name
      return group
    }
  }

  /// Returns the groups whose mean likeness is at least a threshold.
  func linked(_ threshold: Int) -> Linkage {
    var linkage = Linkage(likenesses, count: members.count)
    linkage.join(downTo: threshold)
    return linkage
  }

  /// Returns the pictures of a cluster, sorted by their names.
  private func sorted(_ cluster: [Int]) -> [Int] {
    pictures(cluster).map { order[$0] }.sorted {
      members[$0].name.utf8.lexicographicallyPrecedes(members[$1].name.utf8)
    }
  }

  /// Returns the name of the first member of a group.
  private func name(_ group: [Int]) -> String.UTF8View {
    (group.first.map { members[$0].name } ?? "").utf8
  }

  /// Changes the threshold until there are `count` groups, joins the most similar ones where
  /// there are still more, and adds single pictures to the group that they are most similar to.
  private func fit(_ linkage: inout Linkage, to count: Int) {
    func large(_ linkage: Linkage) -> [Int] {
      linkage.remaining.filter { isGroup(linkage.groups[$0]) }
    }
    var threshold = Self.threshold
    while large(linkage).count < count, threshold < Self.same {
      threshold += 20
      let finer = linked(threshold)
      if large(finer).count >= large(linkage).count { linkage = finer }
    }
    while large(linkage).count > count {
      let groups = large(linkage)
      let two = groups.indices.flatMap { one in
        groups[..<one].map {
          (first: $0, second: groups[one], likeness: linkage.likeness($0, groups[one]))
        }
      }
      guard let best = two.max(by: { $0.likeness < $1.likeness }), best.likeness >= 0 else {
        return
      }
      linkage.join(best.first, best.second)
    }
    for single in linkage.remaining
    where linkage.groups[single].count == 1 && guide(of: linkage.groups[single]) == nil {
      let best = large(linkage).max {
        linkage.likeness(single, $0) < linkage.likeness(single, $1)
      }
      if let best, linkage.likeness(single, best) >= Double(Self.minimumOnDemand) {
        linkage.join(single, best)
      }
    }
  }
}
