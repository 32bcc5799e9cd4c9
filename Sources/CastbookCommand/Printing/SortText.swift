internal import Castbook
internal import CommandLineKit
internal import Model

/// The plan of `sort`, as lines for people.
struct SortText {
  private let plan: SortPlan
  private let written: SortPlan.Written?
  /// The paths as they were typed.
  private let words: String
  private let style: TerminalStyle

  /// How many groups were asked for.
  private let requested: Int?

  init(
    _ plan: SortPlan, _ written: SortPlan.Written?, requested: Int?, words: String,
    style: TerminalStyle
  ) {
    self.plan = plan
    self.requested = requested
    self.written = written
    self.words = words
    self.style = style
  }

  /// More names than these are counted.
  private static let maximumNamed = 8

  var lines: [String] {
    guard plan.pictureCount > 0 else {
      return damaged + media + ["no pictures to sort: name a folder that contains pictures"]
    }
    return [head] + requestedOthers + plan.groups.flatMap(group) + undetermined + media + damaged
      + end
  }

  private var head: String {
    let pictures = Quantity.count(plan.pictureCount, "picture")
    guard !plan.groups.isEmpty else {
      return "no groups in \(pictures): no two are similar enough (faces are not compared)"
    }
    let evidence = SubjectGroups.Evidence.allCases.filter { one in
      plan.groups.contains { $0.evidence.contains(one) }
    }
    let means = evidence.map(\.words).joined(separator: ", ")
    return
      "\(Quantity.count(plan.groups.count, "group")) in \(pictures), by \(means) (faces are not compared)"
  }

  /// What to say where the number of groups that was asked for can't be had.
  private var requestedOthers: [String] {
    guard let requested, requested != plan.groups.count, !plan.groups.isEmpty else { return [] }
    return folded(
      "\(Quantity.count(requested, "group")) requested; names, views and colours give \(plan.groups.count)",
      indent: 2)
  }

  private func group(_ group: SortPlan.Group) -> [String] {
    let names = group.pictures.map { shownName(String($0.path.name.text)) }
    let range =
      names.count > 2 ? "\(names[0]) … \(names[names.count - 1])" : names.joined(separator: ", ")
    let means = group.evidence.map(\.words).joined(separator: ", ")
    let likeness = group.likeness.map { ", likeness \(ScoreWords.text($0))" } ?? ""
    let best = group.best.map { picture in
      shownName(String(picture.path.name.text))
        + (picture.role == .unsorted ? "" : " (\(picture.role))")
    }
    let handle = style.styled("\(group.handle)", .bold)
    let lead = "  \(handle)  \(Quantity.count(group.pictures.count, "picture"))  \(range)"
    var lines = folded(lead, indent: 0)
    lines += folded("by \(means)\(likeness)", indent: 4)
    if !best.isEmpty { lines += folded("best: \(best.joined(separator: ", "))", indent: 4) }
    if let (handle, likeness) = group.nearest {
      lines += folded(
        "perhaps the same as \(handle): likeness \(ScoreWords.text(likeness))", indent: 4)
    }
    if !group.beside.isEmpty { lines += folded("with \(list(group.beside))", indent: 4) }
    return lines
  }

  private var undetermined: [String] {
    guard !plan.undetermined.isEmpty else { return [] }
    let rows = plan.undetermined.prefix(Self.maximumNamed).flatMap { one in
      let name = shownName(String(one.path.name.text))
      let reason =
        one.nearest.map {
          "closest to \($0.handle): likeness \(ScoreWords.text($0.likeness))"
            + (requested == nil
              ? ", needs \(ScoreWords.text(SortPlan.leastLikeness))" : "")
        } ?? (one.isMeasured ? "unlike the others" : "too dark or too plain to compare")
      return folded("? \(name)  \(reason)", indent: 2)
    }
    let count = plan.undetermined.count
    let more = count - Self.maximumNamed
    return ["\(Quantity.count(count, "picture")) without a group:"] + rows
      + (more > 0 ? ["  and \(Quantity.grouped(more)) more (--json lists them)"] : [])
  }

  private var media: [String] {
    var lines: [String] = []
    if !plan.clips.isEmpty {
      lines += folded("\(Quantity.count(plan.clips.count, "clip")): \(list(plan.clips))", indent: 0)
    }
    if !plan.sounds.isEmpty {
      lines += folded(
        "\(Quantity.count(plan.sounds.count, "recording")): \(list(plan.sounds))", indent: 0)
    }
    if !lines.isEmpty, plan.pictureCount > 0 {
      lines += folded("No file name shows which subject these belong to.", indent: 0)
    }
    return lines
  }

  private var damaged: [String] {
    plan.damaged.flatMap { file in
      RemarkText.lines(
        "left out \(file.path): \(file.finding.sentence)", rule: file.finding.rule.rawValue,
        mark: Marks.sign(file.finding.severity, style), indent: 2, style: style)
    }
  }

  private var end: [String] {
    guard !plan.groups.isEmpty else { return [] }
    guard let written else {
      return ["Write the folders: castbook sort \(sanitized(words)) -o cast/"]
    }
    let folder = sanitized(written.folder.quoted)
    var lines = [
      "wrote \(folder): \(Quantity.count(written.files, "file")) in "
        + Quantity.count(written.elements, "folder")
    ]
    if written.unsorted > 0 {
      lines.append(
        "\(Quantity.count(written.unsorted, "file")) in \(SortPlan.unsortedName), which add --from skips"
      )
    }
    lines += folded(
      "Rename the folders (the name becomes the handle), move files between them, then:", indent: 0)
    // Kinds are not guessed: what they all are can be said here, or in element.json for each.
    lines.append("castbook add --from \(folder) --prepare")
    lines += folded(
      "Every group becomes a character; for another kind, write {\"kind\": \"product\"} into its element.json.",
      indent: 0)
    return lines
  }

  private func list(_ paths: [FilePath]) -> String {
    let names = paths.prefix(Self.maximumNamed).map { shownName(String($0.name.text)) }
    let more = paths.count - Self.maximumNamed
    return names.joined(separator: ", ") + (more > 0 ? " and \(Quantity.grouped(more)) more" : "")
  }

  private func folded(_ text: String, indent: Int) -> [String] {
    Folding.indented(
      text, by: indent, hanging: indent == 0 ? 4 : indent, columns: style.columns)
  }
}

extension SubjectGroups.Evidence {
  fileprivate var words: String {
    switch self {
    case .names: "file names"
    case .views: "the same view"
    case .colors: "colours"
    case .times: "the time they were taken"
    }
  }
}
