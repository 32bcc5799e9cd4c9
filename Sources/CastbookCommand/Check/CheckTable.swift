internal import Castbook
internal import CommandLineKit
internal import Model

/// A check as lines for people: a row per file with its findings, and below them what many files
/// share.
///
/// Rows are collected and printed at the end, because a finding that more than two files share is
/// printed once, with a count.
///
/// On a wide terminal a finding is printed beside its file, on a narrow one below it:
///
/// ```text
///   ✗ mira-side.png    256 × 900   PNG     310 kB  shorter side is below …  image.too-small
/// ```
final class CheckTable: CheckPrinter {
  /// The targets that files are checked against.
  let targets: [CheckTarget]
  let selection: TargetSelection
  /// The files of the check, whose names decide the width of the column of paths.
  let files: FileList
  let screen: Screen
  private var style: TerminalStyle { screen.style }
  /// The command that repairs what can be repaired, or `nil` when it would be too long to type.
  let prepareCommand: String?
  /// Whether `--all` prints every finding at its file, even those that many files share.
  let showsAll: Bool
  /// The files shown so far, with their remarks.
  private var collected: [(file: CheckedFile, remarks: [FileRemark])] = []
  /// The width of the column of paths, which fits the longest up to a maximum.
  private let pathWidth: Int
  /// The number of facts that fit behind a path. On a narrow terminal the file's size is dropped
  /// first.
  private let factCount: Int

  /// The width between the path and its findings: size, format, bytes, and gaps.
  private static let factsWidth = 34
  /// The maximum width of the column of paths; longer paths move what follows them.
  private static let maximumPathWidth = 44
  /// The minimum width for findings beside their file. With less room they go below it.
  private static let minimumTextWidth = 64

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
    let names = files.files.lazy.map { file in
      displayWidth(sanitized(file.path.text))
        + (file.hasCopies ? CopyWords.mark.count + 1 : 0)
    }
    let longest = names.max() ?? 0
    pathWidth = min(longest, Self.maximumPathWidth)
    factCount = FileColumns.count(within: screen.style.columns - 4 - pathWidth)
  }

  /// Collects a file until the whole table is printed.
  func show(_ file: CheckedFile) {
    collected.append((file, FileRemark.all(of: file, for: targets)))
  }

  /// Prints the collected files, then the remarks that many of them share.
  func printCollected() throws {
    var shared = SharedRemarks(collected.map(\.remarks), showsAll: showsAll)
    for (file, remarks) in collected { try show(file, remarks, &shared) }
    for remark in shared.summaries { try showRemark(remark) }
  }

  /// Prints one file: its row, with the rules of shared remarks at the end, and its own remarks.
  private func show(
    _ file: CheckedFile, _ remarks: [FileRemark], _ shared: inout SharedRemarks
  ) throws {
    let facts = file.facts
    let path = sanitized(facts.path.text)
    let shown = FileColumns.columns(facts).prefix(factCount)
    let marked = file.isSentAsCopy ? "\(path) \(CopyWords.mark)" : path
    let row = ([Columns.padded(marked, pathWidth)] + shown).joined(separator: "  ")
    let mark = file.isNonMedia ? style.sign(Severity.note) : style.sign(status(file))
    let own = shared.ownRemarks(remarks)
    let rules = shared.rules(of: remarks)
    let indent = 4 + max(pathWidth, displayWidth(marked)) + Self.factsWidth
    var head: Head? = Head(mark: mark, row: row)
    if own.isEmpty || rules != nil {
      try screen.print(style.row("  \(mark) \(row)", end: rules))
      head = nil
    }
    for remark in own {
      try screen.print(layOut(remark, after: head, indent: indent))
      head = nil
    }
  }

  /// Prints a remark that concerns several files.
  func showRemark(_ remark: FileRemark) throws {
    let head = Head(mark: style.sign(remark.severity), row: "")
    try screen.print(layOut(remark, after: head, indent: 4))
  }

  func printRemark(_ text: String) throws { try screen.print(sanitized(text)) }

  // MARK: Texts

  /// Returns the file's own status. A missing slot is reported once, below the table, and makes a
  /// file fail only when no target has a slot for it.
  private func status(_ file: CheckedFile) -> Status {
    let findings = file.allFindings.filter { !$0.reportsMissingSlot(in: targets) }
    let hasNoSlot = file.outcomes.allSatisfy { outcome in
      outcome.outcomes.contains { $0.finding?.reportsMissingSlot(in: targets) == true }
    }
    return hasNoSlot ? file.status : Status(findings)
  }

  // MARK: Laying out

  /// What precedes a file's first remark: a mark one column wide, and the row. Later remarks have a
  /// mark of their own, since they may be less severe than the first.
  private struct Head {
    let mark: String
    let row: String
  }

  /// Returns a remark beside its file's row, or below it when there is little room, with its rule
  /// at the end. It is broken only between words.
  private func layOut(_ remark: FileRemark, after head: Head?, indent: Int) -> String {
    let mark = style.sign(remark.severity)
    // A long name or format moves only what follows it in the same row.
    let headWidth = head.map { displayWidth(Columns.trimmed($0.row)) } ?? 0
    let width = headWidth == 0 ? indent : max(indent, 4 + headWidth + 1)
    let lead =
      head.map { "  \($0.mark) " + Columns.padded($0.row, width - 4) }
      ?? String(repeating: " ", count: indent - 2) + "\(mark) "
    let columns = screen.style.columns
    let hasNoFile = head?.row.isEmpty == true
    if hasNoFile || columns - width >= Self.minimumTextWidth {
      let gap = "\n" + String(repeating: " ", count: width)
      return lead + lines(remark, max(20, columns - width)).joined(separator: gap)
    }
    let below = lines(remark, max(20, columns - 6)).joined(separator: "\n      ")
    return head == nil ? "    \(mark) \(below)" : "\(Columns.trimmed(lead))\n      \(below)"
  }

  /// Returns the remark in lines of at most `width` columns.
  private func lines(_ remark: FileRemark, _ width: Int) -> [String] {
    style.folded(
      remark.text, rule: remark.rule, width: width, isDim: remark.severity == .note)
  }
}
