internal import Castbook
internal import CommandLineKit
internal import Model

/// The words for roles.
enum RoleWords {
  /// Returns a role with a question mark if it was only assumed: `front?`.
  static func shown(_ role: Role, isAssumed: Bool) -> String {
    isAssumed ? "\(role)?" : role.rawValue
  }
}

/// The files of an element as a table: one per line, each followed by what was found in it.
struct ReferenceTable {
  /// A file with everything that its row shows.
  struct Line {
    /// The file's number in the element, from 1.
    let number: Int
    let reference: Reference
    /// The file's check, or `nil` when it was not checked: its mark is then a question mark.
    let checked: CheckedFile?
    var scored: KeptScores?
    /// Whether the weakest measures are shown even if the picture is good.
    var showsWeakest = false
    /// The finding on a file that is not here; `nil` if it is.
    var absence: Finding?

    var isMissing: Bool { absence != nil }
    /// Remarks that no rule makes.
    var remarks: [String] = []
    /// Findings to show besides those of the check and the scores.
    var findings: [Finding] = []
    /// Whether a dry run would make a copy of it that passes. Its findings are then not shown.
    var isPlanned = false

    /// The file's role, marked if it was only assumed.
    var role: String { RoleWords.shown(reference.role, isAssumed: reference.isRoleAssumed) }

    /// The file's name, marked if its prepared copy is what providers get.
    var name: String {
      let name = shownName(reference.file)
      return checked?.isSentAsCopy == true || isPlanned ? "\(name) \(CopyWords.mark)" : name
    }
  }

  let lines: [Line]
  let style: TerminalStyle
  /// Whether every file shows its own remarks, even those that many files share.
  var showsAll = false
  /// Whether files without any remark are counted instead of listed.
  var countsReadyFiles = false

  /// The rows with their remarks, then the number of good files, then the shared remarks.
  var texts: [String] {
    let found = lines.map(found)
    var shared = SharedRemarks(found, showsAll: showsAll)
    let numberWidth = String(lines.last?.number ?? 1).count
    let roleWidth = lines.map { $0.role.count }.max() ?? 0
    let longestName = lines.map { displayWidth($0.name) }.max() ?? 0
    let (nameWidth, factCount) = fit(longestName, besides: 4 + numberWidth + 2 + roleWidth + 2)
    let isListed = lines.indices.map { !countsReadyFiles || !isGood(lines[$0], found[$0], shared) }
    let rows = zip(zip(lines, found), isListed).flatMap { row, isListed -> [String] in
      guard isListed else { return [] }
      let (line, found) = row
      let number = Columns.leftPadded(String(line.number), numberWidth)
      let role = Columns.padded(line.role, roleWidth)
      let name = Columns.fitted(line.name, nameWidth, style)
      let facts = line.checked.map { FileColumns.columns($0.facts).prefix(factCount) } ?? []
      let head = "  \(sign(line)) \(number)  \(role)  \(([name] + facts).joined(separator: "  "))"
      return [style.row(head, end: shared.rules(of: found))]
        + remarks(line, shared.ownRemarks(found), indent: 4 + numberWidth + 2)
    }
    let good = zip(lines, isListed).filter { !$0.1 }.map(\.0)
    return rows + counted(good)
      + shared.summaries.flatMap { style.remark($0, indent: 2) }
  }

  /// Whether a file passes and has nothing to show but notes that it shares with others.
  private func isGood(_ line: Line, _ found: [FileRemark], _ shared: SharedRemarks) -> Bool {
    found.allSatisfy { $0.severity == .note && shared.isShared($0) } && line.remarks.isEmpty
      && !line.isMissing && !line.reference.isRoleAssumed
      && (line.checked?.status == .pass || line.isPlanned)
  }

  /// A line that counts the good files. Empty if there are none.
  private func counted(_ good: [Line]) -> [String] {
    guard !good.isEmpty else { return [] }
    let areCopies = good.allSatisfy { $0.checked?.isSentAsCopy == true || $0.isPlanned }
    let how = areCopies ? ", each by its copy" : ""
    return [
      "  \(style.sign(.pass)) \(Quantity.count(good.count, "file")) ready\(how)"
    ]
  }

  /// Returns the width of names and the number of facts that fit beside them.
  ///
  /// On a narrow terminal the file's size is dropped first, then its format, then names are
  /// truncated, and last the picture's size is dropped.
  private func fit(_ longestName: Int, besides lead: Int) -> (nameWidth: Int, factCount: Int) {
    let count = FileColumns.count(within: style.columns - lead - longestName)
    if count > 0 { return (longestName, count) }
    let room = style.columns - lead - FileColumns.width(1)
    return room >= Self.minimumNameWidth
      ? (min(longestName, room), 1)
      : (min(longestName, max(Self.minimumNameWidth, style.columns - lead)), 0)
  }

  /// The minimum width of a truncated name.
  private static let minimumNameWidth = 16

  /// The lines below a file: remarks, findings, dismissed findings, and on request its weakest
  /// measures.
  private func remarks(_ line: Line, _ found: [FileRemark], indent: Int) -> [String] {
    var remarks: [String] = []
    if let absence = line.absence {
      remarks.append(absence.message + (absence.fix.map { ": \($0)" } ?? ""))
    }
    if !line.reference.note.isEmpty { remarks.append(line.reference.note) }
    remarks += line.remarks
    var texts = remarks.flatMap { style.folded(sanitized($0), by: indent) }
    for remark in found { texts += style.remark(remark, indent: indent) }
    for dismissed in line.scored?.dismissed ?? [] {
      texts += ScoreWords.lines(dismissed, indent: indent, style: style)
    }
    if line.showsWeakest, let scored = line.scored, scored.status == .pass,
      let weakest = ScoreWords.weakest(scored)
    {
      texts += style.folded(weakest, by: indent).map { style.styled($0, .dim) }
    }
    if line.showsWeakest, let sound = line.checked?.facts.sound, sound.measures != nil {
      texts += style.folded(VoiceWords.summary(sound), by: indent).map { style.styled($0, .dim) }
    }
    return texts
  }

  /// Returns what the check and the scores found, the most severe first.
  private func found(_ line: Line) -> [FileRemark] {
    guard let checked = line.checked, !line.isPlanned else { return [] }
    let all =
      FileRemark.all(of: checked)
      + ((line.scored?.findings ?? []) + line.findings).map { FileRemark($0) }
    return Severity.allCases.reversed().flatMap { severity in
      all.filter { $0.severity == severity }
    }
  }

  /// Returns the mark for the worse of the check's and the scores' status.
  private func sign(_ line: Line) -> String {
    if line.isMissing { return style.sign(.fail) }
    if line.isPlanned { return style.sign(.pass) }
    guard let checked = line.checked else { return style.styled("?", .dim) }
    let status = max(checked.status, line.scored?.status ?? .pass)
    // An assumed role is nothing to be sure of.
    return status == .pass && line.reference.isRoleAssumed
      ? style.styled("?", .dim) : style.sign(status)
  }
}
