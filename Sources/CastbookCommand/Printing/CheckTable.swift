internal import Castbook
internal import CommandLineKit
internal import Model

/// A check as lines for people: a file each, what is wrong and what to do beside it, and below what many files share.
final class CheckTable: CheckPrinter {
  let targets: [CheckTarget]
  let selection: TargetSelection
  let files: FileList
  let screen: Screen
  /// The command that repairs what can be repaired; nothing where it would be too long to type.
  let prepareCommand: String?
  /// Whether each file shows what it shares with others.
  private let showsAll: Bool
  private var collected: [(file: CheckedFile, remarks: [FileRemark])] = []
  private let pathWidth: Int
  /// How many facts have room behind a path: on a narrow terminal the size of the file goes first.
  private let factCount: Int

  /// Columns between the path and what is said: size, format, bytes, and gaps.
  private static let factsWidth = 34
  private static let longestPath = 44
  private static let shortestText = 64

  init(
    selection: TargetSelection, files: FileList, screen: Screen, prepareCommand: String?,
    showsAll: Bool
  ) {
    self.prepareCommand = prepareCommand
    self.showsAll = showsAll
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
    factCount = FactWordsOfFile.count(within: screen.style.columns - 4 - pathWidth)
  }

  func begin() {}

  func show(_ file: CheckedFile) {
    collected.append((file, FileRemark.all(of: file, for: targets)))
  }

  func stop() throws {
    var shared = SharedRemarks(collected.map(\.remarks), showsAll: showsAll)
    for (file, remarks) in collected { try show(file, remarks, &shared) }
    for remark in shared.summaries { try showRemark(remark) }
  }

  private func show(
    _ file: CheckedFile, _ remarks: [FileRemark], _ shared: inout SharedRemarks
  ) throws {
    let facts = file.facts
    let path = sanitized(facts.path.text)
    let shown = FactWordsOfFile.columns(facts).prefix(factCount)
    let marked = file.isSentAsCopy ? "\(path) \(CopyWords.mark)" : path
    let words = ([Columns.padded(marked, pathWidth)] + shown).joined(separator: "  ")
    let mark = file.isBystander ? sign(Severity.note) : sign(status(file))
    let own = shared.own(remarks)
    let rules = shared.rules(of: remarks)
    let indent = 4 + max(pathWidth, displayWidth(marked)) + Self.factsWidth
    var head: Head? = Head(mark: mark, words: words)
    if own.isEmpty || rules != nil {
      try screen.print(SharedRemarks.row("  \(mark) \(words)", rules, screen.style))
      head = nil
    }
    for remark in own {
      try screen.print(layOut(remark, after: head, indent: indent))
      head = nil
    }
  }

  /// A line of its own for what is no one file's.
  func showRemark(_ remark: FileRemark) throws {
    let head = Head(mark: sign(remark.severity), words: "")
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

  /// A remark behind the facts of its file, its rule at the end. Where there is little room the words go below,
  /// parted between words only.
  private func layOut(_ remark: FileRemark, after head: Head?, indent: Int) -> String {
    let mark = sign(remark.severity)
    // A long name or format moves what follows it, and nothing else.
    let taken = head.map { displayWidth(Columns.trimmed($0.words)) } ?? 0
    let width = taken == 0 ? indent : max(indent, 4 + taken + 1)
    let lead =
      head.map { "  \($0.mark) " + Columns.padded($0.words, width - 4) }
      ?? String(repeating: " ", count: indent - 2) + "\(mark) "
    let columns = screen.style.columns
    let isOfNoFile = head?.words.isEmpty == true
    if isOfNoFile || columns - width >= Self.shortestText {
      let gap = "\n" + String(repeating: " ", count: width)
      return lead + lines(remark, max(20, columns - width)).joined(separator: gap)
    }
    let below = lines(remark, max(20, columns - 6)).joined(separator: "\n      ")
    return head == nil ? "    \(mark) \(below)" : "\(Columns.trimmed(lead))\n      \(below)"
  }

  private func lines(_ remark: FileRemark, _ width: Int) -> [String] {
    RemarkText.folded(
      remark.text, rule: remark.rule, width: width, isDim: remark.severity == .note,
      style: screen.style)
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
