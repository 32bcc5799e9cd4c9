package import Model

/// Groups the pictures of a shoot by their subjects: by the names of their files, by copies and views that they share,
/// and by the colours of what they show. Faces are not compared.
///
/// A wrong picture in a group costs more than a group in two parts, so the threshold is high. The order in which
/// pictures are given changes nothing.
package struct Grouping {
  /// Of more pictures than these, comparing every two would take minutes.
  package static let maximumPictures = 2000

  /// Groups are as alike as this, in thousandths. Chosen on the tuned half of Benchmarks/quality/shoots.py: 94 to 99 %
  /// of the pictures of a subject are in one group, and 0 to 5 % are in a group with another subject.
  static let threshold = 500
  /// A number of groups that was asked for may need less.
  private static let leastOnDemand = 250
  /// Groups as alike as this may be one subject in two lights, which a person sees at once.
  private static let leastWorthSaying = 350.0

  private let members: [SetMember]
  /// What the names of files call the subject, where that says anything.
  private let subjects: [String?]
  /// The places of the members, in an order that does not depend on how they were given.
  private let order: [Int]
  private let signatures: [ColorSignature?]
  private let pairs: Set<[Int]>
  /// Of every two members by their places in the order; names that differ keep two apart.
  private let likenesses: [Int32]

  /// - Parameter count: how many groups there are, where that is known.
  /// - Throws: `CancellationError` when `isCancelled` says so.
  package static func groups(
    of members: [SetMember], count: Int? = nil, isCancelled: () -> Bool = { false }
  ) throws -> SubjectGroups {
    let grouping = try Grouping(members, namedBy: subjects(of: members), isCancelled)
    return grouping.groups(count)
  }

  private init(
    _ members: [SetMember], namedBy subjects: [String?], _ isCancelled: () -> Bool
  ) throws {
    self.members = members
    self.subjects = subjects
    order = members.indices.sorted { one, other in
      members[one].precedes(members[other])
        || !members[other].precedes(members[one])
          && members[one].name.utf8.lexicographicallyPrecedes(members[other].name.utf8)
    }
    signatures = members.map { $0.scores?.lighting.flatMap(ColorSignature.init) }
    pairs = Set(PairSearch.pairs(among: members).map { [$0.first, $0.second] })
    var likenesses = [Int32](repeating: 0, count: members.count * members.count)
    for (row, one) in order.enumerated() {
      if isCancelled() { throw CancellationError() }
      for (column, other) in order.enumerated().dropFirst(row + 1) {
        let likeness =
          Self.likeness(
            subjects[one], subjects[other],
            isPair: pairs.contains([min(one, other), max(one, other)])
          ) ?? Self.likeness(signatures[one], signatures[other])
        likenesses[row * members.count + column] = Int32(likeness)
        likenesses[column * members.count + row] = Int32(likeness)
      }
    }
    self.likenesses = likenesses
  }

  /// What names and views say about two pictures; `nil` where colours must decide.
  private static func likeness(_ one: String?, _ other: String?, isPair: Bool) -> Int? {
    guard let one, let other else { return isPair ? same : nil }
    if one == other { return same }
    // mira and mira coat may be one person; mira and mug are not.
    return firstWord(one) == firstWord(other) ? (isPair ? same : nil) : different
  }

  private static func likeness(_ one: ColorSignature?, _ other: ColorSignature?) -> Int {
    guard let one, let other else { return 0 }
    return one.likeness(to: other)
  }

  private static func firstWord(_ text: String) -> Substring { text.prefix { $0 != " " } }

  /// The words that several texts begin with; `nil` where there are none.
  private static func beginning(of texts: [String]) -> String? {
    let words = Set(texts).map { $0.split(separator: " ") }
    guard var common = words.first else { return nil }
    for other in words { common = Array(zip(common, other).prefix { $0 == $1 }.map(\.0)) }
    return common.isEmpty ? nil : common.joined(separator: " ")
  }

  private static let same = 1000
  /// No number of alike colours makes up for it.
  private static let different = -10_000_000

  // MARK: Names

  /// What names of files say, where they tell subjects apart: words that several files share, beside views
  /// (`mira-front.jpg`, `mira-back.jpg`) or beside other such words. What all files are called says nothing. Words that
  /// begin alike leave it to the colours.
  static func subjects(of members: [SetMember]) -> [String?] {
    let paths = members.map { FilePath($0.name) }
    let words = paths.map { $0.flatMap(SubjectWords.init(inFileName:))?.text }
    var counts: [String: Int] = [:]
    for case .some(let text) in words { counts[text, default: 0] += 1 }
    let shared = Set(counts.filter { $0.value > 1 }.keys)
    let besideViews = Set(
      zip(paths, words).compactMap { path, text in
        path.flatMap { Role(inFileName: $0, ignoring: [text].compactMap(\.self)) } == nil
          ? nil : text
      })
    let telling = shared.count > 1 ? shared : shared.intersection(besideViews)
    return words.map { $0.flatMap { telling.contains($0) ? $0 : nil } }
  }

  // MARK: Groups

  private func groups(_ count: Int?) -> SubjectGroups {
    var linkage = linked(Self.threshold)
    if let count { fit(&linkage, to: count) }
    let named = linkage.left.filter { linkage.groups[$0].count > 1 }
      .map { (place: $0, members: sorted(linkage.groups[$0])) }
      .sorted { name($0.members).lexicographicallyPrecedes(name($1.members)) }
    let lone = linkage.left.filter { linkage.groups[$0].count == 1 }.map { single in
      self.lone(linkage.groups[single][0]) {
        linkage.likeness(single, $0)
      } among: {
        named.map(\.place)
      }
    }
    let groups = named.map { one in
      var found = group(one.members)
      let others = named.enumerated().filter { $0.element.place != one.place }.map {
        (place: $0.offset, likeness: linkage.likeness(one.place, $0.element.place))
      }
      if let best = others.max(by: { $0.likeness < $1.likeness }),
        best.likeness >= Self.leastWorthSaying
      {
        found.nearest = best.place
        found.nearestLikeness = Self.hundredths(best.likeness)
      }
      return found
    }
    return SubjectGroups(
      groups: groups,
      lone: lone.sorted {
        members[$0.member].name.utf8.lexicographicallyPrecedes(members[$1.member].name.utf8)
      })
  }

  private func linked(_ threshold: Int) -> Linkage {
    var linkage = Linkage(likenesses, count: members.count)
    linkage.join(downTo: threshold)
    return linkage
  }

  /// Members by their names, which are those of the list.
  private func sorted(_ places: [Int]) -> [Int] {
    places.map { order[$0] }.sorted {
      members[$0].name.utf8.lexicographicallyPrecedes(members[$1].name.utf8)
    }
  }

  private func name(_ group: [Int]) -> String.UTF8View {
    (group.first.map { members[$0].name } ?? "").utf8
  }

  /// Changes the threshold until there are as many groups as that, joins the most alike ones where there are still
  /// more, and lets single pictures go with the group that they are most like.
  private func fit(_ linkage: inout Linkage, to count: Int) {
    func large(_ linkage: Linkage) -> [Int] { linkage.left.filter { linkage.groups[$0].count > 1 } }
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
    for single in linkage.left where linkage.groups[single].count == 1 {
      let best = large(linkage).max {
        linkage.likeness(single, $0) < linkage.likeness(single, $1)
      }
      if let best, linkage.likeness(single, best) >= Double(Self.leastOnDemand) {
        linkage.join(single, best)
      }
    }
  }

  private func group(_ group: [Int]) -> SubjectGroups.Group {
    var likenesses: [Int] = []
    var hasPair = false
    for (place, one) in group.enumerated() {
      for other in group.dropFirst(place + 1) {
        if pairs.contains([min(one, other), max(one, other)]) { hasPair = true }
        if let mine = signatures[one], let theirs = signatures[other] {
          likenesses.append(mine.likeness(to: theirs))
        }
      }
    }
    let named = group.compactMap { subjects[$0] }
    let mean = likenesses.isEmpty ? nil : likenesses.reduce(0, +) / likenesses.count
    // Names alone hold a group together where they name all of it.
    let byColors =
      named.count < group.count || Set(named).count > 1 || (mean ?? 0) >= Self.threshold
    return SubjectGroups.Group(
      members: group, subject: Self.beginning(of: named),
      evidence: [
        Set(named).count < named.count ? .names : nil, hasPair ? .views : nil,
        byColors && mean != nil ? .colors : nil,
      ].compactMap(\.self), likeness: mean.map { Double($0) / 1000 })
  }

  private func lone(
    _ place: Int, likeness: (Int) -> Double, among groups: () -> [Int]
  ) -> SubjectGroups.Lone {
    let member = order[place]
    let all = groups().map(likeness)
    let best = all.indices.max { all[$0] < all[$1] || all[$0] == all[$1] && $0 > $1 }
    guard signatures[member] != nil, let best, all[best] > 0 else {
      return SubjectGroups.Lone(member: member, isMeasured: signatures[member] != nil)
    }
    return SubjectGroups.Lone(
      member: member, isMeasured: true, nearest: best, likeness: Self.hundredths(all[best]))
  }

  /// Of a likeness in thousandths, as a share of 1.
  private static func hundredths(_ likeness: Double) -> Double { (likeness / 10).rounded() / 100 }

  // MARK: Several subjects in one set

  /// How many clearly different subjects pictures show, by their colours alone; 1 where nothing speaks for more.
  ///
  /// Groups of three and more count, which have little in common with each other even when another light is allowed
  /// for: one subject in several lights and before several backdrops is one.
  package static func distinctSubjects(among members: [SetMember]) -> Int {
    guard members.count >= 2 * leastInGroup,
      let grouping = try? Grouping(
        members, namedBy: members.map { _ in nil }, { false })
    else { return 1 }
    let linkage = grouping.linked(threshold)
    var distinct: [Int] = []
    let large = linkage.left.filter { linkage.groups[$0].count >= leastInGroup }
      .sorted { (linkage.groups[$1].count, $0) < (linkage.groups[$0].count, $1) }
    for group in large {
      let isNew = distinct.allSatisfy { other in
        linkage.likeness(group, other) < mostInCommon
          && grouping.commonInAnyLight(linkage.groups[group], linkage.groups[other])
            < mostInCommonInAnyLight
      }
      if isNew { distinct.append(group) }
    }
    return max(1, distinct.count)
  }

  private static let leastInGroup = 3
  /// With more in common, in thousandths, groups may be one subject before other backdrops.
  private static let mostInCommon = 250.0
  /// And with more after a shift of light, 0 to 1, one subject in another light. With both bounds one of 140 sets of
  /// one subject counts as several, and 45 of 60 mixtures of three do, in the half that is tuned.
  private static let mostInCommonInAnyLight = 0.4
  /// So many of a group are compared in any light.
  private static let representatives = 6

  /// How well the colours of two groups agree after the light of one is taken for shifted, in the mean.
  private func commonInAnyLight(_ group: [Int], _ other: [Int]) -> Double {
    let first = group.prefix(Self.representatives), second = other.prefix(Self.representatives)
    let lights = (first + second).compactMap { members[order[$0]].scores?.lighting }
    guard lights.count == first.count + second.count,
      let matching = LightMatching(lights, .subjects)
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
