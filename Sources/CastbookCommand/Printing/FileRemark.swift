internal import Castbook
internal import CommandLineKit
internal import Model

/// A finding on a file as a line shows it, once for all targets that report it.
///
/// Two remarks are equal when they read the same, which is what `SharedRemarks` counts.
///
/// ```swift
/// let remarks = FileRemark.all(of: file, for: targets)
/// let lines = remarks.flatMap { style.remark($0, indent: 4) }
/// ```
struct FileRemark: Hashable {
  let severity: Severity
  /// What was found, followed by what to do if there is a remedy.
  let text: String
  /// The rule's id, or an empty text for a note without a rule.
  let rule: String
  /// What to do, as it is contained in `text`, or `nil`.
  let remedy: String?
  /// What was found, without what to do.
  private let message: String

  /// Creates a remark from a finding. `group` precedes the text, such as the targets that report
  /// it.
  init(_ finding: Finding, prefix group: String = "") {
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

  /// Returns a note that is not based on a finding.
  static func note(_ text: String, rule: String = "") -> FileRemark {
    FileRemark(.note, text, rule: rule, remedy: nil, message: text)
  }

  /// The remark without what to do.
  var withoutRemedy: FileRemark {
    FileRemark(severity, message, rule: rule, remedy: nil, message: message)
  }

  /// Returns a remark of the same rule and severity with another text, and without a remedy.
  func replacingText(_ text: String) -> FileRemark {
    FileRemark(severity, text, rule: rule, remedy: nil, message: text)
  }

  /// Returns the remark about several files, whose description precedes it.
  func prefixed(with files: String) -> FileRemark {
    FileRemark(
      severity, "\(files): \(text)", rule: rule, remedy: remedy, message: "\(files): \(message)")
  }

  /// The number of targets above which findings of one rule are merged even if their limits differ.
  private static let maximumDetailed = 4
  /// The number of targets above which they are counted instead of named.
  private static let maximumNamed = 3

  /// Returns the findings of a check, the most severe first. Findings that several targets report
  /// in the same words are merged, and with many targets all findings of one rule.
  ///
  /// A file that is marked as sent by its copy doesn't repeat that as a remark.
  static func all(of file: CheckedFile, for targets: [CheckTarget] = []) -> [FileRemark] {
    let findings = file.allFindings
    let shown = findings.filter { !$0.reportsMissingSlot(in: targets) }
    var groups: [Group] = []
    for finding in shown where !(file.isSentAsCopy && finding.rule == .filePreparedCopy) {
      let index = groups.firstIndex { group in
        group.finding.rule == finding.rule && group.finding.severity == finding.severity
          && (group.finding.message == finding.message
            || max(targets.count, file.outcomes.count) > maximumDetailed)
      }
      if let index, let target = finding.target {
        groups[index].targets.append(target)
        if groups[index].finding.message != finding.message { groups[index].isAlike = false }
      } else {
        groups.append(Group(finding: finding, targets: finding.target.map { [$0] } ?? []))
      }
    }
    let targetCount = file.outcomes.count - (findings.count - shown.count)
    return groups.map { FileRemark($0.finding, prefix: $0.prefix(of: targetCount)) }
  }

  /// The targets that report the same finding.
  private struct Group {
    let finding: Finding
    var targets: [TargetID]
    /// Whether they report it in the same words, with the same limits.
    var isAlike = true

    /// Returns the targets that report it, as a prefix: a few by name, more by number, and an empty
    /// text if all `asked` targets do.
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
