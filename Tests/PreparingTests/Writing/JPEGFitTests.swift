import Model
import Testing

@testable import Preparing

@Suite struct JPEGFitTests {
  typealias Settings = JPEGWriter.Settings

  static let sizes = [(300, 200), (880, 1100)]

  private func count(_ picture: PixelBuffer, _ quality: Int, _ sampling: JPEGWriter.Sampling) throws
    -> Int
  {
    try #require(
      try JPEGWriter.bytes(
        of: picture, settings: Settings(quality: quality, sampling: sampling))
    ).count
  }

  @Test("Without a limit, and within it, a picture has the best settings", arguments: sizes)
  func best(width: Int, height: Int) throws {
    let picture = try Sample.scene(width, height)
    let free = try #require(try JPEGWriter.fitting(picture, within: nil))
    #expect(free.settings == .best)
    let fitting = try #require(try JPEGWriter.fitting(picture, within: free.bytes.count))
    #expect(fitting.settings == .best)
    #expect(fitting.bytes == free.bytes)
    #expect(fitting.attemptCount == 1)
    let roomy = try #require(try JPEGWriter.fitting(picture, within: Int.max))
    #expect(roomy.bytes == free.bytes)
  }

  @Test("It ends closely under the limit, in few tries", arguments: sizes, [1, 3])
  func close(side: (Int, Int), channels: Int) throws {
    let picture = try Sample.scene(side.0, side.1, channels: channels)
    let maximum = try count(picture, 9700, .full), minimum = try count(picture, 7600, .half)
    for step in 1..<5 {
      let limit = minimum + (maximum - minimum) * step / 5
      let fit = try #require(try JPEGWriter.fitting(picture, within: limit))
      #expect(fit.bytes.count <= limit)
      #expect(Double(fit.bytes.count) >= 0.98 * Double(limit))
      #expect(fit.attemptCount <= 4)
      #expect(7500...9700 ~= fit.settings.quality)
      #expect(try JPEGWriter.fitting(picture, within: limit) == fit)
      let again = try JPEGWriter.bytes(of: picture, settings: fit.settings)
      #expect(again == fit.bytes)
    }
  }

  @Test("A misleading sample of the rows is corrected")
  func misleading() throws {
    // Strips are taken from the calm rows alone.
    let strips = try JPEGEncoder(try Sample.scene(880, 1100)).stripCount
    let room = 1100 - 16 * strips
    let first = (0..<strips).map { 16 * $0 + room * (2 * $0 + 1) / (2 * strips) }
    let calm = try Sample.scene(880, 1100, grain: 0),
      busy = try Sample.scene(880, 1100, grain: 30)
    let picture = try Sample.picture(880, 1100) { x, y, channel in
      let isCalm = first.contains { $0 - 4..<$0 + 20 ~= y }
      return Int((isCalm ? calm : busy)[x, y, channel])
    }
    let limit = try count(picture, 9300, .full)
    let fit = try #require(try JPEGWriter.fitting(picture, within: limit))
    #expect(fit.bytes.count <= limit)
    #expect(Double(fit.bytes.count) >= 0.98 * Double(limit))
  }

  @Test("Colours have full size down to a quality of 90", arguments: sizes)
  func wholeColors(width: Int, height: Int) throws {
    let picture = try Sample.scene(width, height)
    let fit = try #require(
      try JPEGWriter.fitting(picture, within: try count(picture, 9005, .full)))
    #expect(fit.settings.sampling == .full)
    #expect(8990...9010 ~= fit.settings.quality)
  }

  @Test("Below that, the sampling that differs less from the original is taken")
  func betterWay() throws {
    let (width, height) = (240, 180)
    // Colours that hardly change are as good at half their size; fine red and blue would be lost.
    let grain = try Sample.noise(width, height, channels: 1)
    let grey = try Sample.picture(width, height) { x, y, channel in
      90 + Int(grain[x, y, 0]) / 4 + (channel == 0 ? x % 400 / 20 : 0)
    }
    let colorful = try Sample.picture(width, height) { x, y, channel in
      let red = (x + y) % 2 == 0
      let base = channel == 1 ? 90 : (channel == 0) == red ? 220 : 40
      return base + Int(grain[x, y, 0]) / 64
    }
    let noisy = try Sample.noise(width, height)
    for (picture, expected) in [
      (grey, JPEGWriter.Sampling?.none), (colorful, .full), (noisy, .none),
    ] {
      let limit = try count(picture, 8300, .full)
      let fit = try #require(try JPEGWriter.fitting(picture, within: limit))
      if let expected { #expect(fit.settings.sampling == expected) }
      let other = Settings(
        quality: fit.settings.sampling == .full
          ? try highest(picture, .half, limit) : try highest(picture, .full, limit),
        sampling: fit.settings.sampling == .full ? .half : .full)
      let rival = try #require(try JPEGWriter.bytes(of: picture, settings: other))
      #expect(
        weighed(try JPEGReading(fit.bytes), picture)
          <= 1.03 * weighed(try JPEGReading(rival), picture))
    }
  }

  private func highest(_ picture: PixelBuffer, _ sampling: JPEGWriter.Sampling, _ limit: Int) throws
    -> Int
  {
    var low = 7500, high = 9700
    while low < high {
      let middle = (low + high + 1) / 2
      if try count(picture, middle, sampling) <= limit { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Squares of differences, luma's six times those of colours.
  private func weighed(_ reading: JPEGReading, _ picture: PixelBuffer) -> Double {
    var sum = 0.0
    for pixel in 0..<picture.size.pixelCount {
      let away = (0..<3).map {
        Double(reading.rgba[4 * pixel + $0]) - Double(picture.values[3 * pixel + $0])
      }
      let luma = 0.299 * away[0] + 0.587 * away[1] + 0.114 * away[2]
      let blue = (away[2] - luma) / 1.772, red = (away[0] - luma) / 1.402
      sum += 6 * luma * luma + blue * blue + red * red
    }
    return sum
  }

  @Test("Nothing is written if it would be worse than the floor", arguments: sizes)
  func floor(width: Int, height: Int) throws {
    let picture = try Sample.scene(width, height)
    let minimum = try count(picture, 7500, .half)
    #expect(try JPEGWriter.fitting(picture, within: minimum * 97 / 100) == nil)
    #expect(try JPEGWriter.fitting(picture, within: minimum) != nil)
    #expect(try JPEGWriter.fitting(picture, within: minimum * 97 / 100, floor: 5000) != nil)
    for limit in [0, 1, -1] { #expect(try JPEGWriter.fitting(picture, within: limit) == nil) }
  }
}
