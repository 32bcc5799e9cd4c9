package import Model

/// Groups the pictures of a shoot by their subjects: identical files first, then by their folders
/// and file names, by copies and views that they share, and by what they show: by vectors of the
/// model for subjects where there are any, otherwise by colours. Faces are not compared.
///
/// A wrong picture in a group costs more than a group in two parts, so the threshold is high.
/// The result does not depend on the order of the pictures.
///
/// ```swift
/// let groups = try Grouping.groups(of: members, count: 3)
/// ```
package struct Grouping {
  /// The number of pictures up to which groups are made; comparing every two of more would take
  /// minutes.
  package static let maximumPictures = 2000

  /// The likeness in thousandths from which on pictures are put into one group.
  ///
  /// It was chosen on the tuned half of Benchmarks/quality/shoots.py: 94 to 99 % of the
  /// pictures of a subject are in one group, and 0 to 5 % are in a group with another subject.
  static let threshold = 500
  /// The likeness in thousandths that is enough when the caller asks for a number of groups.
  private static let minimumOnDemand = 250
  /// The likeness in thousandths from which on two groups are reported as possibly one subject
  /// in two lights, which a person sees at once.
  private static let minimumReported = 350.0

  private let members: [SetMember]
  /// The subject of each member by its file name, or `nil` where the name doesn't say.
  private let subjects: [String?]
  /// The folder of each member, or `nil` where its name doesn't separate subjects.
  private let folders: [FilePath?]
  /// The indices of the members, in an order that does not depend on how they were given.
  private let order: [Int]
  /// The colours of each member, or `nil` where they are unknown.
  private let signatures: [ColorSignature?]
  /// The pairs of members that show the same, by their indices.
  private let pairs: Set<[Int]>
  /// The likeness of every two members in thousandths, by rows in the order of `order`. It is
  /// very negative for members with different names.
  private let likenesses: [Int32]

  /// Returns the groups of pictures that show the same subject.
  ///
  /// - Parameters:
  ///   - members: The pictures, in any order.
  ///   - count: The number of groups, or `nil` when it is unknown.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  package static func groups(
    of members: [SetMember], count: Int? = nil
  ) throws -> SubjectGroups {
    let grouping = try Grouping(
      members, namedBy: subjects(of: members), in: folders(of: members), isCancellable: true)
    return grouping.groups(count)
  }

  /// Compares every two members. It throws `CancellationError` only if it is cancellable.
  private init(
    _ members: [SetMember], namedBy subjects: [String?], in folders: [FilePath?],
    isCancellable: Bool
  ) throws {
    self.members = members
    let order = members.indices.sorted { one, other in
      members[one].precedes(members[other])
        || !members[other].precedes(members[one])
          && members[one].name.utf8.lexicographicallyPrecedes(members[other].name.utf8)
    }
    self.order = order
    // Identical files show one subject, so what one of their names says is true of all.
    let sources = Self.sources(members, order, subjects, folders)
    let subjects = sources.map { subjects[$0] }
    let folders = sources.map { folders[$0] }
    self.subjects = subjects
    self.folders = folders
    signatures = members.map { $0.scores?.lighting.flatMap(ColorSignature.init) }
    pairs = Set(PairSearch.pairs(among: members).map { [$0.first, $0.second] })
    var likenesses = [Int32](repeating: 0, count: members.count * members.count)
    for (row, one) in order.enumerated() {
      if isCancellable { try Task.checkCancellation() }
      for (column, other) in order.enumerated().dropFirst(row + 1) {
        let likeness =
          if sources[one] == sources[other] {
            Self.same
          } else if Self.areApart(folders[one], folders[other]) {
            Self.different
          } else {
            Self.likeness(
              subjects[one], subjects[other],
              isPair: pairs.contains([min(one, other), max(one, other)])
            )
              ?? Self.likeness(
                members[one].vector, members[other].vector, signatures[one], signatures[other])
          }
        likenesses[row * members.count + column] = Int32(likeness)
        likenesses[column * members.count + row] = Int32(likeness)
      }
    }
    self.likenesses = likenesses
  }

  /// Returns the likeness of two pictures by names and views, or `nil` where colours must
  /// decide.
  private static func likeness(_ one: String?, _ other: String?, isPair: Bool) -> Int? {
    guard let one, let other else { return isPair ? same : nil }
    if one == other { return same }
    // mira and mira coat may be one person; mira and mug are not, nor are mug red and mug blue.
    let isPart = one.hasPrefix(other + " ") || other.hasPrefix(one + " ")
    return isPart ? (isPair ? same : nil) : different
  }

  /// Returns the likeness of two pictures by what they show: by their vectors if both are known,
  /// otherwise by their colours.
  private static func likeness(
    _ one: SubjectVector?, _ other: SubjectVector?, _ colors: ColorSignature?,
    _ otherColors: ColorSignature?
  ) -> Int {
    guard let one, let other, one.isKnown, other.isKnown else {
      return likeness(colors, otherColors)
    }
    let likeness = SubjectLikeness.scaled(one.likeness(to: other))
    // One shape in two colours is two things. Colours contradict only where they are certainly
    // those of the subject.
    guard let colors, let otherColors, colors.isOfSubject, otherColors.isOfSubject,
      colors.likeness(to: otherColors) < SubjectLikeness.contradictingColors
    else { return likeness }
    return min(likeness, SubjectLikeness.maximumOfContradiction)
  }

  /// Returns the likeness of two pictures by their colours, or 0 where these are unknown.
  private static func likeness(_ one: ColorSignature?, _ other: ColorSignature?) -> Int {
    guard let one, let other else { return 0 }
    return one.likeness(to: other)
  }

  /// Returns the words that several texts begin with, or `nil` when there are none.
  private static func beginning(of texts: [String]) -> String? {
    let words = Set(texts).map { $0.split(separator: " ") }
    guard var common = words.first else { return nil }
    for other in words { common = Array(zip(common, other).prefix { $0 == $1 }.map(\.0)) }
    return common.isEmpty ? nil : common.joined(separator: " ")
  }

  /// The likeness of pictures that are certain to show one subject.
  private static let same = 1000
  /// The likeness of pictures with different names, which no number of similar colours
  /// outweighs.
  private static let different = -10_000_000

  // MARK: Names

  /// Returns the subject of each member by its file name, where names distinguish subjects.
  ///
  /// A subject is a group of words that several files share, next to views (`mira-front.jpg`,
  /// `mira-back.jpg`) or next to other such words. Words that all files share say nothing.
  /// Where words of different subjects begin alike, colours decide.
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
    let distinguishing = shared.count > 1 ? shared : shared.intersection(besideViews)
    return words.map { $0.flatMap { distinguishing.contains($0) ? $0 : nil } }
  }

  /// Returns for each member the identical file that its folder and name are taken from: the first
  /// one whose name says what it shows, or else the first in a folder that says it, or else the
  /// first one.
  private static func sources(
    _ members: [SetMember], _ order: [Int], _ subjects: [String?], _ folders: [FilePath?]
  ) -> [Int] {
    var first: [Digest: Int] = [:]
    let named =
      order.filter { subjects[$0] != nil } + order.filter { folders[$0] != nil } + order
    for index in named {
      if let digest = members[index].digest, first[digest] == nil { first[digest] = index }
    }
    return members.indices.map { index in members[index].digest.flatMap { first[$0] } ?? index }
  }

  // MARK: Folders

  /// Returns the folder of each member, where folders separate subjects: there are several, and
  /// their names are words that are not those of cameras, days, formats, lights or views.
  static func folders(of members: [SetMember]) -> [FilePath?] {
    let folders = members.map { FilePath($0.name)?.folder }
    guard Set(folders.compactMap(\.self)).count > 1 else { return folders.map { _ in nil } }
    return folders.map { folder in
      folder.flatMap { SubjectWords(inFolderName: $0.name) == nil ? nil : $0 }
    }
  }

  /// Returns whether two folders are beside each other, so their pictures show different
  /// subjects.
  private static func areApart(_ one: FilePath?, _ other: FilePath?) -> Bool {
    guard let one, let other, one != other else { return false }
    return !one.isInside(other) && !other.isInside(one)
  }

  // MARK: Groups

  /// Returns the groups and the lone pictures, both sorted by name.
  private func groups(_ count: Int?) -> SubjectGroups {
    var linkage = linked(Self.threshold)
    if let count { fit(&linkage, to: count) }
    let named = linkage.remaining.filter { linkage.groups[$0].count > 1 }
      .map { (group: $0, members: sorted(linkage.groups[$0])) }
      .sorted { name($0.members).lexicographicallyPrecedes(name($1.members)) }
    let lone = linkage.remaining.filter { linkage.groups[$0].count == 1 }.map { single in
      self.lone(linkage.groups[single][0]) {
        linkage.likeness(single, $0)
      } among: {
        named.map(\.group)
      }
    }
    let groups = named.map { one in
      var found = group(one.members)
      let others = named.enumerated().filter { $0.element.group != one.group }.map {
        (index: $0.offset, likeness: linkage.likeness(one.group, $0.element.group))
      }
      if let best = others.max(by: { $0.likeness < $1.likeness }),
        best.likeness >= Self.minimumReported
      {
        found.nearest = best.index
        found.nearestLikeness = Self.hundredths(best.likeness)
      }
      return found
    }
    return SubjectGroups(
      groups: namedByFolder(groups),
      ungrouped: lone.sorted {
        members[$0.member].name.utf8.lexicographicallyPrecedes(members[$1.member].name.utf8)
      })
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
      guard let name, group.subject == nil || counts[group.subject ?? ""] ?? 0 > 1,
        names.count(where: { $0 == name }) == 1
      else { return group }
      var group = group
      group.subject = name
      return group
    }
  }

  /// Returns the groups whose mean likeness is at least a threshold.
  private func linked(_ threshold: Int) -> Linkage {
    var linkage = Linkage(likenesses, count: members.count)
    linkage.join(downTo: threshold)
    return linkage
  }

  /// Returns the members at some indices of `order`, sorted by their names.
  private func sorted(_ indices: [Int]) -> [Int] {
    indices.map { order[$0] }.sorted {
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
      linkage.remaining.filter { linkage.groups[$0].count > 1 }
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
    for single in linkage.remaining where linkage.groups[single].count == 1 {
      let best = large(linkage).max {
        linkage.likeness(single, $0) < linkage.likeness(single, $1)
      }
      if let best, linkage.likeness(single, best) >= Double(Self.minimumOnDemand) {
        linkage.join(single, best)
      }
    }
  }

  /// Returns the likeness of two members by what they show, and whether a model says so; `nil`
  /// where that is unknown.
  private func shown(_ one: Int, _ other: Int) -> (likeness: Int, isByModel: Bool)? {
    let (vector, otherVector) = (members[one].vector, members[other].vector)
    if let vector, let otherVector, vector.isKnown, otherVector.isKnown {
      return (Self.likeness(vector, otherVector, signatures[one], signatures[other]), true)
    }
    guard let mine = signatures[one], let theirs = signatures[other] else { return nil }
    return (mine.likeness(to: theirs), false)
  }

  /// Describes a group by its common subject, its evidence and its mean likeness.
  private func group(_ group: [Int]) -> SubjectGroups.Group {
    var likenesses: [Int] = []
    var hasPair = false
    var isByModel = false
    for (index, one) in group.enumerated() {
      for other in group.dropFirst(index + 1) {
        if pairs.contains([min(one, other), max(one, other)]) { hasPair = true }
        guard let shown = shown(one, other) else { continue }
        likenesses.append(shown.likeness)
        if shown.isByModel { isByModel = true }
      }
    }
    let named = group.compactMap { subjects[$0] }
    let mean = likenesses.isEmpty ? nil : likenesses.reduce(0, +) / likenesses.count
    // Names alone are the evidence for a group only where they name all of its pictures.
    let isByContent =
      named.count < group.count || Set(named).count > 1 || (mean ?? 0) >= Self.threshold
    return SubjectGroups.Group(
      members: group, subject: Self.beginning(of: named),
      evidence: [
        Set(named).count < named.count ? .names : nil, hasPair ? .views : nil,
        isByContent && mean != nil ? (isByModel ? .looks : .colors) : nil,
      ].compactMap(\.self), likeness: mean.map { max(0, Double($0) / 1000) })
  }

  /// Describes a picture without a group, with the group that it is most similar to.
  private func lone(
    _ index: Int, likeness: (Int) -> Double, among groups: () -> [Int]
  ) -> SubjectGroups.Ungrouped {
    let member = order[index]
    let all = groups().map(likeness)
    let best = all.indices.max { all[$0] < all[$1] || all[$0] == all[$1] && $0 > $1 }
    let isMeasured = signatures[member] != nil || members[member].vector?.isKnown == true
    guard isMeasured, let best, all[best] > 0 else {
      return SubjectGroups.Ungrouped(member: member, isMeasured: isMeasured)
    }
    return SubjectGroups.Ungrouped(
      member: member, isMeasured: true, nearest: best, likeness: Self.hundredths(all[best]))
  }

  /// Returns a likeness in thousandths as a share of 1, rounded to hundredths.
  private static func hundredths(_ likeness: Double) -> Double { (likeness / 10).rounded() / 100 }

  // MARK: Several subjects in one set

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

extension FilePath {
  fileprivate func isInside(_ folder: FilePath) -> Bool {
    bytes.starts(with: folder.bytes + [UInt8(ascii: "/")])
  }
}
