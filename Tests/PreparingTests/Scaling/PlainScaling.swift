import Foundation
import Model
import Preparing

/// Scaling by its definition, slowly and in doubles: the reference for the quick implementation.
enum PlainScaling {
  static func light(_ value: UInt8) -> Double {
    let share = Double(value) / 255
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
  }

  static func value(_ light: Double) -> Double {
    let light = min(max(light, 0), 1)
    return 255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055)
  }

  private static func kernel(_ x: Double, shrinks: Bool) -> Double {
    let x = abs(x)
    if shrinks {
      if x == 0 { return 1 }
      return x < 3 ? sin(.pi * x) / (.pi * x) * sin(.pi * x / 3) / (.pi * x / 3) : 0
    }
    if x < 1 { return 1.5 * x * x * x - 2.5 * x * x + 1 }
    return x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0
  }

  /// Scales one line of values to another length.
  static func line(_ values: [Double], to count: Int) -> [Double] {
    let ratio = Double(values.count) / Double(count)
    let shrinks = ratio > 1
    return (0..<count).map { position in
      let middle = (Double(position) + 0.5) * ratio
      let weights = values.indices.map { index in
        kernel((Double(index) + 0.5 - middle) / max(ratio, 1), shrinks: shrinks)
      }
      let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
      guard !shrinks else { return sum }
      let left = Int((middle - 0.5).rounded(.down))
      let a = values[max(0, left)], b = values[min(values.count - 1, left + 1)]
      return min(max(sum, min(a, b)), max(a, b))
    }
  }

  /// Returns a picture's values before rounding. With four channels, the colours are their light as
  /// seen over black, in parts of 255.
  static func scale(_ picture: PixelBuffer, to new: PixelSize) -> [Double] {
    let old = picture.size, channels = picture.channels
    var planes = [[Double]]()
    for channel in 0..<channels {
      var rows = [[Double]]()
      for y in 0..<old.height {
        let row = (0..<old.width).map { x -> Double in
          let alpha = channels == 4 ? Double(picture[x, y, 3]) / 255 : 1
          return channel == 3 ? alpha : light(picture[x, y, channel]) * alpha
        }
        rows.append(line(row, to: new.width))
      }
      var plane = [Double](repeating: 0, count: new.width * new.height)
      for x in 0..<new.width {
        for (y, sum) in line(rows.map { $0[x] }, to: new.height).enumerated() {
          plane[y * new.width + x] = sum
        }
      }
      planes.append(plane)
    }
    return (0..<new.width * new.height).flatMap { index in
      (0..<channels).map { channel in
        // No colour is lighter than full light, so no more of it is visible.
        let seen = channels == 4 ? min(max(planes[3][index], 0), 1) : 1
        if channel == 3 { return 255 * seen }
        let light = max(0, min(planes[channel][index], seen))
        return channels == 4 ? 255 * light : value(light)
      }
    }
  }
}
