/// What is said of one picture, broken into lines.
struct Caption: Sendable {
  let number: TextLine
  let role: TextLine?
  /// The file's name, its size.
  let facts: [TextLine]
  let bars: [ContactSheet.Bar]
  /// What sets it apart stands in a bracket in front of the findings.
  let odd: [TextLine]
  /// The lines of each finding.
  let findings: [[TextLine]]

  init(_ cell: ContactSheet.Cell, width: Int) {
    let size = SheetMeasures.text
    number = TextLine(shortening: "\(cell.number)", size: size, to: width / 2)
    bars = cell.drawnBars
    facts = [cell.drawnName, cell.drawnFacts].filter { !$0.isEmpty }
      .map { TextLine(shortening: $0, size: size, to: width) }
    odd =
      cell.odd.map {
        TextLine.wrapped($0, size: size, to: width - 2 * Self.oddMargin, lines: 2)
      } ?? []
    findings = cell.findings.prefix(2).map {
      TextLine.wrapped($0, size: size, to: width, lines: 2)
    }
    let start = Self.roleStart(number, cell)
    let room = width - start - (cell.status == nil ? 0 : SheetMeasures.mark + SheetMeasures.partGap)
    role = cell.role.map { TextLine(shortening: $0, size: size, to: max(0, room)) }
  }

  /// Room for a bracket on either side.
  static let oddMargin = 24

  /// The width of the number with its plate, where it has one.
  static func plateWidth(_ number: TextLine) -> Int {
    max(SheetMeasures.plate, number.width + 2 * SheetMeasures.platePadding)
  }

  /// Where the role begins, behind the number.
  static func roleStart(_ number: TextLine, _ cell: ContactSheet.Cell) -> Int {
    (cell.choice == nil ? number.width : plateWidth(number)) + SheetMeasures.barGap
  }

  /// What stands below the bars, in parts.
  private var words: [[TextLine]] { ([odd] + findings).filter { !$0.isEmpty } }

  var height: Int {
    var height = (1 + facts.count) * SheetMeasures.line
    if !bars.isEmpty { height += SheetMeasures.partGap + bars.count * SheetMeasures.barLine }
    for part in words { height += SheetMeasures.partGap + part.count * SheetMeasures.line }
    return height
  }
}

extension ContactSheet.Cell {
  var drawnBars: [ContactSheet.Bar] { Array(bars.prefix(6)) }
}
