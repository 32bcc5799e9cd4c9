import FixtureScenes
import Frames
import Model

/// A clip made of windows into rendered pictures, so that it pans, zooms and cuts.
struct Clip {
  /// Frames per second, which only the times express.
  static let rate = 25
  /// The size of a frame's colours; its sharpness is measured in the larger picture.
  static let size = (width: 160, height: 90)
  static let lumaSize = (width: 160, height: 90)

  var frames: [SmallFrame] = []
  /// The pictures of the frames, if they are kept for mixing.
  private(set) var pictures: [Picture] = []

  init(frames: [SmallFrame] = [], pictures: [Picture] = []) {
    self.frames = frames
    self.pictures = pictures
  }

  /// Makes a frame of each picture.
  init(of pictures: [Picture]) throws {
    self.init(frames: try pictures.map { try Window().frame(of: $0) }, pictures: pictures)
  }

  /// Makes equal frames.
  init(of picture: Picture, frames: Int) throws {
    self.init(
      frames: [SmallFrame](repeating: try Window().frame(of: picture), count: frames),
      pictures: [Picture](repeating: picture, count: frames))
  }

  /// What a watcher says of the frames.
  func seen(stills: Int = 0) -> FilmObservations {
    var watcher = FilmWatcher(stills: stills)
    for (number, frame) in frames.enumerated() {
      watcher.add(frame, atMilliseconds: number * 1000 / Self.rate)
    }
    return watcher.finish()
  }

  /// The numbers of the frames after cuts.
  func cuts() -> [Int] { seen().cuts.map(\.frame) }

  static func + (first: Clip, second: Clip) -> Clip {
    Clip(frames: first.frames + second.frames, pictures: first.pictures + second.pictures)
  }

  /// The contents of the windows, one after another.
  private static func windows(_ windows: [Window], of picture: Picture) throws -> Clip {
    try Clip(
      frames: windows.map { try $0.frame(of: picture) },
      pictures: windows.map { $0.seen(in: picture) })
  }
}

extension Clip {
  /// A clip of equal frames.
  static func still(_ picture: Picture, frames: Int) throws -> Clip {
    let frame = try Window().frame(of: picture)
    return Clip(frames: [SmallFrame](repeating: frame, count: frames))
  }

  /// The camera moves across, by `pixels` of the picture from frame to frame.
  static func pan(_ picture: Picture, frames: Int, pixels: Double) throws -> Clip {
    try windows((0..<frames).map { Window(x: Double($0) * pixels, share: 0.5) }, of: picture)
  }

  /// The camera comes nearer, by `percent` from frame to frame.
  static func zoom(_ picture: Picture, frames: Int, percent: Double) throws -> Clip {
    try windows(
      (0..<frames).map { Window(share: 1 / (1 + Double($0) * percent / 100)) }, of: picture)
  }

  /// Frames of one tone.
  static func plain(_ tone: UInt8, frames: Int) throws -> Clip {
    var picture = Picture(width: 16, height: 9)
    for index in picture.rgba.indices { picture.rgba[index] = tone }
    return try still(picture, frames: frames)
  }
}

/// The part of a picture that a frame shows.
struct Window {
  /// Its offset from the left; centred if it is `nil`.
  var x: Double?
  /// Its width, as a share of the picture's.
  var share: Double = 1

  func frame(of picture: Picture) throws -> SmallFrame {
    let colours = scaled(picture, Clip.size.width, Clip.size.height)
    let large =
      Clip.size == Clip.lumaSize
      ? colours : scaled(picture, Clip.lumaSize.width, Clip.lumaSize.height)
    return try SmallFrame.of(colours: colours, luma: large)
  }

  /// The part as a separate picture.
  func seen(in picture: Picture) -> Picture { scaled(picture, picture.width, picture.height) }

  private func scaled(_ picture: Picture, _ width: Int, _ height: Int) -> Picture {
    var scaled = Picture(width: width, height: height)
    let left = x ?? Double(picture.width) * (1 - share) / 2
    let top = Double(picture.height) * (1 - share) / 2
    let step = Double(picture.width) * share / Double(width)
    for row in 0..<height {
      for column in 0..<width {
        let x = left + (Double(column) + 0.5) * step - 0.5
        let y = top + (Double(row) + 0.5) * step - 0.5
        picture.copyPixel(x, y, to: 4 * (row * width + column), of: &scaled)
      }
    }
    return scaled
  }
}

extension SmallFrame {
  static func of(colours: Picture, luma: Picture) throws -> SmallFrame {
    try SmallFrame.made(
      colours.width, colours.height, colours.rgb, luma.width, luma.height, luma.luma)
  }

  /// A frame; throws an error if its planes don't fit its sizes.
  static func made(
    _ width: Int, _ height: Int, _ rgb: [UInt8], _ lumaWidth: Int, _ lumaHeight: Int,
    _ luma: [UInt8]
  ) throws -> SmallFrame {
    struct DoesNotFit: Error {}
    guard
      let frame = SmallFrame(
        width: width, height: height, rgb: rgb, lumaWidth: lumaWidth, lumaHeight: lumaHeight,
        luma: luma)
    else { throw DoesNotFit() }
    return frame
  }
}

extension Picture {
  var rgb: [UInt8] {
    var rgb: [UInt8] = []
    rgb.reserveCapacity(rgba.count / 4 * 3)
    for offset in stride(from: 0, to: rgba.count, by: 4) { rgb += rgba[offset..<offset + 3] }
    return rgb
  }

  var luma: [UInt8] {
    (0..<width * height).map { pixel in
      let red = 77 * Int(rgba[4 * pixel])
      let green = 150 * Int(rgba[4 * pixel + 1])
      return UInt8((red + green + 29 * Int(rgba[4 * pixel + 2])) >> 8)
    }
  }

  /// Copies the colour at a position to an offset in another picture.
  ///
  /// Between pixels, it is a bilinear interpolation; outside, the colour at the border.
  fileprivate func copyPixel(_ x: Double, _ y: Double, to offset: Int, of other: inout Picture) {
    let x = min(max(0, x), Double(width - 1))
    let y = min(max(0, y), Double(height - 1))
    let (left, top) = (Int(x), Int(y))
    let (right, bottom) = (min(left + 1, width - 1), min(top + 1, height - 1))
    let (across, down) = (x - Double(left), y - Double(top))
    for channel in 0..<3 {
      func value(_ x: Int, _ y: Int) -> Double { Double(rgba[4 * (y * width + x) + channel]) }
      let upper = value(left, top) * (1 - across) + value(right, top) * across
      let lower = value(left, bottom) * (1 - across) + value(right, bottom) * across
      other.rgba[offset + channel] = UInt8(upper * (1 - down) + lower * down)
    }
  }

  /// The picture with another one over it, whose opacity is `share`.
  func mixed(with other: Picture, share: Double) -> Picture {
    var mixed = self
    for index in rgba.indices {
      let value = Double(rgba[index]) * (1 - share) + Double(other.rgba[index]) * share
      mixed.rgba[index] = UInt8(value.rounded())
    }
    return mixed
  }

  /// The picture with its light scaled by a factor.
  func lit(_ share: Double) -> Picture {
    var lit = self
    for index in rgba.indices where index % 4 != 3 {
      lit.rgba[index] = UInt8((Double(rgba[index]) * share).rounded())
    }
    return lit
  }

  /// The mean over a square of `2 * reach + 1` pixels.
  func blurred(_ reach: Int) -> Picture {
    var blurred = self
    for y in 0..<height {
      for x in 0..<width {
        let rows = max(0, y - reach)...min(height - 1, y + reach)
        let columns = max(0, x - reach)...min(width - 1, x + reach)
        for channel in 0..<3 {
          var sum = 0
          for row in rows {
            for column in columns { sum += Int(rgba[4 * (row * width + column) + channel]) }
          }
          blurred.rgba[4 * (y * width + x) + channel] = UInt8(sum / (rows.count * columns.count))
        }
      }
    }
    return blurred
  }
}
