internal import Castbook
internal import CommandLineKit
internal import Model

/// A check as lines for people: a file each, what is wrong and what to do beside it.
struct CheckTable: CheckPrinter {
  private let targets: [CheckTarget]
  private let screen: Screen
  private let pathWidth: Int

  /// Columns between the path and what is said: size, format, bytes, and gaps.
  private static let factsWidth = 34
  private static let longestPath = 44
  private static let shortestText = 64

  private let files: FileList

  init(targets: [CheckTarget], files: FileList, screen: Screen) {
    self.targets = targets
    self.screen = screen
    self.files = files
    let longest = files.paths.lazy.map { displayWidth(sanitized($0.text)) }.max() ?? 0
    pathWidth = min(longest, Self.longestPath)
  }

  func begin() {}

  func show(_ file: CheckedFile) throws {
    let facts = file.facts
    let path = sanitized(facts.path.text)
    let words =
      "\(padded(path, pathWidth))  \(size(facts))  "
      + "\(padded(facts.format?.name ?? "", 6))  \(leftPadded(bytes(facts), 7))"
    let remarks = merged(file)
    let mark = file.isBystander ? sign(Severity.note) : sign(file.status)
    guard !remarks.isEmpty else { return try screen.print("  \(mark) \(trimmed(words))") }
    let indent = 4 + max(pathWidth, displayWidth(path)) + Self.factsWidth
    var head: Head? = Head(mark: mark, words: words)
    for remark in remarks {
      try screen.print(layOut(remark, after: head, indent: indent))
      head = nil
    }
  }

  func end(_ summary: CheckSummary) throws {
    for finding in summary.setFindings {
      let remark = Remark(
        severity: finding.severity, text: sanitized(finding.sentence),
        rule: finding.rule.rawValue)
      let head = Head(mark: sign(finding.severity), words: "")
      try screen.print(layOut(remark, after: head, indent: 4))
    }
    let lines = targets.map { Self.summaryLine($0, summary) } + [passedOverLine].compactMap(\.self)
    for line in lines { try screen.print(Folding.page(line, columns: screen.style.columns)) }
  }

  func said(_ text: String) throws { try screen.print(sanitized(text)) }

  // MARK: What is said

  /// One thing to say, for all targets that say the same.
  private struct Remark {
    let severity: Severity
    let text: String
    let rule: String
  }

  private func merged(_ file: CheckedFile) -> [Remark] {
    var groups: [(finding: Finding, targets: [TargetID])] = []
    for finding in file.allFindings {
      let same = groups.firstIndex { group in
        group.finding.rule == finding.rule && group.finding.message == finding.message
          && group.finding.severity == finding.severity
      }
      if let same, let target = finding.target {
        groups[same].targets.append(target)
      } else {
        groups.append((finding, finding.target.map { [$0] } ?? []))
      }
    }
    return groups.map { group in
      let isForAll = group.targets.isEmpty || group.targets.count == targets.count
      let prefix =
        isForAll ? "" : group.targets.map(\.rawValue).joined(separator: ", ") + ": "
      return Remark(
        severity: group.finding.severity, text: sanitized(prefix + group.finding.sentence),
        rule: group.finding.rule.rawValue)
    }
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
    let width = head.map { max(indent, 4 + displayWidth(trimmed($0.words)) + 1) } ?? indent
    let lead =
      head.map { "  \($0.mark) " + padded($0.words, width - 4) }
      ?? String(repeating: " ", count: indent - 2) + "\(mark) "
    guard let columns = screen.style.columns else {
      return "\(lead)\(padded(remark.text, 72))  \(remark.rule)"
    }
    if columns - width >= Self.shortestText {
      let gap = "\n" + String(repeating: " ", count: width)
      return lead + lines(remark, columns - width).joined(separator: gap)
    }
    let below = lines(remark, max(20, columns - 6)).joined(separator: "\n      ")
    return head == nil ? "    \(mark) \(below)" : "\(trimmed(lead))\n      \(below)"
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

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  private func leftPadded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth(text))) + text
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }

  // MARK: Facts

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

  private func size(_ facts: FileFacts) -> String {
    guard let size = facts.image?.size ?? facts.clip?.size else { return "      ?      " }
    return "\(leftPadded(String(size.width), 5)) × \(padded(String(size.height), 5))"
  }

  private func bytes(_ facts: FileFacts) -> String {
    facts.byteCount.map(Quantity.bytes) ?? ""
  }

  private static func summaryLine(_ target: CheckTarget, _ summary: CheckSummary) -> String {
    let counts = summary.counts(for: target.profile.id)
    let parts = [
      counts.pass > summary.bystanders
        ? "\(Quantity.grouped(counts.pass - summary.bystanders)) ready" : nil,
      counts.warn > 0 ? "\(Quantity.grouped(counts.warn)) to watch" : nil,
      counts.fail > 0 ? "\(Quantity.grouped(counts.fail)) to fix" : nil,
      summary.bystanders > 0 ? "\(Quantity.grouped(summary.bystanders)) no media" : nil,
    ].compactMap(\.self)
    let slot = target.slot ?? target.slot(for: .picture)
    let via = slot.flatMap(target.rules)?.via.map { " (\(slot?.rawValue ?? "") by \($0))" } ?? ""
    let files = Quantity.count(summary.files, "file")
    let result = parts.isEmpty ? files : "\(files): \(parts.joined(separator: ", "))"
    let owner = target.isUsers ? " (your profile)" : ""
    return "\(target.profile.id)\(via)\(owner), facts of \(target.profile.asOf.words) · \(result)"
  }

  private var passedOverLine: String? {
    guard files.passedOverCount > 0 else { return nil }
    let reasons = files.passedOver.map { "\(Quantity.grouped($0.count)) \($0.reason)" }
    return "passed over: \(reasons.joined(separator: ", "))"
  }
}
