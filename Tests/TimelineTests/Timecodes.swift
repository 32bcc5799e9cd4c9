import Testing
import Timeline

/// Timecode against an independent count: a clock that adds one frame at a time and skips the
/// numbers that are dropped.
@Suite struct Timecodes {
  /// The numbers that a frame counter shows, one after the other.
  private struct Counter {
    let nominal: Int
    let dropped: Int
    var (hours, minutes, seconds, frames) = (0, 0, 0, 0)

    init(nominal: Int, dropped: Int) {
      self.nominal = nominal
      self.dropped = dropped
    }

    mutating func advance() {
      frames += 1
      guard frames == nominal else { return }
      frames = 0
      seconds += 1
      guard seconds == 60 else { return }
      seconds = 0
      minutes += 1
      if minutes % 10 != 0 { frames = dropped }
      guard minutes == 60 else { return }
      minutes = 0
      hours = (hours + 1) % 24
    }

    func text(_ separator: String) -> String {
      let parts = [hours, minutes, seconds, frames].map { $0 < 10 ? "0\($0)" : "\($0)" }
      return parts[..<3].joined(separator: ":") + separator + parts[3]
    }
  }

  @Test(
    "Every frame of a whole day has the number that a counter shows",
    arguments: [
      ("29.97df", 30, 2), ("59.94df", 60, 4), ("23.976", 24, 0), ("24", 24, 0), ("25", 25, 0),
      ("29.97", 30, 0), ("60", 60, 0),
    ])
  func everyFrame(name: String, nominal: Int, dropped: Int) throws {
    let rate = try #require(TimecodeRate(name))
    var counter = Counter(nominal: nominal, dropped: dropped)
    let separator = dropped > 0 ? ";" : ":"
    var wrong: [Int] = []
    // An hour frame by frame, then a day in steps that meet every minute.
    let day = rate.framesPerDay
    for frame in 0..<day {
      if frame < 4000 * nominal || frame % 1798 < 3 {
        let text = counter.text(separator)
        if rate.text(of: frame) != text || rate.frame(of: text) != frame { wrong.append(frame) }
      }
      counter.advance()
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    #expect(counter.text(":") == "00:00:00:00" && rate.text(of: day) == rate.text(of: 0))
  }

  @Test(
    "Drop-frame timecode follows the clock: an hour of it lasts an hour",
    arguments: [("29.97df", 107_892), ("59.94df", 215_784)])
  func clock(name: String, frames: Int) throws {
    let rate = try #require(TimecodeRate(name))
    #expect(rate.text(of: frames) == "01:00:00;00")
    #expect(abs(rate.rate.milliseconds(of: frames) - 3_600_000) < 5)
  }

  @Test(
    "Numbers that are dropped or don't exist number no frame",
    arguments: [
      ("29.97df", "00:01:00;00"), ("29.97df", "00:01:00;01"), ("59.94df", "10:59:00;03"),
      ("25", "00:00:00:25"), ("25", "24:00:00:00"), ("25", "00:60:00:00"), ("25", "00:00:60:00"),
      ("25", "0:00:00:00"), ("25", "00:00:00"), ("25", "00:00:00:00:00"), ("25", ""),
      ("25", "00:00:00.00"), ("25", "-1:00:00:00"), ("25", "٠٠:00:00:00"),
    ])
  func none(name: String, timecode: String) throws {
    #expect(try #require(TimecodeRate(name)).frame(of: timecode) == nil)
  }

  @Test(
    "Numbers beside the dropped ones count",
    arguments: [("00:01:00;02", 1800), ("00:10:00;00", 17982)])
  func beside(timecode: String, frame: Int) throws {
    let rate = try #require(TimecodeRate("29.97df"))
    #expect(rate.frame(of: timecode) == frame)
    #expect(rate.frame(of: timecode.replacing(";", with: ":")) == frame)
  }

  @Test(
    "Only 29.97 and 59.94 drop numbers",
    arguments: ["23.976df", "24df", "25df", "30df", "60df", "df", "", "12", "29.970"])
  func unknown(name: String) { #expect(TimecodeRate(name) == nil) }

  @Test("Each name leads to a rate with that name", arguments: TimecodeRate.names)
  func names(name: String) { #expect(TimecodeRate(name)?.description == name) }
}
