internal import Model

/// Describing groups by their evidence, and by how certain they are.
extension Grouping {
  /// Describes a group by its common subject, its evidence, its mean likeness, and the others that
  /// it resembles.
  func described(
    _ part: Part, rivals: [(subject: SubjectGroups.Subject, likeness: Double)]
  ) -> SubjectGroups.Group {
    let evidence = Evidence(of: part, in: self)
    let named = part.members.compactMap { subjects[$0] }
    var group = SubjectGroups.Group(
      members: part.members,
      subject: part.guide.map { guides[$0].words } ?? Self.beginning(of: named),
      evidence: evidence.kinds, likeness: evidence.likeness.map { max(0, Double($0) / 1000) },
      confidence: evidence.confidence, notCompared: evidence.notCompared, guide: part.guide)
    let groups = rivals.compactMap { rival in
      if case .group(let index) = rival.subject {
        (index: index, likeness: rival.likeness)
      } else {
        nil
      }
    }
    if let best = groups.max(by: { $0.likeness < $1.likeness }),
      best.likeness >= Self.minimumReported
    {
      group.nearest = best.index
      group.nearestLikeness = Self.hundredths(best.likeness)
    }
    return group
  }

  /// Describes a picture without a group, with the subjects that it is most similar to.
  func lone(
    _ member: Int, among subjects: [(subject: SubjectGroups.Subject, cluster: Int)],
    likeness: (Int) -> Double
  ) -> SubjectGroups.Ungrouped {
    guard signatures[member] != nil || members[member].vector?.isKnown == true else {
      return SubjectGroups.Ungrouped(member: member, reason: .notMeasured)
    }
    let nearest = subjects.map { (subject: $0.subject, likeness: likeness($0.cluster)) }
      .filter { $0.likeness > 0 }.enumerated()
      .sorted { ($1.element.likeness, $0.offset) < ($0.element.likeness, $1.offset) }
      .prefix(Self.maximumCandidates).map(\.element)
    let isBetween =
      nearest.count > 1 && nearest[0].likeness >= Self.minimumReported
      && nearest[0].likeness - nearest[1].likeness < Self.clearDistance
    return SubjectGroups.Ungrouped(
      member: member, reason: isBetween ? .between : .unlike,
      candidates: nearest.map {
        SubjectGroups.Candidate($0.subject, likeness: Self.hundredths($0.likeness))
      })
  }

  /// The number of subjects that a picture without a group is assigned to as candidates.
  private static let maximumCandidates = 2
  /// The distance of two likenesses in thousandths below which neither subject is clearly nearer.
  private static let clearDistance = 100.0

  /// Returns the words that several texts begin with, or `nil` when there are none.
  private static func beginning(of texts: [String]) -> String? {
    let words = Set(texts).map { $0.split(separator: " ") }
    guard var common = words.first else { return nil }
    for other in words { common = Array(zip(common, other).prefix { $0 == $1 }.map(\.0)) }
    return common.isEmpty ? nil : common.joined(separator: " ")
  }

  /// Returns a likeness in thousandths as a share of 1, rounded to hundredths.
  private static func hundredths(_ likeness: Double) -> Double { (likeness / 10).rounded() / 100 }
}

/// What makes pictures a group.
private struct Evidence {
  /// The kinds of evidence, the strongest first.
  private(set) var kinds: [SubjectGroups.Evidence] = []
  /// The mean likeness of what the pictures show, in thousandths; `nil` where it is unknown.
  private(set) var likeness: Int?
  /// The feature that distinguishes such subjects but is not compared; `nil` for other subjects,
  /// and if names or views connect all pictures.
  private(set) var notCompared: UncomparedFeature?
  /// Whether names, or views that are the same, connect all pictures.
  private let isCertain: Bool
  /// Whether a model finds each of them alike to the group, and the group unlike the other
  /// pictures.
  private var isClear = false

  var confidence: SubjectGroups.Confidence {
    isCertain ? .sure : isClear && notCompared == nil ? .likely : .unsure
  }

  /// The mean likeness in thousandths to the rest of its group that each picture of a clear group
  /// has, and the distance of their mean from the mean likeness to all other pictures. On the tuned
  /// half of Benchmarks/subjects, 95 % of the clear groups show one subject: 99 % of things, places
  /// and characters, 94 % of products that look alike.
  private static let minimumOfClear = 580
  private static let clearDistance = 250

  init(of part: Grouping.Part, in grouping: Grouping) {
    let all =
      part.members
      + grouping.members.indices.filter {
        part.guide != nil && grouping.guideIndices[$0] == part.guide
      }
    var sums = [Int](repeating: 0, count: all.count)
    var counts = sums
    var known: [Int] = []
    var hasPair = false
    var isByModel = false
    for (row, one) in all.enumerated() {
      for (column, other) in all.enumerated().dropFirst(row + 1) {
        if grouping.areOneView(one, other) { hasPair = true }
        guard let (likeness, isOfModel) = grouping.shown(one, other) else { continue }
        known.append(likeness)
        if isOfModel { isByModel = true }
        for index in [row, column] {
          sums[index] += likeness
          counts[index] += 1
        }
      }
    }
    let named = part.members.compactMap { grouping.subjects[$0] }
    likeness = known.isEmpty ? nil : known.reduce(0, +) / known.count
    // Names alone are the evidence for a group only where they name all of its pictures.
    let isByContent =
      named.count < part.members.count || Set(named).count > 1
      || (likeness ?? 0) >= Grouping.threshold
    kinds = [
      Set(named).count < named.count ? .names : nil, hasPair ? .views : nil,
      isByContent && likeness != nil ? (isByModel ? .looks : .colors) : nil,
    ].compactMap(\.self)
    isCertain =
      named.count == part.members.count && Set(named).count == 1
      || grouping.areConnectedByViews(all)
    if !isCertain {
      notCompared = UncomparedFeature(of: all.compactMap { grouping.members[$0].vector })
    }
    if let likeness, isByModel {
      let isAlike = zip(sums, counts).allSatisfy { $0 >= Self.minimumOfClear * $1 && $1 > 0 }
      let others = grouping.meanLikenessToOthers(of: part)
      isClear = isAlike && others.map { likeness - $0 >= Self.clearDistance } ?? true
    }
  }
}

extension Grouping {
  /// Whether two members are copies or show one view.
  fileprivate func areOneView(_ one: Int, _ other: Int) -> Bool {
    pairs.contains([min(one, other), max(one, other)])
  }

  /// The number of other pictures up to which a group is compared with all of them.
  private static let comparedOthers = 256

  /// The mean likeness of a group's pictures to all others by what they show, in thousandths; `nil`
  /// where there are none.
  fileprivate func meanLikenessToOthers(of part: Part) -> Int? {
    let own = Set(part.members)
    let rest = members.indices.filter { !own.contains($0) && guideIndices[$0] == nil }
    // The mean of many is hardly another than that of all.
    let others = stride(from: 0, to: rest.count, by: 1 + rest.count / Self.comparedOthers)
      .map { rest[$0] }
    var (sum, count) = (0, 0)
    for one in part.members {
      for other in others {
        guard let shown = shown(one, other) else { continue }
        sum += shown.likeness
        count += 1
      }
    }
    return count == 0 ? nil : sum / count
  }

  /// Whether a chain of copies and pictures of one view connects all of some members.
  fileprivate func areConnectedByViews(_ all: [Int]) -> Bool {
    guard let first = all.first else { return false }
    var open = [first]
    var rest = Set(all.dropFirst())
    while let one = open.popLast() {
      let next = rest.filter { areOneView(one, $0) }
      open += next
      rest.subtract(next)
    }
    return rest.isEmpty
  }

  /// Returns the likeness of two members by what they show, and whether a model says so; `nil`
  /// where that is unknown.
  fileprivate func shown(_ one: Int, _ other: Int) -> (likeness: Int, isByModel: Bool)? {
    let (vector, otherVector) = (members[one].vector, members[other].vector)
    if let vector, let otherVector, vector.isKnown, otherVector.isKnown {
      return (Self.likeness(vector, otherVector, signatures[one], signatures[other]), true)
    }
    guard let mine = signatures[one], let theirs = signatures[other] else { return nil }
    return (mine.likeness(to: theirs), false)
  }
}
