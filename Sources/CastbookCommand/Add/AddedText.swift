internal import Castbook
internal import CommandLineKit
internal import Model

/// The outcome of `castbook add` as lines for people: each file, then a summary, then what to type
/// next.
///
/// ```text
/// @mira  Mira Okafor  character, new
///   ✓ 1  front  mira-front.jpg   3024 × 4032  JPEG   2.1 MB
/// @mira: 1 file added, all ready for kling
/// ```
struct AddedText {
  private let outcome: AddOutcome
  private let style: TerminalStyle
  private let showsAll: Bool
  /// What `--prepare` did, by the digest of the original. Empty without that option.
  private let prepared: [Digest: PreparedFile]
  /// The originals that a dry run would make a passing copy of.
  private let planned: Set<Digest>
  /// The files that are copies of those of other elements.
  private let resemblance: Resemblance

  init(_ outcome: AddOutcome, showsAll: Bool, style: TerminalStyle) {
    self.outcome = outcome
    self.showsAll = showsAll
    self.style = style
    prepared = Dictionary(
      (outcome.prepared?.files ?? []).compactMap { file in
        file.before.facts.digest.map { ($0, file) }
      }, uniquingKeysWith: { first, _ in first })
    planned = outcome.plannedCopies
    resemblance = Resemblance(outcome, style: style)
  }

  /// The elements with their files, earlier files that were refused, what was skipped, and the
  /// summary.
  var lines: [String] {
    let overview = AddOverview(outcome, prepared: prepared, planned: planned, style: style)
    let elements =
      !showsAll && overview.isNeeded ? overview.lines : outcome.elements.flatMap(lines)
    return elements + (showsAll ? [] : resemblance.lines) + refusedBefore + skipped
      + AddSummary(outcome).lines.flatMap { style.folded($0, by: 0) }
      + (outcome.isPreview ? [Options.dryRunRemark] : hints)
  }

  /// An element: its head, the table of its files, its changes, and the files it already had.
  private func lines(_ element: AddOutcome.Element) -> [String] {
    let head =
      "\(style.styled("\(element.handle)", .bold))  \(shownName(element.revision.revision.name))  "
      + style.styled(element.state, .dim)
    let table = ReferenceTable(
      lines: element.files.map { file in
        ReferenceTable.Line(
          number: file.number, reference: file.reference, checked: file.checked,
          scored: file.scored, remarks: remarks(file), findings: refusals(file),
          isPlanned: planned.contains(file.reference.blob))
      }, style: style, showsAll: showsAll, countsReadyFiles: countsGood)
    let known = known(element)
    let changes = element.changes.map { "  \(sanitized($0))" }
    return [head] + table.texts + changes + known
  }

  /// The number of files above which good ones are only counted.
  private static let maximumListed = 20

  /// Whether good files are counted instead of listed: only when many were added to several
  /// elements.
  private var countsGood: Bool {
    !showsAll && outcome.elements.count > 1
      && outcome.elements.reduce(0) { $0 + $1.files.count } > Self.maximumListed
  }

  /// The command to type next: setting roles, or adding the first files.
  private var hints: [String] {
    let changed = outcome.elements.filter(\.isChanged).map(\.revision.revision)
    let person = PersonHint(outcome, style).lines
    let hint = RoleHint(changed, style).lines
    if !hint.isEmpty || !person.isEmpty { return person + hint }
    guard outcome.elements.count == 1, let only = outcome.elements.first?.revision.revision,
      only.references.isEmpty
    else { return [] }
    return [FilesHint.line(only)]
  }

  /// The reasons why no copy of a file can pass, except those that its check already reports.
  private func refusals(_ file: AddOutcome.File) -> [Finding] {
    file.refusals(prepared)
  }

  /// The files of earlier additions that `--prepare` could not copy.
  private var refusedBefore: [String] {
    PreparedText(outcome.refusedExistingFiles, showsAll: showsAll, style: style).lines
  }

  /// The number of files above which those that the element already had are only counted.
  private static let maximumKnown = 12

  /// The files that the element already had, or their number.
  private func known(_ element: AddOutcome.Element) -> [String] {
    guard element.existingFiles.count <= Self.maximumKnown else {
      return ["  = \(Quantity.count(element.existingFiles.count, "file")) already there"]
    }
    return element.existingFiles.map { known in
      "  = \(known.number)  \(sanitized(known.path.text)) already there"
    }
  }

  /// Remarks on a file that no rule makes: the same file elsewhere, several views in one, similar
  /// pictures.
  private func remarks(_ file: AddOutcome.File) -> [String] {
    var remarks = OriginRemarks.lines(file.checked)
    if !file.sharedWith.isEmpty {
      let handles = file.sharedWith.map { "\($0)" }.joined(separator: ", ")
      remarks.append("same file as in \(handles)")
    }
    if file.looksLikeSheet {
      remarks.append(
        "several views in one picture? castbook split cuts them out, and add --split keeps them")
    }
    if let finding = file.otherSubject {
      remarks.append(
        "\(finding.message) (\(finding.rule.rawValue))\(finding.fix.map { ": \($0)" } ?? "")")
    }
    if showsAll || !resemblance.isNeeded {
      remarks += file.similar.filter { $0.likeness != .exact }.map { SimilarWords.line($0) }
    }
    return remarks
  }

  /// What was not added: damaged files left out, files outside any element's folder, files that are
  /// not media.
  private var skipped: [String] {
    var lines = outcome.leftOut.map { file in
      "  \(style.sign(.fail)) left out: \(sanitized(file.path.text)): "
        + sanitized(file.finding.message)
    }
    if let first = outcome.strays.first {
      let others = outcome.strays.count - 1
      lines.append(
        "\(sanitized(first.text))" + (others == 0 ? "" : " and \(Quantity.count(others, "other"))")
          + " skipped: not in an element's folder")
    }
    if let (folder, count) = outcome.unsorted {
      lines.append(
        "\(sanitized(folder.text)) skipped: \(Quantity.count(count, "file")) without an element. Move "
          + "\(count == 1 ? "it" : "them") into the folder of one to add \(count == 1 ? "it" : "them")."
      )
    }
    if !outcome.nonMediaFiles.isEmpty {
      lines.append("\(Quantity.count(outcome.nonMediaFiles.count, "file")) skipped: not media")
    }
    return lines
  }
}

/// The summary of an addition, in one line: how many files, how many copies, and how many of them
/// the targets accept.
private struct AddSummary {
  private let outcome: AddOutcome
  private let files: [AddOutcome.File]
  private let planned: Set<Digest>

  init(_ outcome: AddOutcome) {
    self.outcome = outcome
    files = outcome.elements.flatMap(\.files)
    planned = outcome.plannedCopies
  }

  /// The summary and, if files could be prepared, the command that does so. Empty without files.
  var lines: [String] {
    guard !files.isEmpty else { return [] }
    let ready = files.count { $0.checked.status != .fail || planned.contains($0.reference.blob) }
    let known = outcome.elements.reduce(0) { $0 + $1.existingFiles.count }
    let parts = [
      "\(Quantity.count(files.count, "file")) \(outcome.isPreview ? "to add" : "added")",
      known == 0 ? nil : "\(known) already there",
      copies,
      "\(ready == files.count ? "all" : "\(ready) of \(Quantity.grouped(files.count))") ready for \(targets)",
      earlier,
    ]
    return ["\(subject): \(parts.compactMap(\.self).joined(separator: ", "))"] + remedy
  }

  /// The element's handle, or the number of elements.
  private var subject: String {
    let own = outcome.elements.filter { $0.voiceOf == nil }
    if own.count == 1, let only = own.first { return "\(only.handle)" }
    return Quantity.count(outcome.elements.count, "element")
  }

  /// How many files are sent as a prepared copy, or `nil` if none is.
  private var copies: String? {
    guard outcome.prepared != nil else { return nil }
    let count = files.count {
      $0.checked.isSentAsCopy || planned.contains($0.reference.blob)
    }
    return count == 0 ? nil : "\(Quantity.grouped(count)) with prepared copies"
  }

  /// How many earlier files can't be prepared, or `nil` if there are none.
  private var earlier: String? {
    let count = outcome.refusedExistingFiles.count
    return count == 0 ? nil : "\(Quantity.count(count, "earlier file")) can't be prepared"
  }

  /// The targets, by name if there are at most two.
  private var targets: String {
    outcome.targets.count <= 2
      ? outcome.targets.map(\.rawValue).joined(separator: " and ")
      : "\(outcome.targets.count) targets"
  }

  /// The number of elements above which the suggested command shows a placeholder instead of their
  /// handles.
  private static let maximumNamed = 6

  /// The command that makes copies which pass, with the number of files it helps.
  private var remedy: [String] {
    let count = files.count(where: \.canBePrepared)
    guard count > 0, outcome.prepared == nil else { return [] }
    let handles = outcome.elements.filter { $0.files.contains(where: \.canBePrepared) }
      .map { "\($0.handle)" }
    let targets = outcome.targets.map(\.rawValue).joined(separator: ",")
    let names =
      handles.count <= Self.maximumNamed ? handles.joined(separator: " ") : "@HANDLE"
    return [
      "To make copies that pass (\(Quantity.count(count, "file"))): "
        + "castbook prepare \(names) --for \(targets)"
    ]
  }
}

extension AddOutcome.Element {
  /// The kind of the element, and what the addition made of it: `voice, new, the voice of @mira`.
  var state: String {
    let revision = revision.revision
    let change = isNew ? "new" : isChanged ? "revision \(revision.sequence)" : "no changes"
    return "\(revision.kind.rawValue), \(change)" + (voiceOf.map { ", the voice of \($0)" } ?? "")
  }
}

extension AddOutcome.File {
  /// Returns the reasons why `prepare` could make no copy that passes, except those that the file's
  /// check already reports.
  func refusals(_ prepared: [Digest: PreparedFile]) -> [Finding] {
    let found = Set(checked.allFindings.map(\.rule))
    return (prepared[reference.blob]?.refusals ?? []).filter { !found.contains($0.rule) }
  }
}
