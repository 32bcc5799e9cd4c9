/// Groups things by likeness: it joins the two groups that are most similar in the mean of all
/// their pairs, until no two are similar enough.
///
/// The sums are whole numbers, so the same things give the same groups on every machine; of
/// equal groups the first ones are joined.
struct Linkage {
  private let count: Int
  /// The sum of the likenesses of all pairs of two groups.
  private var sums: [Int]
  /// The members of each group; empty for a group that was joined with another.
  private(set) var groups: [[Int]]
  /// The group that each group is most similar to, or −1 for a group that was joined with
  /// another.
  private var nearest: [Int]

  /// Starts with each thing in a group of its own.
  ///
  /// - Parameters:
  ///   - likenesses: The likenesses of every two things, by rows.
  ///   - count: The number of things.
  init(_ likenesses: [Int32], count: Int) {
    self.count = count
    sums = likenesses.map(Int.init)
    groups = (0..<count).map { [$0] }
    nearest = [Int](repeating: -1, count: count)
    for group in 0..<count { nearest[group] = findNearest(group) }
  }

  /// Joins groups until no two have a mean likeness of at least `threshold`.
  mutating func join(downTo threshold: Int) {
    while let (one, likeness) = best(), likeness >= Double(threshold) { join(one, nearest[one]) }
  }

  /// Returns the mean likeness of all pairs of two groups.
  func likeness(_ one: Int, _ other: Int) -> Double {
    Double(sums[one * count + other]) / Double(groups[one].count * groups[other].count)
  }

  /// The indices of the groups that still have members.
  var remaining: [Int] { groups.indices.filter { !groups[$0].isEmpty } }

  /// Returns the group that is most similar to another one, and that likeness.
  private func best() -> (group: Int, likeness: Double)? {
    var best: (group: Int, likeness: Double)?
    for group in 0..<count where nearest[group] >= 0 {
      let likeness = likeness(group, nearest[group])
      if best.map({ likeness > $0.likeness }) ?? true { best = (group, likeness) }
    }
    return best
  }

  /// Returns the group that a group is most similar to, or −1 when there is no other.
  private func findNearest(_ group: Int) -> Int {
    var found = -1
    for other in 0..<count where other != group && !groups[other].isEmpty {
      if found < 0 || likeness(group, other) > likeness(group, found) { found = other }
    }
    return found
  }

  /// Joins two groups into the one with the smaller index. Both must have members.
  mutating func join(_ one: Int, _ other: Int) {
    let (kept, removed) = (min(one, other), max(one, other))
    for third in 0..<count where third != kept && third != removed {
      let sum = sums[kept * count + third] + sums[removed * count + third]
      sums[kept * count + third] = sum
      sums[third * count + kept] = sum
    }
    groups[kept] += groups[removed]
    groups[removed] = []
    nearest[removed] = -1
    for group in 0..<count where !groups[group].isEmpty {
      let before = nearest[group]
      if group == kept || before == kept || before == removed {
        nearest[group] = findNearest(group)
      } else if before >= 0, likeness(group, kept) > likeness(group, before) {
        nearest[group] = kept
      }
    }
  }
}
