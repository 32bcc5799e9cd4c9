import Model
import Testing

@Suite("Valid JSON texts")
struct UnderstoodJSONTexts {
  @Test(
    "are parsed completely",
    arguments: [
      ("{}", "{}"),
      ("[]", "[]"),
      (" \t\r\n[ ] \n", "[]"),
      ("null", "null"),
      ("true", "true"),
      ("false", "false"),
      ("\"\"", "\"\""),
      ("\"mira\"", "\"mira\""),
      ("[1,2, 3]", "[1,2,3]"),
      ("{\"a\": [ {\"b\" :null} ] , \"c\":false}", "{\"a\":[{\"b\":null}],\"c\":false}"),
      ("{\"\":1}", "{\"\":1}"),
      ("[[[[]]]]", "[[[[]]]]"),
      ("\"米拉 é 🎬\"", "\"米拉 é 🎬\""),
      ("\"\u{7f}\"", "\"\\u007f\""),
    ])
  func whole(text: String, compact: String) {
    #expect(parsed(text) == compact)
  }

  @Test("keep the order of their keys")
  func order() throws {
    let value = try JSONParser.parse(Array("{\"z\":1,\"a\":2,\"m\":3}".utf8))
    #expect(value.members?.map(\.key) == ["z", "a", "m"])
    #expect(value["a"] == 2)
    #expect(value["b"] == nil)
    #expect(value.array == nil)
  }

  @Test(
    "may write any character as an escape",
    arguments: [
      (#""\" \\ \/ \b \f \n \r \t""#, "\" \\ / \u{8} \u{c} \n \r \t"),
      (#""\u0041\u00e9\u7C73""#, "Aé米"),
      (#""\uD83C\uDFAC""#, "🎬"),
      (#""\ud800\udc00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"),
      (#""\u0000""#, "\u{0}"),
      (#""\r\n""#, "\r\n"),
      (#""e\u0301""#, "e\u{301}"),
    ])
  func escapes(text: String, string: String) throws {
    let value = try JSONParser.parse(Array(text.utf8))
    let scalars = try #require(value.string).unicodeScalars
    #expect(Array(scalars) == Array(string.unicodeScalars))
  }

  @Test(
    "keep their numbers exact",
    arguments: [
      ("0", JSONValue.integer(0)),
      ("-1", .integer(-1)),
      ("9007199254740992", .integer(1 << 53)),
      ("-9007199254740992", .integer(-(1 << 53))),
      ("9007199254740993", .number("9007199254740993")),
      ("-9007199254740993", .number("-9007199254740993")),
      ("9223372036854775807", .number("9223372036854775807")),
      ("9223372036854775808", .number("9223372036854775808")),
      ("123456789012345678901234567890", .number("123456789012345678901234567890")),
      ("-0", .number("-0")),
      ("1e5", .number("1e5")),
      ("1E+05", .number("1E+05")),
      ("15.5", .number("15.5")),
      ("0.10", .number("0.10")),
      ("-0.0e-0", .number("-0.0e-0")),
    ])
  func numbers(text: String, value: JSONValue) throws {
    #expect(try JSONParser.parse(Array(text.utf8)) == value)
  }

  @Test("may contain the smallest 64-bit number")
  func smallestInteger() throws {
    let text = "-9223372036854775808"
    #expect(try JSONParser.parse(Array(text.utf8)) == .number(text))
  }

  @Test("report the kind of each value")
  func kinds() {
    let values: [(JSONValue, String)] = [
      ([:], "an object"), ([], "a list"), ("", "a string"), (1, "a whole number"),
      (.number("1.5"), "a number"), (true, "true or false"), (.null, "null"),
    ]
    for (value, kind) in values { #expect(value.kind == kind) }
  }
}
