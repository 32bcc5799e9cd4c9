internal import Model

extension NativeStatistics {
  /// By how many levels the steps on a grid of eight stand out from all others: the blocks of a JPEG, also
  /// of one that was cropped and saved again. Nothing for a picture that has too few steps, or whose pixels
  /// were repeated.
  private var blockStrength: Double? {
    guard doubling == 1, !across.isRepeated, !down.isRepeated, let across = across.strength,
      let down = down.strength
    else { return nil }
    return (across + down) / 2
  }

  /// The same, with what the file says of how it was coded: little of that shows in a smooth sky, and what
  /// was coded well is doubted only where the blocks of an earlier file show.
  var blocks: Double? {
    guard let found = blockStrength else { return nil }
    switch coarseness {
    case Self.quality10...: return max(found, 4.2)
    case Self.quality44...: return max(found, 1.6)
    case 1...Self.quality69 where found < 1.75: return min(found, 1.45)
    default: return found
    }
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
  fileprivate var strength: Double? {
    guard counted.allSatisfy({ $0 >= Self.leastCounted }) else { return nil }
    let means = zip(excess, counted).map { Double($0) / Double($1) }.sorted()
    // What happens everywhere is texture.
    return means[7] - (means[3] + means[4]) / 2
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
