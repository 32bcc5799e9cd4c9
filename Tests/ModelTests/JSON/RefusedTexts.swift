import Model
import TestSupport
import Testing

@Suite("Invalid JSON texts")
struct RefusedJSONTexts {
  @Test(
    "are refused with the position and the reason",
    arguments: [
      ("", "line 1, column 1: the text ends where a value is expected"),
      ("  \n ", "line 2, column 2: the text ends where a value is expected"),
      ("\u{feff}{}", "line 1, column 1: a JSON value is expected here"),
      ("nul", "line 1, column 1: a JSON value is expected here"),
      ("True", "line 1, column 1: a JSON value is expected here"),
      ("NaN", "line 1, column 1: a JSON value is expected here"),
      ("// a\n1", "line 1, column 1: a JSON value is expected here"),
      ("'a'", "line 1, column 1: a JSON value is expected here"),
      ("1 2", "line 1, column 3: unexpected text after the end of the JSON value"),
      ("{}\n{}", "line 2, column 1: unexpected text after the end of the JSON value"),
      ("nullx", "line 1, column 5: unexpected text after the end of the JSON value"),
      ("[1", "line 1, column 3: the text ends before ]"),
      ("[", "line 1, column 2: the text ends where a value is expected"),
      ("[1,", "line 1, column 4: the text ends where a value is expected"),
      ("[1,]", "line 1, column 4: a JSON value is expected here"),
      ("[,1]", "line 1, column 2: a JSON value is expected here"),
      ("[1 2]", "line 1, column 4: a comma or ] is missing"),
      ("[1}", "line 1, column 3: a comma or ] is missing"),
      ("{", "line 1, column 2: a quoted key is missing"),
      ("{a:1}", "line 1, column 2: a quoted key is missing"),
      ("{\"a\":1,}", "line 1, column 8: a quoted key is missing"),
      ("{\"a\" 1}", "line 1, column 6: a colon is missing after \"a\""),
      ("{\"a\":}", "line 1, column 6: a JSON value is expected here"),
      ("{\"a\":1 \"b\":2}", "line 1, column 8: a comma or } is missing"),
      ("{\"a\":1", "line 1, column 7: the text ends before }"),
      ("{\"a\":1,\n \"a\":2}", "line 2, column 2: the key \"a\" appears twice in one object"),
      (
        #"{"é":1,"\u00e9":2}"#, "line 1, column 8: the key \"é\" appears twice in one object"
      ),
    ])
  func structure(text: String, message: String) {
    #expect(parsed(text) == message)
  }

  @Test(
    "are refused for an invalid number",
    arguments: [
      ("01", "line 1, column 1: a number can't start with 0"),
      ("[-01]", "line 1, column 2: a number can't start with 0"),
      ("-", "line 1, column 2: a digit is missing"),
      ("-a", "line 1, column 2: a digit is missing"),
      ("+1", "line 1, column 1: a JSON value is expected here"),
      (".5", "line 1, column 1: a JSON value is expected here"),
      ("1.", "line 1, column 3: a digit is missing after the decimal point"),
      ("1.e5", "line 1, column 3: a digit is missing after the decimal point"),
      ("1e", "line 1, column 3: a digit is missing in the exponent"),
      ("1e+", "line 1, column 4: a digit is missing in the exponent"),
      ("1e+-5", "line 1, column 4: a digit is missing in the exponent"),
      ("0x1", "line 1, column 2: unexpected text after the end of the JSON value"),
    ])
  func numbers(text: String, message: String) {
    #expect(parsed(text) == message)
  }

  @Test(
    "are refused for an invalid string",
    arguments: [
      ("\"a", "line 1, column 1: the string has no closing quote"),
      ("\"a\\", "line 1, column 3: the string has no closing quote"),
      ("\"a\\\"", "line 1, column 1: the string has no closing quote"),
      ("\"a\nb\"", "line 1, column 3: a string contains a control character"),
      ("\"\u{1}\"", "line 1, column 2: a string contains a control character"),
      (#""\x41""#, "line 1, column 2: an invalid escape in a string"),
      (#""\u12g4""#, "line 1, column 2: \\u needs four hexadecimal digits"),
      (#""\u+123""#, "line 1, column 2: \\u needs four hexadecimal digits"),
      (#""\u12"#, "line 1, column 2: the string has no closing quote"),
      (#""\ud83c""#, "line 1, column 2: half a surrogate pair"),
      (#""\udfac""#, "line 1, column 2: half a surrogate pair"),
      (#""\ud83c\n""#, "line 1, column 2: half a surrogate pair"),
      (#""\ud83c\u0041""#, "line 1, column 2: half a surrogate pair"),
      (#""\ud83c\ud83c""#, "line 1, column 2: half a surrogate pair"),
    ])
  func strings(text: String, message: String) {
    #expect(parsed(text) == message)
  }

  @Test(
    "are refused for bytes that are not UTF-8",
    arguments: [
      [0xFF], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80],
    ] as [[UInt8]])
  func notUTF8(bytes: [UInt8]) {
    let text = Array("[\"a\", \"".utf8) + bytes + Array("\"]".utf8)
    #expect(parsed(text) == "line 1, column 7: the string is not UTF-8")
  }

  @Test("are refused one level beyond the maximum depth")
  func depth() {
    func nested(_ levels: Int) -> [UInt8] {
      Array(String(repeating: "[", count: levels).utf8)
        + Array(String(repeating: "]", count: levels).utf8)
    }
    #expect(parsed(nested(64)) == String(decoding: nested(64), as: UTF8.self))
    #expect(parsed(nested(65)) == "line 1, column 65: nested deeper than 64 levels")
    let three = JSONParser.Bounds(depth: 3)
    #expect(parsed(nested(3), bounds: three) == "[[[]]]")
    #expect(
      parsed(Array("{\"a\":{\"b\":{\"c\":{}}}}".utf8), bounds: three)
        == "line 1, column 16: nested deeper than 3 levels")
  }

  @Test("are refused at any depth without overflowing the stack", .timeLimit(.minutes(30)))
  func extremeDepth() {
    let text = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(parsed(text) == "line 1, column 65: nested deeper than 64 levels")
  }

  @Test("are refused one byte beyond the maximum length")
  func length() {
    let bounds = JSONParser.Bounds(byteCount: 5)
    #expect(parsed(Array("[1,2]".utf8), bounds: bounds) == "[1,2]")
    #expect(
      parsed(Array("[1,2] ".utf8), bounds: bounds)
        == "line 1, column 1: the text has 6 bytes; the limit is 5")
  }

  @Test("are reported with columns counted in characters")
  func columns() {
    #expect(parsed("[\"米拉\u{301}🎬\", x]") == "line 1, column 9: a JSON value is expected here")
    #expect(parsed("[1,\r\n  x]") == "line 2, column 3: a JSON value is expected here")
  }

  @Test("never crash the parser", arguments: 0..<20)
  func random(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("{}[]\":,\\u0123dD89eE+-. tfnrul\n\u{7f}é".utf8) + [0xFF, 0x00]
    for _ in 0..<500 {
      let count = Int.random(in: 0..<40, using: &generator)
      let bytes = (0..<count).compactMap { _ in alphabet.randomElement(using: &generator) }
      do throws(JSONError) {
        let value = try JSONParser.parse(bytes)
        #expect(parsed(value.compactText) == value.compactText)
      } catch {
        #expect(error.location.line >= 1 && error.location.column >= 1 && !error.problem.isEmpty)
      }
    }
  }
}
