internal import Castbook
internal import CommandLineKit
internal import Model

/// What adding came to.
struct AddedText {
  private let outcome: AddOutcome
  private let style: TerminalStyle

  init(_ outcome: AddOutcome, style: TerminalStyle) {
    self.outcome = outcome
    self.style = style
  }

  var lines: [String] {
    outcome.elements.flatMap(lines) + ends
  }

  private func lines(_ element: AddOutcome.Element) -> [String] {
    let revision = element.revision.revision
    let state =
      element.isNew ? "new" : element.isChanged ? "revision \(revision.sequence)" : "nothing new"
    let voice = element.voiceOf.map { ", the voice of \($0)" } ?? ""
    let head =
      "\(style.styled("\(element.handle)", .bold))  \(shownName(revision.name))  "
      + style.styled("\(revision.kind.rawValue), \(state)\(voice)", .dim)
    let table = ReferenceTable(
      lines: element.files.map { file in
        ReferenceTable.Line(
          number: file.number, reference: file.reference, checked: file.checked,
          scored: file.scored, remarks: remarks(file))
      }, style: style)
    let known = known(element)
    let changes = element.changes.map { "  \(sanitized($0))" }
    var hint: [String] = []
    if !element.unsorted.isEmpty, element.isChanged {
      hint = RoleHint(revision, style).lines
    } else if revision.references.isEmpty, outcome.elements.count == 1 {
      hint = [FilesHint.line(revision)]
    }
    return [head] + table.texts + changes + known + hint
  }

  /// More files than these that were there already are told by their number alone.
  private static let mostKnown = 12

  private func known(_ element: AddOutcome.Element) -> [String] {
    guard element.known.count <= Self.mostKnown else {
      return ["  = \(Quantity.count(element.known.count, "file")) are there already"]
    }
    return element.known.map { known in
      "  = \(known.number)  \(sanitized(known.path.text)) is there already"
    }
  }

  private func remarks(_ file: AddOutcome.File) -> [String] {
    var remarks: [String] = []
    if !file.sharedWith.isEmpty {
      let handles = file.sharedWith.map { "\($0)" }.joined(separator: ", ")
      remarks.append("the very same file as in \(handles)")
    }
    if file.looksLikeSheet {
      remarks.append(
        "several views in one? castbook split cuts them apart, and add --split keeps the views")
    }
    remarks += file.similar.filter { $0.likeness != .exact }.map { SimilarWords.line($0) }
    return remarks
  }

  private var ends: [String] {
    var lines = outcome.leftOut.map { file in
      "  \(Marks.sign(.fail, style)) left out: \(sanitized(file.path.text)): "
        + sanitized(file.finding.message)
    }
    if let first = outcome.strays.first {
      let others = outcome.strays.count - 1
      lines.append(
        "\(sanitized(first.text))" + (others == 0 ? "" : " and \(Quantity.count(others, "other"))")
          + " left alone: beside the folders, of no element")
    }
    if let (folder, count) = outcome.unsorted {
      lines.append(
        "\(sanitized(folder.text)) skipped: \(Quantity.count(count, "file")) without an element. Move "
          + "\(count == 1 ? "it" : "them") into the folder of one to add \(count == 1 ? "it" : "them")."
      )
    }
    if !outcome.bystanders.isEmpty {
      lines.append("\(Quantity.count(outcome.bystanders.count, "file")) left alone: no media")
    }
    return lines
  }
}
