internal import Model

extension NativeStatistics {
  /// All of its numbers, in an order that both sides know.
  var numbers: [Int] {
    across.excess + across.counted + across.hard + down.excess + down.counted + pairsAt + equalAt
      + [equalExtremes, fineness, detail, textured, coarseness]
  }

  /// What the numbers say of a picture of so many pixels; nothing where they can't be true.
  init?(numbers: [Int], of size: PixelSize) {
    guard numbers.count == 5 * 8 + 2 * 12 + 5, numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    var rest = numbers[...]
    func take(_ count: Int) -> [Int] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    self.init()
    across.excess = take(8)
    across.counted = take(8)
    across.hard = take(8)
    down.excess = take(8)
    down.counted = take(8)
    pairsAt = take(12)
    equalAt = take(12)
    equalExtremes = take(1)[0]
    fineness = take(1)[0]
    detail = take(1)[0]
    textured = take(1)[0]
    coarseness = take(1)[0]
    // What may be counted is bounded before it is added up.
    guard numbers.allSatisfy({ $0 <= max(Self.mostCoarseness, Grid.mostExcess * size.pixelCount) })
    else { return nil }
    pairs = pairsAt.reduce(0, +)
    equal = equalAt.reduce(0, +)
    guard pairsAt == Self.pairs(in: size), zip(equalAt, pairsAt).allSatisfy({ $0 <= $1 }),
      equalExtremes <= equal, fineness <= Self.mostFineness, detail <= Self.mostFineness,
      textured <= 1000, coarseness <= Self.mostCoarseness,
      across.isPossible(of: size.width, times: size.height),
      down.isPossible(of: size.height, times: size.width)
    else { return nil }
  }

  /// How many pairs of horizontal neighbours there are, by the place of the left one.
  private static func pairs(in size: PixelSize) -> [Int] {
    (0..<12).map { place in (max(0, size.width - 1 - place) + 11) / 12 * size.height }
  }
}

extension NativeStatistics.Grid {
  /// Whether so many differences can be counted along a side: each has one on either side of it.
  fileprivate func isPossible(of side: Int, times others: Int) -> Bool {
    counted.reduce(0, +) + hard.reduce(0, +) <= max(0, side - 3) * others
      && zip(excess, counted).allSatisfy { $0 <= Self.mostExcess * $1 }
  }
}
