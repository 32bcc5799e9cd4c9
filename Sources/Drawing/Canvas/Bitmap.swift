internal import CDrawing
package import Model

/// A finished picture to be drawn on a canvas: opaque, in sRGB and upright.
package struct Bitmap: Hashable, Sendable {
  package let size: PixelSize
  /// The pixels: three values each, row by row from the top.
  package let rgb: [UInt8]

  /// The length of the longest side that is accepted, in pixels.
  package static let maximumSide = 1_000_000

  /// Returns `nil` when a side is zero or too long, or when the number of values does not
  /// match the size.
  package init?(size: PixelSize, rgb: [UInt8]) {
    let sides = 1...Self.maximumSide
    guard sides.contains(size.width), sides.contains(size.height), rgb.count == 3 * size.pixelCount
    else { return nil }
    self.size = size
    self.rgb = rgb
  }

  /// Returns the picture reduced to fit into a box with its proportions kept. It is never
  /// enlarged.
  package func fitted(width: Int, height: Int) -> Bitmap {
    reduced(to: Self.size(of: size, within: PixelSize(width: width, height: height)))
  }

  /// Returns the size of a picture that fits into a box with its proportions kept, to the
  /// nearest pixel. It is never enlarged.
  package static func size(of size: PixelSize, within box: PixelSize) -> PixelSize {
    guard size.width > box.width || size.height > box.height else { return size }
    func scaled(_ side: Int, _ numerator: Int, _ denominator: Int) -> Int {
      min(side, max(1, (side * numerator + denominator / 2) / denominator))
    }
    // The side that exceeds the box by the larger factor decides.
    if size.width * box.height >= size.height * box.width {
      return PixelSize(width: box.width, height: scaled(size.height, box.width, size.width))
    }
    return PixelSize(width: scaled(size.width, box.height, size.height), height: box.height)
  }

  /// Returns a smaller picture. Each pixel is the mean, in linear light, of the area that
  /// it covers.
  private func reduced(to smaller: PixelSize) -> Bitmap {
    guard smaller != size, smaller.width > 0, smaller.height > 0 else { return self }
    var result = [UInt8](repeating: 0, count: 3 * smaller.pixelCount)
    var sums = [UInt64](repeating: 0, count: 3 * size.width)
    unsafe castbook_drawing_reduce(
      &result, smaller.width, smaller.height, rgb, size.width, size.height, &sums)
    return Bitmap(smaller, result)
  }

  /// Combines a size with pixels that are known to match it.
  private init(_ size: PixelSize, _ rgb: [UInt8]) {
    self.size = size
    self.rgb = rgb
  }
}

extension Bitmap {
  /// Takes over a picture that was reduced for measuring.
  package init(_ picture: AnalysisPicture) { self.init(picture.size, picture.rgb) }
}
