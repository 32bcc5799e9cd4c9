internal import Castbook
internal import Model

/// Findings on files, of which those with one rule share a line:
///
/// ```text
/// ✗ image.too-small, 7 files: «a.jpg», «b.jpg» and 5 more: 240 × 300 px, at least 300: use…
/// ```
struct FindingGroups {
  private struct Group {
    let first: Finding
    var files: [FilePath] = []
    var targets: [TargetID] = []
    /// Whether the files have different values.
    var differs = false
  }

  private var groups: [Group] = []

  /// Adds a finding on a file, or on all files together.
  mutating func add(_ finding: Finding, on file: FilePath? = nil) {
    let index =
      groups.firstIndex { $0.first.rule == finding.rule && $0.first.severity == finding.severity }
      ?? groups.endIndex
    if index == groups.endIndex { groups.append(Group(first: finding)) }
    if let file, groups[index].files.last != file { groups[index].files.append(file) }
    if let target = finding.target, !groups[index].targets.contains(target) {
      groups[index].targets.append(target)
    }
    if groups[index].first.message != finding.message { groups[index].differs = true }
  }

  /// Whether no finding was added.
  var isEmpty: Bool { groups.isEmpty }

  /// The rule of the most severe finding; `nil` if there is none.
  var worstRule: RuleID? { sorted.first?.first.rule }

  /// Returns the lines, the most severe and frequent first, at most `maximum` of them.
  func lines(_ names: ShownNames, atMost maximum: Int = 12) -> [String] {
    let shown = sorted.prefix(maximum)
    let left = sorted.dropFirst(maximum)
    return shown.map { line($0, names) }
      + (left.isEmpty
        ? [] : ["and \(left.map(\.first.rule.rawValue).joined(separator: ", "))"])
  }

  private var sorted: [Group] {
    groups.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.first.severity != other.first.severity {
        return one.first.severity > other.first.severity
      }
      return (other.files.count, left.offset) < (one.files.count, right.offset)
    }.map(\.element)
  }

  private func line(_ group: Group, _ names: ShownNames) -> String {
    let finding = group.first
    let files =
      group.files.isEmpty
      ? ""
      : (group.files.count > 1 ? ", \(group.files.count) files" : "")
        + ": \(names.list(group.files, atMost: 3))"
    let targets =
      group.targets.count > 1
      ? " (\(Quantity.list(group.targets.map(\.rawValue), atMost: 3)))" : ""
    let example = group.differs && group.files.count > 1 ? "e.g. " : ""
    return "\(Self.sign(finding.severity)) \(finding.rule)\(files): \(example)"
      + ShownNames.sentence(finding.sentence) + targets
  }

  /// Returns the sign of a file's status.
  static func sign(_ status: Status) -> String {
    switch status {
    case .pass: "✓"
    case .warn: sign(Severity.warning)
    case .fail: sign(Severity.error)
    }
  }

  /// Returns the sign of a severity.
  static func sign(_ severity: Severity) -> String {
    switch severity {
    case .error: "✗"
    case .warning: "!"
    case .note: "·"
    }
  }
}
