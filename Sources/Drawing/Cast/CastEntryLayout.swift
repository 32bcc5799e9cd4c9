internal import Model

/// The position of everything in one entry of a cast sheet, from its upper left corner.
struct CastEntryLayout: Sendable {
  private(set) var items: [PageItem] = []
  /// The height in pixels.
  private(set) var height = 0

  private let measures = CastSheetMetrics()
  private let entry: CastSheet.Entry
  /// The width of the page without its margins.
  private let width: Int

  /// Lays out an entry.
  ///
  /// - Parameter isReadable: Whether the picture with an index could be read. One that could not
  ///   be read leaves an empty frame of the same size.
  init(
    _ entry: CastSheet.Entry, width: Int, isReadable: (Int) -> Bool = { _ in true }
  ) {
    self.entry = entry
    self.width = width
    let coverBottom = addCover(isReadable)
    // The capitals of the name begin where the cover begins.
    var y = -measures.nameRise
    addHead(&y)
    for row in entry.rows { add(row, &y) }
    let bottom = addViews(from: y, coverBottom, isReadable)
    height = max(coverBottom, bottom)
  }

  /// The left edge of the words.
  private var textX: Int { measures.cover.width + measures.gutter }
  private var textWidth: Int { width - textX }

  // MARK: The cover

  /// Adds the cover with its role, and returns where it ends.
  private mutating func addCover(_ isReadable: (Int) -> Bool) -> Int {
    let indent = entry.isLook ? measures.lookIndent : 0
    var box = Rectangle(
      x: indent, y: 0, width: measures.cover.width - indent,
      height: measures.cover.height - 6 * indent / 5)
    let view = entry.cover ?? CastSheet.View(.words(entry.emptyWords), label: "")
    if case .picture(_, let size) = view.content {
      let fitted = Bitmap.size(of: size, within: PixelSize(width: box.width, height: box.height))
      (box.width, box.height) = (max(1, fitted.width), max(1, fitted.height))
    } else {
      box.height = measures.emptyHeight
    }
    add(view, in: box, isReadable)
    return box.bottom + labelHeight(view, width: box.width)
  }

  /// Adds a view that fills a frame, with its label below.
  private mutating func add(
    _ view: CastSheet.View, in frame: Rectangle, _ isReadable: (Int) -> Bool
  ) {
    switch view.content {
    case .picture(let index, _) where isReadable(index): items.append(.picture(index, frame))
    case .picture: add("can't be read", in: frame)
    case .words(let words): add(words, in: frame)
    case .waveform(let peaks): add(peaks, in: frame)
    }
    var y = frame.bottom + measures.labelGap
    for line in label(view, width: frame.width) {
      items.append(.text(measures.text.place(line, x: frame.x, y: y, .secondary)))
      y += measures.text.lineHeight
    }
  }

  /// Returns the lines of a view's label below a frame of a width.
  private func label(_ view: CastSheet.View, width: Int) -> [TextLine] {
    TextLine.wrapped(
      view.label, size: measures.text.size, to: width, lines: 3, breaksAfterHyphens: true)
  }

  /// Returns the height of a view's label with its distance from the frame.
  private func labelHeight(_ view: CastSheet.View, width: Int) -> Int {
    let count = label(view, width: width).count
    return count == 0 ? 0 : measures.labelGap + count * measures.text.lineHeight
  }

  /// Adds an empty frame with words in its middle.
  private mutating func add(_ words: String, in frame: Rectangle) {
    items.append(.fill([frame], measures.frameColor))
    let style = measures.text
    let lines = TextLine.wrapped(
      words, size: style.size, to: frame.width - 16,
      lines: max(1, frame.height / style.lineHeight))
    var y = frame.y + (frame.height - lines.count * style.lineHeight) / 2
    for line in lines {
      let x = frame.x + (frame.width - line.width) / 2
      items.append(.text(style.place(line, x: x, y: y, .secondary)))
      y += style.lineHeight
    }
  }

  /// Adds a waveform on a background.
  private mutating func add(_ peaks: [UInt8], in frame: Rectangle) {
    items.append(.fill([frame], measures.frameColor))
    let (step, columnWidth) = measures.column
    let count = max(1, (frame.width - 16) / step)
    let half = frame.height / 2 - 6
    let scale = WaveformScale(peaks)
    let middle = frame.y + frame.height / 2
    let columns = (0..<count).map { column in
      let first = min(column * peaks.count / count, max(0, peaks.count - 1))
      let last = min(peaks.count, max(first + 1, (column + 1) * peaks.count / count))
      let height = max(1, scale.height(of: peaks[first..<last].max() ?? 0, within: half))
      return Rectangle(
        x: frame.x + 8 + column * step, y: middle - height, width: columnWidth, height: 2 * height)
    }
    items.append(.fill(columns, ContactSheet.Theme.light.secondaryInk))
  }

  // MARK: The words

  /// Adds the name, the handle and the description.
  private mutating func addHead(_ y: inout Int) {
    let isShown = Typeface.readable(entry.name).isShown
    let heading = isShown ? entry.name : entry.handle
    add(heading, measures.name, .primary, x: textX, width: textWidth, limit: 2, &y)
    let facts = isShown ? "\(entry.handle) · \(entry.facts)" : entry.facts
    add(facts, measures.text, .secondary, x: textX, width: textWidth, limit: 2, &y)
    if !isShown, !entry.name.isEmpty {
      // Copying this line from the PDF gives the original name.
      let line = TextLine(
        "name in a script that can't be drawn here", size: measures.text.size)
      items.append(
        .text(
          measures.text.place(line, x: textX, y: y, .secondary), original: sanitized(entry.name)))
      y += measures.text.lineHeight
    }
    if !entry.summary.isEmpty {
      y += measures.partGap / 2
      add(entry.summary, measures.text, .primary, x: textX, width: textWidth, limit: 7, &y)
    }
    y += measures.partGap
  }

  /// Adds a text, wrapped to lines, and moves `y` below it.
  private mutating func add(
    _ text: String, _ style: TextStyle, _ ink: PlacedText.Ink, x: Int, width: Int, limit: Int,
    _ y: inout Int
  ) {
    let lines = style.lines(text, width: width, limit: limit, x: x, y: y, ink)
    let isWhole = Typeface.canDraw(sanitized(text))
    for (index, line) in lines.enumerated() {
      // The first line stands for the whole text when it is copied.
      items.append(.text(line, original: isWhole ? nil : index == 0 ? sanitized(text) : ""))
    }
    y += lines.count * style.lineHeight
  }

  /// Adds a fact with its label, and moves `y` below it.
  private mutating func add(_ row: CastSheet.Row, _ y: inout Int) {
    let style = measures.text
    if !row.label.isEmpty {
      let label = TextLine(
        shortening: row.label, size: style.size, to: measures.label - measures.markGap)
      items.append(.text(style.place(label, x: textX, y: y, .secondary)))
    }
    // A row that continues another one is aligned with it.
    let isMarked = row.mark != nil || row.label.isEmpty
    let indent = isMarked ? measures.mark + measures.markGap : 0
    let x = textX + measures.label
    if let mark = row.mark {
      items.append(
        .mark(
          mark,
          Rectangle(x: x, y: y + measures.markDrop, width: measures.mark, height: measures.mark)))
    }
    add(
      row.text, style, .primary, x: x + indent, width: width - x - indent, limit: 3, &y)
    if let waveform = row.waveform {
      y += measures.labelGap
      add(
        waveform, in: Rectangle(x: x, y: y, width: width - x, height: measures.waveform))
      y += measures.waveform + measures.partGap
    }
    y += 6
  }

  // MARK: The views

  /// Adds the views in one row, beside the cover if there is room, and returns where they end.
  private mutating func addViews(
    from y: Int, _ coverBottom: Int, _ isReadable: (Int) -> Bool
  ) -> Int {
    let views = entry.views
    guard !views.isEmpty else { return addOmitted(x: textX, y: y) }
    var (start, top) = (textX, y + measures.partGap)
    var height = rowHeight(views, width: textWidth)
    if height < measures.minimumViewHeight {
      (start, top) = (0, max(y, coverBottom) + measures.partGap)
      height = rowHeight(views, width: width)
    }
    let labels = views.map { labelHeight($0, width: Self.width(of: $0, height)) }.max() ?? 0
    // The row ends where the cover ends, unless the words need more room.
    if start > 0 { top = max(top, coverBottom - labels - height) }
    var x = start
    for view in views {
      let frame = Rectangle(
        x: x, y: top, width: min(width - x, Self.width(of: view, height)), height: height)
      add(view, in: frame, isReadable)
      x = frame.right + measures.viewGap
    }
    return addOmitted(x: start, y: top + height + labels)
  }

  /// Adds the number of pictures that are not shown, and returns where the words end.
  private mutating func addOmitted(x: Int, y: Int) -> Int {
    guard entry.omittedCount > 0 else { return y }
    let words = "and \(Quantity.count(entry.omittedCount, "more picture"))"
    let line = TextLine(words, size: measures.text.size)
    items.append(.text(measures.text.place(line, x: x, y: y, .secondary)))
    return y + measures.text.lineHeight
  }

  /// Returns the height at which views fill a width side by side, at most `viewHeight`.
  private func rowHeight(_ views: [CastSheet.View], width: Int) -> Int {
    let room = width - (views.count - 1) * measures.viewGap
    var (low, high) = (24, measures.viewHeight)
    while low < high {
      let height = (low + high + 1) / 2
      let needed = views.reduce(0) { $0 + Self.width(of: $1, height) }
      if needed <= room { low = height } else { high = height - 1 }
    }
    return low
  }

  /// Returns the width of a view with a height. One that is very wide is cut to four times its
  /// height, within which the picture is centered.
  private static func width(of view: CastSheet.View, _ height: Int) -> Int {
    guard case .picture(_, let size) = view.content else { return height * 3 / 4 }
    let width = max(1, size.width) * height / max(1, size.height)
    return min(max(width, height / 4), 4 * height)
  }
}

extension String {
  /// Whether anything of a readable text is more than a replacement for what can't be drawn.
  fileprivate var isShown: Bool {
    replacing(Typeface.replacement, with: "").contains { $0 != " " }
  }
}
