internal import Castbook
internal import CommandLineKit
internal import Model

/// A dataset as lines for people: what each element covers and lacks, then where it was written.
///
/// ```text
/// @mira  4 pictures  mira/  "mira person, front view"
///   views     front 1, side 1, back 1; missing: three-quarter
///   sizes     1152 × 896: 3, 1024 × 1024: 1; smaller than 1024 × 1024: 2
/// ```
struct DatasetText {
  let outcome: ExportDataset.Outcome
  let style: TerminalStyle

  private var dataset: Dataset { outcome.dataset }

  /// The width of the names of rows.
  private static let nameWidth = 8

  var lines: [String] {
    dataset.findings.flatMap { style.remark($0, indent: 0) } + dataset.elements.flatMap(lines)
      + [end]
  }

  private func lines(_ element: DatasetElement) -> [String] {
    let coverage = element.coverage
    let count = Quantity.count(element.pictures.count, "picture")
    let example = element.pictures.first.map { "  \"\($0.caption)\"" } ?? ""
    let head =
      style.styled("\(element.handle)", .bold)
      + sanitized("  \(count)  \(element.folder)/\(example)")
    let rows = [
      row("views", views(coverage)), row("light", coverage.odd.map { "\($0.number): \($0.light)" }),
      row("alike", coverage.pairs.map(words)), row("sizes", sizes(coverage)),
      row("left out", element.leftOut.map { "\($0.number) \(shownName($0.name)) \($0.reason)" }),
      row("advice", [coverage.advice].compactMap(\.self)),
    ]
    return [head] + rows.flatMap(\.self)
  }

  private func row(_ name: String, _ parts: [String]) -> [String] {
    guard !parts.isEmpty else { return [] }
    let lead = "  " + Columns.padded(name, Self.nameWidth) + "  "
    let lines = Folding.lines(
      sanitized(parts.joined(separator: "; ")), width: max(24, style.columns - lead.count))
    return style.hanging(lead, lines, indent: lead.count)
  }

  private func views(_ coverage: DatasetCoverage) -> [String] {
    let roles = coverage.roles.map { role, count in
      "\(role == .unsorted ? "without a role" : role.rawValue) \(count)"
    }
    let missing = coverage.missing.map(\.role.rawValue)
    return [roles.joined(separator: ", ")].filter { !$0.isEmpty }
      + (missing.isEmpty ? [] : ["missing: \(missing.joined(separator: ", "))"])
  }

  private func words(_ pair: DatasetCoverage.Pair) -> String {
    let words =
      switch pair.kind {
      case .exact: "are the same file"
      case .near: "are nearly the same picture"
      case .mirror: "are mirror images"
      case .sameView: "show the same view"
      }
    return "\(pair.first) and \(pair.second) \(words)"
  }

  private func sizes(_ coverage: DatasetCoverage) -> [String] {
    let buckets = coverage.buckets.map { "\($0.size): \($0.count)" }
    let side = dataset.resolution
    let small = coverage.small
    return [buckets.joined(separator: ", ")].filter { !$0.isEmpty }
      + (small.isEmpty
        ? []
        : [
          "fewer pixels than \(side) × \(side): "
            + Quantity.list(small.map(String.init), atMost: 20)
        ])
  }

  /// What was written, or why nothing was.
  private var end: String {
    let count = Quantity.count(dataset.pictureCount, "picture")
    if dataset.status == .fail { return "nothing written" }
    guard let folder = outcome.folder else { return "\(count) with captions; nothing written" }
    let existing =
      outcome.existingCount > 0
      ? "; \(Quantity.count(outcome.existingCount, "file")) already there" : ""
    let removed =
      outcome.removed.isEmpty
      ? "" : "; \(Quantity.count(outcome.removed.count, "earlier file")) removed"
    return "→ \(sanitized(folder.text))/  \(count) with captions\(existing)\(removed)"
  }
}
