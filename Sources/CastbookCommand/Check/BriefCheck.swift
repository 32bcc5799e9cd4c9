internal import Castbook
internal import CommandLineKit
internal import Model

/// A check as one line for each error and warning, printed as files are checked, then the totals.
/// Lines are neither wrapped nor aligned, and the same on a terminal and in a pipe.
///
/// ```text
/// ✗ image.too-small mira-side.png: shorter side 280 px, below the 300 px minimum: use a larger …
/// 2 files: 1 pass, 0 warn, 1 fail for kling
/// ```
struct BriefCheck: CheckPrinter {
  let selection: TargetSelection
  let screen: Screen

  func show(_ file: CheckedFile) throws {
    for remark in FileRemark.all(of: file, for: selection.targets) {
      try screen.print(brief: remark, about: file.facts.path)
    }
  }

  func end(_ summary: CheckSummary) throws {
    let leftOut = summary.matrix.leftOut
    for finding in CheckTable.merged(summary.setFindings, besides: leftOut) {
      try screen.print(brief: FileRemark(finding))
    }
    for missing in summary.withoutSlot {
      let files = Quantity.count(missing.count, "file")
      let message = "\(missing.finding.message) (\(files))"
      try screen.print(brief: FileRemark(missing.finding.withMessage(message)))
    }
    for line in totals(summary) { try screen.print(line) }
    if !leftOut.isEmpty {
      let ids = leftOut.map(\.rawValue).joined(separator: ", ")
      try screen.print("no slot for these files: \(ids)")
    }
    if let remark = selection.remark { try screen.print(remark) }
  }

  func printRemark(_ text: String) throws { try screen.print(sanitized(text)) }

  /// Returns how many files pass, with the targets of which that is true, a line for each count.
  private func totals(_ summary: CheckSummary) -> [String] {
    var groups: [(counts: String, targets: [String])] = []
    for target in selection.targets where !summary.matrix.leftOut.contains(target.profile.id) {
      let counts = summary.counts(for: target.profile.id)
      let text = "\(counts.pass) pass, \(counts.warn) warn, \(counts.fail) fail"
      if let index = groups.firstIndex(where: { $0.counts == text }) {
        groups[index].targets.append(target.profile.id.rawValue)
      } else {
        groups.append((text, [target.profile.id.rawValue]))
      }
    }
    let files = Quantity.count(summary.files, "file")
    return groups.map { "\(files): \($0.counts) for \($0.targets.joined(separator: ", "))" }
  }
}

extension Screen {
  /// Prints an error or a warning on one line: its sign, its rule, the file, and the words. A note
  /// is left out.
  func print(brief remark: FileRemark, about path: FilePath? = nil) throws {
    guard remark.severity > .note else { return }
    let subject = path.map { " \(sanitized($0.text))" } ?? ""
    try print("\(style.sign(remark.severity)) \(remark.rule)\(subject): \(remark.text)")
  }
}
