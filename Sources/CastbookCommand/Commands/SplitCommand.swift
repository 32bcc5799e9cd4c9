internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook split`: cuts turnaround sheets into their views.
///
/// A sheet whose layout is uncertain is not cut but reported. Each view is written to the folder of
/// `-o` with its role in its name, and `split.json` beside them records how it was made.
enum SplitCommand {
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
      OptionGroup(
        "How to cut",
        [
          .value("grid", "ROWSxCOLUMNS", "How the views are arranged: auto, 1x4, 2x2 … (auto)."),
          PictureOptions.kind,
        ]),
      OptionGroup(
        "What to check the views against",
        [
          .value(
            "for", "TARGET[,…]", "Targets to check against (kling).", repeats: true,
            completion: .choices(Profiles.builtInNames)),
          Profiles.option,
        ]),
      OptionGroup(
        "Output",
        [
          .value(
            "output", short: "o", "DIR", "The folder for the views and split.json.",
            completion: .folders),
          .flag("dry-run", "Report what would be cut; write no files."),
          .flag("replace", "Replace files that exist and are different."),
          .flag("json", "One JSON object."),
        ]),
    ],
    run: run)

  /// Returns the arrangement of the views that `--grid` gives, `.auto` without that option, or
  /// `nil` when the command doesn't split.
  ///
  /// `castbook add` shares this option; there it requires `--split`, which `isAsked` tells.
  static func grid(_ arguments: Arguments, isAsked: Bool = true) throws -> Split.Grid? {
    guard let word = arguments.value("grid") else { return isAsked ? .auto : nil }
    guard isAsked else {
      throw UsageError(message: "--grid goes with --split", fix: "Add --split.")
    }
    guard let grid = Split.Grid(word.text) else {
      throw UsageError(
        message: "--grid \(sanitized(word.text)): write auto, or rows x columns, 1–10 each",
        fix: "for four views in a row: --grid 1x4")
    }
    return grid
  }

  /// Cuts every sheet and writes the views, or only reports them in a dry run.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let isDry = arguments.has("dry-run")
    let path = try arguments.value("output")?.path("-o")
    guard path != nil || isDry else {
      throw MissingOutput.folder(canBeDry: true)
    }
    var splitting = Split(targets: try Profiles.selection(arguments).targets)
    splitting.grid = try grid(arguments) ?? .auto
    splitting.kind = try arguments.value("kind").map { try $0.word("kind") }
    let all = FileList(try await CheckRequest.sources(arguments))
    let (files, _) = path.map(all.without) ?? (all, 0)
    let each = { (sheet: CutSheet) in screen.progress.update("cut \(sheet.path)") }
    let outcome: Split.Outcome
    do {
      if let path, !isDry {
        let folder = try PreparedFolder(at: path, replacing: arguments.has("replace"))
        outcome = try await splitting.run(
          files, into: folder, isCancelled: { Signals.interrupted }, each: each)
      } else {
        outcome = try await splitting.plan(files, isCancelled: { Signals.interrupted }, each: each)
      }
    } catch is CancellationError {
      try screen.finish()
      Signals.endByInterrupt()
    }
    screen.progress.erase()
    if arguments.has("json") {
      try screen.print(SplitJSON.document(splitting, outcome).compactText)
    } else {
      for line in SplitText(outcome, folder: isDry ? nil : path, style: screen.style).lines {
        try screen.print(line)
      }
    }
    return outcome.isFine ? .success : .findings
  }
}
