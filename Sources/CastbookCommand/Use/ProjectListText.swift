internal import Castbook
internal import CommandLineKit
internal import Model

/// The projects that use a library, as lines for people.
///
/// ```text
///   ! /films/lobby    6 pins: 1 behind, 5 current  3 exports, 2 takes, 2.52 USD spent
///     rights expire on 2 December 2026, 7 days left: @mira
/// 2 projects · 3 bundles · 2.52 USD spent
/// ```
struct ProjectListText {
  let list: ProjectList
  let style: TerminalStyle

  /// A line per project with what needs attention, then the totals.
  var lines: [String] {
    guard !list.projects.isEmpty else {
      return ["no projects: castbook use @HANDLE, in a project's folder, pins an element"]
    }
    let names = Columns.aligned(
      list.projects.map { sanitized($0.path ?? "project \($0.id)") }, maximum: 60)
    let rows = zip(names, list.projects).flatMap { name, project in
      let head =
        "  \(style.sign(project.status)) " + style.styled(name, .bold)
        + "  " + ([pins(project)] + totals(project.totals)).joined(separator: "  ")
      return [Columns.trimmed(head)] + remarks(project)
    }
    let outside = list.withoutProject.exportCount
    let last =
      [Quantity.count(list.projects.count, "project")] + totals(list.totals)
      + (outside > 0 ? ["\(Quantity.count(outside, "export")) outside of projects"] : [])
    return rows + [last.joined(separator: " · ")]
  }

  /// The number of pins in each state.
  private func pins(_ project: KnownProject) -> String {
    let count = Quantity.count(project.pinCount, "pin")
    let parts = project.counts.map { "\($0.count) \(StatusText.words($0.category))" }
    return parts.isEmpty ? count : "\(count): \(parts.joined(separator: ", "))"
  }

  /// What was exported, what came back, and what it cost.
  private func totals(_ totals: ProjectTotals) -> [String] {
    let spent = totals.paidCosts.map { "\($0.amount) \(sanitized($0.currency))" }
    let parts = [
      totals.exportCount > 0 ? Quantity.count(totals.exportCount, "export") : nil,
      totals.takes.phrase,
      spent.isEmpty ? nil : "\(spent.joined(separator: " + ")) spent",
    ].compactMap(\.self)
    return parts.isEmpty ? [] : [parts.joined(separator: ", ")]
  }

  /// Where the project is not, and whose rights end.
  private func remarks(_ project: KnownProject) -> [String] {
    var remarks: [String] = []
    if project.path != nil, let reason = project.unreadableReason {
      remarks.append("\(sanitized(reason)); where it is now: castbook projects --project DIR")
    }
    for pin in project.endingRights {
      for finding in pin.findings
      where finding.rule == .rightsExpired || finding.rule == .rightsExpiring {
        remarks.append("\(pin.pin.handle): \(sanitized(finding.message))")
      }
    }
    return remarks.flatMap { style.folded($0, by: 4) }
  }
}
