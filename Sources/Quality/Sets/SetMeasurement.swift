package import Model

/// Measures the pictures that make up one element.
package enum SetMeasurement {
  /// Returns all measures of a set: its light, its variety, its pairs, its views and its
  /// weakest picture.
  package static func scores(of members: [SetMember], kind: ElementKind?) -> SetScores {
    let lighting = LightingComparison.of(members)
    return SetScores(
      lighting: lighting, variety: variety(of: members),
      pairs: PairSearch.pairs(among: members), coverage: AngleCoverage(of: members, kind: kind),
      exemplar: exemplar(of: members, lighting), weakest: weakest(of: members, kind))
  }

  /// Returns the picture that shows the element best: a front in the common light, else a face,
  /// else the picture whose light is closest to all. It is `nil` when no light was measured.
  private static func exemplar(of members: [SetMember], _ lighting: SetLighting?) -> Int? {
    let odd = Set(lighting?.outliers.map(\.member) ?? [])
    let typical = members.indices.filter { index in
      members[index].scores?.lighting != nil && members[index].brokenLimits.isEmpty
        && !odd.contains(index)
    }
    for role in [Role.front, .face] {
      if let front = typical.first(where: { members[$0].role == role }) { return front }
    }
    let inOrder = typical.sorted { members[$0].precedes(members[$1]) }
    return LightingComparison.mostTypical(of: inOrder, lighting)
  }

  /// Returns the picture with the lowest soundness, or `nil` when no measure warns.
  private static func weakest(
    of members: [SetMember], _ kind: ElementKind?
  ) -> SetScores.WeakPicture? {
    var worst = (soundness: 1.0, picture: SetScores.WeakPicture?.none)
    for (index, member) in members.enumerated() {
      let rating = PictureRating(member.scores, kind: kind)
      guard let measure = rating.weakest, rating.soundness < worst.soundness else { continue }
      worst = (rating.soundness, SetScores.WeakPicture(member: index, measure: measure))
    }
    return worst.picture
  }

  /// Returns the mean distance of the pictures' hashes, as a share of half the bits, which is
  /// how far unrelated pictures are apart. It is `nil` for fewer than two pictures.
  static func variety(of members: [SetMember]) -> Double? {
    let hashes = members.compactMap { $0.appearance?.hash }
    guard hashes.count > 1 else { return nil }
    var sum = 0
    for (index, hash) in hashes.enumerated() {
      for other in hashes[(index + 1)...] { sum += hash.distance(to: other) }
    }
    let pairs = hashes.count * (hashes.count - 1) / 2
    return PictureMeasurement.rounded(min(1, Double(sum) / Double(pairs) / Double(halfOfTheBits)))
  }

  private static let halfOfTheBits = UInt64.bitWidth / 2
}
