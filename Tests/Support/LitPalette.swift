package import Model

extension Lighting {
  /// The light of a fixed subject of some thirty colours, in a light that differs from the neutral
  /// one by some stops.
  package static func ofSubject(
    color: Double = 0, exposure: Double = -2, across: Double = 0, down: Double = 0
  ) -> Lighting {
    let levels = [-1.6, -0.9, -0.3, 0.2, 0.7]
    let hues = [(0.0, 0.0), (1.5, -0.4), (-1.2, 0.3), (2.6, 0.5), (0.6, -1.1), (-2.1, -0.8)]
    var swatches: [UInt8] = []
    for row in 0..<12 {
      for column in 0..<12 {
        let (x, y) = (Double(column) / 11, Double(row) / 11)
        let hue = hues[(row * 5 + column * 7) % hues.count]
        let level =
          exposure + levels[(row * 3 + column * 2) % levels.count] + across * (x - 0.5)
          + down * (y - 0.5)
        swatches.append(byte((level + 11) * 20))
        swatches.append(byte((hue.0 + color + 6.4) * 20))
        swatches.append(byte((hue.1 + 3.2) * 40))
        swatches.append(byte(x * 127))
        swatches.append(byte(y * 254))
      }
    }
    return Lighting(
      color: color, exposure: exposure, across: across, down: down, swatches: swatches)
  }

  /// The subject's light on a plain backdrop, which is grey where the light falls.
  package func before(color: Double = 0, exposure: Double) -> Lighting {
    var both = self
    for index in 0..<48 {
      both.swatches.append(Self.byte((exposure + 11) * 20))
      both.swatches.append(Self.byte((color + 6.4) * 20))
      both.swatches.append(Self.byte(3.2 * 40))
      both.swatches.append(128 + Self.byte(Double(index % 8) / 7 * 127))
      both.swatches.append(Self.byte(Double(index / 8) / 5 * 254))
    }
    return both
  }

  private static func byte(_ value: Double) -> UInt8 {
    UInt8(min(254, max(0, value.rounded())))
  }
}
