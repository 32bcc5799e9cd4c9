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
      ("a\u{200f}b\u{61c}", "a\\u{200f}b\\u{61c}"), ("e\u{301}\n", "e\u{301}\\n"),
    ])
  func sanitizing(text: String, expected: String) {
    #expect(sanitized(text) == expected)
    #expect(sanitized(expected) == expected)
  }

  @Test("Every control character and direction mark is replaced, and its neighbours are kept")
  func ranges() {
    let caught: [ClosedRange<UInt32>] = [
      0...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069,
    ]
    for value in UInt32(0)...0x2100 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let isCaught = caught.contains { $0.contains(value) }
      #expect((sanitized(String(scalar)) != String(scalar)) == isCaught, "\(value)")
    }
  }
}
