import Testing
import Timeline

@Suite struct FrameRates {
  @Test(
    "A measured rate is the exact one that it stands for",
    arguments: [
      (23.976, "23.976"), (23.98, "23.976"), (24.0, "24"), (24.001, "24"), (25, "25"),
      (29.97, "29.97"), (29.9702, "29.97"), (30.0001, "30"), (47.952, "47.952"), (59.94, "59.94"),
      (16, "16"), (15.9995, "16"), (8, "8"), (12.5, "12.5"), (27.43, "27.43"), (14.985, "14.99"),
      (119.88, "119.88"), (1, "1"), (0.5, "0.5"),
    ])
  func measured(framesPerSecond: Double, name: String) throws {
    #expect(try #require(FrameRate(nearest: framesPerSecond)).name == name)
  }

  @Test("23.976 is 24000/1001 and not a decimal")
  func exact() throws {
    let rate = try #require(FrameRate(nearest: 23.976))
    #expect(rate.numerator == 24000 && rate.denominator == 1001 && rate.nominal == 24)
  }

  @Test("No clip has such a rate", arguments: [0, -24, 0.1, 100_000, .nan, .infinity])
  func impossible(framesPerSecond: Double) { #expect(FrameRate(nearest: framesPerSecond) == nil) }

  @Test(
    "A clip is as long as the whole frames that fit into it",
    arguments: [
      // Frames, their rate, and the frames that fit at 24, 25, 29.97 and 60.
      (121, "24", [121, 126, 151, 302]), (150, "30", [120, 125, 149, 300]),
      (150, "29.97", [120, 125, 150, 300]), (1, "60", [0, 0, 0, 1]), (0, "24", [0, 0, 0, 0]),
      (24, "23.976", [24, 25, 30, 60]), (120, "23.976", [120, 125, 150, 300]),
    ])
  func fitting(count: Int, name: String, expected: [Int]) throws {
    let rate = try #require(TimecodeRate(name)).rate
    for (name, frames) in zip(["24", "25", "29.97", "60"], expected) {
      let timeline = try #require(TimecodeRate(name)).rate
      let fitting = timeline.frames(in: count, at: rate)
      #expect(fitting == frames, "\(count) at \(rate.name) in \(name)")
      // Compared without division: not longer than the clip, and one more frame would be.
      let (own, other) = (
        timeline.denominator * rate.numerator, rate.denominator * timeline.numerator
      )
      #expect(fitting * own <= count * other && (fitting + 1) * own > count * other)
    }
  }

  @Test("Extreme lengths don't overflow")
  func extremes() throws {
    let slow = try #require(FrameRate(nearest: 0.5))
    for rate in FrameRate.editing {
      #expect(rate.frames(in: .max, at: slow) > 0)
      #expect(rate.frames(in: .max, at: try #require(FrameRate(nearest: 9_999))) > 0)
      #expect(rate.frames(in: -5, at: slow) == 0)
    }
    #expect(FrameRate(0, 1) == nil && FrameRate(1, 0) == nil && FrameRate(1, 1002) == nil)
  }
}
