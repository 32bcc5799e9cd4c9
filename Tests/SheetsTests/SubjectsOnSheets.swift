import Model
import Sheets
import Testing

@Suite("Subjects on one plain backdrop") struct SubjectsOnSheets {
  /// Figures in a row, and their boxes.
  private func row(
    _ count: Int, in sheet: inout DrawnSheet, top: Int = 30, tall: Int = 130
  ) -> [PixelBox] {
    (0..<count).map { number in
      let pitch = sheet.width / count
      let wide = tall * 2 / 5
      let left = pitch * number + (pitch - wide) / 2
      sheet.figure(left, top, tall: tall)
      return PixelBox(x: left, y: top, width: wide, height: tall)
    }
  }

  @Test("are views in order, each complete, with a margin", arguments: 3...6)
  func rows(count: Int) throws {
    var sheet = DrawnSheet(480, 200)
    let figures = row(count, in: &sheet)
    let found = try #require(sheet.found())
    #expect(found.isSure)
    #expect(found.cues == [.subjects])
    #expect(found.columnCounts == [count])
    try #require(found.panels.count == count)
    for (panel, figure) in zip(found.panels, figures) {
      #expect(panel.box.contains(figure))
      #expect(panel.box.isNear(figure, within: 12))
      // Providers accept no picture narrower than 2:5.
      #expect(5 * panel.box.width >= 2 * panel.box.height)
    }
    #expect(Set(found.panels.map(\.box.y)).count == 1)
    #expect(Set(found.panels.map(\.box.height)).count == 1)
  }

  @Test("are found in noise and on a backdrop with falling light", arguments: [false, true])
  func soft(isNoisy: Bool) throws {
    var sheet = DrawnSheet(480, 200)
    for y in 0..<200 {
      for x in 0..<480 {
        let grey = UInt8(225 - y / 5 - abs(x - 240) / 8)
        sheet.paint(x, y, (grey, grey, grey))
      }
    }
    let figures = row(4, in: &sheet)
    let found = try #require((isNoisy ? sheet.noisy(6) : sheet).found())
    #expect(found.isSure)
    try #require(found.panels.count == 4)
    for (panel, figure) in zip(found.panels, figures) { #expect(panel.box.contains(figure)) }
  }

  @Test("keep one row each: bodies, and heads above or below them", arguments: [false, true])
  func bodiesAndHeads(areHeadsBelow: Bool) throws {
    var sheet = DrawnSheet(480, 300)
    let bodies = row(4, in: &sheet, top: areHeadsBelow ? 20 : 130, tall: 150)
    var heads: [PixelBox] = []
    for number in 0..<5 {
      let box = PixelBox(x: 20 + 92 * number, y: areHeadsBelow ? 210 : 30, width: 60, height: 70)
      sheet.oval(box.x, box.y, box.width, box.height, (196, 140, 110))
      sheet.box(box.x + 15, box.y + 30, 30, 12, (30, 110, 120))
      heads.append(box)
    }
    let found = try #require(sheet.found())
    #expect(found.isSure)
    #expect(found.columnCounts == (areHeadsBelow ? [4, 5] : [5, 4]))
    let expected = areHeadsBelow ? bodies + heads : heads + bodies
    try #require(found.panels.count == 9)
    for (panel, box) in zip(found.panels, expected) { #expect(panel.box.contains(box)) }
  }

  @Test("include what floats beside them, and exclude words and colour samples")
  func belongings() throws {
    var sheet = DrawnSheet(560, 240)
    let figures = row(4, in: &sheet)
    let ball = PixelBox(x: figures[1].x + figures[1].width + 5, y: 60, width: 14, height: 14)
    sheet.oval(ball.x, ball.y, ball.width, ball.height, (180, 30, 30))
    for figure in figures {
      // A word of five letters.
      for letter in 0..<5 { sheet.box(figure.x + 10 * letter, 182, 6, 9, (20, 20, 20)) }
    }
    for sample in 0..<4 {
      sheet.box(545, 30 + 24 * sample, 12, 16, (UInt8(60 * sample), 90, UInt8(200 - 40 * sample)))
    }
    let found = try #require(sheet.found())
    #expect(found.isSure)
    try #require(found.panels.count == 4)
    #expect(found.panels[1].box.contains(ball))
    for panel in found.panels {
      #expect(panel.box.y + panel.box.height <= 182)
      #expect(panel.box.x + panel.box.width <= 545)
    }
  }

  /// The object beside a figure, and how it is drawn at a figure's right.
  enum Prop: CaseIterable {
    case staff, sword, bag, hat, pet, ball, shield, bow

    func draw(_ sheet: inout DrawnSheet, beside figure: PixelBox) -> PixelBox {
      let (right, floor) = (figure.x + figure.width, figure.y + figure.height)
      let brown: DrawnSheet.Color = (110, 70, 40)
      switch self {
      case .staff:
        sheet.box(right + 4, figure.y + 4, 7, figure.height - 4, brown)
        return PixelBox(x: right + 4, y: figure.y + 4, width: 7, height: figure.height - 4)
      case .sword:
        sheet.box(right + 8, floor - 90, 5, 90, (150, 155, 165))
        sheet.box(right + 2, floor - 92, 17, 5, brown)
        sheet.box(right + 8, floor - 110, 5, 18, brown)
        return PixelBox(x: right + 2, y: floor - 110, width: 17, height: 110)
      case .bag:
        sheet.oval(right + 6, floor - 34, 34, 34, (150, 90, 40))
        sheet.box(right + 16, floor - 40, 14, 4, brown)
        sheet.box(right + 16, floor - 38, 2, 8, brown)
        return PixelBox(x: right + 6, y: floor - 40, width: 34, height: 40)
      case .hat:
        sheet.oval(right + 5, floor - 10, 34, 10, brown)
        sheet.oval(right + 14, floor - 22, 16, 18, brown)
        return PixelBox(x: right + 5, y: floor - 22, width: 34, height: 22)
      case .pet:
        sheet.oval(right + 8, floor - 36, 40, 26, (200, 150, 80))
        sheet.oval(right + 36, floor - 48, 18, 18, (200, 150, 80))
        for leg in 0..<4 { sheet.box(right + 12 + 9 * leg, floor - 14, 4, 14, (170, 120, 60)) }
        return PixelBox(x: right + 8, y: floor - 48, width: 46, height: 48)
      case .ball:
        sheet.oval(right + 6, figure.y + 50, 24, 24, (190, 30, 30))
        return PixelBox(x: right + 6, y: figure.y + 50, width: 24, height: 24)
      case .shield:
        sheet.oval(right + 5, floor - 70, 36, 70, (60, 90, 160))
        sheet.oval(right + 15, floor - 48, 16, 24, (220, 190, 60))
        return PixelBox(x: right + 5, y: floor - 70, width: 36, height: 70)
      case .bow:
        for y in 0..<110 {
          let bend = 18 - (y - 55) * (y - 55) * 18 / 3025
          sheet.box(right + 4 + bend, floor - 110 + y, 5, 1, brown)
        }
        return PixelBox(x: right + 4, y: floor - 110, width: 23, height: 110)
      }
    }
  }

  @Test(
    "include the prop beside a figure: it is no view, and stops nothing",
    arguments: Prop.allCases, [[0], [1], [3], [0, 2], [0, 1, 2, 3]])
  func props(prop: Prop, beside: [Int]) throws {
    var sheet = DrawnSheet(680, 200)
    let figures = row(4, in: &sheet)
    let props = beside.map { (number: $0, box: prop.draw(&sheet, beside: figures[$0])) }
    let found = try #require(sheet.found())
    #expect(found.isSure, "\(found.confidence)")
    try #require(found.panels.count == 4)
    for (panel, figure) in zip(found.panels, figures) { #expect(panel.box.contains(figure)) }
    for prop in props { #expect(found.panels[prop.number].box.contains(prop.box)) }
  }

  @Test("include the narrow sides of a product, which are no props")
  func narrowSides() throws {
    var sheet = DrawnSheet(520, 220)
    var boxes: [PixelBox] = []
    for (number, wide) in [70, 14, 70, 14].enumerated() {
      let box = PixelBox(x: 30 + 125 * number + (70 - wide) / 2, y: 30, width: wide, height: 150)
      sheet.oval(box.x, box.y, box.width, 24, (40, 44, 50))
      sheet.box(box.x, box.y + 12, box.width, box.height - 24, (40, 44, 50))
      sheet.oval(box.x, box.y + box.height - 24, box.width, 24, (40, 44, 50))
      sheet.box(box.x + box.width / 4, box.y + 30, box.width / 2, 90, (60, 130, 160))
      boxes.append(box)
    }
    let found = try #require(sheet.found())
    try #require(found.panels.count == 4)
    for (panel, box) in zip(found.panels, boxes) { #expect(panel.box.contains(box)) }
  }

  @Test("that touch with their hands are cut between them")
  func hands() throws {
    var sheet = DrawnSheet(480, 200)
    let figures = row(4, in: &sheet)
    for (left, right) in zip(figures, figures.dropFirst()) {
      let start = left.x + left.width - 6
      sheet.box(start, 84, right.x + 6 - start, 5, (30, 110, 120))
    }
    let found = try #require(sheet.found())
    #expect(found.isSure)
    try #require(found.panels.count == 4)
    for (panel, figure) in zip(found.panels, figures) { #expect(panel.box.contains(figure)) }
  }

  @Test("are proposed when there are two, and not cut by default")
  func pair() throws {
    var sheet = DrawnSheet(480, 200)
    _ = row(2, in: &sheet)
    let found = try #require(sheet.found())
    #expect(found.panels.count == 2 && !found.isSure)
  }

  @Test("are not views of one thing if their heights and colors differ")
  func strangers() throws {
    var sheet = DrawnSheet(480, 200)
    sheet.figure(30, 30, tall: 140)
    sheet.oval(180, 110, 60, 60, (230, 140, 20))
    sheet.box(320, 130, 120, 40, (120, 20, 160))
    #expect(try #require(sheet.found()).isSure == false)
  }

  @Test("are not views if they form a pattern of many")
  func pattern() throws {
    var sheet = DrawnSheet(480, 240)
    for number in 0..<96 {
      let (row, column) = number.quotientAndRemainder(dividingBy: 12)
      sheet.oval(10 + 39 * column, 6 + 29 * row, 22, 22, (30, 110, 120))
    }
    #expect(try #require(sheet.found()).isSure == false)
  }

  @Test("have boxes in pixels of the original")
  func scale() throws {
    var sheet = DrawnSheet(480, 200)
    let figures = row(4, in: &sheet)
    let found = try #require(sheet.found(original: PixelSize(width: 1440, height: 600)))
    try #require(found.panels.count == 4)
    for (panel, figure) in zip(found.panels, figures) {
      let large = PixelBox(
        x: 3 * figure.x, y: 3 * figure.y, width: 3 * figure.width, height: 3 * figure.height)
      #expect(panel.box.contains(large) && panel.box.isNear(large, within: 36))
    }
  }
}
