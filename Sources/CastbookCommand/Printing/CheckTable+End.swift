internal import Castbook
internal import CommandLineKit
internal import Model

/// What stands below the files: what is to be said of them together, of the targets, and where each
/// file may go.
extension CheckTable {
  /// More targets than this have one line together.
  private static let mostSummaries = 4

  func end(_ summary: CheckSummary) throws {
    try stop()
    for finding in Self.merged(summary.setFindings, besides: summary.matrix.leftOut) {
      try showRemark(FileRemark(finding))
    }
    for missing in summary.withoutSlot {
      let files = missing.count == 1 ? "" : " (\(Quantity.count(missing.count, "file")))"
      try showRemark(FileRemark(missing.finding.saying(missing.finding.message + files)))
    }
    let lines =
      [selection.remark].compactMap(\.self) + notAsked(summary) + summaries(summary)
      + [passedOverLine].compactMap(\.self)
    for line in lines { try screen.print(Folding.page(line, columns: screen.style.columns)) }
    // A command stays on one line, to be copied.
    for line in curable(summary) { try screen.print(line) }
    for line in MatrixTable(summary.matrix, style: screen.style).lines {
      try screen.print(line)
    }
  }

  /// What to type for those that can be repaired.
  private func curable(_ summary: CheckSummary) -> [String] {
    guard summary.curable > 0, let command = prepareCommand else { return [] }
    let count = Quantity.count(summary.curable, "file")
    return ["\(count) can be repaired:", "  \(sanitized(command))"]
  }

  private func notAsked(_ summary: CheckSummary) -> [String] {
    let ids = summary.matrix.leftOut.map(\.rawValue)
    guard !ids.isEmpty else { return [] }
    let what = Quantity.count(ids.count, "target")
    return ["skipped \(what) without a slot for these files: \(ids.joined(separator: ", "))"]
  }

  private func summaries(_ summary: CheckSummary) -> [String] {
    let leftOut = summary.matrix.leftOut
    let asked = targets.filter { !leftOut.contains($0.profile.id) }
    guard asked.count > Self.mostSummaries else {
      return asked.map { summaryLine($0, summary) }
    }
    let parts = [false, true].compactMap { isLatest in
      Self.span(asked.filter { $0.profile.asOfIsLatest == isLatest }.map(\.profile), isLatest)
    }
    return [
      "\(asked.count) targets, facts \(parts.joined(separator: ", ")) · "
        + Quantity.count(summary.files, "file")
    ]
  }

  /// "of 2 Aug 2026 to 15 Sep 2026"; of profiles whose day is not known, "12 by 20 Nov 2026".
  private static func span(_ profiles: [TargetProfile], _ isLatest: Bool) -> String? {
    let days = profiles.map(\.asOf)
    guard let first = days.min(), let last = days.max() else { return nil }
    if isLatest { return "\(profiles.count) by \(last.words)" }
    return "of " + (first == last ? first.words : "\(first.words) to \(last.words)")
  }

  private func summaryLine(_ target: CheckTarget, _ summary: CheckSummary) -> String {
    let id = target.profile.id
    let counts = summary.counts(for: id)
    let homeless = summary.withoutSlot.filter { $0.finding.target == id }.reduce(0) {
      $0 + $1.count
    }
    let numbers = [
      (counts.pass - summary.bystanders, counts.notKnown > 0 ? "ready as far as known" : "ready"),
      (counts.warn, "with warnings"),
      (counts.fail - homeless, "to fix"), (homeless, "without a slot"),
      (summary.bystanders, summary.bystanders == 1 ? "not a media file" : "not media files"),
    ]
    let isOver = summary.setFindings.contains { $0.target == id && $0.rule == .targetEnded }
    let parts =
      isOver
      ? ["no longer available"]
      : numbers.filter { $0.0 > 0 }.map { "\(Quantity.grouped($0.0)) \($0.1)" }
    let slot = target.slot ?? target.slot(for: .picture)
    let via = slot.flatMap(target.rules)?.via.map { " (\(slot?.rawValue ?? "") by \($0))" } ?? ""
    let asked = Quantity.count(counts.pass + counts.warn + counts.fail, "file")
    let result = parts.isEmpty ? asked : "\(asked): \(parts.joined(separator: ", "))"
    let owner = target.isUsers ? " (your profile)" : ""
    return "\(id)\(via)\(owner), facts \(target.profile.dayWords) · \(result)"
  }

  private var passedOverLine: String? {
    guard files.passedOverCount > 0 else { return nil }
    let reasons = files.passedOver.map { "\(Quantity.grouped($0.count)) \($0.reason)" }
    return "skipped: \(reasons.joined(separator: ", "))"
  }

  /// Findings on the set, those together that say the same of several targets; of targets that were
  /// not asked there is nothing to say.
  private static func merged(_ findings: [Finding], besides leftOut: [TargetID]) -> [Finding] {
    var groups: [(finding: Finding, key: FindingOfAnyTarget, others: [TargetID])] = []
    for finding in findings {
      if let target = finding.target, leftOut.contains(target) { continue }
      let key = FindingOfAnyTarget(finding, for: finding.target)
      let place = groups.firstIndex { $0.key == key }
      if let place, let target = finding.target {
        groups[place].others.append(target)
      } else {
        groups.append((finding, key, []))
      }
    }
    return groups.map { group in
      let names = group.others.map(\.rawValue)
      return names.isEmpty ? group.finding : group.finding.alsoOf(names)
    }
  }
}
