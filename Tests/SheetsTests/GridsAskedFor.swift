import Model
import Testing

@testable import Sheets

@Suite("A requested grid") struct GridsAskedFor {
  @Test(
    "is read as rows and columns of 1 to 10",
    arguments: [
      ("auto", PanelGrid.auto), ("AUTO", .auto), ("2x3", .fixed(rows: 2, columns: 3)),
      ("1X4", .fixed(rows: 1, columns: 4)), ("10×1", .fixed(rows: 10, columns: 1)),
    ])
  func words(text: String, grid: PanelGrid) {
    #expect(PanelGrid(text) == grid)
    #expect(PanelGrid(grid.description) == grid)
  }

  @Test(
    "is not read from any other text",
    arguments: [
      "", "x", "2x", "x2", "0x2", "2x11", "2x3x4", "+2x2", "2 x 2", "2,2", "٢x٢", "99999999999x1",
    ])
  func others(text: String) {
    #expect(PanelGrid(text) == nil)
  }

  @Test("divides evenly without visible gaps")
  func even() throws {
    var sheet = DrawnSheet(420, 240)
    sheet.photograph(0, 0, 420, 240, seed: 3)
    let found = try #require(sheet.found(.fixed(rows: 2, columns: 3)))
    #expect(found.columnCounts == [3, 3])
    #expect(found.cues == [.grid])
    #expect(found.isSure)
    for (number, panel) in found.panels.enumerated() {
      let (row, column) = number.quotientAndRemainder(dividingBy: 3)
      #expect(panel.row == row && panel.column == column)
      #expect(
        panel.box.isNear(
          PixelBox(x: 140 * column, y: 120 * row, width: 140, height: 120), within: 1))
    }
  }

  @Test("moves its edges into nearby gaps, and trims border and gutters")
  func gutters() throws {
    var sheet = DrawnSheet(420, 240, ground: (255, 255, 255))
    sheet.photograph(10, 10, 180, 220, seed: 3)
    sheet.photograph(200, 10, 210, 220, seed: 4)
    let found = try #require(sheet.found(.fixed(rows: 1, columns: 2)))
    try #require(found.panels.count == 2)
    #expect(found.cues == [.gutter])
    #expect(found.panels[0].box.isNear(PixelBox(x: 10, y: 10, width: 180, height: 220), within: 2))
    #expect(found.panels[1].box.isNear(PixelBox(x: 200, y: 10, width: 210, height: 220), within: 2))
  }

  @Test("cuts in the emptiest position between things on a plain background")
  func empty() throws {
    var sheet = DrawnSheet(420, 200)
    sheet.figure(40, 30, tall: 140)
    sheet.figure(170, 30, tall: 140)
    sheet.figure(300, 30, tall: 140)
    let found = try #require(sheet.found(.fixed(rows: 1, columns: 3)))
    try #require(found.panels.count == 3)
    #expect(found.cues == [.subjects])
    for (panel, left) in zip(found.panels, [40, 170, 300]) {
      #expect(panel.box.contains(PixelBox(x: left, y: 30, width: 56, height: 140)))
    }
  }

  @Test("of one cell is not a sheet")
  func single() throws {
    #expect(try #require(DrawnSheet(300, 200).found(.fixed(rows: 1, columns: 1))).panels.isEmpty)
  }
}

@Suite("Roles of views") struct RolesOfViews {
  /// A finding whose rows have so many panels, of such heights.
  private func finding(_ rows: [(count: Int, height: Int)]) -> PanelDetection {
    var panels: [Panel] = []
    for (row, (count, height)) in rows.enumerated() {
      for column in 0..<count {
        panels.append(
          Panel(
            box: PixelBox(x: 100 * column, y: 500 * row, width: 90, height: height), row: row,
            column: column))
      }
    }
    return PanelDetection(
      original: PixelSize(width: 1000, height: 1000), panels: panels, cues: [.subjects],
      confidence: 1)
  }

  @Test("of one row follow from their number")
  func rows() {
    func roles(_ count: Int, _ kind: ElementKind?) -> [Role] {
      PanelRoles.proposed(for: finding([(count, 400)]), kind: kind)
    }
    #expect(roles(3, .character) == [.front, .side, .back])
    #expect(roles(4, .character) == [.front, .threeQuarter, .side, .back])
    #expect(roles(4, nil) == [.front, .threeQuarter, .side, .back])
    #expect(roles(4, .product) == [.front, .side, .back, .top])
    #expect(roles(7, .character) == [Role](repeating: .unsorted, count: 7))
    #expect(roles(3, .place) == [Role](repeating: .unsorted, count: 3))
  }

  @Test("of a grid are those of one row, read row by row")
  func grid() {
    #expect(
      PanelRoles.proposed(for: finding([(2, 400), (2, 400)]), kind: .character)
        == [.front, .threeQuarter, .side, .back])
  }

  @Test("of heads above or below bodies are expressions, of parts of a product details")
  func heads() {
    let heads = finding([(3, 160), (4, 420)])
    #expect(
      PanelRoles.proposed(for: heads, kind: .character)
        == [.expression, .expression, .expression, .front, .threeQuarter, .side, .back])
    #expect(
      PanelRoles.proposed(for: finding([(3, 420), (2, 160)]), kind: .product)
        == [.front, .side, .back, .detail, .detail])
  }

  @Test("are as many as there are panels", arguments: 0...12)
  func counts(count: Int) {
    for kind in [nil] + ElementKind.allCases.map(Optional.some) {
      let roles = PanelRoles.proposed(for: finding([(count, 300)]), kind: kind)
      #expect(roles.count == count)
    }
  }
}
