internal import Castbook
internal import CommandLineKit
internal import Model

/// The result of cutting sheets into views, as lines for people.
///
/// ```text
///   ✓ turnaround.png  4096 × 1024  4 views, separated by the gutters
///     ? 1  front?  turnaround-front.png   1024 × 1024  PNG  1.2 MB
/// views/: 4 views, split.json
/// The roles are assumed from the order of the views: look at each view before you use it.
/// ```
struct SplitText {
  let outcome: Split.Outcome
  let folder: FilePath?
  let style: TerminalStyle

  /// The sheets with their views, then where the views are.
  var lines: [String] {
    let sheets = zip(outcome.sheets, outcome.written).filter { !$0.0.isNonMedia }
    let isAssumed = sheets.contains { $0.0.views.contains { $0.role != .unsorted } }
    return sheets.flatMap(lines) + [closing].compactMap(\.self)
      + (isAssumed
        ? style.folded(
          "The roles are assumed from the order of the views: look at each view before you use it.",
          by: 0, hanging: 4) : [])
  }

  /// Returns a sheet: how it was divided, and a row per view; or why it was not cut.
  private func lines(_ sheet: CutSheet, _ written: [PreparedFolder.Written]) -> [String] {
    let path = sanitized(sheet.path.text)
    let size = sheet.sheet.facts.image.map { "  \($0.size)" } ?? ""
    guard !sheet.views.isEmpty else {
      return ["  \(style.sign(.fail)) \(path)\(size)"]
        + sheet.refusals.flatMap { style.remark($0, indent: 4) }
    }
    let means = sheet.cues.first.map { ", separated by \(Self.words($0))" } ?? ""
    let head =
      "  \(style.sign(.pass)) \(path)\(size)  "
      + "\(Quantity.count(sheet.views.count, "view"))\(means)"
    let names = Columns.aligned(
      sheet.views.enumerated().map { index, view in
        sanitized(written.indices.contains(index) ? written[index].path.text : view.name.text)
      })
    let roles = Columns.aligned(sheet.views.map(Self.role))
    return [head]
      + sheet.views.indices.flatMap { index in
        let view = sheet.views[index]
        let facts = [
          Columns.leftPadded(view.facts.image.map { "\($0.size)" } ?? "", 11),
          view.facts.format?.name ?? "", view.facts.byteCount.map { Quantity.bytes($0) } ?? "",
        ]
        let line =
          "    \(sign(view)) \(view.number)  \(roles[index])  \(names[index])  "
          + facts.joined(separator: "  ")
        return [Columns.trimmed(line)]
          + view.copy.findings.filter { $0.severity > .note }.flatMap {
            style.remark($0, indent: 7)
          }
      }
  }

  /// Returns the mark of a view: what the target says of it, or a question mark for one whose role
  /// is only assumed.
  private func sign(_ view: CutView) -> String {
    view.copy.status == .pass && view.role != .unsorted
      ? style.styled("?", .dim) : style.sign(view.copy.status)
  }

  private static func role(_ view: CutView) -> String {
    RoleWords.shown(view.role, isAssumed: view.role != .unsorted)
  }

  /// Returns what the views were separated by, as a phrase.
  private static func words(_ means: String) -> String {
    switch means {
    case "gutter": "the gutters"
    case "seam": "the edges where they meet"
    case "subjects": "the plain backdrop"
    default: "the grid"
    }
  }

  /// Where the views were written, or why none were.
  private var closing: String? {
    let count = outcome.sheets.reduce(0) { $0 + $1.views.count }
    guard count > 0 else { return outcome.sheets.isEmpty ? "no sheet to cut" : nil }
    guard let folder else { return "no files written" }
    let remark = outcome.written.joined().allSatisfy(\.alreadyExisted) ? ", all already there" : ""
    return "\(sanitized(folder.text)): \(Quantity.count(count, "view"))\(remark), split.json"
  }
}
