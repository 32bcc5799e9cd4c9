internal import Castbook
internal import CommandLineKit
internal import Model

/// Elements as a table, one per line.
///
/// ```text
/// @mira   character  Mira Okafor  4 files, rights until 31 Jan 2027
/// @mug    product    Blue mug     2 files, ! 1 weak: image.dark
/// ```
struct SummaryTable {
  private let elements: [ElementSummary]
  private let standings: [ElementStanding]
  private let style: TerminalStyle

  init(_ page: ElementLibrary.Page, style: TerminalStyle) {
    elements = page.elements
    standings = page.standings
    self.style = style
  }

  /// The lines. On a narrow terminal names are truncated first, then facts.
  var lines: [String] {
    let handles = elements.map { "\($0.handle)" }
    let names = elements.map { shownName($0.name) }
    let facts = zip(elements, standings).map(Self.facts)
    let handleWidth = handles.map(displayWidth).max() ?? 0
    let nameWidthNeeded = names.map(displayWidth).max() ?? 0
    let factsWidth = facts.map(displayWidth).max() ?? 0
    // Handle, kind, and gaps.
    let lead = handleWidth + 2 + 9 + 2
    let nameWidth =
      min(nameWidthNeeded, max(Self.minimumNameWidth, style.columns - lead - 2 - factsWidth))
    return elements.indices.map { index in
      let name = Columns.fitted(names[index], nameWidth, style)
      let facts = Columns.cut(facts[index], style.columns - lead - nameWidth - 2, style)
      return Columns.trimmed(
        "\(style.styled(Columns.padded(handles[index], handleWidth), .bold))  "
          + "\(Columns.padded(elements[index].kind.rawValue, 9))  \(name)  "
          + style.styled(facts, .dim))
    }
  }

  /// The minimum width of a truncated name.
  private static let minimumNameWidth = 12

  /// Returns the facts about an element, separated by commas: its files, state, and rights.
  private static func facts(of element: ElementSummary, _ standing: ElementStanding) -> String {
    [
      element.kind == .voice || element.fileCount != 0
        ? Quantity.count(element.fileCount, "file") : "no files",
      element.isRetired ? "retired" : nil, element.lookOf == nil ? nil : "a look",
      forked(element, standing), weak(standing),
      rights(standing),
    ].compactMap(\.self).joined(separator: ", ")
  }

  /// Returns a phrase for a forked element that names the side it shows, or `nil` without a fork.
  private static func forked(
    _ element: ElementSummary, _ standing: ElementStanding
  ) -> String? {
    guard standing.isForked else { return nil }
    let side = standing.side.map { "side \($0), " } ?? ""
    return "! forked (\(side)\(element.revision.short))"
  }

  /// Returns the number of weak pictures with the worst rule, or `nil` if there are none.
  private static func weak(_ standing: ElementStanding) -> String? {
    standing.weak.map { weak in
      "\(weak.severity == .error ? "✗" : "!") \(weak.pictures) weak: \(weak.rule)"
    }
  }

  /// Returns when the rights end, or `nil` if they have no end.
  private static func rights(_ standing: ElementStanding) -> String? {
    guard let end = standing.expires?.words else { return nil }
    let words =
      standing.hasExpired
      ? "✗ rights expired on \(end)"
      : standing.isExpiring ? "! rights expire on \(end)" : "rights until \(end)"
    return words + (standing.rightsOf.map { " (from \($0))" } ?? "")
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
    var tellsWeakest = false
    /// Whether the file is missing from the library.
    var isMissing = false
    /// Remarks that no rule makes.
    var remarks: [String] = []
    /// Findings to show besides those of the check and the scores.
    var findings: [Finding] = []
    /// Whether a dry run would make a copy of it that passes. Its findings are then not shown.
    var isPlanned = false

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
  var countsGood = false

  /// The rows with their remarks, then the number of good files, then the shared remarks.
  var texts: [String] {
    let found = lines.map(found)
    var shared = SharedRemarks(found, showsAll: showsAll)
    let numberWidth = String(lines.last?.number ?? 1).count
    let roleWidth = lines.map { $0.reference.role.rawValue.count }.max() ?? 0
    let longestName = lines.map { displayWidth($0.name) }.max() ?? 0
    let (nameWidth, factCount) = fit(longestName, besides: 4 + numberWidth + 2 + roleWidth + 2)
    let isListed = lines.indices.map { !countsGood || !isGood(lines[$0], found[$0], shared) }
    let rows = zip(zip(lines, found), isListed).flatMap { row, isListed -> [String] in
      guard isListed else { return [] }
      let (line, found) = row
      let number = Columns.leftPadded(String(line.number), numberWidth)
      let role = Columns.padded(line.reference.role.rawValue, roleWidth)
      let name = Columns.fitted(line.name, nameWidth, style)
      let facts = line.checked.map { FactWordsOfFile.columns($0.facts).prefix(factCount) } ?? []
      let head = "  \(sign(line)) \(number)  \(role)  \(([name] + facts).joined(separator: "  "))"
      return [SharedRemarks.row(head, shared.rules(of: found), style)]
        + remarks(line, shared.own(found), indent: 4 + numberWidth + 2)
    }
    let good = zip(lines, isListed).filter { !$0.1 }.map(\.0)
    return rows + counted(good)
      + shared.summaries.flatMap { RemarkText.lines($0, indent: 2, style: style) }
  }

  /// Whether a file passes and has nothing to show but notes that it shares with others.
  private func isGood(_ line: Line, _ found: [FileRemark], _ shared: SharedRemarks) -> Bool {
    found.allSatisfy { $0.severity == .note && shared.isShared($0) } && line.remarks.isEmpty
      && !line.isMissing
      && (line.checked?.status == .pass || line.isPlanned)
  }

  /// A line that counts the good files. Empty if there are none.
  private func counted(_ good: [Line]) -> [String] {
    guard !good.isEmpty else { return [] }
    let areCopies = good.allSatisfy { $0.checked?.isSentAsCopy == true || $0.isPlanned }
    let how = areCopies ? ", each by its copy" : ""
    return [
      "  \(Marks.sign(.pass, style)) \(Quantity.count(good.count, "file")) ready\(how)"
    ]
  }

  /// Returns the width of names and the number of facts that fit beside them.
  ///
  /// On a narrow terminal the file's size is dropped first, then its format, then names are
  /// truncated, and last the picture's size is dropped.
  private func fit(_ longestName: Int, besides lead: Int) -> (nameWidth: Int, factCount: Int) {
    let count = FactWordsOfFile.count(within: style.columns - lead - longestName)
    if count > 0 { return (longestName, count) }
    let room = style.columns - lead - FactWordsOfFile.width(1)
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
    if line.isMissing {
      remarks.append("the file is missing from the library: castbook doctor")
    }
    if !line.reference.note.isEmpty { remarks.append(line.reference.note) }
    remarks += line.remarks
    var texts = remarks.flatMap { fold(sanitized($0), indent) }
    for remark in found { texts += RemarkText.lines(remark, indent: indent, style: style) }
    for dismissed in line.scored?.dismissed ?? [] {
      texts += ScoreWords.lines(dismissed, indent: indent, style: style)
    }
    if line.tellsWeakest, let scored = line.scored, scored.status == .pass,
      let weakest = ScoreWords.weakest(scored)
    {
      texts += fold(weakest, indent).map { style.styled($0, .dim) }
    }
    if line.tellsWeakest, let sound = line.checked?.facts.sound, sound.measures != nil {
      texts += fold(VoiceWords.summary(sound), indent).map { style.styled($0, .dim) }
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

  private func fold(_ text: String, _ indent: Int) -> [String] {
    Folding.indented(text, by: indent, columns: style.columns)
  }

  /// Returns the mark for the worse of the check's and the scores' status.
  private func sign(_ line: Line) -> String {
    if line.isMissing { return Marks.sign(.fail, style) }
    if line.isPlanned { return Marks.sign(.pass, style) }
    guard let checked = line.checked else { return style.styled("?", .dim) }
    return Marks.sign(max(checked.status, line.scored?.status ?? .pass), style)
  }
}

/// The marks that precede what they judge: ✓, ! and ✗ for a status, · for a note.
enum Marks {
  static func sign(_ status: Status, _ style: TerminalStyle) -> String {
    switch status {
    case .pass: style.styled("✓", .good)
    case .warn: style.styled("!", .warn)
    case .fail: style.styled("✗", .bad)
    }
  }

  static func sign(_ severity: Severity, _ style: TerminalStyle) -> String {
    severity == .note ? style.styled("·", .dim) : sign(Status(severity), style)
  }
}

/// The columns that describe a file: its dimensions or length, its format, its bytes.
enum FactWordsOfFile {
  /// The widths of the columns, in order.
  static let widths = [13, 6, 7]

  /// Returns how many of the columns fit into `room`, each preceded by two spaces.
  static func count(within room: Int) -> Int {
    widths.indices.reversed().first { width($0 + 1) <= room }.map { $0 + 1 } ?? 0
  }

  /// Returns the width of the first `count` columns, with the spaces before each.
  static func width(_ count: Int) -> Int { widths.prefix(count).reduce(0) { $0 + 2 + $1 } }

  /// Returns the texts of the three columns.
  static func columns(_ facts: FileFacts) -> [String] {
    let format = Columns.padded(facts.format?.name ?? "", 6)
    let bytes = Columns.leftPadded(facts.byteCount.map(Quantity.bytes) ?? "", 7)
    return [size(facts), format, bytes]
  }

  /// Returns a picture's or clip's dimensions, a sound's length, or a question mark.
  static func size(_ facts: FileFacts) -> String {
    guard facts.format?.medium != .sound else {
      let length = facts.sound.map { VoiceWords.seconds($0.seconds) } ?? ""
      return Columns.padded(Columns.leftPadded(length, 9), 13)
    }
    guard let size = facts.image?.size ?? facts.clip?.size else { return "      ?      " }
    return
      "\(Columns.leftPadded(String(size.width), 5)) × \(Columns.padded(String(size.height), 5))"
  }
}

/// An element with its details and files, as lines for people.
struct ElementText {
  private let details: ElementDetails
  private let style: TerminalStyle

  private let showsAll: Bool

  init(_ details: ElementDetails, showsAll: Bool, style: TerminalStyle) {
    self.details = details
    self.showsAll = showsAll
    self.style = style
  }

  /// The head, the details, findings on the element, its fork, the table of files, and what to do
  /// next.
  var lines: [String] {
    let revision = details.revision
    let state = [
      details.found.isLatest ? nil : "an earlier revision", revision.retired ? "retired" : nil,
    ].compactMap(\.self)
    let kind = ([revision.kind.rawValue, "revision \(revision.sequence)"] + state)
      .joined(separator: ", ")
    let head =
      "\(style.styled("\(revision.handle)", .bold))  \(shownName(revision.name))  "
      + style.styled(kind, .dim)
    let table = ReferenceTable(
      lines: details.files.map { file in
        ReferenceTable.Line(
          number: file.number, reference: file.reference, checked: file.checked,
          scored: file.scored, tellsWeakest: true, isMissing: file.isMissing,
          remarks: file.copies.map(CopyWords.line) + file.origins.map(CopyWords.origin))
      }, style: style, showsAll: showsAll)
    return [head] + facts + findings + fork + table.texts + closing
  }

  /// The sides of its fork. Empty if the element is not forked.
  private var fork: [String] {
    details.fork.map { ForkText($0, style: style).lines(shown: details.found.revision.digest) }
      ?? []
  }

  /// The findings on the element itself. For a fork only a summary: its sides are listed below,
  /// with what to do.
  private var findings: [String] {
    details.findings.map { finding in
      guard finding.rule == .elementForked, let fork = details.fork else { return finding }
      return Finding(
        finding.rule, finding.severity,
        message: "forked: \(fork.summary)")
    }.flatMap { RemarkText.lines($0, indent: 2, style: style) }
  }

  /// The element's details, one per line under their names. Empty ones are left out.
  private var facts: [String] {
    let revision = details.revision
    var facts: [(String, String)] = []
    func add(_ name: String, _ text: String) { if !text.isEmpty { facts.append((name, text)) } }
    add("about", revision.description)
    add("notes", revision.notes)
    add("person", revision.person?.rawValue ?? "")
    add("tags", revision.tags.joined(separator: ", "))
    add("also", revision.aliases.map { "@\($0)" }.joined(separator: ", "))
    add("look of", details.base.map { "\($0.handle)" } ?? "")
    add("looks", details.looks.map { "\($0.handle)" }.joined(separator: ", "))
    add("clip", takers(nil, details.takers.clip))
    add("voice", takers(details.voice.map { "\($0.handle)" }, details.takers.voice))
    add("voice of", details.speakers.map { "\($0.handle)" }.joined(separator: ", "))
    add("rights", rights)
    return facts.flatMap { name, text in
      let lead = "  " + style.styled(Columns.padded(name, 8), .dim) + "  "
      let lines = text.split(whereSeparator: \.isNewline).flatMap { line in
        Folding.lines(sanitized(String(line)), width: max(24, style.columns - 12))
      }
      return lines.enumerated().map { index, line in
        (index == 0 ? lead : String(repeating: " ", count: 12)) + line
      }
    }
  }

  /// Returns a detail with the providers that accept it.
  private func takers(_ what: String?, _ targets: [TargetID]) -> String {
    let hosts = targets.isEmpty ? nil : "accepted at \(SlotTakers.hosts(targets))"
    return [what, hosts].compactMap(\.self).joined(separator: ", ")
  }

  /// The rights in one line: basis, holder, end, uses, and where they come from.
  private var rights: String {
    guard let rights = details.rights else { return "" }
    let words = [
      rights.basis.rawValue, rights.holder.isEmpty ? nil : rights.holder,
      rights.expires.map { "until \($0.words)" },
      rights.allowed.isEmpty
        ? nil : "for \(rights.allowed.map(\.rawValue).joined(separator: ", "))",
      rights.document == nil ? nil : "with a document",
      details.rightsAreInherited
        ? "from \(details.base.map { "\($0.handle)" } ?? "its base")" : nil,
    ]
    return words.compactMap(\.self).joined(separator: ", ")
  }

  /// What follows the files: findings on the set, and what to type next.
  private var closing: [String] {
    var lines = details.setFindings.flatMap { finding in
      RemarkText.lines(finding, indent: 2, style: style)
    }
    if details.files.isEmpty, details.found.isLatest, !details.revision.retired {
      lines.append(FilesHint.line(details.revision))
    }
    if details.found.isLatest {
      lines += RoleHint(details.revision, style).lines
    }
    return lines
  }
}

/// The command that gives an element its first files.
enum FilesHint {
  static func line(_ revision: ElementRevision) -> String {
    "No files yet: castbook add \(revision.kind.rawValue) \(revision.handle) FILE…"
  }
}
