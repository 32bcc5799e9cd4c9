/// A moment in UTC with millisecond precision.
///
/// Its text is `2026-11-20T07:00:00Z`, or `2026-11-20T07:00:00.250Z` when the fraction isn't zero.
public struct Instant: Hashable, CustomStringConvertible, Comparable, Sendable {
  /// The number of milliseconds since 1 January 1970.
  public let milliseconds: Int

  public init(milliseconds: Int) { self.milliseconds = milliseconds }

  /// Reads exactly the two forms above, so every moment has only one text; `nil` for any
  /// other.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20 || bytes.count == 24, bytes.last == UInt8(ascii: "Z"),
      bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), let day = Day(String(decoding: bytes[..<10], as: UTF8.self)),
      let hour = Self.number(bytes[11..<13]), hour < 24,
      let minute = Self.number(bytes[14..<16]), minute < 60,
      let second = Self.number(bytes[17..<19]), second < 60
    else { return nil }
    var fraction = 0
    if bytes.count == 24 {
      guard bytes[19] == UInt8(ascii: "."), let number = Self.number(bytes[20..<23]), number > 0
      else { return nil }
      fraction = number
    }
    let seconds = day.daysSince1970 * 86400 + hour * 3600 + minute * 60 + second
    milliseconds = seconds * 1000 + fraction
  }

  /// Reads decimal digits; `nil` when there is another character among them.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    digits.reduce(0) { number, digit in
      guard let number, (0x30...0x39).contains(digit) else { return nil }
      return number * 10 + Int(digit - 0x30)
    }
  }

  /// Whether a record can be of this moment: no clock of a computer shows one before 1970.
  package var isPlausible: Bool { milliseconds >= 0 }

  /// The UTC day that contains the moment.
  public var day: Day { Day(secondsSince1970: seconds) }

  /// The moment one millisecond later, the next one that has a text of its own.
  public var next: Instant { Instant(milliseconds: milliseconds + 1) }

  /// The number of whole seconds since 1970, rounded down.
  private var seconds: Int { Int((Double(milliseconds) / 1000).rounded(.down)) }

  /// The canonical text of the moment, which `init(_:)` reads back.
  public var description: String {
    let time = seconds - day.daysSince1970 * 86400
    let fraction = milliseconds - seconds * 1000
    let clock = [time / 3600, time / 60 % 60, time % 60].map { String($0).zeroPadded(to: 2) }
    return "\(day)T" + clock.joined(separator: ":")
      + (fraction == 0 ? "" : ".\(String(fraction).zeroPadded(to: 3))") + "Z"
  }

  /// The moment to the minute for people: `2026-11-20 07:00 UTC`. A library is read in many places,
  /// so the text says that it is in universal time.
  package var minute: String { description.prefix(16).replacing("T", with: " ") + " UTC" }

  public static func < (left: Instant, right: Instant) -> Bool {
    left.milliseconds < right.milliseconds
  }
}
