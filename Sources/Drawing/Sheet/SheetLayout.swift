internal import Model

/// The position of everything on a contact sheet. Each row is as high as its own pictures
/// and captions require.
struct SheetLayout: Sendable {
  /// The lengths of a sheet.
  let measures = SheetMetrics()
  /// The number of cells side by side.
  let columns: Int
  let cellWidth: Int
  let captions: [Caption]
  let barNameWidth: Int
  /// The lines above the pictures.
  let head: SheetHead
  /// Whether there is one column, whose captions are beside the pictures and not below
  /// them.
  let hasSingleColumn: Bool
  /// The width of the widest picture, which the captions beside the pictures are aligned
  /// to.
  private let widestPicture: Int
  private(set) var rows: [Row]
  private(set) var pages: [Range<Int>]

  /// A row of cells.
  struct Row: Sendable {
    let cells: Range<Int>
    /// The height of the tallest picture.
    let boxHeight: Int
    /// The height of the longest caption.
    let captionHeight: Int
    /// The upper edge on its page.
    var y = 0
  }

  /// Lays out the whole sheet.
  init(_ sheet: ContactSheet) {
    let count = sheet.cells.count
    let columns = min(max(sheet.columns ?? Self.columns(for: count), 1), 8)
    let width = measures.cellWidth(columns: columns)
    self.columns = columns
    hasSingleColumn = columns == 1
    cellWidth = width
    barNameWidth = Self.barNameWidth(sheet.cells, limit: 9 * width / 16, measures)
    captions = sheet.cells.map { Caption($0, width: width) }
    head = SheetHead(sheet, width: measures.contentWidth(hasSingleColumn ? 2 : columns, width))
    let box = PixelSize(width: width, height: 4 * width / 3)
    widestPicture =
      sheet.cells.map { cell in
        cell.picture.map { Bitmap.size(of: $0.size, within: box).width } ?? width
      }.max() ?? width
    rows = []
    pages = []
    rows = stride(from: 0, to: count, by: columns).map { start in
      let cells = start..<min(start + columns, count)
      return Row(
        cells: cells,
        boxHeight: cells.map { boxHeight(of: sheet.cells[$0]) }.max() ?? 0,
        captionHeight: cells.map { captions[$0].height }.max() ?? 0)
    }
    pages = dividedPages()
    for page in pages {
      var y = measures.margin + headHeight
      for row in page {
        rows[row].y = y
        y += height(of: rows[row]) + measures.rowGap
      }
    }
  }

  /// The number of columns: few pictures are shown large, and many so that their captions
  /// are still legible on a phone.
  private static func columns(for count: Int) -> Int {
    switch count {
    case 0, 1: 1
    case 2, 4: 2
    default: 3
    }
  }

  /// The width of the widest name of a bar, at most `limit`.
  private static func barNameWidth(
    _ cells: [ContactSheet.Cell], limit: Int, _ measures: SheetMetrics
  ) -> Int {
    let names = Set(cells.flatMap(\.drawnBars).map(\.name))
    return names.map { TextLine(shortening: $0, size: measures.text, to: limit).width }.max()
      ?? 0
  }

  // MARK: Heights

  /// The distance from the margin to the first row.
  private var headHeight: Int { head.height + measures.headGap }

  /// The height of a cell's picture: at most four thirds of the cell's width.
  private func boxHeight(of cell: ContactSheet.Cell) -> Int {
    guard let picture = cell.picture else { return 2 * measures.minimumBoxHeight }
    let box = PixelSize(width: cellWidth, height: 4 * cellWidth / 3)
    return max(Bitmap.size(of: picture.size, within: box).height, measures.minimumBoxHeight)
  }

  /// The height of a row, with the captions beside or below its pictures.
  private func height(of row: Row) -> Int {
    hasSingleColumn
      ? max(row.boxHeight, row.captionHeight)
      : row.boxHeight + measures.captionGap + row.captionHeight
  }

  private func height(of rows: Range<Int>) -> Int {
    let heights = rows.reduce(0) { $0 + height(of: self.rows[$1]) }
    return 2 * measures.margin + headHeight + heights + max(0, rows.count - 1) * measures.rowGap
  }

  // MARK: Pages

  /// Divides the rows into as few pages as possible, and these as evenly as possible, so
  /// that the last page does not have only one row.
  private func dividedPages() -> [Range<Int>] {
    let fewest = pages(of: SheetMetrics.pageHeight)
    var limit = height(of: rows.indices) / fewest.count
    while limit < SheetMetrics.pageHeight {
      let pages = pages(of: limit)
      if pages.count <= fewest.count { return pages }
      limit += measures.line
    }
    return fewest
  }

  /// Divides the rows into pages of at most `limit` pixels. A higher row gets a page of
  /// its own.
  private func pages(of limit: Int) -> [Range<Int>] {
    var pages: [Range<Int>] = []
    var start = 0
    for end in rows.indices where end > start && height(of: start..<end + 1) > limit {
      pages.append(start..<end)
      start = end
    }
    return pages + [start..<rows.count]
  }

  /// The number of pages, at least 1.
  var pageCount: Int { pages.count }

  var pageWidth: Int {
    2 * measures.margin + measures.contentWidth(hasSingleColumn ? 2 : columns, cellWidth)
  }

  func pageHeight(_ page: Int) -> Int {
    let rows = pages[page]
    return min(
      rows.isEmpty ? height(of: rows) + measures.line : height(of: rows), Canvas.maximumSide)
  }

  func cells(onPage page: Int) -> Range<Int> {
    let rows = pages[page]
    guard let first = rows.first, let last = rows.last else { return 0..<0 }
    return self.rows[first].cells.lowerBound..<self.rows[last].cells.upperBound
  }

  // MARK: Cells

  /// The area of a cell's picture on its page.
  func box(_ cell: Int) -> Rectangle {
    let row = rows[cell / columns]
    return Rectangle(
      x: measures.margin + cell % columns * (cellWidth + measures.gutter), y: row.y,
      width: cellWidth, height: row.boxHeight)
  }

  /// The area of a cell's caption on its page.
  func captionBox(_ cell: Int) -> Rectangle {
    let (box, row) = (box(cell), rows[cell / columns])
    if hasSingleColumn {
      return Rectangle(
        x: box.x + widestPicture + measures.gutter, y: box.y, width: cellWidth,
        height: height(of: row))
    }
    return Rectangle(
      x: box.x, y: box.bottom + measures.captionGap, width: cellWidth, height: row.captionHeight)
  }

  /// The area that a cell must not leave: its picture, its caption, and half of the gutter
  /// around them.
  func cellFrame(_ cell: Int) -> Rectangle {
    let (box, caption) = (box(cell), captionBox(cell))
    return Rectangle(
      x: box.x, y: box.y, width: caption.right - box.x,
      height: max(box.bottom, caption.bottom) - box.y
    ).expanded(by: measures.gutter / 2)
  }
}

extension SheetMetrics {
  /// The width of that many cells side by side.
  func contentWidth(_ columns: Int, _ cellWidth: Int) -> Int {
    columns * cellWidth + (columns - 1) * gutter
  }
}
