import Foundation
import Model
import TestSupport
import Testing

@Suite("Identities and moments")
struct Identities {
  @Test("an identity is written as 26 digits, and read back")
  func text() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      let identity = try #require(ULID(bytes: bytes))
      #expect(identity.text.count == 26)
      #expect(ULID(identity.text) == identity)
      #expect(ULID(identity.text.lowercased()) == identity)
    }
  }

  @Test("the example in the ULID specification is read")
  func known() throws {
    let identity = try #require(ULID("01ARZ3NDEKTSV4RRFFQ69G5FAV"))
    let time = identity.bytes[..<6].reduce(0) { $0 << 8 | Int($1) }
    #expect(time == 1_469_922_850_259)
  }

  @Test("later identities sort after earlier ones as text")
  func order() throws {
    let random = [UInt8](repeating: 255, count: 10)
    let first = try #require(ULID(at: Instant(milliseconds: 5), random: random))
    let second = try #require(
      ULID(at: Instant(milliseconds: 6), random: [UInt8](repeating: 0, count: 10)))
    #expect(first < second)
    #expect(first.text < second.text)
  }

  @Test(
    "an invalid identity is refused",
    arguments: [
      "", "01ARZ3NDEKTSV4RRFFQ69G5FA", "01ARZ3NDEKTSV4RRFFQ69G5FAVV", "81ARZ3NDEKTSV4RRFFQ69G5FAV",
      "01ARZ3NDEKTSV4RRFFQ69G5FAI", "01ARZ3NDEKTSV4RRFFQ69G5FA!", "é1ARZ3NDEKTSV4RRFFQ69G5FA",
    ])
  func refused(text: String) { #expect(ULID(text) == nil) }

  @Test("moments agree with other implementations", arguments: 0..<300)
  func moments(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let milliseconds = Int.random(in: -2_000_000_000_000...8_000_000_000_000, using: &generator)
    let instant = Instant(milliseconds: milliseconds)
    #expect(Instant(instant.description) == instant)
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime]
    let date = Date(
      timeIntervalSince1970: (Double(milliseconds) / 1000).rounded(.down))
    #expect(instant.description.prefix(19) == formatter.string(from: date).prefix(19))
    #expect(instant.day.daysSince1970 == Int((Double(milliseconds) / 86_400_000).rounded(.down)))
  }

  @Test(
    "other texts are not moments",
    arguments: [
      "2026-11-20T07:00:00", "2026-11-20 07:00:00Z", "2026-11-20T24:00:00Z",
      "2026-11-20T07:60:00Z", "2026-11-20T07:00:60Z", "2026-11-20T07:00:00.5Z",
      "2026-11-20T07:00:00.000Z", "2026-11-20T07:00:00+00:00", "2026-02-30T07:00:00Z", "",
      "2026-11-20T+7:00:00Z",
    ])
  func noMoments(text: String) { #expect(Instant(text) == nil) }

  @Test("a moment is shown to the minute, in universal time")
  func minute() throws {
    let moment = try #require(Instant("2026-11-20T07:00:59.250Z"))
    #expect(moment.minute == "2026-11-20 07:00 UTC")
  }
}
