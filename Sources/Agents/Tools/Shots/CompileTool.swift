internal import Castbook
internal import Model

/// The tool `compile`: what a provider would get from a shot, and what it would cost.
struct CompileTool {
  private enum Detail: String, CaseIterable, Sendable {
    case brief
    case request
    case full
  }

  private static let target = TargetParameters.one(
    "The target's id or short name (the one that the shot, or else the project, names).")
  private static let detail = ToolParameter<Detail>.choice(
    "detail",
    "request adds the exact request body; full adds the published documents prompt/2 and export/2.")

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "compile", title: "Compile a shot",
      description:
        "Compiles a shot file, or a text that isn't saved yet, for a target: the exact prompt, the "
        + "files sent for each element, remarks with line numbers, and the price with its date. "
        + "Writes and sends nothing. Use it after each change of a shot, and show the user the "
        + "price before export or send.",
      parameters: [
        ShotSource.shot, ShotSource.text, ShotSource.name, ShotSource.beside, Self.target,
        ShotParameters.tier, ShotParameters.settings, Self.detail,
      ], shape: "agent-compile/1", dataSchema: Self.dataSchema
    ) { arguments, _ in try await answer(arguments) }
  }

  private static let dataSchema: JSONValue = .object([
    "type": "object", "required": CompiledShot.schema["required"] ?? [],
    "properties": (CompiledShot.schema["properties"] ?? .object([])).adding(
      .object([
        "price": PriceWords.schema, "total": PriceWords.totalSchema, "total_is_all": Schema.flag,
        "request": Schema.object([:]), "prompt_document": Schema.published(PromptJSON.schema),
        "export_document": Schema.published(ExportJSON.schema),
      ])),
  ])

  private func answer(_ arguments: ToolArguments) async throws -> ToolAnswer {
    let source = try ShotSource(arguments, in: workspace)
    var export = try await ShotParameters.export(arguments, in: workspace)
    export.options.prompt.target = try arguments[Self.target]
    if let text = source.text { export.options.prompt.texts = [source.path: text] }
    export.isDryRun = true
    let plan = try await export.plan([source.path])
    export.discard(plan)
    guard let planned = plan.shots.first else {
      throw ElementLibraryError.failed("the shot has no plan")
    }
    let shot = CompiledShot(planned: planned, roots: workspace.roots)
    let price = PriceWords(plan: plan)
    let lines =
      [shot.head] + shot.renderLines + price.lines + shot.promptLines + shot.sentLines
      + shot.remarkLines()
    var answer = ToolAnswer(lines.joined(separator: "\n"))
    let detail = try arguments[Self.detail] ?? .brief
    let isReady = planned.status != .fail
    answer.data = shot.facts.adding(price.total).adding([
      "price": isReady ? planned.cost.map(PriceWords.facts) : nil,
      "request": detail == .request && isReady ? planned.request : nil,
      "prompt_document": detail == .full ? PromptJSON.value(of: planned.read) : nil,
      "export_document": detail == .full ? ExportJSON.value(of: plan, nil) : nil,
    ])
    answer.next = try next(shot, source, arguments)
    return answer
  }

  /// Returns the calls that help: the rule that is broken, or the export of what was compiled.
  private func next(
    _ shot: CompiledShot, _ source: ShotSource, _ arguments: ToolArguments
  ) throws -> [String] {
    if let rule = shot.brokenRule { return [ToolAnswer.explanation(of: rule)] }
    guard let digest = shot.planned.planDigest, let path = workspace.roots.shown(source.path) else {
      return []
    }
    let target = try arguments[Self.target]
    let call: JSONValue = [
      "shots": [path], "targets": target.map { [$0] },
      "tier": try arguments[ShotParameters.tier],
      "settings": try arguments[ShotParameters.settings],
      "output": "\(workspace.roots.roots.first?.label ?? "root1")/out", "expected": [digest.hex],
    ]
    let save = source.text == nil ? "" : "save the text as it is, then: "
    return [save + workspace.call("export", call, needing: .export)]
  }
}
