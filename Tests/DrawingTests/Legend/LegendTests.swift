import Model
import Testing

@testable import Drawing

@Suite("A legend")
struct LegendTests {
  /// A legend to draw: the number of pictures in each group.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let counts: [Int]
    var name = "mira"
    var words = "@Element1 lifts @Element2 and smiles."
    var size = PixelSize(width: 90, height: 120)

    static let all = [
      Case(testDescription: "1 picture", counts: [1]),
      Case(testDescription: "2 elements", counts: [1, 1]),
      Case(testDescription: "9 pictures", counts: [4, 3, 1, 1]),
      Case(testDescription: "40 pictures", counts: [13, 7, 5, 1, 1, 2, 4, 7]),
      Case(
        testDescription: "long words", counts: [1, 3],
        name: String(repeating: "a-long-name ", count: 20) + String(repeating: "W", count: 90),
        words: String(repeating: "she walks on, and on, through-the-lobby ", count: 60)),
      Case(
        testDescription: "other scripts", counts: [2, 1], name: "米拉 Мира Μίρα 미라",
        words: String(repeating: "米拉走进大厅，望着窗外。", count: 30)),
      Case(
        testDescription: "wide pictures", counts: [5],
        size: PixelSize(width: 2000, height: 2)),
      Case(
        testDescription: "tall pictures", counts: [5],
        size: PixelSize(width: 2, height: 2000)),
    ]

    var legend: LegendPicture {
      let groups = counts.enumerated().map { index, count in
        var group = LegendPicture.Group(
          heading: "@\(name)\(index)",
          cells: (0..<count).map { index in
            var cell = LegendPicture.Cell(
              picture: Bitmap.flat(.grey(120), width: size.width, height: size.height),
              title: "\(index + 1) three-quarter-left")
            cell.size = size
            cell.notes = index == 0 ? ["prepared: turned upright, private data removed"] : []
            return cell
          })
        group.facts = [name, "@Element\(index + 1) in the prompt", "shots 1, 2"]
        group.notes = index == 0 ? ["not sent: 5 unsorted, 6 left, 7 right, 8 unsorted"] : []
        return group
      }
      return LegendPicture(
        name: name, subtitle: "kling.v3-omni · \(counts.reduce(0, +)) pictures as sent",
        groups: groups,
        passages: [
          .init(title: "Shot 1 · 3 s", text: words), .init(title: "Shot 2 · 5 s", text: words),
        ])
    }
  }

  @Test("has all of its parts on it, and none overlaps another", arguments: Case.all)
  func geometry(one: Case) {
    let legend = one.legend
    let layout = LegendLayout(legend)
    let bounds = Rectangle(x: 0, y: 0, width: layout.size.width, height: layout.size.height)
    expectApart(
      layout.texts.map(\.frame) + layout.pictures.map(\.frame) + layout.rules, within: bounds)
    #expect(layout.pictures.count == one.counts.reduce(0, +))
    // It ends where its texts end, without empty space below.
    let bottom = layout.texts.map(\.frame.bottom).max() ?? 0
    #expect(layout.size.height - bottom == LegendMetrics.margin)
    #expect(legend.canvas.size == layout.size)
  }

  @Test("has every word of the shots, and numbers and headings once for each element")
  func words() {
    var one = Case.all[2]
    one.words = (1...300).map { "word\($0)" }.joined(separator: " ")
    let texts = LegendLayout(one.legend).texts.map(\.line.text)
    let words = Set(texts.flatMap { $0.split(separator: " ").map(String.init) })
    #expect((1...300).allSatisfy { words.contains("word\($0)") })
    for index in one.counts.indices { #expect(texts.count { $0 == "@mira\(index)" } == 1) }
  }

  @Test("counts what there is no room for")
  func bounds() {
    var one = Case.all[0]
    one.words = String(repeating: "on and on ", count: 9000)
    var legend = one.legend
    legend.omittedCount = 3
    legend.groups = (0..<200).map { _ in legend.groups[0] }
    legend.passages += (0..<300).map { .init(title: "Shot \($0) · 5 s", text: "on and on") }
    let layout = LegendLayout(legend)
    #expect(layout.size.height <= LegendMetrics.maximumHeight)
    let texts = layout.texts.map(\.line.text)
    #expect(
      texts.contains("\(203 - layout.pictures.count) more pictures are sent and not drawn here"))
    #expect(texts.contains { $0.hasSuffix(" more characters are in prompt.txt") })
    expectApart(
      layout.texts.map(\.frame) + layout.pictures.map(\.frame),
      within: Rectangle(x: 0, y: 0, width: layout.size.width, height: layout.size.height))
  }

  @Test("is equal each time, in two sizes of text")
  func fixed() {
    let legend = Case.all[2].legend
    #expect(legend.png == legend.png)
    #expect(Set(LegendLayout(legend).texts.map(\.line.size)).count == 2)
  }
}
