package import Model

/// Finds out by a model whether pictures meant to form one element show one subject.
///
/// It is careful: a subject in many places, views and lights is one subject.
package enum SubjectSplitSearch {
  /// The number of described pictures below which a set is not judged.
  private static let minimumPictures = 3
  /// The mean likeness, in thousandths on the scale of `Grouping`, below which two parts of a set
  /// show different subjects.
  ///
  /// On the tuned half of Benchmarks/subjects, no set of one thing or place has two parts of
  /// several pictures below it, and one in 25 has a single picture below it.
  private static let threshold = 236
  /// The mean likeness below which a single picture certainly shows something else: in one of 100
  /// sets of one thing or place.
  private static let certain = 140.0

  /// Returns the pictures that show something other than most; `nil` if there are none, or if too
  /// few pictures were described.
  package static func split(of members: [SetMember]) -> SubjectSplit? {
    let known = members.indices.filter { members[$0].vector?.isKnown == true }
    guard known.count >= minimumPictures else { return nil }
    var likenesses = [Int32](repeating: 0, count: known.count * known.count)
    for (row, one) in known.enumerated() {
      for (column, other) in known.enumerated().dropFirst(row + 1) {
        guard let vector = members[one].vector, let another = members[other].vector else {
          continue
        }
        let likeness = Int32(SubjectLikeness.scaled(vector.likeness(to: another)))
        likenesses[row * known.count + column] = likeness
        likenesses[column * known.count + row] = likeness
      }
    }
    var linkage = Linkage(likenesses, count: known.count)
    linkage.join(downTo: threshold)
    let groups = linkage.remaining
    guard groups.count > 1,
      let largest = groups.max(by: { linkage.groups[$0].count < linkage.groups[$1].count }),
      linkage.groups[largest].count > 1
    else { return nil }
    return SubjectSplit(
      others: groups.filter { $0 != largest }.map { group in
        SubjectSplit.Part(
          linkage.groups[group].map { known[$0] }.sorted(),
          isCertain: linkage.groups[group].count > 1
            || linkage.likeness(group, largest) < certain)
      })
  }
}
