import Model
import Testing

@Suite("The position of a JSON value")
struct JSONPlaces {
  static let text = """
    {
      "a": 1,
      "b": { "a": [true, {"ü": "x"}],  "c": 2 },
      "0": [[7]]
    }
    """

  @Test(
    "is where it begins",
    arguments: [
      ([], 1, 1),
      (["a"], 2, 8),
      (["b"], 3, 8),
      (["b", "a"], 3, 15),
      (["b", "a", "0"], 3, 16),
      (["b", "a", "1"], 3, 22),
      (["b", "a", "1", "ü"], 3, 28),
      (["b", "c"], 3, 41),
      (["0"], 4, 8),
      (["0", "0", "0"], 4, 10),
    ] as [([String], Int, Int)])
  func found(path: [String], line: Int, column: Int) {
    #expect(
      JSONParser.location(of: path, in: Array(Self.text.utf8))
        == TextLocation(line: line, column: column)
    )
  }

  @Test(
    "is unknown for a missing value",
    arguments: [["c"], ["a", "0"], ["b", "a", "2"], ["0", "0", "0", "0"], [""]])
  func missing(path: [String]) {
    #expect(JSONParser.location(of: path, in: Array(Self.text.utf8)) == nil)
  }

  @Test("is unknown in a text that is not JSON")
  func broken() {
    #expect(JSONParser.location(of: ["a"], in: Array("{\"a\":1,}".utf8)) == nil)
  }
}
