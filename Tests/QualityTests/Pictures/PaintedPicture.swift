import Model
import TestSupport

@testable import Quality

/// A picture painted by a test: a color for each position.
struct PaintedPicture {
  let width: Int
  let height: Int
  var rgb: [UInt8]

  init(_ width: Int, _ height: Int, paint: (Int, Int) -> (Double, Double, Double)) {
    self.width = width
    self.height = height
    rgb = []
    rgb.reserveCapacity(3 * width * height)
    for y in 0..<height {
      for x in 0..<width {
        let color = paint(x, y)
        for value in [color.0, color.1, color.2] {
          rgb.append(UInt8(max(0, min(255, value.rounded()))))
        }
      }
    }
  }

  init(_ width: Int, _ height: Int, grey: (Int, Int) -> Double) {
    self.init(width, height) { x, y in
      let value = grey(x, y)
      return (value, value, value)
    }
  }

  /// A checkerboard on a soft gradient: edges in every direction but no noise.
  static func board(_ width: Int = 640, _ height: Int = 480, square: Int = 23) -> PaintedPicture {
    PaintedPicture(width, height) { x, y in
      // Slightly rotated, so that edges are not only horizontal and vertical.
      let (u, v) = (x * 9 + y * 4, y * 9 - x * 4)
      let isLight = (u / (9 * square) + (v + 100_000) / (9 * square)).isMultiple(of: 2)
      let shade = 30 * Double(x) / Double(width)
      return isLight ? (200 - shade, 170, 120) : (70, 60 + shade, 50)
    }
  }

  /// The picture blurred, each pixel the mean of those around it, across and down, several times.
  func blurred(_ radiusX: Int, _ radiusY: Int, times: Int = 2) -> PaintedPicture {
    var picture = self
    for _ in 0..<times {
      picture.blur(radiusX, step: 3, count: width, rows: height, rowStep: 3 * width)
      picture.blur(radiusY, step: 3 * width, count: height, rows: width, rowStep: 3)
    }
    return picture
  }

  /// Means along lines of `count` pixels that are `step` bytes apart, by running sums.
  private mutating func blur(_ radius: Int, step: Int, count: Int, rows: Int, rowStep: Int) {
    guard radius > 0 else { return }
    let source = rgb
    for row in 0..<rows {
      for channel in 0..<3 {
        let start = row * rowStep + channel
        var sum = 0
        for index in 0..<min(radius, count) { sum += Int(source[start + index * step]) }
        for index in 0..<count {
          if index + radius < count { sum += Int(source[start + (index + radius) * step]) }
          if index > radius { sum -= Int(source[start + (index - radius - 1) * step]) }
          let pixels = min(count - 1, index + radius) - max(0, index - radius) + 1
          rgb[start + index * step] = UInt8((sum + pixels / 2) / pixels)
        }
      }
    }
  }

  /// The picture with noise of about `levels` levels.
  func noisy(_ levels: Double, seed: Int = 7) -> PaintedPicture {
    var random = SeededGenerator(seed: seed)
    return changed { value in
      // Four uniform draws of 16 bits make nearly a bell curve, with a deviation of 0.577.
      let bits = random.next()
      let draws = Int(bits & 0xFFFF) + Int(bits >> 16 & 0xFFFF) + Int(bits >> 32 & 0xFFFF)
      let bell = Double(draws + Int(bits >> 48)) / 65536 - 2
      return value + bell / 0.577 * levels
    }
  }

  func changed(_ change: (Double) -> Double) -> PaintedPicture {
    var picture = self
    picture.rgb = rgb.map { UInt8(max(0, min(255, change(Double($0)).rounded()))) }
    return picture
  }

  /// The picture with another one on top.
  func with(_ other: PaintedPicture, x left: Int, y top: Int) -> PaintedPicture {
    var picture = self
    for y in 0..<other.height where top + y >= 0 && top + y < height {
      for x in 0..<other.width where left + x >= 0 && left + x < width {
        for channel in 0..<3 {
          picture.rgb[3 * ((top + y) * width + left + x) + channel] =
            other.rgb[3 * (y * other.width + x) + channel]
        }
      }
    }
    return picture
  }

  var scores: PictureScores? {
    let size = PixelSize(width: width, height: height)
    return AnalysisPicture(size: size, rgb: rgb, original: size, native: nil)
      .map(PictureMeasurement.scores)
  }
}
