internal import Castbook
internal import Model

/// The tool `export`: writes bundles, each ready to send to its target.
struct ExportTool {
  private static let shots = ToolParameter<String>.text(
    "shot", "The path of a shot file.", maximumLength: 4096
  ).list("shots", "Paths of shot files (root1/lobby.md).", atMost: 50).required
  private static let output = ToolParameter<String>.text(
    "output", "The folder for the bundles (root1/out), or the path of one bundle's zip.",
    maximumLength: 4096
  ).required
  private static let targets = TargetParameters.several(
    "The targets, with one bundle for each (those that the shots name).")
  private static let isZip = ToolParameter<Bool>.flag(
    "zip", "Whether each bundle becomes a zip instead of a folder.")
  private static let isAsItIs = ToolParameter<Bool>.flag(
    "as_is", "Whether no copies are prepared: a file that doesn't pass is an error.")
  private static let isInline = ToolParameter<Bool>.flag(
    "inline", "Whether files are put into the request itself.")
  private static let isStrict = ToolParameter<Bool>.flag(
    "strict", "Whether a bundle with a warning is not written.")
  private static let expected = ToolParameter<Digest>(
    "plan", "A plan.", schema: ["type": "string", "pattern": "^[0-9a-f]{64}$"]
  ) { value, pointer in
    guard let digest = value.string.flatMap({ Digest(hex: $0) }) else {
      throw ArgumentError(
        pointer, "the value is not a plan", fix: "give the plan that compile returned")
    }
    return digest
  }.list(
    "expected",
    "The plans that compile returned, one for each bundle: refuses if one is different now.",
    atMost: 1000)
  private static let detail = Detail.parameter(adding: "the published document export/2")

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "export", title: "Export bundles",
      description:
        "Writes a bundle for each shot and target: the files as the provider gets them, the prompt, "
        + "the exact request. Prepared copies are kept in the library, which records the export. "
        + "Sends nothing, costs nothing, replaces nothing; a repeated call writes nothing. Use it "
        + "after compile, with the plan that the user agreed to.",
      parameters: [
        Self.shots, Self.output, Self.targets, ShotParameters.tier, ShotParameters.settings,
        Self.isZip, Self.isAsItIs, Self.isInline, Self.isStrict, Self.expected, Self.detail,
      ], shape: "agent-export/1", dataSchema: ExportedBundles.schema, effects: .changing
    ) { arguments, context in try await answer(arguments, context) }
  }

  private func answer(
    _ arguments: ToolArguments, _ context: CallContext
  ) async throws -> ToolAnswer {
    let shots = try (arguments[Self.shots] ?? []).map { try workspace.path($0) }
    let output = try workspace.path(try arguments[Self.output] ?? "")
    let destination = ExportDestination(output, zips: try arguments[Self.isZip] ?? false)
    var export = try await ShotParameters.export(arguments, in: workspace)
    export.options.targets = try arguments[Self.targets] ?? []
    export.options.sendsAsIs = try arguments[Self.isAsItIs] ?? false
    export.options.embedsFiles = try arguments[Self.isInline] ?? false
    export.isStrict = try arguments[Self.isStrict] ?? false
    let plan = try await export.plan(shots, to: destination)
    context.report(1, of: 2, "planned")
    do {
      try requireExpected(plan, arguments[Self.expected])
      try requireInside(plan, destination)
    } catch {
      export.discard(plan)
      throw error
    }
    let outcome = try write(plan, to: destination, export)
    let bundles = ExportedBundles(plan: plan, outcome: outcome, roots: workspace.roots)
    var answer = ToolAnswer(bundles.lines.joined(separator: "\n"))
    answer.data = bundles.facts.adding([
      "export": try arguments[Self.detail] == .full ? ExportJSON.value(of: plan, outcome) : nil
    ])
    answer.next = next(bundles)
    return answer
  }

  /// Writes the bundles that can be sent; returns `nil` if there are none.
  private func write(
    _ plan: ExportPlan, to destination: ExportDestination, _ export: Export
  ) throws -> Export.Outcome? {
    guard plan.writesBundles else {
      export.discard(plan)
      return nil
    }
    do {
      return try export.write(plan, to: destination)
    } catch let error as OutputFileError where error.isInTheWay {
      throw OccupiedPlaceError(
        place: workspace.roots.shown(error.path) ?? error.path.name.text, reason: error.reason)
    }
  }

  /// Throws if the bundles would not be exactly those that the agent saw.
  private func requireExpected(_ plan: ExportPlan, _ expected: [Digest]?) throws {
    guard let expected = expected.map(Set.init) else { return }
    let others = plan.shots.filter { shot in
      shot.planDigest.map { !expected.contains($0) } ?? true
    }
    guard others.isEmpty, expected.isSubset(of: plan.shots.compactMap(\.planDigest)) else {
      throw ChangedPlanError(names: others.map(\.name))
    }
  }

  /// Throws if a link would lead a bundle out of the roots.
  private func requireInside(_ plan: ExportPlan, _ destination: ExportDestination) throws {
    for shot in plan.shots {
      let folder = destination.path.appending(shot.name.utf8)
      let zip = destination.path.appending("\(shot.name).zip".utf8)
      for place in [destination.path, folder, zip] where !workspace.roots.holds(place) {
        throw OutsideError(
          path: workspace.roots.shown(place) ?? place.name.text,
          labels: workspace.roots.roots.map(\.label))
      }
    }
  }

  /// Returns the calls that help: the rule that is broken, or sending what was written.
  private func next(_ bundles: ExportedBundles) -> [String] {
    if let rule = bundles.brokenRule { return [ToolAnswer.explanation(of: rule)] }
    guard bundles.hasWritten else { return [] }
    return [workspace.call("send", ["bundles": bundles.writtenPlaces], needing: .send)]
  }
}
