import Model
import Testing

@Suite struct SanitizedNames {
  @Test(
    "Characters that could forge a line, a colour or a direction are made visible",
    arguments: [
      ("", ""), ("refs/mira side.jpg", "refs/mira side.jpg"), ("米拉 🎬 é", "米拉 🎬 é"),
      ("a\\nb", "a\\nb"), ("a\nb", "a\\nb"), ("a\r\nb", "a\\r\\nb"), ("a\tb", "a\\tb"),
      ("\u{0}", "\\u{0}"), ("\u{1b}[31mred\u{7}", "\\u{1b}[31mred\\u{7}"), ("\u{7f}", "\\u{7f}"),
      ("\u{9b}31m", "\\u{9b}31m"), ("\u{85}", "\\u{85}"), ("gpj.\u{202e}exe", "gpj.\\u{202e}exe"),
      ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"), ("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
      ("mi\u{200b}ra", "mi\\u{200b}ra"), ("mi\u{200d}ra", "mi\\u{200d}ra"),
      ("a\u{ad}b\u{feff}", "a\\u{ad}b\\u{feff}"), ("mug\u{fe0f}", "mug\\u{fe0f}"),
      ("nice\u{e0069}\u{e0067}\u{e007f}", "nice\\u{e0069}\\u{e0067}\\u{e007f}"),
      ("x\u{3164}y\u{2060}\u{fff9}", "x\\u{3164}y\\u{2060}\\u{fff9}"),
      ("👩🏽\u{200d}🚀 ❤\u{fe0f} 1\u{fe0f}\u{20e3}", "👩🏽\u{200d}🚀 ❤\u{fe0f} 1\u{fe0f}\u{20e3}"),
      ("می\u{200c}خواهم क्\u{200d}ष 葛\u{e0100}", "می\u{200c}خواهم क्\u{200d}ष 葛\u{e0100}"),
      ("a\u{200f}b\u{61c}", "a\\u{200f}b\\u{61c}"), ("e\u{301}\n", "e\u{301}\\n"),
    ])
  func sanitizing(text: String, expected: String) {
    #expect(sanitized(text) == expected)
    #expect(sanitized(expected) == expected)
  }

  @Test("Every character that is always invisible is replaced")
  func ranges() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isCaught =
        scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
        || scalar.properties.isDefaultIgnorableCodePoint || (0x2028...0x2029).contains(value)
        || (0xFFF9...0xFFFB).contains(value)
      #expect((sanitized(String(scalar)) != String(scalar)) == isCaught, "\(value)")
    }
  }

  @Test("JSON and Python read back what is escaped for a terminal")
  func literals() throws {
    let text = "a\u{200b}\u{e0041}\u{202e}👩🏽\u{200d}🚀"
    let shown = JSONValue.string(text).terminalText
    #expect(shown == #""a\u200b\udb40\udc41\u202e👩🏽"# + "\u{200d}🚀\"")
    #expect(try JSONParser.parse(Array(shown.utf8)) == .string(text))
    #expect(
      JSONValue.string(text).pythonText == #""a\u200b\U000e0041\u202e👩🏽"# + "\u{200d}🚀\"")
  }
}
