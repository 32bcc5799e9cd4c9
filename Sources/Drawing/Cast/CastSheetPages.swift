internal import Model

/// The pages of a cast sheet, each made when it is needed.
package struct CastSheetPages: Sendable {
  private let sheet: CastSheet
  private let measures = CastSheetMetrics()
  /// The entries of each page, with their upper edges.
  private var placed: [[(entry: Int, y: Int)]] = [[]]

  /// Lays out a sheet.
  init(of sheet: CastSheet) {
    self.sheet = sheet
    var y = measures.margin + head.height
    for (index, entry) in sheet.entries.enumerated() {
      let height = CastEntryLayout(entry, width: width).height
      var top = y + gap(above: index)
      if top + height > bottom, !(placed[placed.count - 1].isEmpty && placed.count > 1) {
        placed.append([])
        top = measures.margin
      }
      placed[placed.count - 1].append((index, top))
      y = top + height
    }
  }

  /// The number of pages, at least 1.
  package var count: Int { placed.count }

  package func pictures(onPage page: Int) -> [Int] {
    placed[page].flatMap { item in
      let entry = sheet.entries[item.entry]
      return ([entry.cover].compactMap(\.self) + entry.views).compactMap { view in
        if case .picture(let index, _) = view.content { index } else { nil }
      }
    }
  }

  /// Returns a page as a PNG.
  ///
  /// - Parameter pictures: The pictures of the page by their indices. One that is missing leaves an
  ///   empty frame that says so.
  package func png(_ page: Int, _ pictures: [Int: Bitmap]) -> [UInt8] {
    CanvasEncoder().bytes(
      of: self.page(page) { pictures[$0] != nil }.canvas { pictures[$0] })
  }

  // MARK: Layout

  /// The width between the margins.
  private var width: Int { sheet.paper.size.width - 2 * measures.margin }
  /// The lowest edge of an entry.
  private var bottom: Int { sheet.paper.size.height - measures.margin }

  /// Returns the distance of an entry from what is above it on its page.
  private func gap(above index: Int) -> Int {
    index == 0 ? measures.entryGap : 2 * measures.entryGap + measures.rule
  }

  func page(_ number: Int, isReadable: (Int) -> Bool = { _ in true }) -> Page {
    var page = Page(paper: sheet.paper)
    if number == 0 { page.items += head.items }
    for (position, item) in placed[number].enumerated() {
      let entry = sheet.entries[item.entry]
      if position > 0, !entry.isLook {
        page.items.append(
          .fill(
            [
              Rectangle(
                x: measures.margin, y: item.y - measures.entryGap - measures.rule, width: width,
                height: measures.rule)
            ], measures.ruleColor))
      }
      let layout = CastEntryLayout(entry, width: width, isReadable: isReadable)
      page.items += layout.items.map { $0.moved(x: measures.margin, y: item.y) }
    }
    page.items += footer(number)
    return page
  }

  /// Returns the entries that begin on a page, with their upper edges.
  func marks(onPage page: Int) -> [(title: String, y: Int)] {
    placed[page].map { item in
      let entry = sheet.entries[item.entry]
      let name = entry.name.isEmpty ? entry.handle : "\(entry.name) · \(entry.handle)"
      return (sanitized(name), item.y)
    }
  }

  /// The title with the lines below it, at the top of the first page, and its height.
  private var head: (items: [PageItem], height: Int) {
    let x = measures.margin
    var (y, items) = (measures.margin, [PageItem]())
    let title = sheet.title.isEmpty ? "Cast" : sheet.title
    let drawn = measures.name.lines(title, width: width, limit: 2, x: x, y: y, .primary)
    let isWhole = Typeface.canDraw(sanitized(title))
    items += drawn.enumerated().map { index, line in
      .text(line, original: isWhole ? nil : index == 0 ? sanitized(title) : "")
    }
    y += drawn.count * measures.name.lineHeight
    for line in sheet.lines {
      let drawn = measures.text.lines(line, width: width, limit: 2, x: x, y: y, .secondary)
      items += drawn.map { .text($0) }
      y += drawn.count * measures.text.lineHeight
    }
    y += measures.partGap
    items.append(
      .fill(
        [Rectangle(x: x, y: y, width: width, height: measures.rule)], measures.ruleColor))
    return (items, y + measures.rule - measures.margin)
  }

  /// The title and the number of the page below the entries.
  private func footer(_ page: Int) -> [PageItem] {
    let style = measures.text
    let size = sheet.paper.size
    let y = size.height - measures.footer - style.baseline
    let number = TextLine("\(page + 1) of \(count)", size: style.size)
    var items = [
      PageItem.text(
        style.place(number, x: size.width - measures.margin - number.width, y: y, .secondary))
    ]
    if page > 0 {
      let title = TextLine(
        shortening: sheet.title.isEmpty ? "Cast" : sheet.title, size: style.size, to: width * 3 / 4)
      items.append(.text(style.place(title, x: measures.margin, y: y, .secondary)))
    }
    return items
  }
}

extension PageItem {
  /// Returns the item at another position.
  func moved(x: Int, y: Int) -> PageItem {
    func moved(_ rectangle: Rectangle) -> Rectangle {
      Rectangle(
        x: rectangle.x + x, y: rectangle.y + y, width: rectangle.width, height: rectangle.height)
    }
    switch self {
    case .text(let text, let original):
      let moved = PlacedText(
        line: text.line, x: text.x + x, y: text.y + y, lineHeight: text.lineHeight,
        baseline: text.baseline, ink: text.ink)
      return .text(moved, original: original)
    case .fill(let rectangles, let color): return .fill(rectangles.map(moved), color)
    case .picture(let index, let frame): return .picture(index, moved(frame))
    case .mark(let mark, let square): return .mark(mark, moved(square))
    }
  }
}

extension CastSheetPages {
  /// The title that viewers show.
  var title: String { sanitized(sheet.title.isEmpty ? "Cast" : sheet.title) }
  var day: Day { sheet.day }
}
