internal import Model

/// The position of everything in a legend.
///
/// Groups follow one another in rows of four cells. A group that fits beside none of the
/// earlier ones begins a new row.
struct LegendLayout: Sendable {
  /// A picture with its position.
  struct Picture: Sendable {
    let group: Int
    /// The index of its cell in the group.
    let cell: Int
    /// The area that the picture fills.
    let frame: Rectangle
  }

  /// The texts with their positions.
  private(set) var texts: [PlacedText] = []
  /// The pictures with their positions.
  private(set) var pictures: [Picture] = []
  /// The lines above the groups and above the prompt.
  private(set) var rules: [Rectangle] = []
  private(set) var size = PixelSize(width: LegendMetrics.width, height: 0)
  /// The number of pictures that do not fit, including those that the legend was not
  /// given.
  private(set) var omittedCount: Int

  private typealias Measures = LegendMetrics
  private let legend: LegendPicture
  /// The upper edge of whatever is added next.
  private var y = Measures.margin
  private static var contentWidth: Int { Measures.width - 2 * Measures.margin }

  /// Lays out the whole legend.
  init(_ legend: LegendPicture) {
    self.legend = legend
    omittedCount = legend.omittedCount
    addHead()
    addGroups()
    addWords()
    size = PixelSize(
      width: Measures.width, height: min(y + Measures.margin, Measures.maximumHeight))
  }

  /// Adds lines across the whole width and continues below them.
  private mutating func add(
    _ text: String, _ style: TextStyle, limit: Int, _ ink: PlacedText.Ink
  ) {
    let lines = style.lines(
      text, width: Self.contentWidth, limit: limit, x: Measures.margin, y: y, ink)
    texts += lines
    y += lines.count * style.lineHeight
  }

  /// Adds the title and the subtitle.
  private mutating func addHead() {
    add(legend.name, Measures.title, limit: 2, .primary)
    add(legend.subtitle, Measures.text, limit: 3, .secondary)
    y += Measures.gap
  }

  // MARK: Groups

  /// A group, or the part of a long group that is in one row.
  private struct Part {
    let group: Int
    /// The cells of the group that are in this row.
    let cells: Range<Int>
    /// The column of the first cell.
    let column: Int
    /// Whether the part has the heading of its group.
    let isFirst: Bool
    /// Whether the part has the notes of its group.
    let isLast: Bool
  }

  /// Adds the rows of groups that fit, and says how many pictures do not.
  private mutating func addGroups() {
    for row in rows {
      let height = self.height(of: row)
      guard y + height <= Measures.maximumHeight - Measures.wordsHeight else {
        omittedCount += row.reduce(0) { $0 + $1.cells.count }
        continue
      }
      for part in row { add(part) }
      y += height
    }
    if omittedCount > 0 {
      y += Measures.gap
      let pictures = omittedCount == 1 ? "picture is" : "pictures are"
      add(
        "\(omittedCount) more \(pictures) sent and not drawn here", Measures.text, limit: 2,
        .primary)
    }
  }

  /// The groups divided into rows.
  private var rows: [[Part]] {
    var rows: [[Part]] = []
    var usedColumns: [Int] = []
    for (index, group) in legend.groups.enumerated() where !group.cells.isEmpty {
      // A small group is put beside an earlier one, so no row stays half empty.
      if let row = usedColumns.firstIndex(where: { $0 + group.cells.count <= Measures.columns }) {
        rows[row].append(
          Part(
            group: index, cells: group.cells.indices, column: usedColumns[row], isFirst: true,
            isLast: true
          ))
        usedColumns[row] += group.cells.count
        continue
      }
      for start in stride(from: 0, to: group.cells.count, by: Measures.columns) {
        let end = min(start + Measures.columns, group.cells.count)
        let isLast = end == group.cells.count
        rows.append([
          Part(group: index, cells: start..<end, column: 0, isFirst: start == 0, isLast: isLast)
        ])
        // No group is put beside the end of a long one, since the heading of the long one
        // is further up.
        usedColumns.append(start == 0 ? end : Measures.columns)
      }
    }
    return rows
  }

  /// The left edge of a column.
  private static func x(column: Int) -> Int {
    Measures.margin + column * (Measures.cellWidth + Measures.gutter)
  }

  private func width(of part: Part) -> Int {
    part.cells.count * (Measures.cellWidth + Measures.gutter) - Measures.gutter
  }

  /// Lays out the heading of a part, with its upper edge at `y`.
  private func head(of part: Part, y: Int) -> [PlacedText] {
    guard part.isFirst else { return [] }
    let group = legend.groups[part.group]
    let (x, width) = (Self.x(column: part.column), width(of: part))
    var lines = Measures.title.lines(group.heading, width: width, limit: 3, x: x, y: y, .primary)
    var y = y + lines.count * Measures.title.lineHeight
    // Facts are joined in one line where there is room, and are on separate lines where
    // the heading is as narrow as a cell.
    let facts = group.facts.filter { !$0.isEmpty }
    for fact in part.cells.count > 1 ? [facts.joined(separator: " · ")] : facts {
      let more = Measures.text.lines(fact, width: width, limit: 8, x: x, y: y, .secondary)
      lines += more
      y += more.count * Measures.text.lineHeight
    }
    return lines
  }

  /// Lays out the caption of a cell.
  private func caption(of cell: LegendPicture.Cell, x: Int, y: Int) -> [PlacedText] {
    func lines(_ text: String, _ limit: Int, _ ink: PlacedText.Ink, y: Int) -> [PlacedText] {
      Measures.text.lines(text, width: Measures.cellWidth, limit: limit, x: x, y: y, ink)
    }
    var texts = lines(cell.title, 16, .primary, y: y)
    for text in cell.size.map({ ["\($0.width) × \($0.height)"] + cell.notes }) ?? cell.notes {
      texts += lines(text, 12, .secondary, y: y + texts.count * Measures.text.lineHeight)
    }
    return texts
  }

  /// Lays out the notes below the last part of a group.
  private func notes(of part: Part, y: Int) -> [PlacedText] {
    guard part.isLast else { return [] }
    var texts: [PlacedText] = []
    for note in legend.groups[part.group].notes {
      texts += Measures.text.lines(
        note, width: width(of: part), limit: 20, x: Self.x(column: part.column),
        y: y + texts.count * Measures.text.lineHeight, .secondary)
    }
    return texts
  }

  // MARK: Heights

  /// The lower edge of the lowest text.
  private static func bottom(_ texts: [PlacedText]) -> Int { texts.map(\.frame.bottom).max() ?? 0 }

  /// The distance from the upper edge of a part to its pictures.
  private func headHeight(of part: Part) -> Int {
    guard part.isFirst else { return Measures.gutter }
    let heading = Self.bottom(head(of: part, y: 0))
    return Measures.groupGap + Measures.rule + Measures.gap + heading + Measures.gap
  }

  /// The size at which a picture is drawn, or that of the empty frame where there is none.
  private func fitted(_ cell: LegendPicture.Cell) -> PixelSize {
    guard let picture = cell.picture else {
      return PixelSize(width: Measures.cellWidth, height: Measures.cellWidth / 2)
    }
    return Bitmap.size(of: picture.size, within: LegendPicture.pictureBox)
  }

  private func cells(of part: Part) -> [LegendPicture.Cell] {
    Array(legend.groups[part.group].cells[part.cells])
  }

  /// The height of the tallest picture of a part, which all its pictures are given.
  private func pictureHeight(of part: Part) -> Int {
    cells(of: part).map { fitted($0).height }.max() ?? 0
  }

  private func captionHeight(of part: Part) -> Int {
    cells(of: part).map { Self.bottom(caption(of: $0, x: 0, y: 0)) }.max() ?? 0
  }

  private func height(of row: [Part]) -> Int {
    let heights = row.map { part in
      let notes = Self.bottom(notes(of: part, y: 0))
      return headHeight(of: part) + pictureHeight(of: part) + Measures.gap
        + captionHeight(of: part) + (notes > 0 ? Measures.gap + notes : 0)
    }
    return heights.max() ?? 0
  }

  // MARK: Placing

  /// Adds a part at the current position.
  private mutating func add(_ part: Part) {
    if part.isFirst {
      let rule = Rectangle(
        x: Self.x(column: part.column), y: y + Measures.groupGap, width: width(of: part),
        height: Measures.rule)
      rules.append(rule)
      texts += head(of: part, y: rule.bottom + Measures.gap)
    }
    let captionTop = y + headHeight(of: part) + pictureHeight(of: part) + Measures.gap
    for (offset, cell) in cells(of: part).enumerated() {
      let x = Self.x(column: part.column + offset)
      let size = fitted(cell)
      // Pictures side by side are aligned at their lower edges, above their captions.
      let frame = Rectangle(
        x: x, y: captionTop - Measures.gap - size.height, width: size.width, height: size.height)
      pictures.append(
        Picture(group: part.group, cell: part.cells.lowerBound + offset, frame: frame))
      texts += caption(of: cell, x: x, y: captionTop)
    }
    texts += notes(of: part, y: captionTop + captionHeight(of: part) + Measures.gap)
  }

  // MARK: Words

  /// Adds the words of the shots as far as there is room, and says how many characters are
  /// missing.
  private mutating func addWords() {
    let passages = legend.passages.filter { !$0.text.isEmpty }
    guard !passages.isEmpty else { return }
    y += Measures.groupGap
    rules.append(
      Rectangle(x: Measures.margin, y: y, width: Self.contentWidth, height: Measures.rule))
    y += Measures.rule + Measures.gap
    add("Prompt", Measures.title, limit: 1, .primary)
    var remainingLines = Measures.maximumWordLines
    var omitted = 0
    for (index, passage) in passages.enumerated() {
      guard remainingLines > 1 else {
        omitted += passage.text.count
        continue
      }
      if index > 0 { y += Measures.gap }
      if let title = passage.title {
        add(title, Measures.text, limit: 1, .secondary)
        remainingLines -= 1
      }
      for line in passage.text.split(whereSeparator: \.isNewline) {
        guard remainingLines > 0 else {
          omitted += line.count
          continue
        }
        omitted += addWords(String(line), &remainingLines)
      }
    }
    if omitted > 0 {
      y += Measures.gap
      add("\(omitted) more characters are in prompt.txt", Measures.text, limit: 2, .secondary)
    }
  }

  /// Adds one paragraph and returns the number of its characters that do not fit.
  private mutating func addWords(_ text: String, _ remainingLines: inout Int) -> Int {
    // A longer text never fits and need not be measured.
    let shown = String(text.prefix(20_000))
    var lines = Measures.text.lines(
      shown, width: Self.contentWidth, limit: Int.max, x: Measures.margin, y: y, .primary)
    var omitted = text.count - shown.count
    if lines.count > remainingLines {
      omitted += lines[remainingLines...].reduce(0) { $0 + $1.line.text.count }
      lines = Array(lines[..<remainingLines])
    }
    remainingLines -= lines.count
    texts += lines
    y += lines.count * Measures.text.lineHeight
    return omitted
  }
}
