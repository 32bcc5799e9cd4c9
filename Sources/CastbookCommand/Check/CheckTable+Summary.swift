internal import Castbook
internal import CommandLineKit
internal import Model

/// The part of a check's table below the files: findings on the set, a line per target, and where
/// each file may go.
extension CheckTable {
  /// The number of targets above which they are summarized in a single line.
  private static let maximumSummaries = 4

  /// Prints the remaining files and everything below them.
  func end(_ summary: CheckSummary) throws {
    try printCollected()
    let together = Self.merged(summary.setFindings, besides: summary.matrix.leftOut)
    for remark in SharedRemarks.condensed(together.map { FileRemark($0) }, showsAll: showsAll) {
      try showRemark(remark)
    }
    for missing in summary.withoutSlot {
      let files = missing.count == 1 ? "" : " (\(Quantity.count(missing.count, "file")))"
      try showRemark(FileRemark(missing.finding.withMessage(missing.finding.message + files)))
    }
    let lines =
      [selection.remark].compactMap(\.self) + withoutAnySlot(summary) + summaries(summary)
      + [skippedLine].compactMap(\.self)
    for line in lines { try screen.print(Folding.page(line, columns: screen.style.columns)) }
    // A command stays on one line so that it can be copied.
    for line in repairable(summary) { try screen.print(line) }
    for line in MatrixTable(summary.matrix, style: screen.style).lines {
      try screen.print(line)
    }
  }

  /// The suggested `prepare` command for the files that it can repair.
  private func repairable(_ summary: CheckSummary) -> [String] {
    guard summary.preparable > 0, let command = prepareCommand else { return [] }
    let count = Quantity.count(summary.preparable, "file")
    return ["\(count) can be repaired:", "  \(sanitized(command))"]
  }

  /// A line that names the targets without a slot for any of these files.
  private func withoutAnySlot(_ summary: CheckSummary) -> [String] {
    let ids = summary.matrix.leftOut.map(\.rawValue)
    guard !ids.isEmpty else { return [] }
    let what = Quantity.count(ids.count, "target")
    return ["skipped \(what) without a slot for these files: \(ids.joined(separator: ", "))"]
  }

  /// A line per target, or one line for all when there are many.
  private func summaries(_ summary: CheckSummary) -> [String] {
    let leftOut = summary.matrix.leftOut
    let checked = targets.filter { !leftOut.contains($0.profile.id) }
    guard checked.count > Self.maximumSummaries else {
      return checked.map { summaryLine($0, summary) }
    }
    let parts = [false, true].compactMap { isLatest in
      Self.span(checked.filter { $0.profile.asOfIsLatest == isLatest }.map(\.profile), isLatest)
    }
    return [
      "\(checked.count) targets, facts \(parts.joined(separator: ", ")) · "
        + Quantity.count(summary.files, "file")
    ]
  }

  /// Returns the days of the targets' facts as a phrase: `of 2 Aug 2026 to 15 Sep 2026`, or `12 by
  /// 20 Nov 2026` for profiles that state only their latest day.
  private static func span(_ profiles: [TargetProfile], _ isLatest: Bool) -> String? {
    let days = profiles.map(\.asOf)
    guard let first = days.min(), let last = days.max() else { return nil }
    if isLatest { return "\(profiles.count) by \(last.formatted)" }
    return "of " + (first == last ? first.formatted : "\(first.formatted) to \(last.formatted)")
  }

  /// Returns a target's summary: its facts' day, and how many files pass, fail or have no slot.
  ///
  /// Files without a slot count as failed, and files that are not media as passed, in the totals;
  /// both are listed separately here.
  private func summaryLine(_ target: CheckTarget, _ summary: CheckSummary) -> String {
    let id = target.profile.id
    let counts = summary.counts(for: id)
    let withoutSlot = summary.withoutSlot.filter { $0.finding.target == id }.reduce(0) {
      $0 + $1.count
    }
    let numbers = [
      (counts.pass - summary.nonMediaCount, counts.unknown > 0 ? "ready as far as known" : "ready"),
      (counts.warn, "with warnings"),
      (counts.fail - withoutSlot, "to fix"), (withoutSlot, "without a slot"),
      (summary.nonMediaCount, summary.nonMediaCount == 1 ? "not a media file" : "not media files"),
    ]
    let isOver = summary.setFindings.contains { $0.target == id && $0.rule == .targetEnded }
    let parts =
      isOver
      ? ["no longer available"]
      : Quantity.counts(numbers)
    let slot = target.slot ?? target.slot(for: .picture)
    let via = slot.flatMap(target.rules)?.via.map { " (\(slot?.rawValue ?? "") by \($0))" } ?? ""
    let fileCount = Quantity.count(counts.pass + counts.warn + counts.fail, "file")
    let result = parts.isEmpty ? fileCount : "\(fileCount): \(parts.joined(separator: ", "))"
    let owner = target.isUserDefined ? " (your profile)" : ""
    return "\(id)\(via)\(owner), facts \(target.profile.datePhrase) · \(result)"
  }

  /// How many files were skipped while collecting them, by reason, or `nil` if none was.
  private var skippedLine: String? {
    guard files.skippedCount > 0 else { return nil }
    let reasons = files.skipped.map { "\(Quantity.grouped($0.count)) \($0.reason)" }
    return "skipped: \(reasons.joined(separator: ", "))"
  }

  /// Returns the findings on the set, with those merged that differ only in their target. Targets
  /// without a slot for the files are left out.
  static func merged(_ findings: [Finding], besides leftOut: [TargetID]) -> [Finding] {
    var groups: [(finding: Finding, key: FindingIdentity, others: [TargetID])] = []
    for finding in findings {
      if let target = finding.target, leftOut.contains(target) { continue }
      let key = FindingIdentity(finding, for: finding.target)
      let index = groups.firstIndex { $0.key == key }
      if let index, let target = finding.target {
        groups[index].others.append(target)
      } else {
        groups.append((finding, key, []))
      }
    }
    return groups.map { group in
      let names = group.others.map(\.rawValue)
      return names.isEmpty ? group.finding : group.finding.alsoReported(for: names)
    }
  }
}
