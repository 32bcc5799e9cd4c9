package import Model

/// Finds the pictures of a set that show the same.
package struct PairSearch {
  /// The number of other pictures that each one of a large set is compared with in detail:
  /// those that it resembles most at a glance.
  ///
  /// Sets that people choose from are smaller, so all are compared with all; and comparing a
  /// thousand pictures takes no longer than decoding them.
  private static let partners = 16

  private let members: [SetMember]
  /// The picture of each member, or `nil` when its appearance is unknown.
  private let pictures: [ComparedPicture?]

  /// Returns the pairs in the order of the members, each with the earlier member first.
  package static func pairs(among members: [SetMember]) -> [SetPair] { PairSearch(members).found }

  private init(_ members: [SetMember]) {
    self.members = members
    pictures = members.map { member in
      member.appearance.map {
        ComparedPicture($0, size: member.size, lighting: member.scores?.lighting)
      }
    }
  }

  /// All pairs: copies first, then views among the likeliest candidates.
  private var found: [SetPair] {
    var pairs: [SetPair] = []
    var open: [Candidates] = []
    for first in members.indices {
      for second in members.indices.dropFirst(first + 1) {
        if let pair = copies(first, second) {
          pairs.append(pair)
        } else if mayBeOneView(first, second) {
          open.append(Candidates(first: first, second: second))
        }
      }
    }
    pairs += likeliest(of: open).compactMap(sameView)
    return pairs.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// Two pictures that may show one view.
  private struct Candidates {
    let first: Int
    let second: Int
  }

  /// Returns a pair if one picture is a copy of the other, or of its mirror image.
  private func copies(_ first: Int, _ second: Int) -> SetPair? {
    let (one, other) = (members[first], members[second])
    if let digest = one.digest, digest == other.digest {
      return SetPair(first: first, second: second, kind: .exact, distance: 0, isCopy: true)
    }
    guard let here = pictures[first], let there = pictures[second],
      let match = CopyMatch(here, there)
    else { return nil }
    return SetPair(
      first: first, second: second, kind: match.likeness.pairKind, distance: match.distance,
      isCopy: match.isCopy)
  }

  private func shape(_ member: Int) -> ViewShape? { pictures[member]?.shape }

  /// Returns whether two pictures may show one view: neither is flat, and their roles don't
  /// differ.
  private func mayBeOneView(_ first: Int, _ second: Int) -> Bool {
    shape(first) != nil && shape(second) != nil
      && !Self.areDifferentViews(members[first].role, members[second].role)
  }

  /// Returns a pair if two pictures show one view.
  private func sameView(_ two: Candidates) -> SetPair? {
    guard let one = pictures[two.first], let other = pictures[two.second],
      let match = ViewMatch(one, other)
    else { return nil }
    return SetPair(
      first: two.first, second: two.second, kind: .sameView, distance: match.distance,
      agreement: match.agreement)
  }

  /// Returns all candidates of a small set, and of a large one those that are among the
  /// likeliest of either picture.
  private func likeliest(of open: [Candidates]) -> [Candidates] {
    guard members.count > Self.partners + 1 else { return open }
    var partners = [[(candidates: Int, coarse: Double)]](repeating: [], count: members.count)
    for (index, two) in open.enumerated() {
      guard let one = shape(two.first), let other = shape(two.second) else { continue }
      let coarse = SameView.coarse(one, other)
      partners[two.first].append((index, coarse))
      partners[two.second].append((index, coarse))
    }
    var kept: Set<Int> = []
    for own in partners {
      let best = own.sorted { ($1.coarse, $0.candidates) < ($0.coarse, $1.candidates) }
      kept.formUnion(best.prefix(Self.partners).map(\.candidates))
    }
    return kept.sorted().map { open[$0] }
  }

  /// Returns whether the user gave two pictures roles of different sides.
  ///
  /// In 64 × 64 grey samples the two sides of a cup may look alike, and the person who turned
  /// it knows better.
  package static func areDifferentViews(_ one: Role, _ other: Role) -> Bool {
    guard let here = WantedView(one), let there = WantedView(other) else { return false }
    return here != there
      || one.handedness != nil && other.handedness != nil
        && one.handedness != other.handedness
  }
}

extension Role {
  /// The side that the role shows, left or right, or `nil` for neither.
  fileprivate var handedness: Role? {
    switch self {
    case .left, .threeQuarterLeft: .left
    case .right, .threeQuarterRight: .right
    default: nil
    }
  }
}
