internal import Castbook
internal import CommandLineKit
internal import Model

/// One finding on a file, in the words that a line shows: once for all targets that report the same.
struct FileRemark: Hashable {
  let severity: Severity
  /// What was found, and where there is one, what to do.
  let text: String
  let rule: String
  /// What to do, as it is in the text.
  let remedy: String?
  private let message: String

  init(_ finding: Finding, of group: String = "") {
    severity = finding.severity
    text = sanitized(group + finding.sentence)
    rule = finding.rule.rawValue
    remedy = finding.fix
    message = sanitized(group + finding.message)
  }

  private init(_ severity: Severity, _ text: String, rule: String, remedy: String?, message: String)
  {
    self.severity = severity
    self.text = text
    self.rule = rule
    self.remedy = remedy
    self.message = message
  }

  /// A note that no finding is behind.
  static func note(_ text: String, rule: String = "") -> FileRemark {
    FileRemark(.note, text, rule: rule, remedy: nil, message: text)
  }

  /// The same, without what to do.
  var withoutRemedy: FileRemark {
    FileRemark(severity, message, rule: rule, remedy: nil, message: message)
  }

  /// The same of a number of files.
  func of(_ files: String) -> FileRemark {
    FileRemark(
      severity, "\(files): \(text)", rule: rule, remedy: remedy, message: "\(files): \(message)")
  }

  /// Of more targets than these, limits that differ are not listed separately.
  private static let maximumDetailed = 4
  /// More targets than these are counted in front of what they report, not named.
  private static let maximumNamed = 3

  /// The findings of a check, worst first; of many targets, once a rule. A row that is marked as sent by its copy does
  /// not repeat that.
  static func all(of file: CheckedFile, for targets: [CheckTarget] = []) -> [FileRemark] {
    let findings = file.allFindings
    let shown = findings.filter { !$0.isOfMissingSlot(targets) }
    var groups: [Group] = []
    for finding in shown where !(file.isSentAsCopy && finding.rule == .filePreparedCopy) {
      let same = groups.firstIndex { group in
        group.finding.rule == finding.rule && group.finding.severity == finding.severity
          && (group.finding.message == finding.message
            || max(targets.count, file.outcomes.count) > maximumDetailed)
      }
      if let same, let target = finding.target {
        groups[same].targets.append(target)
        if groups[same].finding.message != finding.message { groups[same].isAlike = false }
      } else {
        groups.append(Group(finding: finding, targets: finding.target.map { [$0] } ?? []))
      }
    }
    let asked = file.outcomes.count - (findings.count - shown.count)
    return groups.map { FileRemark($0.finding, of: $0.prefix(of: asked)) }
  }

  /// Targets that report the same.
  private struct Group {
    let finding: Finding
    var targets: [TargetID]
    /// Whether they report it in the same words, and not with limits that differ.
    var isAlike = true

    /// Which targets report it, where not all do: a few by name, more by number.
    func prefix(of asked: Int) -> String {
      let count = targets.count
      guard let first = targets.first, count < asked || !isAlike else { return "" }
      if !isAlike { return "\(count) of \(asked) targets, such as \(first): " }
      return count <= FileRemark.maximumNamed
        ? targets.map(\.rawValue).joined(separator: ", ") + ": "
        : "\(count) of \(asked) targets: "
    }
  }
}
