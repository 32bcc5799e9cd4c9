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

  init(selection: TargetSelection, files: FileList, screen: Screen) {
    targets = selection.targets
    self.selection = selection
    self.screen = screen
    self.files = files
    let names = files.paths.lazy.map { path in
      displayWidth(sanitized(path.text))
        + (files.hasCopies(path) ? CopyWords.mark.count + 1 : 0)
    }
    let longest = names.max() ?? 0
    pathWidth = min(longest, Self.longestPath)
    let room = screen.style.columns.map { $0 - 4 - min(longest, Self.longestPath) }
    factCount = FactWordsOfFile.count(within: room)
  }

  func begin() {}

  func show(_ file: CheckedFile) throws {
    let facts = file.facts
    let path = sanitized(facts.path.text)
    let shown = FactWordsOfFile.columns(facts).prefix(factCount)
    let marked = file.isSentAsCopy ? "\(path) \(CopyWords.mark)" : path
    let words = ([Columns.padded(marked, pathWidth)] + shown).joined(separator: "  ")
    let remarks = FileRemark.all(of: file, for: targets)
    let mark = file.isBystander ? sign(Severity.note) : sign(status(file))
    guard !remarks.isEmpty else { return try screen.print("  \(mark) \(Columns.trimmed(words))") }
    let indent = 4 + max(pathWidth, displayWidth(marked)) + Self.factsWidth
    var head: Head? = Head(mark: mark, words: words)
    for remark in remarks {
      try screen.print(layOut(remark, after: head, indent: indent))
      head = nil
    }
  }

  /// A line of its own for what is no one file's.
  func showRemark(_ finding: Finding) throws {
    let remark = FileRemark(finding)
    let head = Head(mark: sign(finding.severity), words: "")
    try screen.print(layOut(remark, after: head, indent: 4))
  }

  func said(_ text: String) throws { try screen.print(sanitized(text)) }

  // MARK: What is said

  /// The file's own status. Targets without any slot for it are told once, below, and make it fail
  /// only where there is no other.
  private func status(_ file: CheckedFile) -> Status {
    let findings = file.allFindings.filter { !$0.isOfMissingSlot(targets) }
    let isHomeless = file.outcomes.allSatisfy { outcome in
      outcome.outcomes.contains { $0.finding?.isOfMissingSlot(targets) == true }
    }
    return isHomeless ? file.status : Status(findings)
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
  private func layOut(_ remark: FileRemark, after head: Head?, indent: Int) -> String {
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
  private func lines(_ remark: FileRemark, _ width: Int) -> [String] {
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
