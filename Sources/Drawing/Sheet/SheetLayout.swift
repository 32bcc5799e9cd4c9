internal import Model

/// Where everything of a contact sheet stands. All rows are equally high, and the pages alike.
struct SheetLayout: Sendable {
  let measures: SheetMeasures
  let columns: Int
  let cellWidth: Int
  /// The place of a picture: as high as the set needs, at most four thirds of its width.
  let boxHeight: Int
  let rowHeight: Int
  let headHeight: Int
  let rowsOnPage: Int
  let pageCount: Int
  let captions: [Caption]
  /// The widest name of a bar.
  let barNameWidth: Int
  let head: SheetHead
  /// One picture alone has its words beside it, not below.
  let isAlone: Bool

  init(_ sheet: ContactSheet) {
    let count = sheet.cells.count
    let columns = min(max(sheet.columns ?? Self.columns(for: count), 1), 8)
    let measures = sheet.scale.measures
    let width = measures.cellWidth(columns: columns)
    let isAlone = columns == 1
    self.measures = measures
    self.columns = columns
    self.isAlone = isAlone
    cellWidth = width
    barNameWidth = Self.barNameWidth(sheet.cells, limit: 9 * width / 16, measures)
    boxHeight = Self.boxHeight(sheet.cells, width: width)
    captions = sheet.cells.map { Caption($0, width: width, measures) }
    head = SheetHead(sheet, width: Self.contentWidth(isAlone ? 2 : columns, width, measures))
    headHeight = head.height + measures.headGap
    let words = captions.map(\.height).max() ?? measures.line
    rowHeight =
      isAlone ? max(boxHeight, words) : boxHeight + measures.captionGap + words
    let room =
      Canvas.longestSide - 2 * measures.margin - headHeight + measures.rowGap
    let most = max(1, room / (rowHeight + measures.rowGap))
    let rows = max(1, (count + columns - 1) / columns)
    pageCount = (rows + most - 1) / most
    // As many rows on each page as there are on the others, rather than a last page with one.
    rowsOnPage = (rows + pageCount - 1) / pageCount
  }

  /// Few pictures are shown large, many so that their captions can still be read on a phone.
  private static func columns(for count: Int) -> Int {
    switch count {
    case 0, 1: 1
    case 2, 4: 2
    default: 3
    }
  }

  private static func contentWidth(
    _ columns: Int, _ width: Int, _ measures: SheetMeasures
  ) -> Int {
    columns * width + (columns - 1) * measures.gutter
  }

  private static func barNameWidth(
    _ cells: [ContactSheet.Cell], limit: Int, _ measures: SheetMeasures
  ) -> Int {
    let names = Set(cells.flatMap(\.drawnBars).map(\.name))
    return names.map { TextLine(shortening: $0, size: measures.text, to: limit).width }.max()
      ?? 0
  }

  private static func boxHeight(_ cells: [ContactSheet.Cell], width: Int) -> Int {
    let highest = 4 * width / 3
    let heights = cells.compactMap(\.picture).map { picture in
      Bitmap.size(of: picture.size, within: PixelSize(width: width, height: highest)).height
    }
    return min(max(heights.max() ?? 0, width / 2), highest)
  }

  var pageWidth: Int {
    2 * measures.margin + Self.contentWidth(isAlone ? 2 : columns, cellWidth, measures)
  }

  /// The cells of a page.
  func cells(onPage page: Int) -> Range<Int> {
    let onPage = rowsOnPage * columns
    return min(page * onPage, captions.count)..<min((page + 1) * onPage, captions.count)
  }

  func pageHeight(_ page: Int) -> Int {
    let rows = max(1, (cells(onPage: page).count + columns - 1) / columns)
    return 2 * measures.margin + headHeight + rows * rowHeight
      + (rows - 1) * measures.rowGap
  }

  /// The place of the picture of the n-th cell on its page.
  func box(_ place: Int) -> Rectangle {
    Rectangle(
      x: measures.margin + place % columns * (cellWidth + measures.gutter),
      y: measures.margin + headHeight
        + place / columns * (rowHeight + measures.rowGap),
      width: cellWidth, height: boxHeight)
  }

  /// The place of its words.
  func captionBox(_ place: Int) -> Rectangle {
    let box = box(place)
    if isAlone {
      return Rectangle(
        x: box.right + measures.gutter, y: box.y, width: cellWidth, height: rowHeight)
    }
    let top = box.bottom + measures.captionGap
    return Rectangle(
      x: box.x, y: top, width: cellWidth,
      height: rowHeight - boxHeight - measures.captionGap)
  }

  /// The part of the page that a cell keeps to: its picture, its words, and half of the gutter around.
  func cellFrame(_ place: Int) -> Rectangle {
    let (box, words) = (box(place), captionBox(place))
    return Rectangle(
      x: box.x, y: box.y, width: words.right - box.x, height: max(box.bottom, words.bottom) - box.y
    ).grown(by: measures.gutter / 2)
  }
}
