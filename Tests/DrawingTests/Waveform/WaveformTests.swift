import Model
import Testing

@testable import Drawing

@Suite("A waveform")
struct WaveformTests {
  private static func picture(
    _ stretches: [WaveformPicture.Stretch] = [], seconds: Double = 5.2, level: UInt8 = 60,
    name: String = "mira.wav", facts: String = "5.2 s · 16,000 Hz · mono"
  ) -> WaveformPicture {
    WaveformPicture(
      name: name, facts: facts, seconds: seconds,
      waveform: (0..<400).map { $0 % 40 < 20 ? level : level / 4 }, stretches: stretches)
  }

  private static func clipped(_ count: Int) -> [WaveformPicture.Stretch] {
    (0..<count).map { index in
      let start = 5.2 * Double(index) / Double(count)
      return .init(
        start: start, end: start + 0.01, word: index % 3 == 0 ? "pitch jumps" : "clipped")
    }
  }

  static let pictures: [WaveformPicture] = [
    picture(), picture(clipped(1)), picture(clipped(2)), picture(clipped(9)), picture(clipped(98)),
    picture([.init(start: 0.1, end: 5.1, word: "best cut", isProposal: true)] + clipped(4)),
    picture([
      .init(start: 4.9, end: 5.2, word: "best cut", isProposal: true),
      .init(start: 5.19, end: 9, word: "no numbers"), .init(start: -4, end: -1, word: "silenced"),
    ]),
    picture(seconds: 0.02), picture(seconds: 86_400), picture(seconds: 61),
    picture(
      name: String(repeating: "米拉-very-long-", count: 40),
      facts: String(repeating: "pitch 208 Hz (195–225) · ", count: 9)),
  ]

  @Test("has its text and its band apart, and all of them on it", arguments: pictures)
  func geometry(picture: WaveformPicture) {
    let layout = WaveformLayout(picture)
    let bounds = Rectangle(x: 0, y: 0, width: layout.size.width, height: layout.size.height)
    expectApart(layout.texts.map(\.frame) + [layout.field], within: bounds)
    for part in layout.faults + layout.brackets + layout.ticks + layout.choices {
      #expect(part.intersection(with: bounds) == part)
      #expect(part.x >= layout.field.x && part.right <= layout.field.right)
    }
    for text in layout.texts {
      #expect(layout.faults.allSatisfy { $0.intersection(with: text.frame).isEmpty })
      #expect(layout.brackets.allSatisfy { $0.intersection(with: text.frame).isEmpty })
    }
    #expect(Set(layout.texts.map(\.line.size)).isSubset(of: [36, 54]))
  }

  @Test("counts the marks whose labels there is no room for")
  func unwritten() {
    let layout = WaveformLayout(Self.picture(Self.clipped(98)))
    let written = layout.texts.count { ["clipped", "pitch jumps"].contains($0.line.text) }
    #expect(written > 2 && written + layout.unlabeled.count == 98)
    let clipped = layout.unlabeled.count { $0 == "clipped" }
    #expect(layout.texts.contains { $0.line.text.contains("\(clipped) × clipped") })
    #expect(WaveformLayout(Self.picture(Self.clipped(2))).unlabeled.isEmpty)
  }

  @Test(
    "is scaled to its loudest part, and says how loud that is",
    arguments: [
      (UInt8(128), "Top of the band: -6.0 dBFS, the loudest part"),
      (64, "Top of the band: -12.0 dBFS, the loudest part"),
      (25, "Top of the band: -20.2 dBFS, the loudest part"),
      (255, "Top of the band: 0 dBFS, full scale"), (240, "Top of the band: 0 dBFS, full scale"),
    ])
  func scale(level: UInt8, label: String) {
    let scale = WaveformScale([0, level, level / 2])
    #expect(scale.label == label)
    #expect(scale.height(of: level, within: 150) >= (level == 240 ? 140 : 150))
    #expect(scale.height(of: 0, within: 150) == 0)
    #expect(scale.height(of: 255, within: 150) == 150)
    let texts = WaveformLayout(Self.picture(level: level)).texts.map(\.line.text)
    #expect(texts.contains(label))
  }

  @Test("does not draw the noise of a silent file as if it were loud")
  func silence() {
    let scale = WaveformScale([0, 1, 0])
    #expect(scale.height(of: 1, within: 150) < 30)
    #expect(WaveformScale([]).full == 255)
  }

  @Test("leaves everything outside of its parts in the background color")
  func strayPixels() {
    for picture in Self.pictures.prefix(7) {
      let (layout, canvas) = (WaveformLayout(picture), picture.canvas)
      let parts =
        layout.texts.map { $0.frame.expanded(by: 6) } + [layout.field] + layout.faults
        + layout.brackets
      let margin = Rectangle(
        x: 0, y: canvas.size.height - 40, width: canvas.size.width, height: 40)
      #expect(canvas.colors(in: margin).allSatisfy { $0 == ContactSheet.Theme.dark.background })
      let side = Rectangle(x: 0, y: 0, width: 40, height: canvas.size.height)
      #expect(canvas.colors(in: side).allSatisfy { $0 == ContactSheet.Theme.dark.background })
      for y in stride(from: 0, to: canvas.size.height, by: 3) {
        for x in stride(from: 0, to: canvas.size.width, by: 3)
        where !parts.contains(where: { $0.contains(x, y) }) {
          guard canvas[x, y] != ContactSheet.Theme.dark.background else { continue }
          Issue.record("a stray pixel at \(x), \(y)")
          return
        }
      }
    }
  }

  @Test("is equal each time")
  func fixed() { #expect(Self.pictures[4].png == Self.pictures[4].png) }
}

extension Rectangle {
  fileprivate func contains(_ x: Int, _ y: Int) -> Bool {
    x >= self.x && x < right && y >= self.y && y < bottom
  }
}
