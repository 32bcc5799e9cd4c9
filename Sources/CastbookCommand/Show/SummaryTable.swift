internal import Castbook
internal import CommandLineKit
internal import Model

/// Elements as a table, one per line.
///
/// ```text
/// @mira   character  Mira Okafor  4 files, rights until 31 Jan 2027
/// @mug    product    Blue mug     2 files, ! 1 weak: image.dark
/// ```
struct SummaryTable {
  private let elements: [ElementSummary]
  private let standings: [ElementStatus]
  private let style: TerminalStyle

  init(_ page: ElementPage, style: TerminalStyle) {
    elements = page.elements
    standings = page.statuses
    self.style = style
  }

  /// The lines. On a narrow terminal names are truncated first, then facts.
  var lines: [String] {
    let handles = zip(elements, standings).map { element, status in
      element.handle.text(suffix: status.suffix)
    }
    let names = elements.map { shownName($0.name) }
    let facts = zip(elements, standings).map(Self.facts)
    let handleWidth = handles.map(displayWidth).max() ?? 0
    let nameWidthNeeded = names.map(displayWidth).max() ?? 0
    let factsWidth = facts.map(displayWidth).max() ?? 0
    // Handle, kind, and gaps.
    let lead = handleWidth + 2 + 9 + 2
    let nameWidth =
      min(nameWidthNeeded, max(Self.minimumNameWidth, style.columns - lead - 2 - factsWidth))
    return elements.indices.map { index in
      let name = Columns.fitted(names[index], nameWidth, style)
      let facts = Columns.cut(facts[index], style.columns - lead - nameWidth - 2, style)
      return Columns.trimmed(
        "\(style.styled(Columns.padded(handles[index], handleWidth), .bold))  "
          + "\(Columns.padded(elements[index].kind.rawValue, 9))  \(name)  "
          + style.styled(facts, .dim))
    }
  }

  /// The minimum width of a truncated name.
  private static let minimumNameWidth = 12

  /// Returns the facts about an element, separated by commas: its files, state, and rights.
  private static func facts(of element: ElementSummary, _ status: ElementStatus) -> String {
    [
      element.kind == .voice || element.fileCount != 0
        ? Quantity.count(element.fileCount, "file") : "no files",
      element.isRetired ? "retired" : nil, element.lookOf == nil ? nil : "a look",
      forked(element, status), weak(status),
      rights(status),
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// Returns a phrase for a forked element that names the side it shows, or `nil` without a fork.
  private static func forked(
    _ element: ElementSummary, _ status: ElementStatus
  ) -> String? {
    guard status.isForked else { return nil }
    let side = status.side.map { "side \($0), " } ?? ""
    return "! forked (\(side)\(element.revision.short))"
  }

  /// Returns the number of weak pictures with the worst rule, or `nil` if there are none.
  private static func weak(_ status: ElementStatus) -> String? {
    status.weakPictures.map { weak in
      "\(weak.severity == .error ? "✗" : "!") \(weak.pictures) weak: \(weak.rule)"
    }
  }

  /// Returns when the rights end, or `nil` if they have no end.
  private static func rights(_ status: ElementStatus) -> String? {
    guard let end = status.expires?.formatted else { return nil }
    let words =
      status.hasExpired
      ? "✗ rights expired on \(end)"
      : status.isExpiring ? "! rights expire on \(end)" : "rights until \(end)"
    return words + (status.rightsOf.map { " (from \($0))" } ?? "")
  }
}
