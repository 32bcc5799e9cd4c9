import Model
import TestSupport
import Testing

@Suite("A JSON value written and read again")
struct JSONRoundTrips {
  @Test("is equal to the original, compact or indented", arguments: 0..<40)
  func same(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<25 {
      let value = Self.value(depth: 5, &generator)
      let compact = value.compactText
      #expect(try JSONParser.parse(Array(compact.utf8)) == value, "\(compact)")
      #expect(try JSONParser.parse(Array(compact.utf8)).compactText == compact)
      #expect(try JSONParser.parse(Array(value.indentedText.utf8)) == value)
      #expect(!compact.utf8.contains(UInt8(ascii: "\n")))
    }
  }

  private static func value(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: depth > 0 ? 0..<8 : 2..<8, using: &generator) {
    case 0:
      var members: [JSONValue.Member] = []
      for _ in 0..<Int.random(in: 0..<5, using: &generator) {
        let key = string(&generator)
        guard !members.contains(where: { $0.key == key }) else { continue }
        members.append(JSONValue.Member(key, value(depth: depth - 1, &generator)))
      }
      return .object(members)
    case 1:
      let count = Int.random(in: 0..<5, using: &generator)
      return .array((0..<count).map { _ in value(depth: depth - 1, &generator) })
    case 2: return .boolean(Bool.random(using: &generator))
    case 3: return .null
    case 4: return .integer(Int.random(in: -(1 << 53)...(1 << 53), using: &generator))
    case 5: return .number("\(Int.random(in: -99...99, using: &generator)).50e3")
    default: return .string(string(&generator))
    }
  }

  private static func string(_ generator: inout SeededGenerator) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 0..<8, using: &generator) {
      let bound: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x11_0000
      let code = UInt32.random(in: 0..<bound, using: &generator)
      if let scalar = UnicodeScalar(code) { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}

@Suite("JSON output")
struct WrittenJSON {
  @Test(
    "escapes only what must be escaped",
    arguments: [
      ("plain", #""plain""#),
      ("\"\\/", #""\"\\/""#),
      ("\n\r\t\u{8}\u{c}", #""\n\r\t\b\f""#),
      ("\u{0}\u{1}\u{1f}\u{7f}", #""\u0000\u0001\u001f\u007f""#),
      ("\u{80}\u{2028}é米🎬", "\"\u{80}\u{2028}é米🎬\""),
      ("\r\n", #""\r\n""#),
    ])
  func escapes(string: String, text: String) {
    #expect(JSONValue.string(string).compactText == text)
    #expect(JSONValue.object([.init(string, 1)]).compactText == "{\(text):1}")
  }

  @Test("omits keys without a value")
  func absent() {
    let missing: JSONValue? = nil
    let value: JSONValue = ["a": 1, "b": missing, "c": .array([true, "x"])]
    #expect(value.compactText == #"{"a":1,"c":[true,"x"]}"#)
  }

  @Test("is spread over several lines for people")
  func indented() {
    let value: JSONValue = [
      "a": .array([1, [:]]), "b": .array([]), "c": .object(["d": JSONValue.null]),
    ]
    #expect(
      value.indentedText == """
        {
          "a": [
            1,
            {}
          ],
          "b": [],
          "c": {
            "d": null
          }
        }
        """)
  }
}
