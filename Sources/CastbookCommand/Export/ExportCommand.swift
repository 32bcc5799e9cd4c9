internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook export`: makes bundles from shot files.
///
/// The export is planned completely before anything is written: shot files are compiled, files
/// checked, and copies prepared. The plan is shown; then the bundles without errors are written.
///
/// If the library can't record the export, the bundles stay and a remark says so.
enum ExportCommand {
  private static let embedsFiles = Flag("inline", "Put the files into the request itself.")
  private static let sendsAsIs = Flag(
    "as-is", "Prepare no copies: a file that does not pass is an error.")
  private static let keepsMetadata = Flag(
    "keep-metadata", "Send files with all their metadata, even private metadata.")
  private static let zips = Flag("zip", "Write each bundle as a zip in that folder.")

  /// The options that apply to bundles, not to datasets.
  private static let ofBundles: [any TypedOption] =
    PromptOptions.options(for: Profiles.targets).filter {
      ![Profiles.targets.option.name, Profiles.option.option.name].contains($0.option.name)
    } + [
      Profiles.pinned, embedsFiles, sendsAsIs, KeepOptions.option, keepsMetadata, zips,
      PromptOptions.leavesOutHints, Options.strict, Options.brief,
    ]

  static let command = Command(
    "export", "Make a bundle from a shot file: the files, the prompt, the exact request.",
    details: [
      "A bundle is a folder named after its shot file, or a zip. It contains the references as the provider "
        + "will get them, the compiled prompt, the exact request body with placeholders for "
        + "uploads, the calls that must come first, a picture of what the provider will see, and "
        + "digests of all files, which `sha256sum -c` checks without Castbook "
        + "(`castbook help bundle-format`). The same inputs make the same bytes, on any machine and any day.",
      "Every file in it is checked against the target's limits. A copy is prepared if that solves "
        + "the problem, and kept in the library. A file that can't be prepared is an error; it is never "
        + "replaced by another file. Private metadata (places, names, prompts, thumbnails and more) is left "
        + "out, and the files to send are searched for it again. A shot file with an error gets no bundle, "
        + "the others do. Exporting sends no data and costs nothing.",
      "Exporting again is safe: a bundle that asks for the same stays as it is, with the ids and addresses that it had. "
        + "One that asks for something else is replaced only with --replace.",
      "--layout writes the pictures of elements as a dataset to train a model with: prepared, each with a caption "
        + "of the same name, in the folders that kohya's trainers or ai-toolkit read. Training is a wider use than a "
        + "shot, so the element's rights must name it (`castbook edit @mira --allow training`). What is missing for "
        + "training is reported: views, light, pictures that show the same, sizes (`castbook help datasets`).",
      "--layout comfyui writes the pictures into ComfyUI's folder `input`, and for each shot file a workflow that "
        + "wires them to the node of its target, in the order of the prompt. The clip that the workflow saves names its "
        + "bundle, so `castbook take add` needs nothing else (`castbook help comfyui`).",
    ],
    examples: [
      Example("castbook export lobby.md -o out/", "for the target that the file names"),
      Example(
        "castbook export lobby.md street.md --for kling-v3 --tier pro -o out/ --zip",
        "two bundles, each as a zip, with their total cost"),
      Example(
        "castbook export lobby.md --for kling-v3,kling-o3 -o out/",
        "for two targets: out/lobby.fal.kling-v3.i2v/ and out/lobby.fal.kling-o3.r2v/"),
      Example("castbook export lobby.md --dry-run", "what would be sent, and its problems"),
      Example(
        "castbook export lobby.md --profile out/lobby -o again/",
        "by the rules in an earlier bundle"),
      Example(
        "castbook export @mira --layout kohya -o train/", "a dataset: train/10_mira person/"),
      Example(
        "castbook export lobby.md --layout comfyui --for comfyui-kling -o ComfyUI/input",
        "for ComfyUI: pictures, and input/castbook/_workflows/lobby.json"),
    ],
    positionals: [
      Positional(
        "SHOT|@HANDLE", .atLeastOne, "Shot files; with --layout, elements.", completion: .files,
        isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "Target and settings",
        PromptOptions.options(
          for: Profiles.targets.described(
            as: "The targets (the one the file names); with several, one bundle each: SHOT.TARGET.")
        ) + [
          Profiles.pinned.described(
            as: "Use the rules in this profile or bundle, such as older ones.")
        ]),
      OptionGroup("Files", [embedsFiles, sendsAsIs, KeepOptions.option, keepsMetadata]),
      OptionGroup("Instead of bundles", [ExportLayout.option]),
      DatasetExport.options,
      OptionGroup(
        "Output",
        [
          Options.folder.described(
            as: "The folder for the bundles, or one bundle's zip.", placeholder: "DIR|FILE.zip"),
          zips, Options.replace.described(as: "Replace bundles that exist and are different."),
          Options.dryRun.described(as: "Report what would be sent; write no files."),
          PromptOptions.leavesOutHints.described(
            as: "Leave out hints about prompt writing and better pictures."),
          Options.strict.described(as: "Count warnings as errors: such a bundle is not written."),
          Options.brief.described(
            as: "One line for each error and warning, and for each bundle."),
          Options.json, Options.fields,
        ]),
    ],
    section: "Use", run: Command.printing(run))

  /// Plans all bundles, prints what will be sent, then writes them.
  ///
  /// A bundle is not written if it has an error, or with `--strict` a warning.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let layout = try arguments[ExportLayout.option]
    if let layout = layout?.dataset {
      return try await DatasetExport.run(layout, arguments, without: ofBundles, on: screen)
    }
    try DatasetExport.refuseDetails(arguments)
    if layout == .comfyui {
      return try await ComfyUIExporting.run(
        try await export(arguments), arguments, without: [embedsFiles, zips, Options.brief],
        on: screen)
    }
    let shots = try arguments.positionals.map { try $0.path("export") }
    let destination = try destination(arguments)
    let isBrief = try arguments.wantsBrief(OutputFormat(arguments))
    let export = try await export(arguments)
    let plan = try await export.plan(shots, to: destination)
    let text = ExportText(plan: plan, style: screen.style)
    if !screen.wantsJSON {
      try screen.print(lines: isBrief ? text.briefPlanLines : text.planLines)
    }
    let status = ExitStatus(plan.status, arguments)
    guard let destination, plan.writesBundles else {
      export.discard(plan)
      return Report(status, json: ExportJSON.value(of: plan, nil)) { _ in
        isBrief
          ? text.briefRefusal(isDryRun: destination == nil)
          : [text.refusal(isDryRun: destination == nil)]
      }
    }
    // The user sees what goes where before anything is written.
    try screen.finish()
    let outcome = try export.write(plan, to: destination)
    var report = Report(
      outcome.refusals.isEmpty ? status : .failure, json: ExportJSON.value(of: plan, outcome)
    ) { _ in
      isBrief ? text.briefOutcomeLines(outcome) : text.outcomeLines(outcome)
    }
    report.warnings = ExportText.warnings(outcome)
    return report
  }

  /// Returns the export that the options describe.
  private static func export(_ arguments: Arguments) async throws -> Export {
    let pinned = try arguments[Profiles.pinned].map(TargetCatalogue.pinned) ?? []
    var export = Export(
      library: try await PromptOptions.library(arguments),
      project: try PromptOptions.project(arguments),
      in: try Profiles.catalogue(arguments, pinned: pinned))
    export.options.prompt = try PromptOptions.readOptions(arguments)
    export.options.targets = try Profiles.names(arguments)
    export.options.embedsFiles = arguments[embedsFiles]
    export.options.sendsAsIs = arguments[sendsAsIs]
    export.options.keepsMetadata = arguments[keepsMetadata]
    export.options.keeps = Set(try arguments[KeepOptions.option])
    export.isDryRun = arguments[Options.dryRun]
    export.isStrict = arguments[Options.strict]
    return export
  }

  /// Returns where to write the bundles, or `nil` for a dry run. Throws when `-o` is missing.
  private static func destination(_ arguments: Arguments) throws -> ExportDestination? {
    guard !arguments[Options.dryRun] else { return nil }
    return ExportDestination(
      try arguments.outputFolder(canBeDry: true), zips: arguments[zips],
      replacing: arguments[Options.replace])
  }
}
