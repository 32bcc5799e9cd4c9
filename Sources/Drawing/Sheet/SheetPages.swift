package import Model

/// The pages of a contact sheet, each drawn when it is needed.
package struct SheetPages: Sendable {
  private let sheet: ContactSheet
  /// The positions of everything on all pages.
  let layout: SheetLayout

  /// Lays out a sheet.
  init(of sheet: ContactSheet) {
    self.sheet = sheet
    layout = SheetLayout(sheet)
  }

  /// The number of pages, at least 1.
  package var count: Int { layout.pageCount }

  package func cells(onPage page: Int) -> Range<Int> { layout.cells(onPage: page) }

  package func size(ofPage page: Int) -> PixelSize {
    PixelSize(width: layout.pageWidth, height: layout.pageHeight(page))
  }

  /// Draws a page by its index from 0.
  package func canvas(_ page: Int) -> Canvas {
    let (size, measures) = (size(ofPage: page), layout.measures)
    var canvas = Canvas(width: size.width, height: size.height, sheet.theme.background)
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
      let clip = canvas.clip
      canvas.clip = layout.cellFrame(cell)
      CellDrawing(
        cell: sheet.cells[cell], caption: layout.captions[cell], theme: sheet.theme,
        box: layout.box(cell), captionArea: layout.captionBox(cell),
        barNameWidth: layout.barNameWidth
      ).draw(on: &canvas)
      canvas.clip = clip
    }
    return canvas
  }

  package func png(_ page: Int) -> [UInt8] { CanvasEncoder().bytes(of: canvas(page)) }
}
