internal import Castbook
internal import CommandLineKit
internal import Model

/// What an erasure removes and who else has the data, as lines for people.
///
/// It is printed before the confirmation, so it names everything that will be lost and everything
/// that an erasure can't reach.
///
/// ```text
/// @mira  Mira Okafor
///   to erase: 3 revisions, 4 files (8.2 MB)
///   kept: 1 file that other elements also have
/// ```
struct EraseText {
  let plan: ElementErasurePlan
  let style: TerminalStyle

  /// The element, what is erased, what stays, and the copies elsewhere.
  var lines: [String] {
    let head = "\(style.styled("\(plan.handle)", .bold))  \(sanitized(plan.name))"
    let all = [head] + erasedLines + keptLines + copiesElsewhere
    return all.flatMap { fold($0) }
  }

  /// What is erased, and what of the element is kept.
  private var erasedLines: [String] {
    var lines = [
      "  to erase: \(revisions), \(Quantity.count(plan.fileCount, "file"))"
        + (plan.fileCount == 0 ? "" : " (\(Quantity.bytes(plan.byteCount)))")
    ]
    if plan.sharedCount > 0 {
      lines.append(
        "  kept: \(Quantity.count(plan.sharedCount, "file")) that other elements also have")
    }
    if let first = plan.before?.revision {
      lines.append("  kept: revision \(first.sequence) of \(first.at.day.formatted) and later")
    }
    return lines
  }

  /// The number of revisions to erase and, when others stay, which ones.
  private var revisions: String {
    let count = Quantity.count(plan.revisionCount, "revision")
    guard plan.before != nil, let first = plan.revisions.first, let last = plan.revisions.last
    else { return count }
    let (from, to) = (first.at.day.formatted, last.at.day.formatted)
    return plan.revisionCount == 1
      ? "revision \(first.number) of \(from)"
      : "revisions \(first.number) to \(last.number) of \(from)" + (from == to ? "" : " to \(to)")
  }

  /// What remains of the element elsewhere in the library: looks, speakers, projects and exports.
  private var keptLines: [String] {
    var lines: [String] = []
    func append(_ handles: [Handle], _ what: String) {
      guard !handles.isEmpty else { return }
      lines.append("  \(what): \(handles.map { "\($0)" }.joined(separator: ", "))")
    }
    append(plan.looks, "no longer a look of it")
    append(plan.speakers, "left without a voice")
    lines += plan.uses.map { "  pinned by a project: \(sanitized($0.path))/castbook.lock" }
    if !plan.exports.isEmpty {
      lines.append(
        "  in \(Quantity.count(plan.exports.count, "export")), which "
          + (plan.exports.count == 1 ? "stays" : "stay") + " without it; bundles still contain it")
      for export in plan.exports.prefix(10) {
        lines.append(
          "    \(export.at.minute)  \(sanitized(export.target))  \(sanitized(export.shot.path))")
      }
    }
    return lines + clips
  }

  /// The clips that came back from a provider, and the notes about them.
  private var clips: [String] {
    var lines: [String] = []
    if plan.remarkCount > 0 {
      lines.append(
        "  to erase: \(Quantity.count(plan.remarkCount, "note")) about it or its clips")
    }
    guard !plan.clips.isEmpty else { return lines }
    let count = Quantity.count(plan.clips.count, "clip")
    lines.append(
      plan.deletesClips
        ? "  to erase: \(count) that came back from these exports, unless the file is used elsewhere"
        : "  kept: \(count) that came back from these exports; --with-takes also erases clips")
    for clip in plan.clips.prefix(10) {
      let name = clip.blob.map { "sha256-\($0.hex.prefix(8))" } ?? ""
      lines.append("    \(clip.at.minute)  \(clip.result.rawValue)  \(name)")
    }
    if plan.clips.count > 10 { lines.append("    and \(plan.clips.count - 10) more") }
    return lines
  }

  /// The copies that Castbook can't erase: at providers, in backups and in bundles.
  private var copiesElsewhere: [String] {
    var lines = plan.registrations.map { registration in
      "  held by a provider: \(registration.target), \(registration.kind.rawValue) "
        + sanitized(registration.remoteId)
        + (registration.account.isEmpty ? "" : " (account \(sanitized(registration.account)))")
        + ": delete it there"
    }
    for backup in plan.backups {
      lines.append(
        "  in a backup of \(backup.at.day.formatted): \(sanitized(backup.path.text))"
          + (backup.exists ? "" : ", not available now"))
      let isLater = backup.form == .folder && !backup.exists
      lines.append(
        "    afterwards\(isLater ? ", when it is available" : ""): \(sanitized(backup.pruning))")
    }
    lines.append(
      plan.backups.isEmpty
        ? "  Backups, bundles and copies elsewhere still contain it."
        : "  Bundles, and backups and copies made elsewhere, still contain it.")
    if let others = plan.otherMachines?.map({ sanitized($0.label) }) {
      lines.append(
        "  The team's store contains it until the keeper's next castbook gc --remote, other machines until their next "
          + "castbook pull\(others.isEmpty ? "" : ": \(others.joined(separator: ", "))"). Send the erasure: castbook "
          + "sync. Then castbook remote machines shows where it has not arrived.")
    }
    if plan.othersAsk {
      lines.append(
        "  It was made on another machine, so the others ask their users first. If the keeper accepts it, all carry it out."
      )
    }
    return lines
  }

  /// Returns the line wrapped to the terminal, keeping its indent.
  private func fold(_ line: String) -> [String] {
    guard displayWidth(line) > style.columns else { return [line] }
    let indent = line.prefix { $0 == " " }.count
    return style.folded(String(line.dropFirst(indent)), by: indent, hanging: indent + 2)
  }
}
