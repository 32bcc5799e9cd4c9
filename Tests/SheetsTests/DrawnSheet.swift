import Model
import Sheets
import TestSupport

/// A sheet drawn by a test: boxes and ovals on a background.
struct DrawnSheet {
  typealias Color = (UInt8, UInt8, UInt8)

  let width: Int
  let height: Int
  private(set) var rgb: [UInt8]

  init(_ width: Int, _ height: Int, ground: Color = (214, 214, 210)) {
    self.width = width
    self.height = height
    rgb = (0..<width * height).flatMap { _ in [ground.0, ground.1, ground.2] }
  }

  mutating func paint(_ x: Int, _ y: Int, _ color: Color) {
    guard x >= 0, y >= 0, x < width, y < height else { return }
    let offset = 3 * (y * width + x)
    (rgb[offset], rgb[offset + 1], rgb[offset + 2]) = color
  }

  mutating func box(_ left: Int, _ top: Int, _ wide: Int, _ tall: Int, _ color: Color) {
    for y in top..<top + tall {
      for x in left..<left + wide { paint(x, y, color) }
    }
  }

  mutating func oval(_ left: Int, _ top: Int, _ wide: Int, _ tall: Int, _ color: Color) {
    for y in top..<top + tall {
      for x in left..<left + wide {
        let (u, v) = (2 * (x - left) + 1 - wide, 2 * (y - top) + 1 - tall)
        if u * u * tall * tall + v * v * wide * wide <= wide * wide * tall * tall {
          paint(x, y, color)
        }
      }
    }
  }

  /// A figure of a head, a body with a belt and legs, `tall` pixels high and two fifths as wide.
  mutating func figure(_ left: Int, _ top: Int, tall: Int) {
    let wide = tall * 2 / 5
    oval(left + wide / 4, top, wide / 2, tall / 4, (196, 140, 110))
    oval(left, top + tall / 5, wide, tall / 2, (30, 110, 120))
    box(left + wide / 5, top + tall / 2, wide * 3 / 5, tall / 2, (50, 50, 90))
    box(left + wide / 5, top + tall * 11 / 20, wide * 3 / 5, tall / 16, (190, 150, 20))
  }

  /// Patches of many colours, like a photograph; another seed gives another picture.
  mutating func photograph(_ left: Int, _ top: Int, _ wide: Int, _ tall: Int, seed: Int) {
    var random = SeededGenerator(seed: seed)
    box(left, top, wide, tall, Self.color(&random))
    for _ in 0..<wide * tall / 200 {
      let side = 8 + Int(random.next() % 40)
      let x = left + Int(random.next() % UInt64(wide)) - side / 2
      let y = top + Int(random.next() % UInt64(tall)) - side / 2
      let color = Self.color(&random)
      for row in max(y, top)..<max(top, min(y + side, top + tall)) where row >= y {
        for column in max(x, left)..<max(left, min(x + side, left + wide)) where column >= x {
          paint(column, row, color)
        }
      }
    }
  }

  private static func color(_ random: inout SeededGenerator) -> Color {
    let bits = random.next()
    return (UInt8(bits & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits >> 16 & 0xFF))
  }

  /// The sheet with noise of `levels` levels in both directions.
  func noisy(_ levels: Int) -> DrawnSheet {
    var random = SeededGenerator(seed: 11)
    var sheet = self
    for index in rgb.indices {
      let noise = Int(random.next() % UInt64(2 * levels + 1)) - levels
      sheet.rgb[index] = UInt8(clamping: Int(rgb[index]) + noise)
    }
    return sheet
  }

  func picture(original: PixelSize? = nil) -> AnalysisPicture? {
    let size = PixelSize(width: width, height: height)
    return AnalysisPicture(size: size, rgb: rgb, original: original ?? size, native: nil)
  }

  func found(_ grid: PanelGrid = .auto, original: PixelSize? = nil) -> PanelDetection? {
    picture(original: original).map { PanelSearch.panels(in: $0, grid: grid) }
  }
}

extension PixelBox {
  /// Whether the box contains another one.
  func contains(_ other: PixelBox) -> Bool {
    x <= other.x && y <= other.y && x + width >= other.x + other.width
      && y + height >= other.y + other.height
  }

  /// Whether all sides of another box are within a distance.
  func isNear(_ other: PixelBox, within far: Int) -> Bool {
    abs(x - other.x) <= far && abs(y - other.y) <= far
      && abs(x + width - other.x - other.width) <= far
      && abs(y + height - other.y - other.height) <= far
  }
}
