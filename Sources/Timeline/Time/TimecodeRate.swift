internal import Model

/// How a timeline counts its frames: their rate, and whether numbers are dropped so that timecode
/// follows the clock.
///
/// ```swift
/// let rate = TimecodeRate("29.97df")
/// rate?.text(of: 1800)              // 00:01:00;02
/// rate?.frame(of: "00:01:00;00")    // nil: that number is dropped
/// ```
public struct TimecodeRate: Hashable, CustomStringConvertible, Sendable {
  public let rate: FrameRate
  public let isDropFrame: Bool

  /// The rates that drop numbers; no others can.
  private static let dropping = ["29.97", "59.94"]

  /// The rate of films.
  public static let film = TimecodeRate(FrameRate.film)

  /// The names of all of them, slowest first.
  public static let names = FrameRate.editing.map(\.name).flatMap { name in
    dropping.contains(name) ? [name, "\(name)df"] : [name]
  }

  /// Finds a rate by its name, such as `25` or `29.97df`.
  public init?(_ name: String) {
    let isDropFrame = name.hasSuffix("df")
    let plain = isDropFrame ? String(name.dropLast(2)) : name
    guard let rate = FrameRate.editing.first(where: { $0.name == plain }),
      !isDropFrame || Self.dropping.contains(plain)
    else { return nil }
    self.rate = rate
    self.isDropFrame = isDropFrame
  }

  /// Counts every frame of a rate.
  public init(_ rate: FrameRate) {
    self.rate = rate
    isDropFrame = false
  }

  public var description: String { rate.name + (isDropFrame ? "df" : "") }

  // MARK: Timecode

  /// The numbers that are dropped at the start of a minute: two of 30, four of 60.
  private var droppedCount: Int { isDropFrame ? rate.nominal / 15 : 0 }
  private var framesPerMinute: Int { rate.nominal * 60 - droppedCount }
  /// In each tenth minute no number is dropped.
  private var framesPerTenMinutes: Int { framesPerMinute * 10 + droppedCount }
  /// The frames from one midnight of timecode to the next.
  package var framesPerDay: Int { framesPerTenMinutes * 6 * 24 }

  /// Returns the timecode of a frame, counted from midnight; after 24 hours it begins again.
  public func text(of frame: Int) -> String {
    var number = (frame % framesPerDay + framesPerDay) % framesPerDay
    if isDropFrame {
      let (tens, rest) = number.quotientAndRemainder(dividingBy: framesPerTenMinutes)
      let fullMinute = rate.nominal * 60
      let minutes = rest < fullMinute ? 0 : (rest - fullMinute) / framesPerMinute + 1
      number += droppedCount * (tens * 9 + minutes)
    }
    let seconds = number / rate.nominal
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60, number % rate.nominal]
      .map { String($0).zeroPadded(to: 2) }
    return parts[..<3].joined(separator: ":") + (isDropFrame ? ";" : ":") + parts[3]
  }

  /// Returns the frame that a timecode numbers; `nil` if it is none, or numbers no frame. The last
  /// separator may be a colon or a semicolon.
  public func frame(of timecode: String) -> Int? {
    let fields = timecode.replacing(";", with: ":")
      .split(separator: ":", omittingEmptySubsequences: false)
    guard fields.count == 4,
      fields.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    let parts = fields.compactMap { Int($0) }
    guard parts.count == 4, parts[0] < 24, parts[1] < 60, parts[2] < 60,
      parts[3] < rate.nominal
    else { return nil }
    let minutes = parts[0] * 60 + parts[1]
    let isDropped = parts[2] == 0 && parts[3] < droppedCount && !minutes.isMultiple(of: 10)
    if isDropped { return nil }
    return (minutes * 60 + parts[2]) * rate.nominal + parts[3]
      - droppedCount * (minutes - minutes / 10)
  }
}
