internal import Model

extension NativeStatistics {
  /// How much one column in eight, and one row in eight, stands out by steps: the grid of a JPEG, also of
  /// one that was cut and saved again. Nothing for a picture too small to have one.
  var blockiness: Double? {
    guard let across = across.excess, let down = down.excess else { return nil }
    return (across + down) / 2
  }

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
  fileprivate var excess: Double? {
    guard counted.allSatisfy({ $0 >= 500 }) else { return nil }
    let shares = zip(votes, counted).map { Double($0) / Double($1) }.sorted()
    let middle = (shares[3] + shares[4]) / 2
    // What happens everywhere is texture. Where next to nothing happens, a little would be much.
    return (shares[7] - middle) / max(0.2, middle)
  }
}
