/// Puts things together by how alike they are: the two groups that are most alike in the mean of all their pairs
/// first, until none are alike enough.
///
/// Sums are whole numbers, so that the same things make the same groups everywhere; of equal ones the first are taken.
struct Linkage {
  private let count: Int
  /// The sum of the likenesses of all pairs of two groups.
  private var sums: [Int]
  private(set) var groups: [[Int]]
  /// The group that each group is most like; -1 for one that is no more.
  private var nearest: [Int]

  /// - Parameter likenesses: of every two things, in rows.
  init(_ likenesses: [Int32], count: Int) {
    self.count = count
    sums = likenesses.map(Int.init)
    groups = (0..<count).map { [$0] }
    nearest = [Int](repeating: -1, count: count)
    for group in 0..<count { nearest[group] = findNearest(group) }
  }

  /// Joins groups until no two are as alike as that.
  mutating func join(downTo threshold: Int) {
    while let (one, likeness) = best(), likeness >= Double(threshold) {
      join(one, nearest[one])
    }
  }

  /// How alike two groups are in the mean of all pairs.
  func likeness(_ one: Int, _ other: Int) -> Double {
    Double(sums[one * count + other]) / Double(groups[one].count * groups[other].count)
  }

  /// The groups that are left.
  var left: [Int] { groups.indices.filter { !groups[$0].isEmpty } }

  private func best() -> (group: Int, likeness: Double)? {
    var best: (group: Int, likeness: Double)?
    for group in 0..<count where nearest[group] >= 0 {
      let likeness = likeness(group, nearest[group])
      if best.map({ likeness > $0.likeness }) ?? true { best = (group, likeness) }
    }
    return best
  }

  private func findNearest(_ group: Int) -> Int {
    var found = -1
    for other in 0..<count where other != group && !groups[other].isEmpty {
      if found < 0 || likeness(group, other) > likeness(group, found) { found = other }
    }
    return found
  }

  /// Takes one group into another. Both must be there.
  mutating func join(_ one: Int, _ other: Int) {
    let (kept, gone) = (min(one, other), max(one, other))
    for third in 0..<count where third != kept && third != gone {
      let sum = sums[kept * count + third] + sums[gone * count + third]
      sums[kept * count + third] = sum
      sums[third * count + kept] = sum
    }
    groups[kept] += groups[gone]
    groups[gone] = []
    nearest[gone] = -1
    for group in 0..<count where !groups[group].isEmpty {
      let before = nearest[group]
      if group == kept || before == kept || before == gone {
        nearest[group] = findNearest(group)
      } else if before >= 0, likeness(group, kept) > likeness(group, before) {
        nearest[group] = kept
      }
    }
  }
}
