/// The words about one picture, broken into lines.
struct Caption: Sendable {
  let number: TextLine
  let role: TextLine?
  /// The status in a word, the size, and what was chosen; the mark is in front of it.
  let verdict: [TextLine]
  /// The file's name.
  let name: TextLine?
  let bars: [ContactSheet.Bar]
  /// What sets it apart is in a bracket in front of the findings.
  let odd: [TextLine]
  /// The lines of each finding, and how many more there are.
  let findings: [[TextLine]]
  private let measures: SheetMeasures

  init(_ cell: ContactSheet.Cell, width: Int) {
    let measures = SheetMeasures()
    self.measures = measures
    let size = measures.text
    number = TextLine(shortening: "\(cell.number)", size: size, to: width / 2)
    bars = cell.drawnBars
    let start = measures.verdictStart(cell)
    verdict = cell.drawnFacts.flatMap {
      TextLine.wrapped($0, size: size, to: width - start, lines: 2)
    }
    name =
      cell.drawnName.isEmpty ? nil : TextLine(shortening: cell.drawnName, size: size, to: width)
    odd =
      cell.odd.map {
        TextLine.wrapped($0, size: size, to: width - 2 * measures.oddMargin, lines: 3)
      } ?? []
    findings = cell.drawnFindings.map {
      TextLine.wrapped($0, size: size, to: width, lines: 4)
    }
    let room = width - measures.roleStart(number, cell)
    role = cell.role.map { TextLine(shortening: $0, size: size, to: max(0, room)) }
  }

  /// What is below the bars, in parts.
  private var words: [[TextLine]] { ([odd] + findings).filter { !$0.isEmpty } }

  var height: Int {
    var height = (1 + verdict.count + (name == nil ? 0 : 1)) * measures.line
    if !bars.isEmpty { height += measures.partGap + bars.count * measures.barLine }
    for part in words { height += measures.partGap + part.count * measures.line }
    return height
  }
}

extension ContactSheet.Cell {
  var drawnBars: [ContactSheet.Bar] { Array(bars.prefix(6)) }

  /// At most three findings, or two and how many more there are.
  var drawnFindings: [String] {
    guard findings.count > 3 else { return findings }
    return findings.prefix(2) + ["and \(findings.count - 2) more"]
  }
}

extension SheetMeasures {
  /// The width of the number with its plate, where it has one.
  func plateWidth(_ number: TextLine) -> Int { max(plate, number.width + 2 * platePadding) }

  /// Where the role begins, behind the number.
  func roleStart(_ number: TextLine, _ cell: ContactSheet.Cell) -> Int {
    (cell.choice == nil ? number.width : plateWidth(number)) + barGap
  }

  /// Where the verdict begins, behind the mark.
  func verdictStart(_ cell: ContactSheet.Cell) -> Int {
    cell.status == nil ? 0 : mark + partGap
  }
}
