package import Model

extension PanelSearch {
  /// The longer side of the copy that is searched first, in pixels.
  private static let glanceSide = 128

  /// The confidence in that copy from which on the picture itself is searched.
  private static let glanceConfidence = PanelDetection.minimumConfidence

  /// Returns the views of a picture that surely is a sheet, otherwise `nil`.
  ///
  /// Most pictures are no sheets: a much smaller copy shows that in a fiftieth of the time.
  package static func sheet(in picture: AnalysisPicture) -> PanelDetection? {
    guard panels(in: glance(picture), grid: .auto).confidence >= glanceConfidence else {
      return nil
    }
    let found = panels(in: picture, grid: .auto)
    return found.isSure ? found : nil
  }

  /// Returns a picture reduced by a whole factor: each pixel is the mean of a square.
  static func glance(_ picture: AnalysisPicture) -> AnalysisPicture {
    let step = (picture.size.longerSide + glanceSide - 1) / glanceSide
    let size = PixelSize(
      width: picture.size.width / max(1, step), height: picture.size.height / max(1, step))
    guard step > 1, size.shorterSide >= minimumSide else { return picture }
    let count = step * step
    let rgb = [UInt8](unsafeUninitializedCapacity: 3 * size.pixelCount) { pixels, written in
      for y in 0..<size.height {
        for x in 0..<size.width {
          var (red, green, blue) = (count / 2, count / 2, count / 2)
          for row in 0..<step {
            var from = 3 * ((y * step + row) * picture.size.width + x * step)
            for _ in 0..<step {
              red += Int(picture.rgb[from])
              green += Int(picture.rgb[from + 1])
              blue += Int(picture.rgb[from + 2])
              from += 3
            }
          }
          pixels[written] = UInt8(red / count)
          pixels[written + 1] = UInt8(green / count)
          pixels[written + 2] = UInt8(blue / count)
          written += 3
        }
      }
    }
    return AnalysisPicture(
      size: size, rgb: rgb, original: picture.original, native: nil,
      isOverWhite: picture.isOverWhite) ?? picture
  }
}
