import Model
import Sheets
import Testing

@Suite("Charts") struct ChartsAndSheets {
  /// Kinds of charts.
  enum Chart: CaseIterable {
    case bars, alikeBars, grouped, stacked, hanging, signed, level, edged, pies

    func draw(_ sheet: inout DrawnSheet) {
      let heights = [110, 96, 128, 84, 120]
      for (number, height) in heights.enumerated() {
        draw(number, height, 40 + 88 * number, &sheet)
      }
    }

    private func draw(_ number: Int, _ height: Int, _ left: Int, _ sheet: inout DrawnSheet) {
      let (blue, orange): (DrawnSheet.Color, DrawnSheet.Color) = ((40, 90, 170), (220, 120, 30))
      switch self {
      case .bars: sheet.box(left, 170 - height, 44, height, blue)
      case .alikeBars: sheet.box(left, 170 - height / 3 - 80, 44, height / 3 + 80, blue)
      case .grouped:
        sheet.box(left, 170 - height, 26, height, blue)
        sheet.box(left + 26, 170 - height * 3 / 4, 26, height * 3 / 4, orange)
      case .stacked:
        sheet.box(left, 170 - height, 44, height, blue)
        sheet.box(left, 170 - height / 2, 44, height / 2, orange)
      case .hanging: sheet.box(left, 20, 44, height, blue)
      case .signed:
        let isUp = number % 2 == 0
        sheet.box(left, isUp ? 100 - height / 2 : 100, 44, height / 2, isUp ? blue : orange)
      case .level: sheet.box(30, 12 + 34 * number, 3 * height, 20, blue)
      case .edged:
        sheet.box(left, 170 - height, 44, height, (20, 20, 20))
        sheet.box(left + 1, 171 - height, 42, height - 2, blue)
      case .pies:
        if number > 3 { return }
        sheet.oval(20 + 115 * number, 50, 96, 96, blue)
        for y in 98..<146 {
          for x in 0..<96 where (2 * x - 95) * (2 * x - 95) + (2 * y - 195) * (2 * y - 195) < 9000 {
            sheet.paint(20 + 115 * number + x, y, orange)
          }
        }
      }
    }
  }

  /// The lines behind or in front of the bars.
  enum Ruling: CaseIterable {
    case none, levelLines, bothLines, dashed, dotted, before

    func draw(_ sheet: inout DrawnSheet, _ color: DrawnSheet.Color) {
      let dash = self == .dashed ? (8, 5) : self == .dotted ? (2, 4) : (436, 0)
      guard self != .none else { return }
      for y in stride(from: 20, through: 140, by: 30) {
        for x in stride(from: 24, to: 460, by: dash.0 + dash.1) {
          sheet.box(x, y, dash.0, 1, color)
        }
      }
      guard self == .bothLines else { return }
      for x in stride(from: 62, through: 440, by: 88) { sheet.box(x, 10, 1, 160, color) }
    }
  }

  @Test(
    "are not sheets, whatever their kind, lines and background", arguments: Chart.allCases,
    [(255, 255, 255), (229, 229, 229), (214, 214, 210), (28, 30, 34)])
  func charts(chart: Chart, ground: (Int, Int, Int)) throws {
    // Lines in front of bars run across them, and pies have none.
    let isLevel = chart == .level
    for ruling in chart == .pies ? [.none] : Ruling.allCases where !isLevel || ruling != .before {
      let color = (UInt8(ground.0), UInt8(ground.1), UInt8(ground.2))
      var sheet = DrawnSheet(500, 200, ground: color)
      let isDark = ground.0 < 100
      let line: DrawnSheet.Color =
        ground.0 == 255 ? (205, 205, 205) : isDark ? (90, 90, 90) : (255, 255, 255)
      if ruling != .before { ruling.draw(&sheet, line) }
      chart.draw(&sheet)
      if ruling == .before { ruling.draw(&sheet, line) }
      let found = try #require(sheet.found())
      #expect(!found.isSure, "\(ruling): \(found.confidence) \(found.cues)")
    }
  }

  @Test("are not sheets within a plot of another color, in noise too", arguments: [0, 4])
  func plots(noise: Int) throws {
    var sheet = DrawnSheet(500, 200, ground: (255, 255, 255))
    sheet.box(24, 8, 440, 164, (229, 229, 229))
    Ruling.bothLines.draw(&sheet, (255, 255, 255))
    Chart.bars.draw(&sheet)
    let found = try #require((noise > 0 ? sheet.noisy(noise) : sheet).found())
    #expect(!found.isSure, "\(found.confidence) \(found.cues)")
  }

  @Test("have squared paper, and figures on it are a sheet nevertheless", arguments: [20])
  func squaredPaper(pitch: Int) throws {
    var sheet = DrawnSheet(480, 200)
    for x in stride(from: pitch / 2, to: 480, by: pitch) {
      sheet.box(x, 0, 1, 200, (206, 206, 203))
    }
    for y in stride(from: pitch / 2, to: 200, by: pitch) {
      sheet.box(0, y, 480, 1, (206, 206, 203))
    }
    for number in 0..<4 { sheet.figure(34 + 120 * number, 30, tall: 130) }
    let found = try #require(sheet.found())
    #expect(found.isSure && found.panels.count == 4)
  }

  @Test("have equal widths, but bottles on one line with different heights are a sheet")
  func bottles() throws {
    var sheet = DrawnSheet(520, 220)
    for (number, tall) in [150, 132, 160, 140].enumerated() {
      let (left, top) = (40 + 120 * number, 190 - tall)
      sheet.oval(left, top + tall / 4, 60, 50, (30, 90, 60))
      sheet.box(left, top + tall / 4 + 25, 60, tall * 3 / 4 - 25, (30, 90, 60))
      sheet.box(left + 20, top, 20, tall / 2, (30, 90, 60))
      sheet.box(left + 20, top, 20, 10, (190, 160, 60))
      sheet.box(left, top + tall * 6 / 10, 60, tall / 5, (240, 236, 220))
    }
    let found = try #require(sheet.found())
    #expect(found.isSure && found.panels.count == 4, "\(found.confidence)")
  }
}
