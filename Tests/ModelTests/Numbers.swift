import Model
import Testing

@Suite("Ratios")
struct Ratios {
  @Test(
    "are read from two whole numbers",
    arguments: [
      ("2:5", 2, 5, "0.4"), ("5:2", 5, 2, "2.5"), ("16:9", 16, 9, "1.778"), ("1:1", 1, 1, "1"),
      ("1:3", 1, 3, "0.333"), ("2:3", 2, 3, "0.667"), ("1000000:1", 1_000_000, 1, "1000000"),
      ("1:1000000", 1, 1_000_000, "0"), ("4:10", 4, 10, "0.4"),
    ])
  func read(text: String, numerator: Int, denominator: Int, decimal: String) throws {
    let ratio = try #require(Ratio(text))
    #expect(ratio.numerator == numerator)
    #expect(ratio.denominator == denominator)
    #expect(ratio.decimal == decimal)
    #expect(ratio.description == text)
  }

  @Test(
    "can't be written in any other way",
    arguments: [
      "", ":", "2", "2:", ":5", "2:5:1", "0:5", "2:0", "-2:5", "+2:5", "2:+5", "2.5:1", " 2:5",
      "2 : 5", "2/5", "a:b", "1000001:1", "1:1000001", "99999999999999999999:1", "٢:٥",
    ])
  func refused(text: String) {
    #expect(Ratio(text) == nil)
  }

  @Test("keep both sides between one and a million")
  func bounds() {
    #expect(Ratio(1, 1_000_000) != nil)
    #expect(Ratio(0, 1) == nil)
    #expect(Ratio(1, 1_000_001) == nil)
    #expect(Ratio(-1, -1) == nil)
  }
}

@Suite("Decimal numbers")
struct Decimals {
  @Test(
    "are rounded half up and lose trailing zeros",
    arguments: [
      (0, 1, 3, "0"), (1, 2, 0, "1"), (1, 2, 1, "0.5"), (1, 8, 2, "0.13"), (1, 8, 3, "0.125"),
      (1, 3, 3, "0.333"), (2, 3, 3, "0.667"), (999, 1000, 2, "1"), (9995, 1000, 2, "10"),
      (9994, 1000, 2, "9.99"), (1, 1000, 3, "0.001"), (4, 10_000, 3, "0"), (5, 10_000, 3, "0.001"),
      (1600, 500, 3, "3.2"), (299, 750, 3, "0.399"), (1_000_000, 1, 3, "1000000"), (10, 1, 3, "10"),
      (2_147_483_647, 1, 3, "2147483647"), (2_147_483_647, 2_147_483_646, 3, "1"),
    ])
  func rounded(numerator: Int, denominator: Int, digits: Int, text: String) {
    #expect(Decimal.text(numerator, over: denominator, digits: digits) == text)
  }

  @Test(
    "come from whole numbers of the smallest unit",
    arguments: [
      (1234, 2, "12.34"), (1230, 2, "12.3"), (1200, 2, "12"), (5, 2, "0.05"), (0, 2, "0"),
      (15500, 3, "15.5"), (7, 0, "7"), (100, 1, "10"),
    ])
  func scaled(number: Int, digits: Int, text: String) {
    #expect(Decimal.text(scaled: number, digits: digits) == text)
  }
}
