/// A calendar day, the precision with which facts are dated.
///
/// ```swift
/// Day("2026-08-02")?.formatted  // "2 Aug 2026"
/// Day("2026-02-30")             // nil
/// ```
public struct Day: Hashable, CustomStringConvertible, Comparable, Sendable {
  public let year: Int
  public let month: Int
  public let day: Int

  /// Reads a date written as `2026-08-02`; `nil` for any other form and for a day that doesn't
  /// exist.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.map(\.count) == [4, 2, 2], text.utf8.allSatisfy({ $0 < 0x3A && $0 != 0x2B }),
      let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)),
      let day = Int(text.suffix(2)), (1...12).contains(month),
      (1...Self.length(of: month, in: year)).contains(day)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Creates the UTC day that contains the given number of seconds since 1 January 1970.
  public init(secondsSince1970 seconds: Int) {
    // Howard Hinnant's calendar arithmetic: years begin in March, so leap days come last.
    let days = Int((Double(seconds) / 86400).rounded(.down)) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// The number of days since 1 January 1970, negative before it.
  public var daysSince1970: Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Returns the day that many days later, or earlier when `days` is negative.
  public func adding(days: Int) -> Day { Day(secondsSince1970: (daysSince1970 + days) * 86400) }

  /// The day as a message shows it: `2 Aug 2026`.
  public var formatted: String { "\(day) \(Self.months[month - 1]) \(year)" }

  /// The day's month as a message shows it: `August 2026`.
  public var formattedMonth: String { "\(Self.longMonths[month - 1]) \(year)" }

  private static let longMonths = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The number of days in a month, counting 29 February in leap years.
  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The day in ISO 8601 form, `2026-08-02`, which `init(_:)` reads back.
  public var description: String {
    zip([year, month, day], [4, 2, 2]).map { String($0).zeroPadded(to: $1) }.joined(separator: "-")
  }

  public static func < (left: Day, right: Day) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}
