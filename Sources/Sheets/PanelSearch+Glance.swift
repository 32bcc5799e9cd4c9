package import Model

extension PanelSearch {
  /// The longer sides of the copies that are searched first, in pixels, each with the minimum
  /// confidence for searching a larger one.
  private static let glances = [
    (side: 128, confidence: PanelDetection.minimumConfidence), (side: 256, confidence: 0.3),
  ]

  /// Returns the views of a picture that surely is a sheet, otherwise `nil`.
  ///
  /// Most pictures aren't sheets: much smaller copies show that in a fiftieth of the time.
  package static func sheet(in picture: AnalysisPicture) -> PanelDetection? {
    for glance in glances {
      guard let copy = reduced(picture, to: glance.side) else { continue }
      guard panels(in: copy, grid: .auto).confidence >= glance.confidence else { return nil }
    }
    let found = panels(in: picture, grid: .auto)
    return found.isSure ? found : nil
  }

  /// Returns a picture reduced by a whole factor, each pixel the mean of a square; `nil` if the
  /// picture is small enough already, or the copy would be too small for views.
  private static func reduced(_ picture: AnalysisPicture, to side: Int) -> AnalysisPicture? {
    let step = (picture.size.longerSide + side - 1) / side
    let size = PixelSize(width: picture.size.width / step, height: picture.size.height / step)
    guard step > 1, size.shorterSide >= minimumSide else { return nil }
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
      isOverWhite: picture.isOverWhite)
  }
}
