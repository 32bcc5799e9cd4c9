/// A frame of a clip, scaled down by the decoder: in colour at one size, for what it looks
/// like, and as brightness at a larger size, for how sharp it is.
///
/// Sharpness depends on the size at which it is measured, so all frames of a clip must have
/// the same size: `maximumLumaSide` pixels on the longer side. The colours need
/// `defaultColourSide` pixels.
package struct SmallFrame: Sendable {
  /// The number of pixels on the longer side of the colours that the caller should use.
  package static let defaultColourSide = 160
  /// The number of pixels on a side of the colours that is accepted at most.
  package static let maximumColourSide = 320
  /// The number of pixels on the longer side of the brightness, which is also the most
  /// accepted.
  package static let maximumLumaSide = 512

  /// The width of the colours in pixels.
  let width: Int
  /// The height of the colours in pixels.
  let height: Int
  /// Red, green and blue of each pixel, row by row from the top, without padding.
  let rgb: [UInt8]
  /// The width of the brightness in pixels.
  let lumaWidth: Int
  /// The height of the brightness in pixels.
  let lumaHeight: Int
  /// The brightness in full range: 0 is black, 255 is white.
  let luma: [UInt8]

  /// Creates a frame, or returns `nil` when a side is outside its bounds or a plane does not
  /// have exactly one byte for each of its values.
  package init?(
    width: Int, height: Int, rgb: [UInt8], lumaWidth: Int, lumaHeight: Int, luma: [UInt8]
  ) {
    let colours = 1...Self.maximumColourSide
    let brightness = 1...Self.maximumLumaSide
    guard colours.contains(width), colours.contains(height), rgb.count == 3 * width * height,
      brightness.contains(lumaWidth), brightness.contains(lumaHeight),
      luma.count == lumaWidth * lumaHeight
    else { return nil }
    self.width = width
    self.height = height
    self.rgb = rgb
    self.lumaWidth = lumaWidth
    self.lumaHeight = lumaHeight
    self.luma = luma
  }
}
