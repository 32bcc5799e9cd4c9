internal import Castbook
internal import Model

/// The tool `check`: which files a target accepts, why not, and what helps.
struct CheckTool {
  private static let targets = TargetParameters.several(
    "Targets: ids, short names, patterns such as fal.*, or all (kling).")
  private static let isSet = ToolParameter<Bool>.flag(
    "is_set", "Whether the files are exactly one element: too few or too many are errors.")
  private static let strict = ToolParameter<Bool>.flag(
    "strict", "Whether a warning makes a file unfit.")
  private static let detail = Detail.parameter(
    adding: "the published document check/2 with every file")

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "check", title: "Check files",
      description:
        "Checks pictures, clips and sounds against providers' limits before an upload: format, "
        + "size, aspect, damage. Names each problem once, with the files and what to do. Changes "
        + "nothing, uploads nothing. Use it before prepare, add or export; score tells how good "
        + "accepted pictures are.",
      parameters: [
        FileParameters.files.required, Self.targets, TargetParameters.slot, Self.isSet, Self.strict,
        Self.detail,
      ], shape: "agent-check/1",
      dataSchema: Schema.object(
        required: ["ready", "pass", "warn", "fail"],
        [
          "ready": Schema.flag, "pass": Schema.integer, "warn": Schema.integer,
          "fail": Schema.integer, "check": Schema.published("check/2"),
        ])
    ) { arguments, context in try await answer(arguments, context) }
  }

  private func answer(
    _ arguments: ToolArguments, _ context: CallContext
  ) async throws -> ToolAnswer {
    let words = try arguments[FileParameters.files] ?? []
    let named = try await workspace.files(words)
    let targets = try workspace.targets(
      arguments[Self.targets], slot: arguments[TargetParameters.slot])
    var check = Check(
      targets: targets, isCompleteSet: try arguments[Self.isSet] ?? false,
      today: ProcessEnvironment.today)
    check.includesPassedRules = false
    var checked: [CheckedFile] = []
    let count = named.list.files.count
    let summary = try await check.run(named.list) { file in
      checked.append(file)
      context.report(checked.count, of: count, "checked")
    }
    let isReady = summary.isFine(strict: try arguments[Self.strict] ?? false)
    var answer = ToolAnswer(lines(checked, summary, targets, named).joined(separator: "\n"))
    answer.data = [
      "ready": isReady, "pass": summary.counts.pass, "warn": summary.counts.warn,
      "fail": summary.counts.fail,
      "check": try arguments[Self.detail] == .full
        ? CheckJSON.document(checked, summary, of: targets) : nil,
    ]
    answer.next = try next(summary, checked, arguments)
    return answer
  }

  private func lines(
    _ files: [CheckedFile], _ summary: CheckSummary, _ targets: [CheckTarget], _ named: NamedFiles
  ) -> [String] {
    let names = ShownNames(files.map(\.facts.path), in: workspace.roots)
    var groups = FindingGroups()
    for file in files {
      for finding in file.allFindings where !finding.isNonMediaNote {
        groups.add(finding, on: file.facts.path)
      }
    }
    for finding in summary.setFindings { groups.add(finding) }
    let counts = Quantity.counts([
      (summary.counts.pass - summary.nonMediaCount, "pass"),
      (summary.counts.warn, "pass with warnings"), (summary.counts.fail, "fail"),
      (summary.nonMediaCount, "not media"), (summary.skippedCount, "skipped"),
    ])
    let place = names.folder.map { " in \(ShownNames.quoted($0))" } ?? ""
    let head =
      "\(Quantity.count(summary.files, "file"))\(place) for "
      + Quantity.list(targets.map(\.profile.id.rawValue), atMost: 4)
      + (counts.isEmpty ? "" : ": \(counts.joined(separator: ", "))")
    return [head] + perTarget(summary, targets) + groups.lines(names)
      + FileParameters.remarks(on: named)
  }

  /// Returns which of several targets accept all files, and how many files the others accept.
  private func perTarget(_ summary: CheckSummary, _ targets: [CheckTarget]) -> [String] {
    guard targets.count > 1 else { return [] }
    let ids = targets.map(\.profile.id)
    let groups = Dictionary(grouping: ids) { Acceptance(summary.counts(for: $0)) }
    return Acceptance.allCases.compactMap { acceptance in
      groups[acceptance].map { ids in
        let names = ids.map { id in
          let counts = summary.counts(for: id)
          let (fit, all) = (counts.pass + counts.warn, counts.pass + counts.warn + counts.fail)
          return acceptance == .some ? "\(id) (\(fit) of \(all))" : id.rawValue
        }
        return "\(acceptance.rawValue) (\(ids.count)): \(Quantity.list(names, atMost: 12))"
      }
    }
  }

  /// How many of the files a target accepts.
  private enum Acceptance: String, CaseIterable {
    case all = "every file fits"
    case allWithWarnings = "every file fits, some with warnings"
    case some = "some fit"
    case none = "no file fits"
    case noSlot = "no slot for such files"

    init(_ counts: CheckSummary.Counts) {
      switch (counts.pass, counts.warn, counts.fail) {
      case (0, 0, 0): self = .noSlot
      case (0, 0, _): self = .none
      case (_, 0, 0): self = .all
      case (_, _, 0): self = .allWithWarnings
      default: self = .some
      }
    }
  }

  /// Returns the calls that help: the copies that can be made, and the rule that is broken.
  private func next(
    _ summary: CheckSummary, _ files: [CheckedFile], _ arguments: ToolArguments
  ) throws -> [String] {
    var calls: [String] = []
    if summary.preparable > 0 {
      let words = try arguments[FileParameters.files] ?? []
      calls.append(
        workspace.call(
          "prepare",
          [
            "files": words, "targets": try arguments[Self.targets],
            "output": words.allSatisfy { $0.hasPrefix("@") } ? nil : "root1/ready",
          ], needing: .prepare))
    }
    let findings = files.flatMap(\.allFindings)
    let broken =
      findings.first { $0.severity == .error } ?? findings.first { $0.severity == .warning }
    if let rule = broken?.rule { calls.append(ToolAnswer.explanation(of: rule)) }
    return calls
  }
}
