internal import Model

extension NativeStatistics {
  /// All of its counts, in an order that both ends of the pipe know.
  var numbers: [Int] {
    across.excess + across.counted + across.hard + down.excess + down.counted + pairsAt + equalAt
      + [equalExtremes, fineness, detail, textured, coarseness]
  }

  /// Restores the counts of a picture of the given size. Returns `nil` when they are
  /// impossible for it.
  init?(numbers: [Int], of size: PixelSize) {
    guard numbers.count == 5 * 8 + 2 * 12 + 5, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    var rest = numbers[...]
    func next(_ count: Int) -> [Int] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    self.init()
    across.excess = next(8)
    across.counted = next(8)
    across.hard = next(8)
    down.excess = next(8)
    down.counted = next(8)
    pairsAt = next(12)
    equalAt = next(12)
    equalExtremes = next(1)[0]
    fineness = next(1)[0]
    detail = next(1)[0]
    textured = next(1)[0]
    coarseness = next(1)[0]
    // Each count is bounded before they are added up, so sums cannot overflow.
    guard
      numbers.allSatisfy({ $0 <= max(Self.maximumCoarseness, Grid.maximumExcess * size.pixelCount) }
      )
    else { return nil }
    pairs = pairsAt.reduce(0, +)
    equal = equalAt.reduce(0, +)
    guard pairsAt == Self.pairs(in: size), zip(equalAt, pairsAt).allSatisfy({ $0 <= $1 }),
      equalExtremes <= equal, fineness <= Self.maximumFineness, detail <= Self.maximumFineness,
      textured <= 1000, coarseness <= Self.maximumCoarseness,
      across.isPossible(of: size.width, times: size.height),
      down.isPossible(of: size.height, times: size.width)
    else { return nil }
  }

  /// The number of pairs of horizontal neighbors, by the column of the left one modulo 12.
  private static func pairs(in size: PixelSize) -> [Int] {
    (0..<12).map { column in (max(0, size.width - 1 - column) + 11) / 12 * size.height }
  }
}

extension NativeStatistics.Grid {
  /// Whether that many differences can occur along a side. Each needs pixels on either
  /// side of it, so the outermost ones have none.
  fileprivate func isPossible(of side: Int, times others: Int) -> Bool {
    counted.reduce(0, +) + hard.reduce(0, +) <= max(0, side - 3) * others
      && zip(excess, counted).allSatisfy { $0 <= Self.maximumExcess * $1 }
  }
}
