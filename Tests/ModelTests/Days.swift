import Model
import Testing

@Suite("Days")
struct Days {
  @Test(
    "are read as year, month and day",
    arguments: [
      ("2026-08-02", "2 Aug 2026"), ("2026-11-20", "20 Nov 2026"), ("2024-02-29", "29 Feb 2024"),
      ("2000-02-29", "29 Feb 2000"), ("1969-12-31", "31 Dec 1969"), ("0001-01-01", "1 Jan 1"),
      ("9999-12-31", "31 Dec 9999"),
    ])
  func read(text: String, words: String) throws {
    let day = try #require(Day(text))
    #expect(day.description == text)
    #expect(day.formatted == words)
  }

  @Test(
    "never exist for a date that the calendar lacks",
    arguments: [
      "", "2026", "2026-8-2", "2026-08-2", "26-08-02", "2026-08-02 ", " 2026-08-02", "2026/08/02",
      "2026-00-01", "2026-13-01", "2026-01-00", "2026-01-32", "2026-04-31", "2026-06-31",
      "2026-09-31", "2026-11-31", "2026-02-29", "1900-02-29", "2100-02-29", "2024-02-30",
      "+026-08-02", "2026-+8-02", "2026-08-+2", "-026-08-02", "2026-08-02T00:00", "٢٠٢٦-08-02",
      "2026-08-0a", "２026-08-02", "20\r\n-08-02",
    ])
  func refused(text: String) {
    #expect(Day(text) == nil)
  }

  @Test(
    "come from seconds since 1970",
    arguments: [
      (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
      (-86_400, "1969-12-31"), (-86_401, "1969-12-30"), (951_782_400, "2000-02-29"),
      (951_868_800, "2000-03-01"), (951_782_399, "2000-02-28"), (1_795_132_800, "2026-11-20"),
      (1_795_219_199, "2026-11-20"), (1_709_164_800, "2024-02-29"), (4_107_542_400, "2100-03-01"),
      (4_107_542_399, "2100-02-28"), (-2_208_988_800, "1900-01-01"), (-2_203_891_200, "1900-03-01"),
      (253_402_300_799, "9999-12-31"), (-62_135_596_800, "0001-01-01"),
    ])
  func secondsSince1970(seconds: Int, text: String) {
    #expect(Day(secondsSince1970: seconds).description == text)
  }

  @Test("follow each other without a gap for 800 years")
  func consecutive() throws {
    // 1 January 1600 is 135,140 days before 1970.
    var before = Day(secondsSince1970: -135_141 * 86_400)
    #expect(before.description == "1599-12-31")
    for number in -135_140..<157_054 {
      let day = Day(secondsSince1970: number * 86_400)
      let follows =
        day.day == before.day + 1 && day.month == before.month && day.year == before.year
        || day.day == 1 && before.day >= 28
          && (day.month == before.month + 1 && day.year == before.year
            || day.month == 1 && before.month == 12 && day.year == before.year + 1)
      try #require(follows && Day(day.description) == day && before < day, "\(before), \(day)")
      before = day
    }
    #expect(before.description == "2399-12-31")
  }

  @Test("sort in calendar order")
  func order() throws {
    let texts = ["2025-12-31", "2026-01-01", "2026-01-31", "2026-02-01", "2027-01-01"]
    let days = try texts.map { try #require(Day($0)) }
    #expect(days.reversed().sorted() == days)
  }
}
