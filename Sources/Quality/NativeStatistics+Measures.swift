internal import Model

extension NativeStatistics {
  /// The number of levels by which the steps on a grid of eight pixels stand out from all
  /// others, wherever the grid begins. It is `nil` when there are too few steps, or when pixels
  /// were repeated.
  ///
  /// These are the blocks of a JPEG, also of one that was cropped and saved again. The file's
  /// own quantization counts as well: little of the blocks shows in a smooth sky, and a file of
  /// good quality is doubted only where the blocks of an earlier file show. If the file itself
  /// says that its quality is poor, the value is never `nil`: then whole blocks may be of one
  /// color, as if pixels were repeated.
  var blockStrength: Double? {
    guard let found = mean(of: \.strength) else {
      return coarseness >= Self.quality44 ? adjusted(of: 0) : nil
    }
    return max(adjusted(of: found), earlierBlocks)
  }

  /// Returns the strength of the blocks, adjusted by what the file says of its quality.
  private func adjusted(of found: Double) -> Double {
    switch coarseness {
    case Self.quality10...: max(found, 4.2)
    case Self.quality40...: max(found, 2.1)
    case Self.quality44...: max(found, 1.6)
    // The coarser the quantization, the more the file's own blocks may show.
    case 1...Self.quality69 where found < 1.5 + Double(coarseness) / 100: min(found, 1.45)
    default: found
    }
  }

  /// The strength of the blocks of an earlier JPEG from which this one was cropped. They begin
  /// where its own blocks don't.
  ///
  /// Saving again made these blocks smoother than they were, so they count for more; the
  /// strength that a good picture has by chance does not.
  private var earlierBlocks: Double {
    guard coarseness > 0, let found = mean(of: \.strengthElsewhere) else { return 0 }
    return found + min(0.42, max(0, found - 0.3) * 0.525)
  }

  /// Returns the mean strength in both directions, or `nil` when pixels were repeated or are
  /// too few.
  private func mean(of strength: (Grid) -> Double?) -> Double? {
    guard pixelRepetition == 1, !across.isRepeated, !down.isRepeated, let across = strength(across),
      let down = strength(down)
    else { return nil }
    return (across + down) / 2
  }

  /// The coarseness of JPEGs of quality 10, 40, 44 and 69, as libjpeg writes them.
  private static let quality10 = 320
  private static let quality40 = 123
  private static let quality44 = 112
  private static let quality69 = 62

  /// The share of neighbouring pixels that are exactly equal.
  var equalShare: Double { pairs > 0 ? Double(equal) / Double(pairs) : 0 }

  /// Returns the share of neighbouring pixels that are exactly equal outside a backdrop, or
  /// `nil` when there are too few.
  ///
  /// Drawn user interfaces have many of them and photographs don't. `extremes` is the share of
  /// the picture that is a backdrop of nearly white or black, which is left out.
  func equalShare(without extremes: Double) -> Double? {
    guard pairs >= 1000 else { return nil }
    let backdrop = min(Double(equalExtremes), extremes * Double(pairs))
    let rest = Double(pairs) - backdrop
    guard rest >= 0.05 * Double(pairs) else { return nil }
    return max(0, Double(equal) - backdrop) / rest
  }

  /// How many times each pixel is repeated: 2, 3 or 4 when a picture was enlarged by repeating
  /// pixels, otherwise 1.
  var pixelRepetition: Int {
    for period in [4, 3, 2] {
      let shares = (0..<period).map { phase in
        let indices = stride(from: phase, to: 12, by: period)
        let all = indices.reduce(0) { $0 + pairsAt[$1] }
        return all == 0 ? 0 : Double(indices.reduce(0) { $0 + equalAt[$1] }) / Double(all)
      }.sorted()
      // Within a repeated pixel all are equal, and across its edge hardly any.
      if shares[0] < 0.5, shares.dropFirst().allSatisfy({ $0 > 0.98 }) { return period }
    }
    return 1
  }
}

extension NativeStatistics.Grid {
  /// How far the strongest of the eight phases is above the median of them, in levels.
  fileprivate var strength: Double? { strength(of: 0..<8) }

  /// The strength without the last phase, where the JPEG's own blocks end.
  fileprivate var strengthElsewhere: Double? { strength(of: 0..<7) }

  /// Returns how far the strongest of some phases is above the median of all, or `nil` when a
  /// phase has too few steps.
  private func strength(of phases: Range<Int>) -> Double? {
    guard counted.allSatisfy({ $0 >= Self.minimumCount }) else { return nil }
    let means = zip(excess, counted).map { Double($0) / Double($1) }
    let sorted = means.sorted()
    // What happens in all phases is texture.
    return means[phases].max().map { $0 - (sorted[3] + sorted[4]) / 2 }
  }

  /// The number of steps that a phase must have for its mean to say anything.
  private static let minimumCount = 300

  /// Whether hard edges occur in few phases only, as in pixel art that was enlarged by whole
  /// factors: in two of them for factors 4 and 8, in four for other even factors. A JPEG has
  /// hard edges within its blocks as well.
  fileprivate var isRepeated: Bool {
    let all = hard.reduce(0, +)
    guard all >= Self.minimumCount else { return false }
    let sorted = hard.sorted()
    return sorted.suffix(2).reduce(0, +) * 10 > all * 9
      || sorted.prefix(4).reduce(0, +) * 100 <= all
  }
}
