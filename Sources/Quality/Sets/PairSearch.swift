package import Model

/// Finds the pictures of a set that show the same.
package struct PairSearch {
  /// Of many pictures each is looked at closely beside so many others, those that it resembles most
  /// at first look: beside all others in any set that people choose from, and a thousand pictures still
  /// take no longer than it takes to decode them.
  private static let partners = 16

  private let members: [SetMember]
  /// `nil` for a member whose appearance is not known.
  private let pictures: [ComparedPicture?]

  /// In the order of the members, the earlier one of a pair first.
  package static func pairs(among members: [SetMember]) -> [SetPair] {
    PairSearch(members).found
  }

  private init(_ members: [SetMember]) {
    self.members = members
    pictures = members.map { member in
      member.appearance.map { ComparedPicture($0, size: member.size) }
    }
  }

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

  /// Whether one picture is a copy of the other, or of its mirror image.
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

  private func mayBeOneView(_ first: Int, _ second: Int) -> Bool {
    shape(first) != nil && shape(second) != nil
      && !Self.tellDifferentViews(members[first].role, members[second].role)
  }

  private func sameView(_ two: Candidates) -> SetPair? {
    guard let one = shape(two.first), let other = shape(two.second),
      let here = members[two.first].appearance, let there = members[two.second].appearance,
      let match = SameView.match(of: one, and: other)
    else { return nil }
    // In another light many places of one view differ; in one light they show another side.
    if match.differingShare > LocalDifference.largestShareOfCopies, isInOneLight(two) {
      return nil
    }
    return SetPair(
      first: two.first, second: two.second, kind: .sameView,
      distance: here.hash.distance(to: there.hash), agreement: match.agreement)
  }

  /// Whether the colours of two pictures agree as they are, and no other light makes them agree better; `false`
  /// where it is not known.
  private func isInOneLight(_ two: Candidates) -> Bool {
    let lights = [two.first, two.second].compactMap { members[$0].scores?.lighting }
    guard lights.count == 2, lights.allSatisfy({ !$0.swatches.isEmpty }),
      let matching = LightMatching(lights, .subjects)
    else { return false }
    for (one, other) in [(0, 1), (1, 0)] {
      guard let match = matching.match(one, with: other) else { return false }
      let isEven = match.gain <= Self.leastGainOfOtherLight || match.shift.isSmall
      guard isEven, match.common >= Self.leastInCommon else { return false }
    }
    return true
  }

  private static let leastGainOfOtherLight = 0.03
  private static let leastInCommon = 0.5

  /// All of a small set; of a large one those that are among the likeliest of either picture.
  private func likeliest(of open: [Candidates]) -> [Candidates] {
    guard members.count > Self.partners + 1 else { return open }
    var partners = [[(candidates: Int, glance: Double)]](repeating: [], count: members.count)
    for (place, two) in open.enumerated() {
      guard let one = shape(two.first), let other = shape(two.second) else { continue }
      let glance = SameView.glance(one, other)
      partners[two.first].append((place, glance))
      partners[two.second].append((place, glance))
    }
    var kept: Set<Int> = []
    for own in partners {
      let best = own.sorted { ($1.glance, $0.candidates) < ($0.glance, $1.candidates) }
      kept.formUnion(best.prefix(Self.partners).map(\.candidates))
    }
    return kept.sorted().map { open[$0] }
  }

  /// Whether the user said that two pictures show different sides. In 64 × 64 grey samples the two
  /// sides of a cup may be alike; who turned it knows better.
  static func tellDifferentViews(_ one: Role, _ other: Role) -> Bool {
    guard let here = WantedView(one), let there = WantedView(other) else { return false }
    return here != there
      || one.handedness != nil && other.handedness != nil
        && one.handedness != other.handedness
  }
}

extension Role {
  /// Which of two sides it is, where it says so.
  fileprivate var handedness: Role? {
    switch self {
    case .left, .threeQuarterLeft: .left
    case .right, .threeQuarterRight: .right
    default: nil
    }
  }
}
