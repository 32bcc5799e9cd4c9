/// The texts about one picture, broken into lines.
struct Caption: Sendable {
  /// The picture's number.
  let number: TextLine
  let role: TextLine?
  /// The status in a word, the size, and whether it was chosen. The mark is in front of
  /// it.
  let verdict: [TextLine]
  /// The file's name.
  let name: TextLine?
  /// The measures that are drawn as bars.
  let bars: [ContactSheet.Bar]
  /// What distinguishes the picture from the others, in a bracket above the findings.
  let distinction: [TextLine]
  /// The lines of each finding, and a line with the number of further ones.
  let findings: [[TextLine]]
  private let measures: SheetMetrics

  /// Wraps all texts to the width of a cell.
  init(_ cell: ContactSheet.Cell, width: Int) {
    let measures = SheetMetrics()
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
    distinction =
      cell.distinction.map {
        TextLine.wrapped($0, size: size, to: width - 2 * measures.distinctionMargin, lines: 3)
      } ?? []
    findings = cell.drawnFindings.map {
      TextLine.wrapped($0, size: size, to: width, lines: 4)
    }
    let roleWidth = width - measures.roleStart(number, cell)
    role = cell.role.map { TextLine(shortening: $0, size: size, to: max(0, roleWidth)) }
  }

  /// The texts below the bars, each in its lines.
  private var paragraphs: [[TextLine]] { ([distinction] + findings).filter { !$0.isEmpty } }

  /// The height in pixels.
  var height: Int {
    var height = (1 + verdict.count + (name == nil ? 0 : 1)) * measures.line
    if !bars.isEmpty { height += measures.partGap + bars.count * measures.barLine }
    for part in paragraphs { height += measures.partGap + part.count * measures.line }
    return height
  }
}

extension ContactSheet.Cell {
  /// The bars that are drawn: at most six.
  var drawnBars: [ContactSheet.Bar] { Array(bars.prefix(6)) }

  /// The findings that are drawn: at most three, or two and the number of further ones.
  var drawnFindings: [String] {
    guard findings.count > 3 else { return findings }
    return findings.prefix(2) + ["and \(findings.count - 2) more"]
  }
}

extension SheetMetrics {
  func plateWidth(_ number: TextLine) -> Int { max(plate, number.width + 2 * platePadding) }

  /// The distance of the role from the left edge of the caption, behind the number.
  func roleStart(_ number: TextLine, _ cell: ContactSheet.Cell) -> Int {
    (cell.choice == nil ? number.width : plateWidth(number)) + barGap
  }

  /// The distance of the verdict from the left edge of the caption, behind the mark.
  func verdictStart(_ cell: ContactSheet.Cell) -> Int { cell.status == nil ? 0 : mark + partGap }
}
