internal import CDrawing
package import Model

/// A picture to be drawn: opaque, in sRGB, upright.
package struct Bitmap: Hashable, Sendable {
  package let size: PixelSize
  /// Three values a pixel, rows from the top.
  package let rgb: [UInt8]

  /// The longest side that a bitmap may have.
  package static let longestSide = 1_000_000

  /// Nothing where a side is zero or too long, or where there are more values, or fewer, than the sides tell.
  package init?(size: PixelSize, rgb: [UInt8]) {
    let sides = 1...Self.longestSide
    guard sides.contains(size.width), sides.contains(size.height), rgb.count == 3 * size.pixelCount
    else { return nil }
    self.size = size
    self.rgb = rgb
  }

  /// As large as it can be within these sides with its shape kept, and never larger than it is.
  package func fitted(width: Int, height: Int) -> Bitmap {
    reduced(to: Self.size(of: size, within: PixelSize(width: width, height: height)))
  }

  /// The size of a picture within a box: never enlarged, its shape kept to the nearest pixel.
  package static func size(of size: PixelSize, within box: PixelSize) -> PixelSize {
    guard size.width > box.width || size.height > box.height else { return size }
    func scaled(_ side: Int, _ part: Int, _ whole: Int) -> Int {
      min(side, max(1, (side * part + whole / 2) / whole))
    }
    // Whichever side is further beyond the box decides.
    if size.width * box.height >= size.height * box.width {
      return PixelSize(width: box.width, height: scaled(size.height, box.width, size.width))
    }
    return PixelSize(width: scaled(size.width, box.height, size.height), height: box.height)
  }

  /// Made smaller: each pixel is the mean light of the part that it covers.
  private func reduced(to smaller: PixelSize) -> Bitmap {
    guard smaller != size, smaller.width > 0, smaller.height > 0 else { return self }
    var result = [UInt8](repeating: 0, count: 3 * smaller.pixelCount)
    var sums = [UInt64](repeating: 0, count: 3 * size.width)
    unsafe castbook_drawing_reduce(
      &result, smaller.width, smaller.height, rgb, size.width, size.height, &sums)
    return Bitmap(smaller, result)
  }

  private init(_ size: PixelSize, _ rgb: [UInt8]) {
    self.size = size
    self.rgb = rgb
  }
}

extension Bitmap {
  /// A picture as it was measured.
  package init(_ picture: AnalysisPicture) {
    self.init(picture.size, picture.rgb)
  }
}
