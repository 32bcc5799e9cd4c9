internal import Castbook
internal import Model

/// The state of pins and projects, in the lines and facts of an answer.
struct StatusFacts {
  /// The maximum number of pins or projects in the lines.
  private static let maximumShown = 10

  let paths: RecordedPaths

  // MARK: One project

  /// Returns the counts of all pins, and those of one page that need something.
  func lines(_ status: ProjectStatus, _ page: [PinStatus]) -> [String] {
    let name = paths.quoted(status.project.folder.text)
    guard !status.pins.isEmpty else { return ["\(name): no pins"] }
    let target = status.project.lock.target.map { ", for \($0)" } ?? ""
    let needing = page.filter { $0.status > .pass }
    let more = needing.count - Self.maximumShown
    return [
      "\(name)\(target): \(Quantity.count(status.pins.count, "pin")): \(counts(status.counts))"
    ] + needing.prefix(Self.maximumShown).flatMap(lines)
      + (more > 0 ? ["and \(more) more, in data"] : [])
  }

  private func counts(_ counts: [(category: PinStatus.Category, count: Int)]) -> String {
    counts.map { "\($0.count) \(words($0.category))" }.joined(separator: ", ")
  }

  private func words(_ category: PinStatus.Category) -> String {
    switch category {
    case .outdated: "to export again"
    case .unknown: "with unknown rights"
    default: category.rawValue
    }
  }

  private func lines(_ pin: PinStatus) -> [String] {
    let latest = pin.laterSequence.map { ", latest \($0)" } ?? ""
    let name = pin.latest.first.map { " \(ShownNames.quoted($0.name))" } ?? ""
    return ["\(pin.pin.handle)\(name), revision \(pin.pin.sequence)\(latest):"]
      + pin.findings.filter { $0.severity > .note }.map { finding in
        "\(FindingGroups.sign(finding.severity)) \(finding.rule): "
          + sanitized(paths.message(finding.sentence))
      }
  }

  // MARK: All projects

  /// Returns the sums of all projects, and those of one page.
  func lines(_ list: ProjectList, _ page: [KnownProject]) -> [String] {
    guard !list.projects.isEmpty else { return ["No projects use this library"] }
    let outside = list.withoutProject.exportCount
    let head =
      [Quantity.count(list.projects.count, "project")] + totals(list.totals)
      + (outside > 0 ? ["\(Quantity.count(outside, "export")) outside of projects"] : [])
      + (list.isTruncated ? ["earlier exports are not counted"] : [])
    let more = page.count - Self.maximumShown
    return [head.joined(separator: "; ")] + page.prefix(Self.maximumShown).map(line)
      + (more > 0 ? ["and \(more) more, in data"] : [])
  }

  private func line(_ project: KnownProject) -> String {
    let name = project.path.map { paths.quoted($0) } ?? "project \(project.id)"
    let states = project.counts.isEmpty ? "" : ": \(counts(project.counts))"
    let pins = "\(Quantity.count(project.pinCount, "pin"))\(states)"
    let absence = project.path == nil ? nil : project.unreadableReason
    let parts =
      [pins] + totals(project.totals) + [absence].compactMap(\.self).map(paths.message)
    return "\(name): \(parts.map(sanitized).joined(separator: "; "))"
  }

  private func totals(_ totals: ProjectTotals) -> [String] {
    return [
      totals.exportCount > 0 ? Quantity.count(totals.exportCount, "export") : nil,
      totals.takes.phrase,
      totals.paidCosts.isEmpty
        ? nil
        : "\(totals.paidCosts.map { sanitized($0.text) }.joined(separator: " + ")) spent as noted",
    ].compactMap(\.self)
  }

  // MARK: Facts

  /// The schema of the data.
  static let schema: JSONValue = Schema.object([
    "project": Schema.text, "status": Schema.text, "target": Schema.text,
    "pin_count": Schema.integer, "counts": Schema.object([:]),
    "pins": Schema.list(
      of: Schema.object(
        required: ["handle", "state", "revision"],
        [
          "handle": Schema.text, "state": Schema.text, "revision": Schema.integer,
          "latest": Schema.integer, "rules": Schema.list(of: Schema.text),
          "shots": Schema.list(of: Schema.text),
        ])),
    "projects": Schema.list(
      of: Schema.object(
        required: ["status", "pin_count", "exports"],
        [
          "path": Schema.text, "status": Schema.text, "pin_count": Schema.integer,
          "counts": Schema.object([:]), "exports": Schema.integer,
          "spent": PriceWords.totalSchema, "absence": Schema.text,
        ])),
    "project_count": Schema.integer, "spent": PriceWords.totalSchema, "after": Schema.text,
    "status_document": Schema.published("status/2"),
    "projects_document": Schema.published("projects/1"),
  ])

  /// Returns the state of a project as data, with the pins of one page.
  func value(_ status: ProjectStatus, _ page: [PinStatus]) -> JSONValue {
    [
      "project": paths.shown(status.project.folder.text), "status": status.status,
      "target": status.project.lock.target, "pin_count": status.pins.count,
      "counts": value(status.counts),
      "pins": page.objects { pin in
        [
          "handle": "\(pin.pin.handle)", "state": pin.category, "revision": pin.pin.sequence,
          "latest": pin.laterSequence, "rules": pin.findings.map(\.rule.rawValue).nonEmpty,
          "shots": pin.shots.map(paths.shown).nonEmpty,
        ]
      },
    ]
  }

  /// Returns the projects of one page as data, with the sums of all.
  func value(_ list: ProjectList, _ page: [KnownProject]) -> JSONValue {
    [
      "project_count": list.projects.count,
      "projects": page.objects { project in
        [
          "path": project.path.map(paths.shown), "status": project.status,
          "pin_count": project.pinCount, "counts": value(project.counts),
          "exports": project.totals.exportCount,
          "spent": project.totals.paidCosts.map(PriceWords.amount),
          "absence": project.unreadableReason.map(paths.message),
        ]
      }, "spent": list.totals.paidCosts.map(PriceWords.amount),
    ]
  }

  private func value(_ counts: [(category: PinStatus.Category, count: Int)]) -> JSONValue {
    .object(counts.map { JSONValue.Member($0.category.rawValue, $0.count) })
  }
}
