/// A picture as it is measured: upright, in sRGB, laid over white, and so small that its longer side has
/// 1024 pixels at most. It is never enlarged.
public struct AnalysisPicture: Hashable, Sendable {
  /// The longer side that a picture is reduced to.
  public static let longSide = 1024

  public let size: PixelSize
  /// Three values a pixel, rows from the top.
  public let rgb: [UInt8]
  /// Of the whole picture, upright.
  public let original: PixelSize
  /// What only the native pixels tell; nothing where they could not be looked at in order.
  public let native: NativeStatistics?
  /// Whether see-through parts were laid over white.
  public let isOverWhite: Bool

  /// Nothing where there are more values, or fewer, than the sides tell.
  public init?(
    size: PixelSize, rgb: [UInt8], original: PixelSize, native: NativeStatistics?,
    isOverWhite: Bool = false
  ) {
    guard size.width > 0, size.height > 0, size.longerSide <= Self.longSide,
      rgb.count == 3 * size.pixelCount
    else { return nil }
    self.size = size
    self.rgb = rgb
    self.original = original
    self.native = native
    self.isOverWhite = isOverWhite
  }

  /// The size at which a picture is measured.
  public static func size(of original: PixelSize) -> PixelSize { original.fitted(within: longSide) }
}

extension PixelSize {
  /// As large as it can be with so long a longer side, and never larger than it is.
  package func fitted(within side: Int) -> PixelSize {
    let longer = longerSide
    guard longer > side else { return self }
    func scaled(_ one: Int) -> Int { max(1, (one * side + longer / 2) / longer) }
    return PixelSize(width: scaled(width), height: scaled(height))
  }
}

/// What is counted of a picture's luma before it is made small: a reduction destroys the grid of a JPEG
/// and hides that pixels were doubled. Across and down are those of the upright picture.
public struct NativeStatistics: Hashable, Sendable {
  /// Differences of neighbours, by the number of their place modulo 8; none where all is flat.
  public var across = Grid()
  public var down = Grid()
  /// Pairs of horizontal neighbours in the coded picture, and those that are exactly equal.
  public var pairs = 0
  public var equal = 0
  /// Of the equal ones, those that are nearly white or nearly black.
  public var equalExtremes = 0
  /// How sharply the luma bends for how steep it is, in 64ths: of a sharp picture 85 and more, and the less
  /// the more it was enlarged; 0 where too little of it has slopes.
  public var fineness = 0
  /// How much it bends both ways at once, as only detail of single pixels does, in 128ths of how steep it is: of
  /// a sharp picture 64 and more; 0 where too little of it has slopes.
  public var detail = 0
  public static let mostFineness = 255
  /// How many of a thousand squares of it have slopes.
  public var textured = 0
  /// How coarsely its luma was coded last, in hundredths of a JPEG of quality 50; 0 where it is no JPEG.
  public var coarseness = 0
  public static let mostCoarseness = 1_000_000
  /// Pairs and equal ones by place modulo 12, as doubled pixels would have them.
  public var pairsAt = [Int](repeating: 0, count: 12)
  public var equalAt = [Int](repeating: 0, count: 12)

  public struct Grid: Hashable, Sendable {
    /// Differences that tell of a grid: under 40, and with one of 3 or more among it and its neighbors.
    public var counted = [Int](repeating: 0, count: 8)
    /// The sum of by how many levels these were larger than both beside them and one.
    public var excess = [Int](repeating: 0, count: 8)
    /// Differences of 40 and more, across only.
    public var hard = [Int](repeating: 0, count: 8)

    /// What one difference can add to `excess`.
    public static let mostExcess = 15

    public init() {}
  }

  public init() {}
}
