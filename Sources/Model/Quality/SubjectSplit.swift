/// The pictures of a set that show something other than most of it, as a model finds.
public struct SubjectSplit: Hashable, Sendable {
  /// The other subjects: the indices of the pictures of each. One picture alone is the odd one.
  public let others: [[Int]]
  /// The mean likeness of these pictures to the rest, from 0 to 1.
  public let likeness: Double

  public init(others: [[Int]], likeness: Double) {
    self.others = others
    self.likeness = likeness
  }

  /// The pictures that are unlike all others.
  public var odd: [Int] { others.filter { $0.count == 1 }.flatMap(\.self) }
  /// The number of subjects that several pictures show.
  public var subjects: Int { 1 + others.count { $0.count > 1 } }
}
