import Model
import TestSupport

@testable import Drawing

extension Bitmap {
  /// A picture of one colour.
  static func flat(_ color: Color, width: Int, height: Int) -> Bitmap? {
    let pixels = (0..<width * height).flatMap { _ in [color.red, color.green, color.blue] }
    return Bitmap(size: PixelSize(width: width, height: height), rgb: pixels)
  }

  /// A picture of noise, which no filter can predict.
  static func noise(width: Int, height: Int, seed: Int) -> Bitmap? {
    var random = SeededGenerator(seed: seed)
    let pixels = (0..<3 * width * height).map { _ in UInt8.random(in: 0...255, using: &random) }
    return Bitmap(size: PixelSize(width: width, height: height), rgb: pixels)
  }
}

extension Color {
  /// The luminance, 0 to 1, by the formula of sRGB and the weights of WCAG.
  var luminance: Double {
    0.2126 * Self.light(red) + 0.7152 * Self.light(green) + 0.0722 * Self.light(blue)
  }

  private static func light(_ value: UInt8) -> Double { Double(castbookLight(value)) / 65535 }

  /// The contrast of two colours by WCAG 2, 1 to 21.
  func contrast(to other: Color) -> Double {
    let (dark, light) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }
}

extension Canvas {
  /// The colours of a part, row by row.
  func colors(in part: Rectangle) -> [Color] {
    (part.y..<part.bottom).flatMap { y in (part.x..<part.right).compactMap { self[$0, y] } }
  }

  /// A copy of a part.
  func cut(_ part: Rectangle) -> Canvas {
    var cut = Canvas(width: part.width, height: part.height, .black)
    for y in 0..<part.height {
      for x in 0..<part.width {
        guard let color = self[part.x + x, part.y + y] else { continue }
        cut.fill(Rectangle(x: x, y: y, width: 1, height: 1), color)
      }
    }
    return cut
  }
}
