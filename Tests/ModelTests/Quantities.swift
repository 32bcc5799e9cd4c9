import Model
import Testing

@Suite("Quantities with units")
struct Quantities {
  @Test(
    "are bytes in decimal units",
    arguments: [
      (0, "0 B"), (1, "1 B"), (999, "999 B"), (1000, "1 kB"), (1499, "1 kB"), (1500, "2 kB"),
      (88_200, "88 kB"), (999_499, "999 kB"), (999_500, "1 MB"), (1_000_000, "1 MB"),
      (1_049_999, "1 MB"), (1_050_000, "1.1 MB"), (14_200_000, "14.2 MB"), (10_485_760, "10.5 MB"),
      (999_949_999, "999.9 MB"), (999_950_000, "1 GB"), (629_145_600, "629.1 MB"),
      (2_500_000_000, "2.5 GB"),
    ])
  func bytes(count: Int, words: String) {
    #expect(Quantity.bytes(count) == words)
  }

  @Test(
    "are grouped by thousands",
    arguments: [
      (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (10_485_760, "10,485,760"),
      (100_000, "100,000"), (-1, "-1"), (-999, "-999"), (-1000, "-1,000"), (-100_000, "-100,000"),
    ])
  func grouped(number: Int, words: String) {
    #expect(Quantity.grouped(number) == words)
  }

  @Test(
    "are pixels, or millions of them",
    arguments: [
      (1, "1 px"), (8_294_400, "8,294,400 px"), (9_999_999, "9,999,999 px"),
      (10_000_000, "10 megapixels"), (12_400_000, "12 megapixels"), (12_500_000, "13 megapixels"),
      (300_000_000, "300 megapixels"), (3_600_000_000, "3,600 megapixels"),
    ])
  func pixels(count: Int, words: String) {
    #expect(Quantity.pixels(count) == words)
  }

  @Test(
    "are seconds to the thousandth",
    arguments: [(0, "0 s"), (3000, "3 s"), (15_500, "15.5 s"), (4999, "4.999 s"), (1, "0.001 s")])
  func seconds(milliseconds: Int, words: String) {
    #expect(Quantity.seconds(milliseconds: milliseconds) == words)
  }

  @Test("are counts in singular or plural")
  func counts() {
    #expect(Quantity.count(0, "picture") == "0 pictures")
    #expect(Quantity.count(1, "picture") == "1 picture")
    #expect(Quantity.count(1200, "picture") == "1,200 pictures")
    #expect(Quantity.count(2, "entry", "entries") == "2 entries")
  }

  @Test(
    "are listed in a sentence, with a word before the last",
    arguments: [
      ([String](), ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"),
    ])
  func lists(words: [String], expected: String) {
    #expect(Quantity.list(words, beforeLast: " and ") == expected)
  }

  @Test("are counts with their words, without those of 0")
  func countsOfSeveral() {
    #expect(
      Quantity.counts([(1200, "ready"), (0, "refused"), (1, "skipped")]) == [
        "1,200 ready", "1 skipped",
      ])
  }

  @Test(
    "are two decimals",
    arguments: [
      (0, "0.00"), (0.004, "0.00"), (0.04, "0.04"), (0.4, "0.40"), (1, "1.00"), (12.345, "12.35"),
    ])
  func hundredths(value: Double, words: String) {
    #expect(Quantity.hundredths(value) == words)
  }

  @Test("are lists of names, of which those above a maximum are counted")
  func names() {
    #expect(Quantity.list([], atMost: 2) == "")
    #expect(Quantity.list(["Ada", "Mira"], atMost: 2) == "Ada, Mira")
    #expect(Quantity.list(["Ada", "Mira", "Mug"], atMost: 2) == "Ada, Mira and 1 more")
    #expect(Quantity.list(["Ada", "Mira"], atMost: 2, of: 1200) == "Ada, Mira and 1198 more")
  }

  @Test("are lists of formats by name")
  func lists() {
    #expect(Quantity.list([.jpeg, .png, .webp]) == "JPEG, PNG, WebP")
    #expect(Quantity.list([]).isEmpty)
  }
}
