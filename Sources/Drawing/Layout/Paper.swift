package import Model

/// A size of paper, in pixels of 1/200 inch. A pixel is 0.36 points, so positions are whole
/// hundredths of a point in a PDF.
package enum Paper: String, Hashable, Sendable, CaseIterable {
  case a4, letter

  /// The size in pixels, to the nearest one.
  package var size: PixelSize {
    switch self {
    case .a4: PixelSize(width: 1654, height: 2339)
    case .letter: PixelSize(width: 1700, height: 2200)
    }
  }

  /// The size in hundredths of a point: 210 × 297 mm, and 8.5 × 11 inches.
  var points: PixelSize {
    switch self {
    case .a4: PixelSize(width: 59_528, height: 84_189)
    case .letter: PixelSize(width: 61_200, height: 79_200)
    }
  }
}
