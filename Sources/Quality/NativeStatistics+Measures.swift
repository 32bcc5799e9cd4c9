internal import Model

extension NativeStatistics {
  /// By how many levels the steps on a grid of eight stand out from all others, wherever it begins: the blocks
  /// of a JPEG, also of one that was cropped and saved again. With what the file says of how it was coded: little
  /// of that shows in a smooth sky, and what was coded well is doubted only where an earlier file's blocks show.
  /// Nothing for a picture that has too few steps, or whose pixels were repeated, unless the file itself says
  /// that it was coded poorly: then whole blocks may be of one color, as if pixels were repeated.
  var blocks: Double? {
    guard let found = mean(of: \.strength) else {
      return coarseness >= Self.quality44 ? told(of: 0) : nil
    }
    return max(told(of: found), earlierBlocks)
  }

  private func told(of found: Double) -> Double {
    switch coarseness {
    case Self.quality10...: max(found, 4.2)
    case Self.quality44...: max(found, 1.6)
    // The coarser the file, the more its own blocks may show.
    case 1...Self.quality69 where found < 1.5 + Double(coarseness) / 100: min(found, 1.45)
    default: found
    }
  }

  /// The blocks of an earlier JPEG, from which this one was cropped: they begin where its own don't. Saving
  /// it again made them smoother than they were, so they count for more; what a good picture has by chance does not.
  private var earlierBlocks: Double {
    guard coarseness > 0, let found = mean(of: \.strengthElsewhere) else { return 0 }
    return found + min(0.42, max(0, found - 0.3) * 0.525)
  }

  private func mean(of strength: (Grid) -> Double?) -> Double? {
    guard doubling == 1, !across.isRepeated, !down.isRepeated, let across = strength(across),
      let down = strength(down)
    else { return nil }
    return (across + down) / 2
  }

  /// The coarseness of JPEGs of these qualities, as libjpeg has them.
  private static let quality10 = 320
  private static let quality44 = 112
  private static let quality69 = 62

  /// The share of neighbours that are exactly equal.
  var equalShare: Double { pairs > 0 ? Double(equal) / Double(pairs) : 0 }

  /// The share of neighbours that are exactly equal, as drawn user interfaces have them and photographs
  /// don't; `extremes` of the picture are a backdrop of nearly white or black, which is left out.
  func equalShare(without extremes: Double) -> Double? {
    guard pairs >= 1000 else { return nil }
    let backdrop = min(Double(equalExtremes), extremes * Double(pairs))
    let rest = Double(pairs) - backdrop
    guard rest >= 0.05 * Double(pairs) else { return nil }
    return max(0, Double(equal) - backdrop) / rest
  }

  /// How many times each pixel stands beside itself: 2, 3 or 4 when a picture was enlarged by repeating
  /// them, else 1.
  var doubling: Int {
    for period in [4, 3, 2] {
      let shares = (0..<period).map { phase in
        let places = stride(from: phase, to: 12, by: period)
        let all = places.reduce(0) { $0 + pairsAt[$1] }
        return all == 0 ? 0 : Double(places.reduce(0) { $0 + equalAt[$1] }) / Double(all)
      }.sorted()
      // Within a repeated pixel all are equal, and between two hardly any.
      if shares[0] < 0.5, shares.dropFirst().allSatisfy({ $0 > 0.98 }) { return period }
    }
    return 1
  }
}

extension NativeStatistics.Grid {
  /// How far the strongest of the eight phases is above the middle of them, in levels.
  fileprivate var strength: Double? { strength(of: 0..<8) }

  /// The same without the last phase, where a JPEG's own blocks end.
  fileprivate var strengthElsewhere: Double? { strength(of: 0..<7) }

  private func strength(of phases: Range<Int>) -> Double? {
    guard counted.allSatisfy({ $0 >= Self.leastCounted }) else { return nil }
    let means = zip(excess, counted).map { Double($0) / Double($1) }
    let sorted = means.sorted()
    // What happens everywhere is texture.
    return means[phases].max().map { $0 - (sorted[3] + sorted[4]) / 2 }
  }

  private static let leastCounted = 300

  /// Whether hard edges keep to some phases, as in pixel art that was enlarged by whole factors: to two of them
  /// by 4 or 8, to four by other even ones. In a JPEG there are as many within its blocks.
  fileprivate var isRepeated: Bool {
    let all = hard.reduce(0, +)
    guard all >= Self.leastCounted else { return false }
    let sorted = hard.sorted()
    return sorted.suffix(2).reduce(0, +) * 10 > all * 9
      || sorted.prefix(4).reduce(0, +) * 100 <= all
  }
}
