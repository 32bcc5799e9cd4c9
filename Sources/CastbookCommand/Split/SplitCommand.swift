internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook split`: cuts turnaround sheets into their views.
///
/// A sheet whose layout is uncertain is not cut but reported. Each view is written to the folder of
/// `-o` with its role in its name, and `split.json` beside them records how it was made.
enum SplitCommand {
  /// How the views are arranged; `.auto` finds out.
  static let grid = ValueOption<PanelGrid>(
    "grid", "ROWSxCOLUMNS", "How the views are arranged: auto, 1x4, 2x2 … (auto)."
  ) { word in
    guard let grid = PanelGrid(word.text) else {
      throw UsageError(
        message: "--grid \(sanitized(word.text)): write auto, or rows x columns, 1–10 each",
        fix: "for four views in a row: --grid 1x4")
    }
    return grid
  }

  static let command = Command(
    "split", "Cut a turnaround sheet into its views, one file per view.",
    details: [
      "Providers want one view per file. Views are found by the gutters between them, by the edges where "
        + "pictures meet, or by the plain backdrop behind them. Each view is cut out without any of its "
        + "neighbour, and its file name gets the role it probably has, from left to right. If the layout is "
        + "uncertain, the sheet is not cut: describe it with --grid.",
      "Each view is checked as by `castbook check`, and reports a side below the target's minimum. "
        + "The sheet itself is never altered. split.json beside the views records how each was made.",
    ],
    examples: [
      Example("castbook split turnaround.png -o views/", "a sheet whose views are detected"),
      Example("castbook split sheet.jpg --grid 2x2 -o views/", "two rows of two"),
      Example(
        "castbook add character @mira turnaround.png --split",
        "add the views of a sheet to the library"),
    ],
    positionals: [
      Positional(
        "SHEET|@HANDLE", .atLeastOne, "Sheets, folders or elements; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup("How to cut", [grid, Options.kind]),
      OptionGroup("What to check the views against", [Profiles.targets, Profiles.option]),
      OptionGroup(
        "Output",
        [
          Options.folder.described(as: "The folder for the views and split.json."),
          Options.dryRun.described(as: "Report what would be cut; write no files."),
          Options.replace, Options.json, Options.fields,
        ]),
    ],
    run: Command.printing(run))

  /// Cuts every sheet and writes the views, or only reports them in a dry run.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let isDry = arguments[Options.dryRun]
    let path = try isDry ? arguments[Options.folder] : arguments.outputFolder(canBeDry: true)
    var splitting = Split(targets: try Profiles.selection(arguments).targets)
    splitting.grid = try arguments[grid] ?? .auto
    splitting.kind = try arguments[Options.kind]
    let all = try await CheckRequest.files(arguments)
    let (files, _) = path.map(all.without) ?? (all, 0)
    let each = { (sheet: CutSheet) in screen.progress.update("cut \(sheet.path)") }
    let folder =
      try isDry
      ? nil : path.map { try PreparedFolder(at: $0, replacing: arguments[Options.replace]) }
    let outcome =
      if let folder {
        try await splitting.run(files, into: folder, each: each)
      } else {
        try await splitting.plan(files, each: each)
      }
    return Report(
      outcome.isFine || files.mayBeEmpty ? .success : .findings,
      json: SplitJSON.document(splitting, outcome)
    ) { style in
      SplitText(outcome: outcome, folder: isDry ? nil : path, style: style).lines
    }
  }
}
