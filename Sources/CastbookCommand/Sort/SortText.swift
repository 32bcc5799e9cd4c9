internal import Castbook
internal import CommandLineKit
internal import Model

/// The plan or the result of `castbook sort`, as lines for people.
///
/// The lines always say by which evidence pictures were grouped, and that faces were not compared,
/// so that the user knows what to correct.
///
/// ```text
/// 2 groups in 9 pictures, by file names, colours (faces are not compared)
///   @mira  5 pictures  mira-1.jpg … mira-5.jpg
///     by file names
/// ```
struct SortText {
  let plan: SortPlan
  let written: SortPlan.Written?
  /// The number of groups that `--groups` requests, or `nil`.
  let requested: Int?
  /// The positionals as they were typed, for the suggested command.
  let typedPaths: String
  let style: TerminalStyle

  /// The maximum number of names in a list; the rest is counted.
  private static let maximumNamed = 8

  /// The groups, pictures without a group, other media, damaged files, and what to do next.
  var lines: [String] {
    guard plan.pictureCount > 0 else {
      return damaged + media + ["no pictures to sort: name a folder that contains pictures"]
    }
    return folded(head, indent: 0) + modelRemark + groupCountRemark + plan.groups.flatMap(group)
      + doubt + undetermined + media + damaged + closing
  }

  /// How many groups there are, and what they are based on.
  private var head: String {
    let pictures = Quantity.count(plan.pictureCount, "picture")
    guard !plan.groups.isEmpty else {
      return "no groups in \(pictures): no two are similar enough (faces are not compared)"
    }
    let evidence = SubjectGroups.Evidence.allCases.filter { kind in
      plan.groups.contains { $0.evidence.contains(kind) }
    }
    let means = evidence.map(\.phrase).joined(separator: ", ")
    return
      "\(Quantity.count(plan.groups.count, "group")) in \(pictures), by \(means) (faces are not compared)"
  }

  /// A remark when a model could compare what pictures show.
  private var modelRemark: [String] {
    switch plan.model {
    case .used: []
    case .notInstalled:
      folded(
        "what pictures show was compared by colour only; for more: castbook models add subjects",
        indent: 2)
    case .failed(let error):
      style.remark(sanitized(error.sentence), .warning, indent: 2)
    }
  }

  /// A remark when the requested number of groups is not possible.
  private var groupCountRemark: [String] {
    guard let requested, requested != plan.groups.count, !plan.groups.isEmpty else { return [] }
    return folded(
      "\(Quantity.count(requested, "group")) requested; names, views and likeness give \(plan.groups.count)",
      indent: 2)
  }

  /// Returns a group: its pictures, evidence, best pictures, and the group that may be the same.
  private func group(_ group: SortPlan.Group) -> [String] {
    let names = group.pictures.map { shownName(String($0.path.name.text)) }
    let range =
      names.count > 2 ? "\(names[0]) … \(names[names.count - 1])" : names.joined(separator: ", ")
    let means = group.evidence.map(\.phrase).joined(separator: ", ")
    let likeness = group.likeness.map { ", likeness \(Quantity.hundredths($0))" } ?? ""
    let best = group.best.map { picture in
      shownName(String(picture.path.name.text))
        + (picture.role == .unsorted ? "" : " (\(picture.role))")
    }
    let handle = style.styled("\(group.handle)", .bold)
    let lead = "  \(handle)  \(Quantity.count(group.pictures.count, "picture"))  \(range)"
    var lines = folded(lead, indent: 0)
    let known = group.isInLibrary ? "probably \(group.handle) of the library, " : ""
    let sureness = group.confidence == .unsure ? "unsure: " : ""
    let remark = group.notCompared.map { "; \($0.phrase) not compared" } ?? ""
    lines += folded("\(sureness)\(known)by \(means)\(likeness)\(remark)", indent: 4)
    if !best.isEmpty { lines += folded("best: \(best.joined(separator: ", "))", indent: 4) }
    if let (handle, likeness) = group.nearest {
      lines += folded(
        "perhaps the same as \(handle): likeness \(Quantity.hundredths(likeness))", indent: 4)
    }
    if !group.clipsAndSounds.isEmpty {
      lines += folded("with \(list(group.clipsAndSounds))", indent: 4)
    }
    return lines
  }

  /// What to look at, if groups were made by what pictures show.
  private var doubt: [String] {
    let isByContent = plan.groups.contains {
      !Set($0.evidence).isDisjoint(with: [.looks, .colors]) && $0.confidence != .sure
    }
    return isByContent
      ? folded(
        "Things that differ only in a label or a colour look the same: look at each group.",
        indent: 0) : []
  }

  /// The pictures without a group, with the reason for each.
  private var undetermined: [String] {
    guard !plan.undetermined.isEmpty else { return [] }
    let rows = plan.undetermined.prefix(Self.maximumNamed).flatMap { picture in
      folded(
        "? \(shownName(String(picture.path.name.text)))  \(reason(for: picture))", indent: 2)
    }
    let count = plan.undetermined.count
    let more = count - Self.maximumNamed
    return ["\(Quantity.count(count, "picture")) without a group:"] + rows
      + (more > 0 ? ["  and \(Quantity.grouped(more)) more (--json lists them)"] : [])
  }

  /// Why a picture is in no group, with those that it may belong to.
  private func reason(for picture: SortPlan.Undetermined) -> String {
    let list = picture.candidateWords
    switch picture.reason {
    case .notMeasured: return "too dark or too plain to compare"
    case .between: return "between two: closest to \(list)"
    case .unlike:
      let needed =
        requested == nil ? "; a group needs \(Quantity.hundredths(SortPlan.minimumLikeness))" : ""
      return list.isEmpty ? "unlike the others" : "closest to \(list)\(needed)"
    }
  }

  /// The clips and recordings that no file name assigns to a group.
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

  /// The damaged files, which are left out.
  private var damaged: [String] {
    plan.damaged.flatMap { file in
      style.remark(FileRemark(file.finding, prefix: "left out \(file.path): "), indent: 2)
    }
  }

  /// What was written and what to type next, or how to write the folders.
  private var closing: [String] {
    guard !plan.groups.isEmpty else { return [] }
    guard let written else {
      return ["Write the folders: castbook sort \(sanitized(typedPaths)) -o cast/"]
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
    // Kinds are not guessed: one kind for all is set here, or each in its element.json.
    lines.append("castbook add --from \(folder) --prepare")
    lines += folded(
      "Every group becomes a character; for another kind, write {\"kind\": \"product\"} into its element.json.",
      indent: 0)
    return lines
  }

  /// Returns the names of files, and how many more there are.
  private func list(_ paths: [FilePath]) -> String {
    let names = paths.prefix(Self.maximumNamed).map { shownName(String($0.name.text)) }
    let more = paths.count - Self.maximumNamed
    return names.joined(separator: ", ") + (more > 0 ? " and \(Quantity.grouped(more)) more" : "")
  }

  private func folded(_ text: String, indent: Int) -> [String] {
    style.folded(text, by: indent, hanging: indent == 0 ? 4 : indent)
  }
}

extension UncomparedFeature {
  /// The feature as the subject of "not compared", in the texts of commands.
  var phrase: String {
    switch self {
    case .print: "the print on packages is"
    case .faces: "faces are"
    }
  }
}

extension SubjectGroups.Evidence {
  /// What the groups are based on, as it follows "by".
  fileprivate var phrase: String {
    switch self {
    case .names: "file names"
    case .views: "the same view"
    case .looks: "what they show"
    case .colors: "colours"
    case .times: "the time they were taken"
    }
  }
}
