/// A frame of a clip, made small by whoever decoded it: colours at one size, for what it looks like,
/// and brightness at a larger one, for how sharp it is.
///
/// Sharpness depends on the size at which it is measured, so that size must be the same for all
/// frames of a clip: `longestLuma` pixels on the longer side. The colours need `usualColours` there.
package struct SmallFrame: Sendable {
  /// Pixels on the longer side of the colours, as the caller should make them,
  package static let usualColours = 160
  /// and as many as are taken.
  package static let longestColours = 320
  /// Pixels on the longer side of the brightness.
  package static let longestLuma = 512

  let width: Int
  let height: Int
  /// Red, green, blue; rows from the top, no padding.
  let rgb: [UInt8]
  let lumaWidth: Int
  let lumaHeight: Int
  /// Full range: 0 is black, 255 white.
  let luma: [UInt8]

  /// Nothing when a side is outside its bounds or a plane has not one byte for each of its values.
  package init?(
    width: Int, height: Int, rgb: [UInt8], lumaWidth: Int, lumaHeight: Int, luma: [UInt8]
  ) {
    let colours = 1...Self.longestColours
    let brightness = 1...Self.longestLuma
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
