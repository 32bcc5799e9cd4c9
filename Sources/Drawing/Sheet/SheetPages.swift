package import Model

/// The pages of a contact sheet, each drawn when it is asked for.
package struct SheetPages: Sendable {
  private let sheet: ContactSheet
  let layout: SheetLayout

  init(of sheet: ContactSheet) {
    self.sheet = sheet
    layout = SheetLayout(sheet)
  }

  package var count: Int { layout.pageCount }

  /// The cells that stand on a page, by their places in the sheet.
  package func cells(onPage page: Int) -> Range<Int> { layout.cells(onPage: page) }

  /// The size of a page.
  package func size(ofPage page: Int) -> PixelSize {
    PixelSize(width: layout.pageWidth, height: layout.pageHeight(page))
  }

  /// Draws a page, the first one being 0.
  package func canvas(_ page: Int) -> Canvas {
    let (size, measures) = (size(ofPage: page), layout.measures)
    var canvas = Canvas(width: size.width, height: size.height, sheet.theme.ground)
    let number =
      count > 1 ? TextLine("\(page + 1) of \(count)", size: measures.text) : nil
    layout.head.draw(on: &canvas, page: number, theme: sheet.theme)
    if sheet.cells.isEmpty {
      canvas.draw(
        TextLine("no pictures", size: measures.text), x: measures.margin,
        baseline: size.height - measures.margin - measures.line + measures.baseline,
        sheet.theme.ink)
    }
    for cell in layout.cells(onPage: page) {
      let whole = canvas.clip
      canvas.clip = layout.cellFrame(cell)
      CellDrawing(
        cell: sheet.cells[cell], caption: layout.captions[cell], theme: sheet.theme,
        box: layout.box(cell), words: layout.captionBox(cell),
        barNameWidth: layout.barNameWidth
      ).draw(on: &canvas)
      canvas.clip = whole
    }
    return canvas
  }

  /// A page as the bytes of a PNG.
  package func png(_ page: Int) -> [UInt8] { PNGWriter().bytes(of: canvas(page)) }
}
