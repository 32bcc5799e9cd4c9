package import Model

/// Chooses the best few pictures of an element, and gives the reason for each.
///
/// The criteria, the most important first: the target accepts the picture; no two show the
/// same; a front is there; the wanted views are covered; there are as many as asked for; none
/// has a fault, and few have one; few have a busy background; pictures of unknown view differ in
/// shape; all are in one light; few have to be prepared first; the sum of the ratings is high.
/// Among equals the digests decide, so the result does not depend on the order of the pictures.
///
/// ```swift
/// let pick = PicturePicker.pick(best: 4, of: members, scores: scores, kind: .character)
/// ```
package struct PicturePicker {
  let members: [SetMember]
  let scores: SetScores
  let kind: ElementKind?
  let wanted: Int
  let ratings: [PictureRating]
  /// The indices of the members that can be taken, in an order that does not depend on how they
  /// were given.
  private let order: [Int]

  /// Returns the best `wanted` pictures, and the reasons for those taken and those left.
  package static func pick(
    best wanted: Int, of members: [SetMember], scores: SetScores, kind: ElementKind?
  ) -> Pick {
    PicturePicker(members, scores, kind, wanted).pick
  }

  private init(_ members: [SetMember], _ scores: SetScores, _ kind: ElementKind?, _ wanted: Int) {
    self.members = members
    self.scores = scores
    self.kind = kind
    self.wanted = wanted
    ratings = members.map { PictureRating($0.scores, kind: kind) }
    order = members.indices.filter { members[$0].brokenLimits.isEmpty && members[$0].isReadable }
      .sorted { (one, other) in
        members[one].precedes(members[other])
          || !members[other].precedes(members[one]) && one < other
      }
  }

  /// The chosen and the left pictures with their reasons.
  private var pick: Pick {
    let leadingFirst = sorted(chosen)
    let reasons = PickReasons(self, chosen: leadingFirst)
    let left = members.indices.filter { !leadingFirst.contains($0) }
    return Pick(
      wanted: wanted, chosen: leadingFirst.map { Pick.Chosen($0, reasons.chosen($0)) },
      skipped: left.map { Pick.Skipped($0, reasons.left($0)) })
  }

  /// The members that are chosen, in no particular order.
  private var chosen: [Int] {
    let indexInOrder = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
    var candidates = order.map { member in
      PickSearch.Candidate(
        rating: ratings[member], lighting: scores.lighting?.shift(of: member),
        view: view(of: member), isReady: members[member].needsPreparing == nil)
    }
    for pair in scores.pairs where !areOtherViews(pair) {
      guard let first = indexInOrder[pair.first], let second = indexInOrder[pair.second] else {
        continue
      }
      candidates[first].rivals.insert(second)
      candidates[second].rivals.insert(first)
    }
    for (first, second) in alike(among: candidates) {
      candidates[first].alike.insert(second)
      candidates[second].alike.insert(first)
    }
    return PickSearch(candidates, wanted: wanted).best.map { order[$0] }
  }

  /// The agreement of shapes from which on two pictures count as the same view.
  private static let minimumAlike = 0.55

  /// Returns the pairs of candidates, at least one of unknown view, that look much the same in
  /// shape.
  private func alike(among candidates: [PickSearch.Candidate]) -> [(Int, Int)] {
    guard candidates.count > wanted, candidates.contains(where: { $0.view == nil }) else {
      return []
    }
    let shapes = order.map { member in
      members[member].appearance.flatMap { ViewShape($0.luma, size: members[member].size) }
    }
    return candidates.indices.flatMap { second in
      (0..<second).compactMap { first in
        guard candidates[first].view == nil || candidates[second].view == nil,
          let one = shapes[first], let other = shapes[second],
          SameView.coarse(one, other) >= Self.minimumAlike
        else { return nil }
        return (first, second)
      }
    }
  }

  /// Returns the index of a picture's view among the wanted ones, or `nil`. A front of a place
  /// counts, although places need no views.
  private func view(of member: Int) -> Int? {
    guard let view = shownView(of: member) else { return nil }
    return scores.coverage.wanted.firstIndex(of: view) ?? (view == .front ? 0 : nil)
  }

  /// Returns the view that a picture shows by its role. A face counts as the front view only
  /// where there is no front.
  private func shownView(of member: Int) -> WantedView? {
    let role = members[member].role
    return role == .face && hasFront ? nil : WantedView(role)
  }

  private var hasFront: Bool { members.contains { $0.role == .front && $0.brokenLimits.isEmpty } }

  /// Returns whether the user gave two pictures that look like one view the roles of two wanted
  /// views.
  private func areOtherViews(_ pair: SetPair) -> Bool {
    guard pair.kind == .sameView || pair.kind == .mirror, let one = view(of: pair.first),
      let other = view(of: pair.second)
    else { return false }
    return one != other
  }

  /// Returns the taken pictures in the order in which to send them: the best front first, then
  /// the other views in their order, each with its best picture first, and then pictures
  /// without a view.
  private func sorted(_ chosen: [Int]) -> [Int] {
    let rank = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
    let views = WantedView.allCases
    var seen: Set<WantedView> = []
    let best = chosen.sorted { one, other in
      let (here, there) = (ratings[one], ratings[other])
      return here.total == there.total
        ? rank[one, default: 0] < rank[other, default: 0] : here.total > there.total
    }
    // A second picture of a view comes after the first ones of all views.
    let keyed = best.map { member -> (key: Int, member: Int) in
      guard let view = shownView(of: member) else { return (2 * views.count, member) }
      let index = views.firstIndex(of: view) ?? 0
      return (seen.insert(view).inserted ? index : views.count + index, member)
    }
    return keyed.enumerated()
      .sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element.member)
  }
}

extension SetMember {
  /// Whether anything is known by which to choose the picture.
  var isReadable: Bool { scores != nil || appearance != nil }
}
