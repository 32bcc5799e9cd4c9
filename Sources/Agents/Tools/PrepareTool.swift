internal import Castbook
internal import Model

/// The tool `prepare`: makes copies that pass their targets.
struct PrepareTool {
  private static let targets = TargetParameters.several(
    "Targets that every copy must pass (kling).")
  private static let fit = ToolParameter<PreparationOptions.Fit>.choice(
    "fit", "For a picture that is too wide or narrow: pad adds a border, crop keeps the middle.")
  private static let background = ToolParameter<PixelColor>.parsed(
    "background", "What transparent parts and borders are filled with.",
    as: "white, black, grey, or #rrggbb"
  ) { PixelColor($0.lowercased()) }
  private static let allowsEnlarging = ToolParameter<Bool>.flag(
    "allow_upscale", "Whether to enlarge pictures that are too small, which adds no detail.")
  private static let output = ToolParameter<String>.text(
    "output", "The folder for the copies and prepare.json. Elements can do without.",
    maximumLength: 4096)
  private static let isPreview = ToolParameter<Bool>.flag(
    "preview", "Whether to do the work and keep nothing.")
  private static let detail = Detail.parameter(adding: "the published document prepare/1")

  let workspace: Workspace

  var tool: AgentTool {
    AgentTool(
      "prepare", title: "Make copies that pass",
      description:
        "Makes copies that providers accept, changed as little as possible and checked again. "
        + "Originals never change. An element's copies are kept in the library beside them, and "
        + "export uses them; copies of files go to output, where nothing else is replaced. Use it "
        + "after check.",
      parameters: [
        FileParameters.files.required, Self.targets, TargetParameters.slot, Self.fit,
        Self.background,
        Self.allowsEnlarging, Self.output, Self.isPreview, Self.detail,
      ], shape: "agent-prepare/1",
      dataSchema: Schema.object(
        required: ["as_they_are", "prepared", "refused", "skipped"],
        [
          "preview": Schema.flag, "as_they_are": Schema.integer, "prepared": Schema.integer,
          "kept_before": Schema.integer, "refused": Schema.integer, "skipped": Schema.integer,
          "written": Schema.integer, "prepare": Schema.published("prepare/1"),
        ]), effects: .changing
    ) { arguments, context in try await answer(arguments, context) }
  }

  private func answer(
    _ arguments: ToolArguments, _ context: CallContext
  ) async throws -> ToolAnswer {
    let named = try await workspace.files(arguments.required(FileParameters.files))
    let folder = try arguments[Self.output].map(outputFolder)
    // Copies that an earlier call made are not prepared again.
    let files = folder.map { named.list.without($0).list } ?? named.list
    let preparation = try preparation(arguments)
    let destination = try destination(of: named, folder, arguments)
    var done = 0
    let each = { (_: PreparedFile) in
      done += 1
      context.report(done, of: files.files.count, "prepared")
    }
    let outcome =
      switch destination {
      case .nowhere: try await preparation.plan(files, each: each)
      case .folder(let folder):
        try await preparation.run(
          files, into: PreparedFolder(at: folder, replacing: false), each: each)
      case .library(let folder):
        try await preparation.run(
          files, in: workspace.library(),
          into: folder.map { try PreparedFolder(at: $0, replacing: false) }, each: each)
      }
    return try answer(preparation, outcome, named, arguments)
  }

  /// The place where copies are kept.
  private enum Destination {
    case nowhere
    case folder(FilePath)
    /// The library that has the elements, and perhaps a folder, too.
    case library(FilePath?)
  }

  private func destination(
    of named: NamedFiles, _ folder: FilePath?, _ arguments: ToolArguments
  ) throws -> Destination {
    if try arguments[Self.isPreview] == true { return .nowhere }
    if !named.elements.isEmpty, named.hasOnlyElements { return .library(folder) }
    guard let folder else {
      throw ArgumentError(
        JSONPointer().member("output"), "copies of files need a folder",
        fix: "give output, such as root1/ready, or preview")
    }
    return .folder(folder)
  }

  /// Returns the folder for copies. A copy has the same path in it as its original in the folder
  /// that was named, so a link to another folder could lead out of the roots.
  private func outputFolder(_ text: String) throws -> FilePath {
    let folder = try workspace.path(text)
    guard FileList([folder]).folderLinkCount == 0 else {
      throw ArgumentError(
        JSONPointer().member("output"), "the folder contains links to folders",
        fix: "name another folder")
    }
    return folder
  }

  private func preparation(_ arguments: ToolArguments) throws -> Preparation {
    var preparation = Preparation(
      targets: try workspace.targets(
        arguments[Self.targets], slot: arguments[TargetParameters.slot]),
      today: ProcessEnvironment.today)
    preparation.options.fit = try arguments[Self.fit] ?? preparation.options.fit
    preparation.options.background = try arguments[Self.background]
    preparation.options.allowsEnlarging = try arguments[Self.allowsEnlarging] ?? false
    return preparation
  }

  // MARK: The answer

  private func answer(
    _ preparation: Preparation, _ outcome: Preparation.Outcome, _ named: NamedFiles,
    _ arguments: ToolArguments
  ) throws -> ToolAnswer {
    let isPreview = try arguments[Self.isPreview] ?? false
    let summary = outcome.summary
    let written = outcome.written.compactMap(\.self)
    let lines =
      [head(preparation, summary, isPreview: isPreview)] + findings(outcome)
      + place(written, isPreview: isPreview) + FileParameters.remarks(on: named)
    var answer = ToolAnswer(lines.joined(separator: "\n"))
    if isPreview, summary.prepared > 0 {
      answer.next = ["the same call without preview makes the copies"]
    }
    answer.data = [
      "preview": isPreview.orNil, "as_they_are": summary.readyAsIs, "prepared": summary.prepared,
      "kept_before": summary.alreadyKept, "refused": summary.refused, "skipped": summary.skipped,
      "written": written.count,
      "prepare": try arguments[Self.detail] == .full
        ? PrepareJSON.document(preparation, outcome) : nil,
    ]
    return answer
  }

  private func head(
    _ preparation: Preparation, _ summary: PreparationSummary, isPreview: Bool
  ) -> String {
    let counts = Quantity.counts([
      (summary.readyAsIs, "ready as they are"),
      (summary.prepared, isPreview ? "to prepare" : "prepared"),
      (summary.refused, "can't be prepared"), (summary.skipped, "skipped"),
    ])
    return "\(Quantity.count(summary.files, "file")) for "
      + Quantity.list(preparation.targets.map(\.profile.id.rawValue), atMost: 4)
      + (counts.isEmpty ? "" : ": \(counts.joined(separator: ", "))")
  }

  /// Returns why files can't be prepared, and the findings on copies.
  private func findings(_ outcome: Preparation.Outcome) -> [String] {
    var groups = FindingGroups()
    for file in outcome.files {
      for finding in file.refusals + (file.preparedCopy?.findings ?? []) {
        groups.add(finding, on: file.path)
      }
    }
    for finding in outcome.summary.findings { groups.add(finding) }
    return groups.lines(ShownNames(outcome.files.map(\.path), in: workspace.roots))
  }

  /// Returns where the copies are.
  private func place(_ written: [PreparedFolder.Written], isPreview: Bool) -> [String] {
    guard !isPreview else { return ["Preview: nothing was kept."] }
    guard let first = written.first else { return [] }
    let there = written.count(where: \.alreadyExisted)
    let names = ShownNames(written.map(\.path), in: workspace.roots)
    let folder =
      names.folder.map { " in \(ShownNames.quoted($0))" } ?? ": \(names.name(first.path))"
    return [
      "\(Quantity.count(written.count, "copy", "copies"))\(folder)"
        + (there > 0 ? ", \(there) there already" : "")
    ]
  }
}
