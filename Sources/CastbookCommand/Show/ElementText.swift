internal import Castbook
internal import CommandLineKit
internal import Model

/// An element with its details and files, as lines for people.
///
/// Details are listed under their names, in the order that `castbook edit` documents them. Files
/// are numbered as `edit`, `files` and `dismiss` expect them.
///
/// ```text
/// @mira  Mira Okafor  character, revision 3
///   tags      lead
///   voice     @mira_voice
///   ✓ 1  front  mira-front.jpg   3024 × 4032  JPEG   2.1 MB
/// ```
struct ElementText {
  let details: ElementDetails
  let showsAll: Bool
  let style: TerminalStyle

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
      "\(style.styled(revision.handle.text(suffix: details.suffix), .bold))  \(shownName(revision.name))  "
      + style.styled(kind, .dim)
    let table = ReferenceTable(
      lines: details.files.map { file in
        ReferenceTable.Line(
          number: file.number, reference: file.reference, checked: file.checked,
          scored: file.scored, showsWeakest: true, absence: file.absenceFinding,
          remarks: OriginRemarks.lines(file.checked)
            + (file.isExamined ? [] : ["could not be examined; castbook doctor says why"])
            + file.copies.map(CopyWords.line) + file.origins.map(CopyWords.origin))
      }, style: style, showsAll: showsAll)
    return [head] + facts + findings + fork + table.texts + closing
  }

  /// The sides of its fork. Empty if the element is not forked.
  private var fork: [String] {
    details.fork.map {
      ForkText(fork: $0, style: style).lines(shown: details.found.revision.digest)
    }
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
    }.flatMap { style.remark($0, indent: 2) }
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
    add("clip", accepting(nil, details.acceptingTargets.clip))
    add("voice", accepting(details.voice.map { "\($0.handle)" }, details.acceptingTargets.voice))
    add("voice of", details.speakers.map { "\($0.handle)" }.joined(separator: ", "))
    add("rights", rights)
    return facts.flatMap { name, text in
      let lead = "  " + style.styled(Columns.padded(name, 8), .dim) + "  "
      let lines = text.split(whereSeparator: \.isNewline).flatMap { line in
        Folding.lines(sanitized(String(line)), width: max(24, style.columns - 12))
      }
      return style.hanging(lead, lines, indent: 12)
    }
  }

  /// Returns a detail with the providers that accept it.
  private func accepting(_ what: String?, _ targets: [TargetID]) -> String {
    let hosts = targets.isEmpty ? nil : "accepted at \(AcceptingTargets.hosts(targets))"
    return [what, hosts].compactMap(\.self).joined(separator: ", ")
  }

  /// The rights in one line: basis, holder, end, uses, and where they come from.
  private var rights: String {
    guard let rights = details.rights else { return "" }
    let origin = details.base.map { "\($0.handle)" } ?? "its base"
    let parts =
      RevisionWords.parts(of: rights, holder: rights.holder)
      + (details.rightsAreInherited ? ["from \(origin)"] : [])
    return parts.joined(separator: ", ")
  }

  /// What follows the files: findings on the set, and what to type next.
  private var closing: [String] {
    var lines = details.setFindings.flatMap { finding in style.remark(finding, indent: 2) }
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
