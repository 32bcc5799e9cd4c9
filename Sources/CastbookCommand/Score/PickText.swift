internal import Castbook
internal import CommandLineKit
internal import Model

/// The pictures that were chosen and left out, with the reason for each, as lines for people.
struct PickText {
  let set: JudgedSet
  let pick: Pick
  /// What `--save` changed, or `nil` without that option.
  let saved: EditOutcome?
  /// The targets as named on the command line, repeated in the suggested `prepare` command.
  let targets: [String]
  let style: TerminalStyle

  /// The chosen pictures, those left out, then remarks, the suggested command and the advice.
  var lines: [String] {
    let names = set.members.map(\.name)
    let roles = pick.chosen.map { role($0.member) }
    let nameWidth = min(44, names.map(displayWidth).max() ?? 0)
    let roleWidth = roles.map(displayWidth).max() ?? 0
    var lines = pick.chosen.enumerated().flatMap { index, choice in
      row(
        "  \(style.styled(String(index + 1), .good)) " + Columns.padded(roles[index], roleWidth)
          + (roleWidth > 0 ? "  " : "") + Columns.padded(names[choice.member], nameWidth),
        width: 4 + roleWidth + (roleWidth > 0 ? 2 : 0) + nameWidth,
        set.words(choice.reason) + (set.remark(choice.member).map { "; \($0)" } ?? ""))
    }
    lines += pick.skipped.flatMap { left in
      row(
        "  – " + Columns.padded(names[left.member], nameWidth), width: 4 + nameWidth,
        set.words(left.reason))
    }
    if let shortfall = set.shortfall(of: pick) { lines.append(shortfall) }
    // Without this finding the best pictures of two people would pass for a good set.
    for finding in set.findings
    where finding.rule == .setSeveralSubjects || finding.rule == .setOddOne {
      lines += style.remark(finding, indent: 2)
    }
    lines += prepareCommand
    let last = [set.missing, set.advice].compactMap(\.self).joined(separator: " ")
    if !last.isEmpty { lines += style.folded(last, by: 0) }
    if let saved {
      lines.append(
        saved.isChanged
          ? "saved this order for \(saved.after.revision.handle)"
          : "\(saved.after.revision.handle) already has this order")
    }
    return lines
  }

  /// The maximum number of file names that fit on the line of a suggested command.
  private static let maximumNamed = 4

  /// The command that prepares the chosen files, on a line of its own to be copied. Empty when none
  /// needs it, when they are in the library, or when they are too many.
  private var prepareCommand: [String] {
    let files = pick.chosen.map { set.members[$0.member] }
      .filter { $0.needsPreparing != nil && $0.number == nil }
    let names = files.compactMap { FilePath($0.name)?.quoted }
    guard !files.isEmpty, names.count == files.count, names.count <= Self.maximumNamed else {
      return []
    }
    let target = targets.isEmpty ? "" : " --for \(targets.joined(separator: ","))"
    return ["first: castbook prepare \(names.joined(separator: " "))\(target) -o ready/"]
  }

  /// The role as it is printed: empty for an unsorted picture.
  private func role(_ member: Int) -> String {
    let role = set.members[member].role
    return role == .unsorted ? "" : role.rawValue
  }

  /// Returns the head and its reason on one line, or the reason on the lines below when fewer than
  /// 32 columns remain.
  private func row(_ head: String, width: Int, _ reason: String) -> [String] {
    if style.columns - width >= 32 {
      return style.folded(reason, after: "\(head)  ", indent: width + 2)
    }
    return [Columns.trimmed(head)] + style.folded(reason, by: 6)
  }
}
