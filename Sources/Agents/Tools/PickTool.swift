internal import Castbook
internal import Model

/// The tool `pick`: the best few pictures, with a reason for each and for those left out.
struct PickTool {
  private static let best = ToolParameter<Int>.number(
    "best", "How many (4, or as many as the targets accept).", in: 1...ScoredSet.maximumCandidates)
  private static let targets = TargetParameters.several(
    "Targets whose limits the pictures must keep (kling).")
  private static let detail = Detail.parameter(
    adding: "the published document score/1 with every measure")

  /// The maximum number of pictures in the data, and of lines, for those chosen and those left out.
  private static let maximumListed = 40
  private static let maximumLines = 12
  private static let maximumSkippedLines = 6

  let workspace: Workspace

  var tool: AgentTool {
    let picture = ScoredFile.referenceSchema(
      required: ["reason"], ["reason": Schema.text, "prepare": Schema.text])
    return AgentTool(
      "pick", title: "Pick the best pictures",
      description:
        "Chooses the best few pictures of one element or shoot, in sending order, with a reason for "
        + "each and for those left out: accepted by the target, no two alike, the needed views, no "
        + "faults, one light. Changes nothing. Use choose instead when the user should choose by eye.",
      parameters: [
        FileParameters.files.required, Self.best, Self.targets, PictureKind.parameter, Self.detail,
      ], shape: "agent-pick/1",
      dataSchema: Schema.object(
        required: ["wanted", "chosen", "left_out", "left_out_count"],
        [
          "wanted": Schema.integer, "chosen": Schema.list(of: picture),
          "left_out": Schema.list(of: picture), "left_out_count": Schema.integer,
          "missing": Schema.text, "advice": Schema.text,
          "score": Schema.published(ScoreJSON.schema),
        ])
    ) { arguments, context in try await answer(arguments, context) }
  }

  private func answer(
    _ arguments: ToolArguments, _ context: CallContext
  ) async throws -> ToolAnswer {
    let named = try await workspace.files(arguments[FileParameters.files] ?? [])
    try named.requireOneSubject()
    var scoring = Score(kind: try arguments[PictureKind.parameter]?.element)
    scoring.usesModel = true
    scoring.targets = try workspace.targets(arguments[Self.targets])
    let best = try arguments[Self.best]
    if let best, let maximum = scoring.maximumPictures, best > maximum {
      throw ArgumentError(
        JSONPointer().member(Self.best.name), "the target accepts at most \(maximum) pictures",
        fix: "at most \(maximum) fits")
    }
    var scored: [ScoredFile] = []
    let count = named.list.files.count
    let (set, pick) = try await scoring.pick(best: best, of: named.list) { file in
      scored.append(file)
      context.report(scored.count, of: count, "measured")
    }
    let shown = ShownSet(set, scored, in: workspace.roots)
    guard let judged = shown.judged, let pick else { return nothing(shown, named) }
    let rows = Rows(shown: shown, judged: judged, pick: pick)
    var answer = ToolAnswer(lines(rows, named).joined(separator: "\n"))
    answer.data = try data(rows, isFull: arguments[Self.detail] == .full)
    answer.next = try await next(rows, named, arguments)
    return answer
  }

  /// The pick with everything that describes it.
  private struct Rows {
    let shown: ShownSet
    /// The set with the names of answers.
    let judged: JudgedSet
    let pick: Pick

    func label(_ member: Int) -> String { shown.label(shown.pictures[member]) }
  }

  // MARK: Lines

  /// Returns the answer when there is no set to pick from.
  private func nothing(_ shown: ShownSet, _ named: NamedFiles) -> ToolAnswer {
    let reason =
      shown.set.elsewhereCount > 0
      ? "\(Quantity.count(shown.set.elsewhereCount, "file")) not on this machine yet"
      : shown.pictures.count > ScoredSet.maximumCandidates
        ? "\(shown.pictures.count) are too many, \(ScoredSet.maximumCandidates) at most"
        : "no pictures among the files"
    var answer = ToolAnswer(
      (["No pictures to pick from\(shown.place): \(reason)"] + shown.groups.lines(shown.names)
        + FileParameters.remarks(on: named)).joined(separator: "\n"))
    answer.data = [
      "wanted": 0, "chosen": [] as JSONValue, "left_out": [] as JSONValue, "left_out_count": 0,
    ]
    return answer
  }

  private func lines(_ rows: Rows, _ named: NamedFiles) -> [String] {
    let (judged, pick) = (rows.judged, rows.pick)
    let all = judged.members.count
    let chosen = pick.chosen.prefix(Self.maximumLines).enumerated().map { index, choice in
      let role = judged.members[choice.member].role
      return "\(index + 1). \(rows.label(choice.member))"
        + (role == .unsorted ? "" : ", \(role.rawValue)") + ": "
        + sanitized(judged.words(choice.reason))
        + (judged.remark(choice.member).map { "; \(sanitized($0))" } ?? "")
    }
    let skipped = pick.skipped.prefix(Self.maximumSkippedLines).map {
      "– \(rows.label($0.member)): \(sanitized(judged.words($0.reason)))"
    }
    let rest = pick.skipped.count - skipped.count
    let more = pick.chosen.count - chosen.count
    // Without this finding the best pictures of two people would pass for a good set.
    let subjects = judged.findings.filter { [.setSeveralSubjects, .setOddOne].contains($0.rule) }
      .map { "! \(sanitized($0.sentence))" }
    return ["\(pick.chosen.count) of \(Quantity.count(all, "picture"))\(rows.shown.place):"]
      + chosen + (more > 0 ? ["and \(more) more"] : []) + skipped
      + (rest > 0 ? ["– \(rest) more left out"] : [])
      + [judged.shortfall(of: pick)].compactMap(\.self) + subjects + rows.shown.lacks
      + FileParameters.remarks(on: named)
  }

  // MARK: Data

  private func data(_ rows: Rows, isFull: Bool) -> JSONValue {
    let (judged, pick) = (rows.judged, rows.pick)
    func row(_ member: Int, _ reason: String, _ remark: String?) -> JSONValue {
      rows.shown.pictures[member].reference(in: workspace.roots)
        .adding(["reason": reason, "prepare": remark])
    }
    let chosen = pick.chosen.prefix(Self.maximumListed).map {
      row($0.member, judged.words($0.reason), judged.remark($0.member))
    }
    let skipped = pick.skipped.prefix(Self.maximumListed).map {
      row($0.member, judged.words($0.reason), nil)
    }
    return [
      "wanted": pick.wanted, "chosen": Array(chosen), "left_out": Array(skipped),
      "left_out_count": pick.skipped.count, "missing": judged.missing, "advice": judged.advice,
      "score": isFull
        ? ScoreJSON.document(rows.shown.files, rows.shown.set, pick: pick) : nil,
    ]
  }

  /// Returns the calls that help: copies that the target accepts, the order for the element, and
  /// the eye of the user.
  private func next(
    _ rows: Rows, _ named: NamedFiles, _ arguments: ToolArguments
  ) async throws -> [String] {
    var calls: [String] = []
    let unfit = rows.pick.chosen.filter { choice in
      let member = rows.judged.members[choice.member]
      return member.needsPreparing != nil && member.number == nil
    }
    if !unfit.isEmpty {
      calls.append(
        workspace.call(
          "prepare",
          [
            "files": try arguments[FileParameters.files] ?? [],
            "targets": try arguments[Self.targets], "output": "root1/ready",
          ], needing: .prepare))
    }
    if let element = named.onlyElement, !rows.pick.chosen.isEmpty {
      let numbers = rows.pick.chosen.compactMap { rows.judged.members[$0.member].number }
      calls.append(
        workspace.call(
          "edit",
          [
            "element": "@\(sanitized(element.name))",
            "expected": try await workspace.library().find(element).revision.digest,
            "pick": numbers,
          ], needing: .edit))
    }
    if (2...ChooseTool.maximumCandidates).contains(rows.judged.members.count) {
      let files: JSONValue = ["files": try arguments[FileParameters.files] ?? []]
      calls.append(ToolAnswer.call("choose", files))
    }
    return calls
  }
}

extension NamedFiles {
  /// Throws an `ArgumentError` if the files are of several elements, which can't be one set.
  func requireOneSubject() throws {
    guard !elements.isEmpty, onlyElement == nil else { return }
    throw ArgumentError(
      JSONPointer().member(FileParameters.files.name), "these are of several elements",
      fix: "name one element, or only files and folders")
  }
}
