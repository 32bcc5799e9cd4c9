/// The pictures of a set that show something other than most of it, as a model finds.
public struct SubjectSplit: Hashable, Sendable {
  /// The other subjects, most of whose pictures are unlike the rest.
  public let others: [Part]

  public init(others: [Part]) { self.others = others }

  /// The pictures of one subject. One picture alone is the odd one.
  public struct Part: Hashable, Sendable {
    /// The indices of the pictures.
    public let members: [Int]
    /// Whether they certainly differ from the rest. Otherwise they may show another side, or stand
    /// in another place.
    public let isCertain: Bool

    public init(_ members: [Int], isCertain: Bool) {
      (self.members, self.isCertain) = (members, isCertain)
    }
  }

  /// The other subjects of several pictures.
  public var several: [Part] { others.filter { $0.members.count > 1 } }
  /// The number of subjects that several pictures show.
  public var subjects: Int { 1 + several.count }

  /// The pictures that are unlike all others, certainly or possibly.
  public func odd(certain isCertain: Bool) -> [Int] {
    others.filter { $0.members.count == 1 && $0.isCertain == isCertain }.flatMap(\.members)
  }
}
