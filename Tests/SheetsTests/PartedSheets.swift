import Model
import Sheets
import Testing

@Suite("Bands, lines and seams") struct PartedSheets {
  @Test("are not the straight sides of an object between plain areas")
  func objectInTheMiddle() throws {
    var sheet = DrawnSheet(480, 480, ground: (190, 190, 190))
    for row in 0..<22 {
      for column in 0..<9 where (row + column).isMultiple(of: 2) {
        sheet.box(160 + column * 18, 40 + row * 18, column == 8 ? 16 : 18, 18, (60, 50, 40))
      }
    }
    #expect(try #require(sheet.found()).panels.isEmpty)
  }

  private static let width = 400
  private static let height = 240

  /// Photographs in rows of `columns` columns, with a gap between them and a border around.
  private func sheet(
    _ rows: [Int], gap: Int, border: Int, color: DrawnSheet.Color
  ) -> (sheet: DrawnSheet, cells: [PixelBox]) {
    var sheet = DrawnSheet(Self.width, Self.height, ground: color)
    var cells: [PixelBox] = []
    let tall = (Self.height - 2 * border - gap * (rows.count - 1)) / rows.count
    for (row, columns) in rows.enumerated() {
      let wide = (Self.width - 2 * border - gap * (columns - 1)) / columns
      for column in 0..<columns {
        let x = border + column * (wide + gap)
        // The last cell of each row and column gets the remainder of the division.
        let cell = PixelBox(
          x: x, y: border + row * (tall + gap),
          width: column == columns - 1 ? Self.width - border - x : wide, height: tall)
        sheet.photograph(cell.x, cell.y, cell.width, cell.height, seed: cells.count + 1)
        cells.append(cell)
      }
    }
    return (sheet, cells)
  }

  @Test(
    "separate views, whatever their color and width, and stay out of them",
    arguments: [
      ([4], 8, 0, 255), ([2, 2], 6, 10, 0), ([3, 3], 12, 12, 128), ([3], 3, 0, 255),
      ([3, 2], 8, 8, 30),
    ])
  func gutters(rows: [Int], gap: Int, border: Int, grey: UInt8) throws {
    let (sheet, cells) = sheet(rows, gap: gap, border: border, color: (grey, grey, grey))
    let found = try #require(sheet.found())
    #expect(found.isSure)
    #expect(found.cues == [.gutter])
    #expect(found.columnCounts == rows)
    try #require(found.panels.count == cells.count)
    for (panel, cell) in zip(found.panels, cells) {
      #expect(cell.contains(panel.box) && panel.box.isNear(cell, within: 2))
    }
  }

  @Test(
    "separate views without a gap", arguments: [[3], [4], [2, 2], [3, 3], [2, 3]])
  func seams(rows: [Int]) throws {
    let (sheet, cells) = sheet(rows, gap: 0, border: 0, color: (0, 0, 0))
    let found = try #require(sheet.found())
    #expect(found.isSure)
    #expect(found.cues == [.seam])
    #expect(found.columnCounts == rows)
    try #require(found.panels.count == cells.count)
    for (panel, cell) in zip(found.panels, cells) { #expect(panel.box.isNear(cell, within: 2)) }
  }

  @Test("that are thin lines over one backdrop separate what is between them")
  func lines() throws {
    var sheet = DrawnSheet(480, 200)
    for number in 0..<4 {
      sheet.figure(120 * number + 34, 30, tall: 130)
      if number > 0 { sheet.box(120 * number, 0, 1, 200, (60, 60, 60)) }
    }
    let found = try #require(sheet.found())
    #expect(found.isSure)
    #expect(found.cues == [.gutter])
    try #require(found.panels.count == 4)
    for (number, panel) in found.panels.enumerated() {
      #expect(panel.box.isNear(PixelBox(x: 120 * number, y: 0, width: 120, height: 200), within: 2))
    }
  }

  @Test("beside a large view may separate small ones into rows")
  func large() throws {
    var sheet = DrawnSheet(400, 240, ground: (255, 255, 255))
    sheet.photograph(0, 0, 196, 240, seed: 1)
    sheet.photograph(204, 0, 196, 116, seed: 2)
    sheet.photograph(204, 124, 196, 116, seed: 3)
    let found = try #require(sheet.found())
    #expect(found.isSure)
    try #require(found.panels.count == 3)
    #expect(found.panels[0].box.isNear(PixelBox(x: 0, y: 0, width: 196, height: 240), within: 2))
    #expect(found.panels[1].box.isNear(PixelBox(x: 204, y: 0, width: 196, height: 116), within: 2))
    #expect(
      found.panels[2].box.isNear(PixelBox(x: 204, y: 124, width: 196, height: 116), within: 2))
  }
}

@Suite("A picture that is not a sheet") struct SinglePictures {
  @Test("has no panels: a photograph, with and without a border")
  func photographs() throws {
    var sheet = DrawnSheet(400, 240, ground: (255, 255, 255))
    sheet.photograph(0, 0, 400, 240, seed: 5)
    #expect(try #require(sheet.found()).panels.isEmpty)
    sheet = DrawnSheet(400, 240, ground: (0, 0, 0))
    sheet.photograph(0, 30, 400, 180, seed: 6)
    #expect(try #require(sheet.found()).panels.isEmpty)
  }

  @Test("has no panels: one thing on a plain background, one color, a gradient")
  func plain() throws {
    var sheet = DrawnSheet(300, 240)
    #expect(try #require(sheet.found()).panels.isEmpty)
    sheet.figure(110, 20, tall: 200)
    #expect(try #require(sheet.found()).panels.isEmpty)
    for x in 0..<300 { sheet.box(x, 0, 1, 240, (UInt8(x / 2), 90, 90)) }
    #expect(try #require(sheet.found()).panels.isEmpty)
  }

  @Test("is not cut at a post that crosses it")
  func post() throws {
    var sheet = DrawnSheet(400, 240)
    sheet.photograph(0, 0, 250, 240, seed: 7)
    sheet.photograph(250, 0, 150, 240, seed: 8)
    #expect(try #require(sheet.found()).isSure == false)
  }

  @Test(
    "is read without trouble, whatever its shape",
    arguments: [(1, 1), (1, 300), (300, 1), (31, 500), (32, 32), (33, 400), (700, 40)])
  func shapes(width: Int, height: Int) throws {
    var sheet = DrawnSheet(width, height)
    sheet.photograph(0, 0, width, height, seed: 9)
    sheet.box(width / 2, 0, 1, height, (0, 0, 0))
    for grid in [PanelGrid.auto, .fixed(rows: 2, columns: 3), .fixed(rows: 10, columns: 10)] {
      let found = try #require(sheet.found(grid))
      for panel in found.panels {
        #expect(panel.box.x >= 0 && panel.box.y >= 0)
        #expect(panel.box.width > 0 && panel.box.height > 0)
        #expect(panel.box.x + panel.box.width <= width)
        #expect(panel.box.y + panel.box.height <= height)
      }
    }
  }
}
