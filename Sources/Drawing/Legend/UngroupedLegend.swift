package import Model

/// The legend as Castbook drew it before legends had groups: a single grid with
/// consecutive numbers, and at most one page of it.
///
/// `bundle verify` draws it when a bundle's legend differs from the current one. It must
/// never change: a single different pixel would make old bundles fail.
package struct UngroupedLegend: Sendable {
  /// One picture with its caption.
  package struct Cell: Sendable {
    /// The picture; `nil` when there is none to see.
    package let picture: Bitmap?
    /// The name by which the prompt refers to it.
    package let token: String
    /// The file's name.
    package let fileName: String
    /// The size that the caption states, in pixels.
    package let size: PixelSize?
    /// What to know about the picture. The first two are drawn.
    package let notes: [String]

    /// Describes a cell.
    package init(
      picture: Bitmap?, token: String, what: String, size: PixelSize?, notes: [String]
    ) {
      self.picture = picture
      self.token = token
      self.fileName = what
      self.size = size
      self.notes = notes
    }
  }

  private let name: TextLine?
  private let subtitle: [TextLine]
  private let cells: [Cell]
  private let columns: Int
  private let captions: [Caption]

  /// The caption: the number and token, then the file and its size, then the notes.
  private struct Caption {
    let number: TextLine
    let token: TextLine
    let facts: [TextLine]
    let notes: [[TextLine]]

    init(_ cell: Cell, number count: Int, width: Int) {
      number = TextLine(shortening: "\(count)", size: 24, to: width / 2)
      token = TextLine(
        shortening: cell.token, size: 24, to: max(0, width - number.width - 12))
      let what = sanitized(cell.fileName)
      let shown = Typeface.canDraw(what) ? what : "file \(count) (name not shown)"
      facts = [shown, cell.size.map { "\($0.width) × \($0.height)" } ?? ""]
        .filter { !$0.isEmpty }.map { TextLine(shortening: $0, size: 24, to: width) }
      notes = cell.notes.prefix(2).map { TextLine.wrapped($0, size: 24, to: width, lines: 2) }
    }

    /// The height in pixels.
    var height: Int {
      32 * (1 + facts.count) + notes.filter { !$0.isEmpty }.reduce(0) { $0 + 9 + 32 * $1.count }
    }
  }

  /// Returns the number of columns for a number of cells, from 2 to 4.
  package static func columns(of count: Int) -> Int { min(4, max(2, count)) }

  /// Returns the largest size at which a picture is drawn.
  package static func pictureBox(columns: Int) -> PixelSize {
    let width = max(277, (896 - (columns - 1) * 32) / columns)
    return PixelSize(width: width, height: 4 * width / 3)
  }

  /// Lays out all captions.
  package init(name: String, subtitle: String, cells: [Cell]) {
    self.cells = cells
    columns = Self.columns(of: cells.count)
    let width = Self.pictureBox(columns: columns).width
    let content = columns * width + (columns - 1) * 32
    self.name =
      name.isEmpty ? nil : TextLine(shortening: name, size: 36, to: content - 147)
    self.subtitle = TextLine.wrapped(subtitle, size: 24, to: content, lines: 2)
    captions = cells.enumerated().map { Caption($0.element, number: $0.offset + 1, width: width) }
  }

  /// The first page as a PNG.
  package var png: [UInt8] { CanvasEncoder().quickBytes(of: canvas) }

  /// The first page. Further pages were never drawn.
  private var canvas: Canvas {
    let box = Self.pictureBox(columns: columns)
    let boxHeight = min(
      max(
        cells.compactMap(\.picture).map { Bitmap.size(of: $0.size, within: box).height }.max() ?? 0,
        box.width / 2), box.height)
    let rowHeight = boxHeight + 19 + (captions.map(\.height).max() ?? 32)
    let top = 32 + (name == nil ? 0 : 51) + 32 * subtitle.count + 24
    let rowsPerPage = max(1, (4096 - 32 - top + 40) / (rowHeight + 40))
    let rows = max(1, (cells.count + columns - 1) / columns)
    let pageCount = (rows + rowsPerPage - 1) / rowsPerPage
    let shownRows = (rows + pageCount - 1) / pageCount
    let width = 64 + columns * box.width + (columns - 1) * 32
    var canvas = Canvas(
      width: width, height: 32 + top + shownRows * rowHeight + (shownRows - 1) * 40, Self.ground)
    drawHead(pageCount, on: &canvas)
    for index in cells.indices.prefix(shownRows * columns) {
      let frame = Rectangle(
        x: 32 + index % columns * (box.width + 32),
        y: top + index / columns * (rowHeight + 40), width: box.width, height: boxHeight)
      drawPicture(cells[index].picture, frame, on: &canvas)
      draw(captions[index], x: frame.x, y: frame.bottom + 19, on: &canvas)
    }
    return canvas
  }

  private static let ground = Color.grey(46)
  private static let ink = Color.grey(240)
  private static let quiet = Color.grey(200)
  private static let style = TextStyle(size: 24, lineHeight: 32, baseline: 24)

  /// Draws the title, the subtitle and the number of pages.
  private func drawHead(_ pageCount: Int, on canvas: inout Canvas) {
    var y = 32
    if pageCount > 1 {
      let page = TextLine("1 of \(pageCount)", size: 24)
      let baseline = y + (name == nil ? 24 : 37)
      canvas.draw(page, x: canvas.size.width - 32 - page.width, baseline: baseline, Self.quiet)
    }
    if let name {
      canvas.draw(name, x: 32, baseline: y + 37, Self.ink)
      y += 51
    }
    canvas.draw(subtitle, x: 32, y: &y, Self.style, Self.quiet)
  }

  /// Draws a picture centered in its box, or a text that there is none.
  private func drawPicture(_ picture: Bitmap?, _ box: Rectangle, on canvas: inout Canvas) {
    canvas.fill(box, .grey(34))
    guard let picture else {
      let line = TextLine("no picture", size: 24)
      canvas.draw(
        line, x: box.x + (box.width - line.width) / 2, baseline: box.y + (box.height + 24) / 2,
        Self.ink)
      return
    }
    let fitted = picture.fitted(width: box.width, height: box.height)
    canvas.draw(
      fitted, x: box.x + (box.width - fitted.size.width) / 2,
      y: box.y + (box.height - fitted.size.height) / 2)
  }

  /// Draws a caption with its upper left corner at (x, y).
  private func draw(_ caption: Caption, x: Int, y: Int, on canvas: inout Canvas) {
    canvas.draw(caption.number, x: x, baseline: y + 24, Self.ink)
    canvas.draw(caption.token, x: x + caption.number.width + 12, baseline: y + 24, Self.ink)
    var y = y + 32
    canvas.draw(caption.facts, x: x, y: &y, Self.style, Self.quiet)
    for note in caption.notes where !note.isEmpty {
      y += 9
      canvas.draw(note, x: x, y: &y, Self.style, Self.ink)
    }
  }
}
