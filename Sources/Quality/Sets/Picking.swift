package import Model

/// Chooses the best few of the pictures of an element, and says why of each.
///
/// What counts, the weightiest first: the target accepts it; no two show the same; a front; the views that it
/// should be seen from; as many as asked for; no picture with a fault; one light; few that have to be prepared first;
/// the sum of what speaks for each. Among equals the digests decide, so that the order in which pictures are given
/// changes nothing.
package struct Picking {
  let members: [SetMember]
  let scores: SetScores
  let kind: ElementKind?
  let wanted: Int
  let standings: [Standing]
  /// The places of those that can be taken, in an order that does not depend on how they were given.
  private let order: [Int]

  package static func pick(
    best wanted: Int, of members: [SetMember], scores: SetScores, kind: ElementKind?
  ) -> Pick {
    Picking(members, scores, kind, wanted).pick
  }

  private init(_ members: [SetMember], _ scores: SetScores, _ kind: ElementKind?, _ wanted: Int) {
    self.members = members
    self.scores = scores
    self.kind = kind
    self.wanted = wanted
    standings = members.map { Standing($0.scores, kind: kind) }
    order = members.indices.filter { members[$0].brokenLimits.isEmpty && members[$0].isReadable }
      .sorted { (one, other) in
        members[one].precedes(members[other])
          || !members[other].precedes(members[one]) && one < other
      }
  }

  private var pick: Pick {
    let taken = sorted(chosen)
    let reasons = PickReasons(self, taken: taken)
    let left = members.indices.filter { !taken.contains($0) }
    return Pick(
      wanted: wanted, taken: taken.map { Pick.Taken($0, reasons.taken($0)) },
      left: left.map { Pick.Left($0, reasons.left($0)) })
  }

  private var chosen: [Int] {
    let placeInOrder = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
    var candidates = order.map { member in
      PickSearch.Candidate(
        standing: standings[member], lighting: scores.lighting?.shift(of: member),
        view: view(of: member), isReady: members[member].needsPreparing == nil)
    }
    for pair in scores.pairs where !areOtherViews(pair) {
      guard let first = placeInOrder[pair.first], let second = placeInOrder[pair.second] else {
        continue
      }
      candidates[first].rivals.insert(second)
      candidates[second].rivals.insert(first)
    }
    return PickSearch(candidates, wanted: wanted).best.map { order[$0] }
  }

  /// The place of the view that a picture shows among those that are wanted. The front of a place, of which no views
  /// are wanted, is kept all the same.
  private func view(of member: Int) -> Int? {
    guard let view = shownView(of: member) else { return nil }
    return scores.coverage.wanted.firstIndex(of: view) ?? (view == .front ? 0 : nil)
  }

  /// The view that a picture shows by its role. A face is the front view only where there is no front.
  private func shownView(of member: Int) -> WantedView? {
    let role = members[member].role
    return role == .face && hasFront ? nil : WantedView(role)
  }

  private var hasFront: Bool {
    members.contains { $0.role == .front && $0.brokenLimits.isEmpty }
  }

  /// Whether the user says of two pictures that look like one view that they show two of those wanted.
  private func areOtherViews(_ pair: SetPair) -> Bool {
    guard pair.kind == .sameView || pair.kind == .mirror, let one = view(of: pair.first),
      let other = view(of: pair.second)
    else { return false }
    return one != other
  }

  /// In the order to send them: the best front leads, then the other views as they are wanted, each
  /// with its best picture first, then what tells no view.
  private func sorted(_ chosen: [Int]) -> [Int] {
    let rank = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
    let views = WantedView.allCases
    var seen: Set<WantedView> = []
    let best = chosen.sorted { one, other in
      let (here, there) = (standings[one], standings[other])
      return here.total == there.total
        ? rank[one, default: 0] < rank[other, default: 0] : here.total > there.total
    }
    // A second picture of a view stands behind the first ones of all.
    let keyed = best.map { member -> (key: Int, member: Int) in
      guard let view = shownView(of: member) else {
        return (2 * views.count, member)
      }
      let place = views.firstIndex(of: view) ?? 0
      return (seen.insert(view).inserted ? place : views.count + place, member)
    }
    return keyed.enumerated()
      .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element.member)
  }
}

extension SetMember {
  /// Whether there is anything to choose it by.
  var isReadable: Bool { scores != nil || appearance != nil }
}
