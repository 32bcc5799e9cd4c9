internal import Castbook
internal import CommandLineKit
internal import Model

/// A check as lines for people: a file each, what is wrong and what to do beside it.
struct CheckTable: CheckPrinter {
  let targets: [CheckTarget]
  let selection: TargetSelection
  let files: FileList
  let screen: Screen
  /// The command that repairs what can be repaired; nothing where it would be too long to type.
  var prepareCommand: String?
  private let pathWidth: Int
  /// How many facts have room behind a path: on a narrow terminal the size of the file goes first.
  private let factCount: Int

  /// Columns between the path and what is said: size, format, bytes, and gaps.
  private static let factsWidth = 34
  private static let longestPath = 44
  private static let shortestText = 64

  /// Of more targets than these limits that differ are not told apart.
  private static let mostToldApart = 4
  /// More targets than these are counted in front of what they say, not named.
  private static let mostNamed = 3

  init(selection: TargetSelection, files: FileList, screen: Screen) {
    targets = selection.targets
    self.selection = selection
    self.screen = screen
    self.files = files
    let longest = files.paths.lazy.map { displayWidth(sanitized($0.text)) }.max() ?? 0
    pathWidth = min(longest, Self.longestPath)
    let room = screen.style.columns.map { $0 - 4 - min(longest, Self.longestPath) }
    factCount = FactWordsOfFile.count(within: room)
  }

  func begin() {}

  func show(_ file: CheckedFile) throws {
    let facts = file.facts
    let path = sanitized(facts.path.text)
    let shown = FactWordsOfFile.columns(facts).prefix(factCount)
    let words = ([Columns.padded(path, pathWidth)] + shown).joined(separator: "  ")
    let remarks = merged(file)
    let mark = file.isBystander ? sign(Severity.note) : sign(status(file))
    guard !remarks.isEmpty else { return try screen.print("  \(mark) \(Columns.trimmed(words))") }
    let indent = 4 + max(pathWidth, displayWidth(path)) + Self.factsWidth
    var head: Head? = Head(mark: mark, words: words)
    for remark in remarks {
      try screen.print(layOut(remark, after: head, indent: indent))
      head = nil
    }
  }

  /// A line of its own for what is no one file's.
  func showRemark(_ finding: Finding) throws {
    let remark = Remark(
      severity: finding.severity, text: sanitized(finding.sentence), rule: finding.rule.rawValue)
    let head = Head(mark: sign(finding.severity), words: "")
    try screen.print(layOut(remark, after: head, indent: 4))
  }

  func said(_ text: String) throws { try screen.print(sanitized(text)) }

  // MARK: What is said

  /// One thing to say, for all targets that say the same.
  private struct Remark {
    let severity: Severity
    let text: String
    let rule: String
  }

  /// The file's own status. Targets without any slot for it are told once, below, and make it fail
  /// only where there is no other.
  private func status(_ file: CheckedFile) -> Status {
    let findings = file.allFindings.filter { !$0.isOfMissingSlot(targets) }
    let isHomeless = file.outcomes.allSatisfy { outcome in
      outcome.outcomes.contains { $0.finding?.isOfMissingSlot(targets) == true }
    }
    return isHomeless ? file.status : Status(findings)
  }

  /// What is said of a file, once for all targets that say the same; of many targets, once a rule.
  private func merged(_ file: CheckedFile) -> [Remark] {
    var groups: [Group] = []
    let findings = file.allFindings
    let told = findings.filter { !$0.isOfMissingSlot(targets) }
    for finding in told {
      let same = groups.firstIndex { group in
        group.finding.rule == finding.rule && group.finding.severity == finding.severity
          && (group.finding.message == finding.message || targets.count > Self.mostToldApart)
      }
      if let same, let target = finding.target {
        groups[same].targets.append(target)
        if groups[same].finding.message != finding.message { groups[same].isAlike = false }
      } else {
        groups.append(Group(finding: finding, targets: finding.target.map { [$0] } ?? []))
      }
    }
    let asked = file.outcomes.count - (findings.count - told.count)
    return groups.map { group in
      Remark(
        severity: group.finding.severity,
        text: sanitized(prefix(group, of: asked) + group.finding.sentence),
        rule: group.finding.rule.rawValue)
    }
  }

  /// Targets with the same to say.
  private struct Group {
    let finding: Finding
    var targets: [TargetID]
    /// Whether they say it in the same words, and not of limits that differ.
    var isAlike = true
  }

  /// Who says so, where that is not everybody: a few by name, more by number.
  private func prefix(_ group: Group, of asked: Int) -> String {
    let count = group.targets.count
    guard let first = group.targets.first, count < asked || !group.isAlike else { return "" }
    if !group.isAlike { return "\(count) of \(asked) targets, as at \(first): " }
    return count <= Self.mostNamed
      ? group.targets.map(\.rawValue).joined(separator: ", ") + ": "
      : "\(count) of \(asked) targets: "
  }

  // MARK: Laying out

  /// What stands in front of a file's first remark: a mark one column wide, and words. Further
  /// remarks carry a mark of their own, since they may be of less weight than the file's.
  private struct Head {
    let mark: String
    let words: String
  }

  /// A remark behind the facts of its file, its rule at the end where there is room. On a narrow
  /// terminal the words go below, parted between words only, and the rule is left out first.
  private func layOut(_ remark: Remark, after head: Head?, indent: Int) -> String {
    let mark = sign(remark.severity)
    // A long name or format moves what follows it, and nothing else.
    let taken = head.map { displayWidth(Columns.trimmed($0.words)) } ?? 0
    let width = taken == 0 ? indent : max(indent, 4 + taken + 1)
    let lead =
      head.map { "  \($0.mark) " + Columns.padded($0.words, width - 4) }
      ?? String(repeating: " ", count: indent - 2) + "\(mark) "
    guard let columns = screen.style.columns else {
      return "\(lead)\(Columns.padded(remark.text, 72))  \(remark.rule)"
    }
    let isOfNoFile = head?.words.isEmpty == true
    if isOfNoFile || columns - width >= Self.shortestText {
      let gap = "\n" + String(repeating: " ", count: width)
      return lead + lines(remark, max(20, columns - width)).joined(separator: gap)
    }
    let below = lines(remark, max(20, columns - 6)).joined(separator: "\n      ")
    return head == nil ? "    \(mark) \(below)" : "\(Columns.trimmed(lead))\n      \(below)"
  }

  /// A remark in lines of at most `width` columns, the rule at the end of the last if it fits.
  private func lines(_ remark: Remark, _ width: Int) -> [String] {
    let plain = Folding.lines(remark.text, width: width)
    var lines = plain.map { line in
      remark.severity == .note ? screen.style.styled(line, .dim) : line
    }
    let gap = width - displayWidth(plain.last ?? "") - displayWidth(remark.rule)
    if gap >= 2, let last = lines.popLast() {
      lines.append(
        last + String(repeating: " ", count: gap) + screen.style.styled(remark.rule, .dim))
    }
    return lines
  }

  // MARK: Signs

  private func sign(_ status: Status) -> String {
    switch status {
    case .pass: screen.style.styled("✓", .good)
    case .warn: screen.style.styled("!", .warn)
    case .fail: screen.style.styled("✗", .bad)
    }
  }

  private func sign(_ severity: Severity) -> String {
    switch severity {
    case .note: screen.style.styled("·", .dim)
    case .warning: sign(Status.warn)
    case .error: sign(Status.fail)
    }
  }
}
