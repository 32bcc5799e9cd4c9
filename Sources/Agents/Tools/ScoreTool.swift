internal import Castbook
internal import Model

/// The tool `score`: how good pictures are as references, and what they lack together.
struct ScoreTool {
  private static let detail = Detail.parameter(
    adding: "the published documents score/1 and voice/1 with every measure")

  /// The maximum number of sounds that a call measures, because each takes a while.
  private static let maximumSounds = 12
  /// The maximum number of pictures that are called the weakest.
  private static let maximumWeakest = 4

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "score", title: "Score pictures",
      description:
        "Measures how good pictures are as references: sharpness, light, noise, framing, clutter; "
        + "and how well they fit together, which view is missing and which photo would help most. "
        + "Sounds that you name are measured as voices. Changes nothing. Use it before pick; check "
        + "tells what a target accepts.",
      parameters: [FileParameters.files.required, PictureKind.parameter, Self.detail],
      shape: "agent-score/1",
      dataSchema: Schema.object(
        required: ["good", "warn", "replace", "weakest"],
        [
          "good": Schema.integer, "warn": Schema.integer, "replace": Schema.integer,
          "weakest": Schema.list(
            of: ScoredFile.referenceSchema(
              required: ["measure", "score"],
              ["measure": Schema.text, "score": Schema.number])),
          "missing": Schema.text, "advice": Schema.text, "sounds": Schema.integer,
          "score": Schema.published(ScoreJSON.schema), "voice": Schema.published(VoiceJSON.schema),
        ])
    ) { arguments, context in try await answer(arguments, context) }
  }

  private func answer(
    _ arguments: ToolArguments, _ context: CallContext
  ) async throws -> ToolAnswer {
    let named = try await workspace.files(arguments[FileParameters.files] ?? [])
    var scoring = Score(kind: try arguments[PictureKind.parameter]?.element)
    scoring.usesModel = true
    var scored: [ScoredFile] = []
    let count = named.list.files.count
    let set = try await scoring.run(named.list) { file in
      scored.append(file)
      context.report(scored.count, of: count, "measured")
    }
    let shown = ShownSet(set, scored, in: workspace.roots)
    let voices = try await Voices(named.list, scored, workspace, atMost: Self.maximumSounds)
    var answer = ToolAnswer(
      (head(shown) + shown.groups.lines(shown.names) + weakest(shown) + together(shown)
        + voices.lines(shown) + FileParameters.remarks(on: named)).joined(separator: "\n"))
    let isFull = try arguments[Self.detail] == .full
    answer.data = [
      "good": set.pictureCounts.pass, "warn": set.pictureCounts.warn,
      "replace": set.pictureCounts.fail, "weakest": weakestData(shown),
      "missing": shown.judged?.missing, "advice": shown.judged?.advice,
      "sounds": voices.isEmpty ? nil : voices.count,
      "score": isFull ? ScoreJSON.document(scored, set) : nil,
      "voice": isFull && !voices.isEmpty ? voices.document : nil,
    ]
    answer.next = try next(shown, arguments)
    return answer
  }

  // MARK: Lines

  private func head(_ shown: ShownSet) -> [String] {
    let counts = shown.set.pictureCounts
    let all = counts.pass + counts.warn + counts.fail
    let parts = Quantity.counts([
      (counts.pass, "good"), (counts.warn, "with warnings"), (counts.fail, "to replace"),
    ])
    let clips =
      shown.set.clips > 0 ? ["\(Quantity.count(shown.set.clips, "clip")) not scored"] : []
    let absent =
      shown.set.elsewhereCount > 0
      ? ["\(Quantity.count(shown.set.elsewhereCount, "file")) not scored: not on this machine yet"]
      : []
    guard all > 0 else {
      return [(["No pictures to score\(shown.place)"] + clips + absent).joined(separator: "; ")]
    }
    let line =
      "\(Quantity.count(all, "picture"))\(shown.place): \(parts.joined(separator: ", "))"
    return [([line] + clips + absent).joined(separator: "; ")]
  }

  /// Returns the pictures with the lowest scores, of several.
  private func weakest(_ shown: ShownSet) -> [String] {
    let weak = Self.weakest(shown)
    guard !weak.isEmpty, shown.files.count > 1 else { return weak.map { line($0, shown) } }
    return ["Weakest: \(weak.map { line($0, shown) }.joined(separator: "; "))"]
  }

  private func line(_ file: ScoredFile, _ shown: ShownSet) -> String {
    "\(shown.label(file)) \(file.weakest(shown.files.count > 1 ? 1 : 3) ?? "")"
  }

  /// Returns the pictures whose weakest measure is lowest, the weakest first.
  private static func weakest(_ shown: ShownSet) -> [ScoredFile] {
    let scores = shown.files.enumerated().compactMap { index, file in
      file.weakMeasures(1).first.map { (file: file, index: index, score: $0.score) }
    }
    return scores.sorted { ($0.score, $0.index) < ($1.score, $1.index) }
      .prefix(maximumWeakest).map(\.file)
  }

  private func weakestData(_ shown: ShownSet) -> JSONValue {
    .array(
      Self.weakest(shown).compactMap { file in
        file.weakMeasures(1).first.map { weak in
          file.reference(in: workspace.roots)
            .adding(["measure": weak.measure.rawValue, "score": weak.score])
        }
      })
  }

  /// Returns how the pictures fit together, and what they lack.
  private func together(_ shown: ShownSet) -> [String] {
    guard let judged = shown.judged else {
      return shown.pictures.count > 1 && shown.set.judged == nil
        ? [
          "Not judged together: they belong to several elements, are too many, or some are not here"
        ]
        : []
    }
    let scores = [
      judged.scores.lighting.map { "same light \(Quantity.hundredths($0.score))" },
      judged.scores.variety.map { "variety \(Quantity.hundredths($0))" },
    ].compactMap(\.self)
    return
      (scores.isEmpty || judged.members.count < 2
      ? [] : ["Together: \(scores.joined(separator: ", "))"]) + shown.lacks
  }

  /// Returns the calls that help: the best of several pictures, and the worst rule.
  private func next(_ shown: ShownSet, _ arguments: ToolArguments) throws -> [String] {
    var calls: [String] = []
    if shown.judged.map({ $0.members.count > 1 }) == true {
      let files: JSONValue = ["files": try arguments[FileParameters.files] ?? []]
      calls.append(ToolAnswer.call("pick", files))
    }
    if let rule = shown.groups.worstRule { calls.append(ToolAnswer.explanation(of: rule)) }
    return calls
  }
}
