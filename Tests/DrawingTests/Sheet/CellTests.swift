import Model
import Testing

@testable import Drawing

@Suite("A cell of a contact sheet")
struct CellTests {
  /// A drawn sheet of one cell, and the frames of its parts.
  private struct Drawn {
    let canvas: Canvas
    let box: Rectangle
    let words: Rectangle
    let theme: ContactSheet.Theme

    init(_ cell: ContactSheet.Cell, _ theme: ContactSheet.Theme = .dark) {
      let pages = ContactSheet(cells: [cell], theme: theme).pages()
      canvas = pages.canvas(0)
      box = pages.layout.box(0)
      words = pages.layout.captionBox(0)
      self.theme = theme
    }
  }

  private static func cell(_ picture: Bitmap? = nil) -> ContactSheet.Cell {
    var cell = ContactSheet.Cell(picture: picture, number: 1, file: "mira.jpg")
    cell.original = picture?.size
    return cell
  }

  @Test("has bars as long as their scores", arguments: ContactSheet.Theme.allCases)
  func bars(theme: ContactSheet.Theme) throws {
    for (score, share) in [(0.5, 0.5), (0, 0), (1, 1), (0.25, 0.25), (9, 1), (.nan, 0)] {
      var cell = Self.cell()
      cell.bars = [.init(name: "sharpness", score: score)]
      let drawn = Drawn(cell, theme)
      // The row of pixels in the middle of the bar that name and number cover least.
      let y = try #require(
        (drawn.words.y..<drawn.words.bottom).first { y in
          let row = drawn.canvas.colors(
            in: Rectangle(x: drawn.words.x, y: y, width: drawn.words.width, height: 1))
          return longestRun(row, theme.track) + longestRun(row, theme.ink) > 200
        })
      let row = drawn.canvas.colors(
        in: Rectangle(x: drawn.words.x, y: y, width: drawn.words.width, height: 1))
      let (filled, empty) = (longestRun(row, theme.ink), longestRun(row, theme.track))
      let whole = Double(share > 0 ? filled : 0) + Double(share < 1 ? empty : 0)
      if share > 0, share < 1 {
        #expect(abs(Double(filled) - share * whole) <= 0.5)
      } else {
        #expect(whole > 200)
      }
    }
  }

  private func longestRun(_ colors: [Color], _ color: Color) -> Int {
    var (maximum, run) = (0, 0)
    for next in colors {
      run = next == color ? run + 1 : 0
      maximum = max(maximum, run)
    }
    return maximum
  }

  @Test("has marks that differ in shape")
  func marks() throws {
    var masks: [Mark: [UInt8]] = [:]
    for mark in Mark.allCases {
      let mask = try #require(mark.mask(x: 0, y: 0, side: 38))
      #expect(mask.rectangle.width <= 38 && mask.rectangle.height <= 38)
      var canvas = Canvas(width: 38, height: 38, .black)
      canvas.draw(mask, .white)
      masks[mark] = canvas.colors(in: canvas.bounds).map { $0.red > 128 ? 1 : 0 }
    }
    for (mark, shape) in masks {
      // At least a fifth of the square is set in one and clear in the other.
      for (other, otherShape) in masks where other != mark {
        let differing = zip(shape, otherShape).filter { $0 != $1 }.count
        #expect(differing > 38 * 38 / 5, "\(mark) and \(other)")
      }
    }
  }

  @Test(
    "shows a mark in its color with its word beside it, and no mark without a rating",
    arguments: ContactSheet.Theme.allCases)
  func status(theme: ContactSheet.Theme) {
    let measures = SheetMetrics()
    func place(_ status: Mark?) -> (colors: [Color], words: [Color]) {
      var cell = Self.cell()
      cell.status = status
      let drawn = Drawn(cell, theme)
      let y = drawn.words.y + measures.line
      let mark = Rectangle(x: drawn.words.x, y: y, width: measures.mark, height: measures.line)
      let words = Rectangle(
        x: mark.right + measures.partGap, y: y, width: 160, height: measures.line)
      return (drawn.canvas.colors(in: mark), drawn.canvas.colors(in: words))
    }
    for mark in Mark.allCases {
      let (colors, words) = place(mark)
      #expect(colors.contains(theme.color(of: mark)))
      #expect(words.contains(theme.ink))
      #expect(theme.color(of: mark).contrast(to: theme.background) >= 7, "\(mark)")
    }
    #expect(
      !place(nil).colors.contains { color in Mark.allCases.contains { theme.color(of: $0) == color }
      })
    #expect(Set(Mark.allCases.map(\.word)).count == 3)
  }

  @Test(
    "has evidence boxes at their positions, light inside dark, on any picture",
    arguments: [0, 90, 255])
  func evidence(grey: Int) throws {
    let picture = try #require(Bitmap.flat(.grey(UInt8(grey)), width: 1296, height: 864))
    var cell = Self.cell(picture)
    // The file's picture is twice as large, and a quarter of it is on the sheet.
    cell.original = PixelSize(width: 2592, height: 1728)
    cell.boxes = [PixelBox(x: 400, y: 800, width: 1200, height: 400)]
    let drawn = Drawn(cell)
    let shown = Bitmap.size(
      of: picture.size, within: PixelSize(width: drawn.box.width, height: drawn.box.height))
    #expect(shown == PixelSize(width: 648, height: 432))
    let (x, y) = (drawn.box.x + 100, drawn.box.bottom - 432 + 200)
    let row = (0..<400).compactMap { drawn.canvas[x - 20 + $0, y + 50] }
    let expected =
      [Color](repeating: .grey(UInt8(grey)), count: 20) + [.black, .black, .black]
      + [.white, .white, .white]
    #expect(Array(row.prefix(26)) == expected)
    #expect(row[26] == .grey(UInt8(grey)))
    #expect(drawn.canvas[x, y] == .black)
    #expect(drawn.canvas[x + 299, y + 99] == .black)
    #expect(drawn.canvas[x + 300, y + 99] == .grey(UInt8(grey)))
    #expect(drawn.canvas[x + 3, y + 3] == .white)
    #expect(drawn.canvas[x + 296, y + 96] == .white)
    #expect(drawn.canvas[x - 1, y] == .grey(UInt8(grey)))
  }

  @Test("shows a picture upright, above its text, with its shape kept")
  func picture() throws {
    let rgb = (0..<300).flatMap { row in
      [UInt8](repeating: row < 150 ? 250 : 10, count: 3 * 100)
    }
    let picture = try #require(Bitmap(size: PixelSize(width: 100, height: 300), rgb: rgb))
    let drawn = Drawn(Self.cell(picture))
    let box = drawn.box
    // Smaller than its cell, so drawn at its own size.
    let left = box.x
    let top = box.bottom - 300
    #expect(box.height == 300)
    #expect(
      drawn.canvas.colors(in: Rectangle(x: left, y: top, width: 100, height: 150))
        .allSatisfy { $0 == .grey(250) })
    #expect(
      drawn.canvas.colors(in: Rectangle(x: left, y: top + 150, width: 100, height: 150))
        .allSatisfy { $0 == .grey(10) })
    #expect(drawn.canvas[left - 1, top] == drawn.theme.background)
    #expect(drawn.canvas[left + 100, top] == drawn.theme.background)
  }

  @Test(
    "has text with a contrast of at least 7 to 1", arguments: ContactSheet.Theme.allCases)
  func contrast(theme: ContactSheet.Theme) throws {
    var cell = Self.cell(Bitmap.flat(.grey(128), width: 50, height: 50))
    cell.findings = ["a little soft: 0.31"]
    cell.bars = [.init(name: "sharpness", score: 0.31)]
    let drawn = Drawn(cell, theme)
    let line = SheetMetrics().line
    // Number, size, name; then, after the gap, the bar and the finding.
    let tops = [
      0, line, 2 * line, 3 * line + 14, 3 * line + 28 + SheetMetrics().barLine,
    ].map { drawn.words.y + $0 }
    for top in tops {
      let part = Rectangle(x: drawn.words.x, y: top, width: 160, height: line)
      let colors = drawn.canvas.colors(in: part)
      let contrasts = colors.map { $0.contrast(to: theme.background) }
      #expect(contrasts.contains { $0 >= 7 })
      // Strokes, not specks: a stem is fully dark.
      #expect(contrasts.filter { $0 >= 7 }.count > 40)
    }
    #expect(theme.ink.contrast(to: theme.background) >= 7)
    #expect(theme.secondaryInk.contrast(to: theme.background) >= 7)
    #expect(theme.ink.contrast(to: theme.pictureBackground) >= 7)
    #expect(theme.ink.contrast(to: theme.track) >= 3)
  }

  @Test("distinguishes selected pictures from others without text, too")
  func choice() {
    func plate(_ choice: ContactSheet.Choice?) -> [Color] {
      var cell = Self.cell()
      cell.choice = choice
      let drawn = Drawn(cell)
      return drawn.canvas.colors(
        in: Rectangle(x: drawn.words.x, y: drawn.words.y, width: 44, height: 48))
    }
    func ink(_ colors: [Color]) -> Int {
      colors.filter { $0 == ContactSheet.Theme.dark.ink }.count
    }
    #expect(ink(plate(.chosen)) > 2 * ink(plate(.notChosen)))
    #expect(ink(plate(.notChosen)) > 2 * ink(plate(nil)))
    var cell = Self.cell(Bitmap.flat(.white, width: 15, height: 20))
    cell.choice = .chosen
    #expect(cell.drawnFacts == ["chosen", "15 × 20"])
    cell.choice = .notChosen
    cell.status = .pass
    #expect(cell.drawnFacts == ["good · not chosen", "15 × 20"])
    cell.choice = nil
    #expect(cell.drawnFacts == ["good · 15 × 20"])
  }

  @Test("of the odd one has a bracket in the gutter and its word below")
  func odd() throws {
    let picture = try #require(Bitmap.flat(.grey(128), width: 900, height: 900))
    var cell = Self.cell(picture)
    let plain = Drawn(cell)
    cell.distinction = "warmer light than 1"
    let drawn = Drawn(cell)
    let gutter = Rectangle(x: drawn.box.x - 14, y: drawn.box.y, width: 8, height: 40)
    #expect(drawn.canvas.colors(in: gutter).allSatisfy { $0 == drawn.theme.ink })
    #expect(plain.canvas.colors(in: gutter).allSatisfy { $0 == drawn.theme.background })
    // The picture itself is unchanged.
    #expect(drawn.canvas.cut(drawn.box) == plain.canvas.cut(plain.box))
    #expect(drawn.canvas.cut(drawn.words) != plain.canvas.cut(plain.words))
  }

  @Test("of a picture with an added border shows it striped, and leaves the original as it is")
  func addedBorder() throws {
    let picture = try #require(Bitmap.flat(.grey(90), width: 400, height: 500))
    var cell = Self.cell(picture)
    cell.original = PixelSize(width: 800, height: 1000)
    cell.originalArea = PixelBox(x: 0, y: 200, width: 800, height: 600)
    let drawn = Drawn(cell)
    let (x, y) = (drawn.box.x, drawn.box.bottom - 500)
    let original = drawn.canvas.colors(in: Rectangle(x: x + 4, y: y + 104, width: 392, height: 292))
    #expect(original.allSatisfy { $0 == .grey(90) })
    for top in [y, y + 404] {
      let border = drawn.canvas.colors(in: Rectangle(x: x, y: top, width: 400, height: 90))
      let light = border.filter { $0.luminance > Color.grey(120).luminance }
      #expect(light.count > border.count / 2)
      // Stripes, not one tone: the border differs from a plain wall.
      #expect(Set(border).count == 2)
    }
    #expect(drawn.canvas[x + 200, y + 98] == .black)
    #expect(drawn.canvas[x + 200, y + 100] == .white)
  }
}
