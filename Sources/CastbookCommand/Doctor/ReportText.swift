internal import Castbook
internal import CommandLineKit
internal import Model

/// The report of `doctor`, as lines for people.
///
/// Each item has the mark of its severity, or ✓ if it was repaired. The last line counts what was
/// read and what was found.
struct ReportText {
  let report: LibraryReport
  /// What Castbook depends on, or `nil` if that was not examined.
  let system: SystemReport?
  let style: TerminalStyle

  /// A line per item, what the system lacks, then the totals.
  var lines: [String] {
    report.items.flatMap(lines)
      + (system.map { SystemText(report: $0, style: style).warnings } ?? []) + [end]
  }

  /// The lines of one item: what was found, in which file, and whether it was repaired.
  private func lines(_ item: LibraryReport.Item) -> [String] {
    let mark =
      item.isRepaired
      ? style.sign(Status.pass) : style.sign(item.finding.severity)
    let path = item.path.map { style.isTerminal ? Self.shortened($0) : $0 }
    let message = item.isRepaired ? "\(item.finding.message): repaired" : item.finding.sentence
    // A file is known by its elements; its path follows for those who look for it.
    let text =
      item.elements.isEmpty
      ? (path.map { "\($0): " } ?? "") + message : message + (path.map { " (\($0))" } ?? "")
    return style.remark(text, rule: item.finding.rule.rawValue, mark: mark, indent: 2)
  }

  /// Returns the path with its SHA-256 shortened to eight digits, to fit on a line.
  private static func shortened(_ path: String) -> String {
    path.replacing(/[0-9a-f]{64}/) { "\($0.output.prefix(8))…" }
  }

  /// What was read, and how many problems of each severity there are.
  private var end: String {
    let read =
      "\(Quantity.count(report.elementCount, "element")), "
      + "\(Quantity.count(report.recordCount, "record")), "
      + "\(Quantity.count(report.fileCount, "file")) (\(Quantity.bytes(report.byteCount))) read"
    let remaining = [
      (report.count(.error), "error"), (report.count(.warning), "warning"),
      (report.count(.note), "note"),
    ].filter { $0.0 > 0 }.map { Quantity.count($0.0, $0.1) }
    let missing = system?.missingPrograms.count ?? 0
    let programs = missing == 0 ? [] : ["\(Quantity.count(missing, "program")) missing"]
    let repaired = report.repairedCount == 0 ? [] : ["\(report.repairedCount) repaired"]
    let outcome = (remaining + programs + repaired).joined(separator: ", ")
    return read + ": " + (outcome.isEmpty ? "no problems found" : outcome)
  }
}
