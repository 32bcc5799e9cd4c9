package import Model

/// Finds the pictures of a set that show the same.
package struct PairSearch {
  /// Of many pictures each is looked at closely beside so many others, those that it resembles most
  /// at first look: beside all others in any set that people choose from, and a thousand pictures still
  /// take no longer than it takes to decode them.
  private static let partners = 16

  private let members: [SetMember]
  private let shapes: [ViewShape?]

  /// In the order of the members, the earlier one of a pair first.
  package static func pairs(among members: [SetMember]) -> [SetPair] {
    PairSearch(members).found
  }

  private init(_ members: [SetMember]) {
    self.members = members
    shapes = members.map { member in
      member.appearance.flatMap { ViewShape($0.luma, size: member.size) }
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
    func pair(_ kind: SetPair.Kind, _ distance: Int, isCopy: Bool = true) -> SetPair {
      SetPair(first: first, second: second, kind: kind, distance: distance, isCopy: isCopy)
    }
    let (one, other) = (members[first], members[second])
    if let digest = one.digest, digest == other.digest { return pair(.exact, 0) }
    guard let here = one.appearance, let there = other.appearance else { return nil }
    switch here.likeness(to: there) {
    case .exact: return pair(.exact, 0)
    case .near:
      let confirmation = confirmation(first, other: shapes[second])
      guard confirmation != .none else { return nil }
      return pair(
        .near, here.hash.distance(to: there.hash), isCopy: confirmation == .copy)
    case .mirror:
      let mirrored = ViewShape(there.luma.mirrored, size: other.size)
      guard confirmation(first, other: mirrored) != .none else { return nil }
      let distance = max(
        here.hash.distance(toMirrorOf: there.hash), there.hash.distance(toMirrorOf: here.hash))
      return pair(.mirror, distance)
    case nil: return nil
    }
  }

  /// What slopes say of pictures whose hashes are alike.
  private enum Confirmation {
    /// They differ, as those of a figure from the front and from behind, or of two dark things on white.
    case none
    /// They agree, and the pictures differ in some place: another expression, another thing in a hand.
    case differing
    /// They agree everywhere.
    case copy
  }

  /// Flat pictures have no slopes: their hashes decide.
  private func confirmation(_ first: Int, other: ViewShape?) -> Confirmation {
    guard let one = shapes[first], let other else { return .copy }
    guard let match = SameView.upright(one, other),
      match.differingShare <= LocalDifference.largestShareOfCopies
    else { return .none }
    return match.difference < LocalDifference.leastOfOtherPictures ? .copy : .differing
  }

  private func mayBeOneView(_ first: Int, _ second: Int) -> Bool {
    shapes[first] != nil && shapes[second] != nil
      && !Self.tellDifferentViews(members[first].role, members[second].role)
  }

  private func sameView(_ two: Candidates) -> SetPair? {
    guard let one = shapes[two.first], let other = shapes[two.second],
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
      guard let one = shapes[two.first], let other = shapes[two.second] else { continue }
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
