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
  private let measures: SheetMeasures

  init(_ cell: ContactSheet.Cell, width: Int, _ measures: SheetMeasures) {
    self.measures = measures
    let size = measures.text
    number = TextLine(shortening: "\(cell.number)", size: size, to: width / 2)
    bars = cell.drawnBars
    facts = [cell.drawnName, cell.drawnFacts].filter { !$0.isEmpty }
      .map { TextLine(shortening: $0, size: size, to: width) }
    odd =
      cell.odd.map {
        TextLine.wrapped($0, size: size, to: width - 2 * measures.oddMargin, lines: 2)
      } ?? []
    findings = cell.findings.prefix(2).map {
      TextLine.wrapped($0, size: size, to: width, lines: 2)
    }
    let start = measures.roleStart(number, cell)
    let room = width - start - (cell.status == nil ? 0 : measures.mark + measures.partGap)
    role = cell.role.map { TextLine(shortening: $0, size: size, to: max(0, room)) }
  }

  /// What stands below the bars, in parts.
  private var words: [[TextLine]] { ([odd] + findings).filter { !$0.isEmpty } }

  var height: Int {
    var height = (1 + facts.count) * measures.line
    if !bars.isEmpty { height += measures.partGap + bars.count * measures.barLine }
    for part in words { height += measures.partGap + part.count * measures.line }
    return height
  }
}

extension ContactSheet.Cell {
  var drawnBars: [ContactSheet.Bar] { Array(bars.prefix(6)) }
}

extension SheetMeasures {
  /// The width of the number with its plate, where it has one.
  func plateWidth(_ number: TextLine) -> Int { max(plate, number.width + 2 * platePadding) }

  /// Where the role begins, behind the number.
  func roleStart(_ number: TextLine, _ cell: ContactSheet.Cell) -> Int {
    (cell.choice == nil ? number.width : plateWidth(number)) + barGap
  }
}
