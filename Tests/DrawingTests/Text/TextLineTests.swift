import TestSupport
import Testing

@testable import Drawing

@Suite("A line of text")
struct TextLineTests {
  @Test("has figures of one width, in any order")
  func figures() {
    let widths = (0...9).map { TextLine("\($0)\($0)1\($0)", size: 100).width }
    #expect(Set(widths).count == 1)
  }

  @Test("is kerned")
  func kerning() {
    let size = 100
    let apart = TextLine("A", size: size).width + TextLine("V", size: size).width
    #expect(TextLine("AV", size: size).width < apart)
    #expect(TextLine("HH", size: size).width >= 2 * TextLine("H", size: size).width - 1)
  }

  @Test("has its ink within its width, except for a letter's overhang", arguments: [36, 54])
  func ink(size: Int) {
    for text in ["Mira Okafor", "1536 × 2048", "米拉-正面", "Щука", "Ἀλέξανδρος", "한국어", "jf"] {
      let line = TextLine(text, size: size)
      for mask in line.masks(x: 100, baseline: 200) {
        #expect(mask.rectangle.x >= 100 - size / 6)
        #expect(mask.rectangle.right <= 100 + line.width + size / 6)
        #expect(mask.rectangle.y > 200 - 5 * size / 4)
        #expect(mask.rectangle.bottom < 200 + size / 2)
      }
    }
  }

  @Test("is on its baseline")
  func baseline() throws {
    let masks = TextLine("HEI", size: 72).masks(x: 0, baseline: 100)
    #expect(masks.count == 3)
    #expect(masks.allSatisfy { $0.rectangle.bottom == 100 })
  }

  @Test("is shortened in its middle to any width, and no character is split from its marks")
  func shortened() {
    let texts = [
      "a-very-long-name-of-a-reference-from-the-second-day.jpg", "米拉-正面-第一次拍摄的照片.jpg",
      "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
      String(repeating: "W", count: 300), "Mira",
    ]
    for text in texts {
      for limit in stride(from: 0, through: 500, by: 9) {
        let line = TextLine(shortening: text, size: 36, to: limit)
        #expect(line.width <= limit)
        guard line.text != text, line.text.contains("…") else { continue }
        let halves = line.text.split(separator: "…", omittingEmptySubsequences: false)
        #expect(halves.count == 2)
        #expect(Array(text).starts(with: halves[0]))
        #expect(Array(text.reversed()).starts(with: halves[1].reversed()))
      }
    }
    let name = TextLine(shortening: texts[0], size: 36, to: 400).text
    #expect(name.hasPrefix("a-very") && name.hasSuffix(".jpg"))
    #expect(TextLine(shortening: "Mira", size: 36, to: 400).text == "Mira")
  }

  @Test("breaks between words, and within one that is too wide for a line")
  func wrapped() {
    func lines(_ text: String, _ limit: Int, _ count: Int = 9) -> [String] {
      TextLine.wrapped(text, size: 20, to: limit, lines: count).map(\.text)
    }
    #expect(lines("use a larger original", 110) == ["use a larger", "original"])
    #expect(lines("", 110).isEmpty)
    #expect(lines("   ", 110).isEmpty)
    #expect(lines("米拉的第一张照片", 81) == ["米拉的第", "一张照片"])
    #expect(lines("照片。照片", 41) == ["照", "片。", "照片"])
    let whole = lines(String(repeating: "i", count: 100), 100)
    #expect(whole.joined() == String(repeating: "i", count: 100))
    let cut = lines("one two three four five six seven", 90, 2)
    #expect(cut.count == 2)
    #expect(cut[1].hasSuffix("…"))
    for limit in [0, 1, 5] { #expect(lines("Mira Okafor", limit, 3).count <= 3) }
  }

  @Test("fits its width whatever its characters")
  func random() {
    var random = SeededGenerator(seed: 5)
    let alphabet = Array("aWi 米한e\u{301}👩‍👩‍👦…\u{202E}\0Ж.")
    for _ in 0..<60 {
      let text = String((0..<80).map { _ in alphabet.randomElement(using: &random) ?? "a" })
      for line in TextLine.wrapped(text, size: 20, to: 200, lines: 3) { #expect(line.width <= 210) }
      #expect(TextLine(shortening: text, size: 20, to: 200).width <= 200)
    }
  }

  @Test("of a family emoji, of NULs, of no characters, of ten thousand characters is drawn")
  func hostile() {
    var canvas = Canvas(width: 300, height: 60, .black)
    let texts = [
      "", "👨‍👩‍👧‍👦", String(repeating: "\0", count: 1000), String(repeating: "米", count: 10_000),
      "a" + String(repeating: "\u{301}", count: 10_000), "\u{301}",
    ]
    for text in texts { canvas.draw(TextLine(text, size: 30), x: -10, baseline: 40, .white) }
    canvas.draw(TextLine("x", size: 4000), x: -100_000, baseline: 1 << 40, .white)
    canvas.draw(TextLine("x", size: 0), x: 0, baseline: 0, .white)
  }
}
