internal import FixtureScenes

/// The picture in every odd file: each edge has its own colour and the letter F is upright, so
/// a turned or mirrored picture is recognized at a glance.
///
/// Top red, right green, bottom blue, left yellow. Whole numbers only, for equal results on every
/// machine.
func testCard(width: Int, height: Int) -> Picture {
  var card = Picture(width: width, height: height)
  for y in 0..<height {
    for x in 0..<width {
      let color = cardColor(x: x, y: y, width: width, height: height)
      card.set(x, y, color)
    }
  }
  return card
}

/// Red, green, blue, alpha.
typealias RGBA = (UInt8, UInt8, UInt8, UInt8)

private func cardColor(x: Int, y: Int, width: Int, height: Int) -> RGBA {
  let unit = max(1, min(width, height) / 20)
  if y < unit { return (214, 48, 42, 255) }
  if y >= height - unit { return (38, 74, 188, 255) }
  if x < unit { return (238, 196, 32, 255) }
  if x >= width - unit { return (44, 148, 62, 255) }
  if isLetter(x: x, y: y, width: width, height: height) { return (36, 38, 46, 255) }
  let dx = x * 4 - width * 3
  let dy = y * 4 - height * 3
  let radius = unit * 12
  if dx * dx + dy * dy < radius * radius {
    return (UInt8(120 + dy * 60 / radius), 110, UInt8(96 + dx * 40 / radius), 255)
  }
  return (
    UInt8(176 + 56 * y / height), UInt8(196 + 30 * x / width), UInt8(224 - 34 * y / height), 255
  )
}

private func isLetter(x: Int, y: Int, width: Int, height: Int) -> Bool {
  let column = x * 20 / width
  let row = y * 20 / height
  guard row >= 3, row < 17, column >= 4 else { return false }
  if column < 7 { return true }
  if row < 6 { return column < 15 }
  return row >= 9 && row < 11 && column < 12
}

extension Picture {
  mutating func set(_ x: Int, _ y: Int, _ color: RGBA) {
    let at = (y * width + x) * 4
    rgba[at] = color.0
    rgba[at + 1] = color.1
    rgba[at + 2] = color.2
    rgba[at + 3] = color.3
  }

  func color(_ x: Int, _ y: Int) -> RGBA {
    let at = (y * width + x) * 4
    return (rgba[at], rgba[at + 1], rgba[at + 2], rgba[at + 3])
  }

  /// One byte per pixel, with the weights of BT.601 as in JPEG.
  var grey: [UInt8] {
    (0..<(width * height)).map { pixel in
      let at = pixel * 4
      let sum = 299 * Int(rgba[at]) + 587 * Int(rgba[at + 1]) + 114 * Int(rgba[at + 2])
      return UInt8((sum + 500) / 1000)
    }
  }

  /// Inks as Adobe stores them: 255 is no ink. The common part of all three is printed in black.
  var invertedInks: [UInt8] {
    var inks: [UInt8] = []
    inks.reserveCapacity(width * height * 4)
    for at in stride(from: 0, to: rgba.count, by: 4) {
      let light = rgba[at..<(at + 3)].map(Int.init)
      let maximum = max(1, light.max() ?? 1)
      inks.append(contentsOf: light.map { UInt8($0 * 255 / maximum) })
      inks.append(UInt8(maximum))
    }
    return inks
  }

  /// The picture as a camera stores it with `orientation` beside it: following the tag gives this
  /// picture back.
  func stored(for orientation: Int) -> Picture {
    let swaps = orientation >= 5
    var stored = Picture(width: swaps ? height : width, height: swaps ? width : height)
    for y in 0..<height {
      for x in 0..<width {
        let (column, row) = place(x, y, orientation)
        stored.set(column, row, color(x, y))
      }
    }
    return stored
  }

  /// The stored position of an upright pixel.
  private func place(_ x: Int, _ y: Int, _ orientation: Int) -> (Int, Int) {
    let right = width - 1 - x
    let up = height - 1 - y
    return switch orientation {
    case 2: (right, y)
    case 3: (right, up)
    case 4: (x, up)
    case 5: (y, x)
    case 6: (y, right)
    case 7: (up, right)
    case 8: (up, x)
    default: (x, y)
    }
  }

  /// A copy whose lower half fades out.
  var faded: Picture {
    var copy = self
    for y in 0..<height {
      let alpha = UInt8(min(255, 510 - 510 * y / height))
      for x in 0..<width { copy.rgba[(y * width + x) * 4 + 3] = alpha }
    }
    return copy
  }

  /// A copy with every pixel moved to the right, the rest wrapping round.
  func shifted(by columns: Int) -> Picture {
    var copy = self
    for y in 0..<height {
      for x in 0..<width { copy.set((x + columns) % width, y, color(x, y)) }
    }
    return copy
  }
}
