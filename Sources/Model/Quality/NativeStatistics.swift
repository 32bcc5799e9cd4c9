/// Statistics of a picture's luma that are counted before it is reduced.
///
/// Reduction destroys the grid of a JPEG and hides doubled pixels. "Across" and "down" refer to the
/// upright picture.
public struct NativeStatistics: Hashable, Sendable {
  /// Differences of neighbors, by column or row number modulo 8; all zero where the picture is
  /// flat.
  public var across = Grid()
  public var down = Grid()
  /// The number of pairs of horizontal neighbors in the coded picture, and of those that are
  /// exactly equal.
  public var pairs = 0
  public var equal = 0
  /// The number of equal pairs that are nearly white or nearly black.
  public var equalExtremes = 0
  /// How sharply the luma bends in relation to its slope, in 64ths. A sharp picture has 85 and
  /// more, an enlarged one less; 0 when too little of the picture has slopes.
  public var fineness = 0
  /// How much the luma bends in both directions at once, as only detail of single pixels does, in
  /// 128ths of its slope. A sharp picture has 64 and more; 0 when too little of the picture has
  /// slopes.
  public var detail = 0
  public static let maximumFineness = 255
  /// How many of a thousand squares of the picture have slopes.
  public var textured = 0
  /// How coarsely the luma was last quantized, in hundredths of a JPEG of quality 50; 0 when the
  /// picture is not a JPEG.
  public var coarseness = 0
  public static let maximumCoarseness = 1_000_000
  /// Pairs, and equal pairs, by position modulo 12, in which doubled pixels would show.
  public var pairsAt = [Int](repeating: 0, count: 12)
  public var equalAt = [Int](repeating: 0, count: 12)

  /// Counts of differences between neighbors for each of 8 positions in a JPEG block.
  public struct Grid: Hashable, Sendable {
    /// The differences that can reveal a grid: below 40, and with one of at least 3 among the
    /// difference and its neighbors.
    public var counted = [Int](repeating: 0, count: 8)
    /// The sum of how many levels these differences exceed both of their neighbors by, less one.
    public var excess = [Int](repeating: 0, count: 8)
    /// The number of differences of 40 and more; counted across only.
    public var hard = [Int](repeating: 0, count: 8)

    /// The maximum that one difference can add to `excess`.
    public static let maximumExcess = 15

    public init() {}
  }

  public init() {}
}
