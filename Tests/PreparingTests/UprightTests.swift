import Decoding
import Model
import Testing

@testable import Preparing

@Suite("Pixels put upright") struct UprightPixels {
  /// A picture with different pixels.
  private static func pixels(_ size: PixelSize, channels: Int) -> [UInt8] {
    (0..<size.pixelCount * channels).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 8) }
  }

  private static func upright(
    _ size: PixelSize, _ values: [UInt8], channels: Int, _ framing: Framing,
    _ orientation: Orientation, rowsAtATime: Int
  ) -> PixelBuffer? {
    let upright = UprightPicture(framing, orientation, over: .white, border: .black)
    let rows = ConvertedRows(
      size, part: framing.crop.stored(in: size.upright(orientation), orientation),
      profile: nil, .untagged, into: upright)
    let layout = PixelLayout(size: size, colors: channels == 1 ? .grey : .rgb)
    guard rows.begin(layout) else { return nil }
    let rowBytes = size.width * channels
    var row = 0
    while row < size.height {
      let count = min(rowsAtATime, size.height - row)
      Array(values[row * rowBytes..<(row + count) * rowBytes]).withUnsafeBytes { rows.append($0) }
      row += count
    }
    return upright.finished
  }

  @Test("are placed as EXIF defines, in all eight orientations", arguments: Orientation.allCases)
  func turned(orientation: Orientation) throws {
    for channels in [1, 3] {
      for size in [PixelSize(width: 131, height: 70), PixelSize(width: 1, height: 5)] {
        let values = Self.pixels(size, channels: channels)
        let upright = size.upright(orientation)
        let whole = PixelBox(of: upright)
        let framing = Framing(crop: whole, content: upright, canvas: upright)
        let picture = try #require(
          Self.upright(size, values, channels: channels, framing, orientation, rowsAtATime: 33))
        #expect(picture.size == upright && picture.channels == channels)
        var expected = [UInt8](repeating: 0, count: values.count)
        for y in 0..<size.height {
          for x in 0..<size.width {
            let (column, row) = Framings.place(x, y, size, orientation)
            for channel in 0..<channels {
              expected[(row * upright.width + column) * channels + channel] =
                values[(y * size.width + x) * channels + channel]
            }
          }
        }
        #expect(picture.values == expected, "\(size), \(channels)")
      }
    }
  }

  @Test(
    "have only the kept part, with a border around it", arguments: Orientation.allCases)
  func framed(orientation: Orientation) throws {
    let size = PixelSize(width: 40, height: 24)
    let values = Self.pixels(size, channels: 3)
    let upright = size.upright(orientation)
    let crop = PixelBox(x: 2, y: 3, width: upright.width - 7, height: upright.height - 5)
    let canvas = PixelSize(width: crop.width + 5, height: crop.height + 2)
    let framing = Framing(crop: crop, content: crop.size, canvas: canvas)
    let picture = try #require(
      Self.upright(size, values, channels: 3, framing, orientation, rowsAtATime: 5))
    #expect(picture.size == canvas)
    for y in 0..<size.height {
      for x in 0..<size.width {
        let (column, row) = Framings.place(x, y, size, orientation)
        let (inX, inY) = (column - crop.x, row - crop.y)
        guard (0..<crop.width).contains(inX), (0..<crop.height).contains(inY) else { continue }
        let offset = ((framing.top + inY) * canvas.width + framing.left + inX) * 3
        #expect(picture.values[offset] == values[(y * size.width + x) * 3])
      }
    }
    #expect(picture.values[0] == 0 && picture.values[picture.values.count - 1] == 0)
  }

  @Test("are flattened onto the color, each by its alpha")
  func laid() throws {
    let size = PixelSize(width: 3, height: 1)
    let color = PixelColor(red: 200, green: 100, blue: 0)
    let upright = UprightPicture(
      Framing(crop: PixelBox(of: size), content: size, canvas: size), .upright, over: color,
      border: .white)
    let rows = ConvertedRows(
      size, part: PixelBox(of: size), profile: nil, .untagged, into: upright)
    #expect(rows.begin(PixelLayout(size: size, colors: .rgb, hasAlpha: true)))
    [UInt8]([10, 20, 30, 255, 10, 20, 30, 0, 100, 0, 50, 51]).withUnsafeBytes { rows.append($0) }
    #expect(try #require(upright.finished).values == [10, 20, 30, 200, 100, 0, 180, 80, 10])
  }

  @Test("are refused if rows are missing")
  func missing() {
    let size = PixelSize(width: 4, height: 4)
    let upright = UprightPicture(
      Framing(crop: PixelBox(of: size), content: size, canvas: size), .upright, over: .white,
      border: .white)
    let rows = ConvertedRows(
      size, part: PixelBox(of: size), profile: nil, .untagged, into: upright)
    #expect(rows.begin(PixelLayout(size: size, colors: .grey)))
    [UInt8](repeating: 1, count: 12).withUnsafeBytes { rows.append($0) }
    #expect(upright.finished == nil)
  }

  @Test(
    "have a background from the cut-out's border, else white, or grey behind white")
  func backdrops() {
    func backdrop(_ pixel: (Int, Int) -> [UInt8]) -> PixelColor {
      let size = PixelSize(width: 100, height: 100)
      let survey = BorderSurvey()
      _ = survey.begin(size, channels: 4)
      let values = (0..<100).flatMap { y in (0..<100).flatMap { x in pixel(x, y) } }
      values.withUnsafeBytes { survey.add($0, first: 0, count: 100) }
      return survey.backdrop.color
    }
    func isInside(_ x: Int, _ y: Int) -> Bool { (20..<80).contains(x) && (20..<80).contains(y) }
    #expect(backdrop { isInside($0, $1) ? [90, 40, 20, 255] : [0, 0, 0, 0] } == .white)
    #expect(backdrop { isInside($0, $1) ? [250, 250, 248, 255] : [0, 0, 0, 0] } == .grey)
    let blue = PixelColor(red: 20, green: 40, blue: 90)
    #expect(backdrop { isInside($0, $1) ? [0, 0, 0, 0] : [20, 40, 90, 255] } == blue)
  }
}
