package import Model

/// Measures pictures that are to make one element together.
package enum SetMeasure {
  package static func scores(of members: [SetMember], kind: ElementKind?) -> SetScores {
    let lighting = LightingComparison.of(members)
    return SetScores(
      lighting: lighting, variety: variety(of: members),
      pairs: PairSearch.pairs(among: members), coverage: AngleCoverage(of: members, kind: kind),
      exemplar: exemplar(of: members, lighting), weakest: weakest(of: members, kind))
  }

  /// A front that is lit like most, or a face where there is no such front, else the picture whose light is nearest to all; nothing where no
  /// light was measured.
  private static func exemplar(of members: [SetMember], _ lighting: SetLighting?) -> Int? {
    let odd = Set(lighting?.odd.map(\.member) ?? [])
    let usual = members.indices.filter { place in
      members[place].scores?.lighting != nil && members[place].brokenLimits.isEmpty
        && !odd.contains(place)
    }
    for role in [Role.front, .face] {
      if let front = usual.first(where: { members[$0].role == role }) { return front }
    }
    let inOrder = usual.sorted { members[$0].precedes(members[$1]) }
    return LightingComparison.mostUsual(of: inOrder, lighting)
  }

  private static func weakest(
    of members: [SetMember], _ kind: ElementKind?
  ) -> SetScores.WeakPicture? {
    var worst = (soundness: 1.0, picture: SetScores.WeakPicture?.none)
    for (place, member) in members.enumerated() {
      let standing = Standing(member.scores, kind: kind)
      guard let measure = standing.weakest, standing.soundness < worst.soundness else { continue }
      worst = (standing.soundness, SetScores.WeakPicture(member: place, measure: measure))
    }
    return worst.picture
  }

  /// The mean distance of their hashes, as a share of half the bits, which is how far unrelated
  /// pictures are apart.
  static func variety(of members: [SetMember]) -> Double? {
    let hashes = members.compactMap { $0.appearance?.hash }
    guard hashes.count > 1 else { return nil }
    var sum = 0
    for (place, hash) in hashes.enumerated() {
      for other in hashes[(place + 1)...] { sum += hash.distance(to: other) }
    }
    let pairs = hashes.count * (hashes.count - 1) / 2
    return PictureMeasuring.rounded(min(1, Double(sum) / Double(pairs) / Double(halfOfTheBits)))
  }

  private static let halfOfTheBits = UInt64.bitWidth / 2
}
