internal import FixtureScenes

/// Turnaround sheets of the starter cast, one for each arrangement of views.
let sheetFixtures: [Fixture] = [
  Fixture(
    "mira-row.jpg",
    "900 × 420: Mira's front, three-quarter view, right side and back, side by side before one "
      + "backdrop, without a line between them."
  ) { () throws(FixtureError) in
    var sheet = Picture(width: 900, height: 420)
    sheet.fill { _, y in 226 - UInt8(y / 24) }
    for (index, yaw) in [0, 40, -90, 180].enumerated() {
      let view = View(yawDegrees: Float(yaw), pitchDegrees: 3, distance: 1.62)
      sheet.lay(renderCutOut(Shot(.mira, view, 210, 394)), x: 20 + 217 * index, y: 14)
    }
    return try sheet.jpeg(JPEGCoding(quality: 88, sampling: .full))
  },
  Fixture(
    "mug-gutters.jpg",
    "628 × 628: four views of the mug, 300 × 300 each, parted by white gutters of 12 px and with "
      + "a border of 8 px."
  ) { () throws(FixtureError) in
    var sheet = Picture(width: 628, height: 628)
    for (index, yaw) in [0, 90, 180, 270].enumerated() {
      let view = View(yawDegrees: Float(yaw), pitchDegrees: 12)
      let (row, column) = index.quotientAndRemainder(dividingBy: 2)
      sheet.lay(render(Shot(.mug, view, 300, 300)), x: 8 + 312 * column, y: 8 + 312 * row)
    }
    return try sheet.jpeg(JPEGCoding(quality: 88, sampling: .full))
  },
  Fixture(
    "mira-seams.jpg",
    "840 × 380: Mira before her shelf from three sides, 280 × 380 each, put edge to edge."
  ) { () throws(FixtureError) in
    var sheet = Picture(width: 840, height: 380)
    for (index, yaw) in [0, 40, -90].enumerated() {
      let view = View(yawDegrees: Float(yaw), pitchDegrees: 4, distance: 1.12)
      let shot = Shot(.mira, view, 280, 380, backdrop: .cluttered, seed: UInt64(index + 1))
      sheet.lay(render(shot), x: 280 * index, y: 0)
    }
    return try sheet.jpeg(JPEGCoding(quality: 85))
  },
]

extension Picture {
  /// Gives every pixel a grey.
  fileprivate mutating func fill(_ grey: (Int, Int) -> UInt8) {
    for y in 0..<height {
      for x in 0..<width {
        let value = grey(x, y)
        for channel in 0..<3 { rgba[4 * (y * width + x) + channel] = value }
      }
    }
  }

  /// Draws another picture over this one, by its alpha; all of it must fit.
  fileprivate mutating func lay(_ other: Picture, x left: Int, y top: Int) {
    for y in 0..<other.height {
      for x in 0..<other.width {
        let from = 4 * (y * other.width + x)
        let to = 4 * ((top + y) * width + left + x)
        let cover = Int(other.rgba[from + 3])
        for channel in 0..<3 {
          let mixed =
            Int(other.rgba[from + channel]) * cover + Int(rgba[to + channel]) * (255 - cover)
          rgba[to + channel] = UInt8((mixed + 127) / 255)
        }
      }
    }
  }
}
