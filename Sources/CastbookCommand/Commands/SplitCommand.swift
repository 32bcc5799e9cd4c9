internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook split`.
enum SplitCommand {
  static let command = Command(
    "split", "Cut a turnaround sheet into its views, a file each.",
    details: [
      "Providers want one view a file. The views of a sheet are told apart by what runs between them, by "
        + "the edges where pictures meet, or by the plain backdrop that they stand before; each is cut out "
        + "with nothing of its neighbor, and gets the role it probably has, from left to right, in its "
        + "name. What is not sure is not cut: --grid says how the views stand.",
      "Each view is checked as `castbook check` does it: one with a side under what the target asks for "
        + "says so. The sheet itself is never altered. split.json beside the views tells how each was had.",
    ],
    examples: [
      Example("castbook split turnaround.png -o views/", "a sheet, its views found"),
      Example("castbook split sheet.jpg --grid 2x2 -o views/", "two rows of two"),
      Example(
        "castbook add character @mira turnaround.png --split",
        "the views of a sheet, straight into the library"),
    ],
    positionals: [
      Positional(
        "SHEET|@HANDLE", .atLeastOne, "Sheets, folders of them, elements; - reads a list of paths.",
        completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "How to cut",
        [
          .value("grid", "ROWSxCOLUMNS", "How the views stand: auto, 1x4, 2x2 … (auto)."),
          PictureOptions.kind,
        ]),
      OptionGroup(
        "What to check the views against",
        [
          .value(
            "for", "TARGET[,…]", "Whose rules to hold them to (kling).", repeats: true,
            completion: .choices(Profiles.builtInNames)),
          Profiles.option,
        ]),
      OptionGroup(
        "What comes out",
        [
          .value(
            "output", short: "o", "DIR", "The folder for the views and their proof.",
            completion: .folders),
          .flag("dry-run", "Tell what would be cut; write nothing."),
          .flag("replace", "Replace files that exist and are different."),
          .flag("json", "One JSON object."),
        ]),
    ],
    run: run)

  /// How views stand, as the command line says; nothing where nothing is to be cut.
  static func grid(_ arguments: Arguments, isAsked: Bool = true) throws -> Splitting.Grid? {
    guard let word = arguments.value("grid") else { return isAsked ? .auto : nil }
    guard isAsked else {
      throw UsageError(message: "--grid goes with --split", fix: "Add --split.")
    }
    guard let grid = Splitting.Grid(word.text) else {
      throw UsageError(
        message: "--grid \(sanitized(word.text)): it is auto, or rows × columns, 1 to 10 of each",
        fix: "write 1x4 for four views in a row")
    }
    return grid
  }

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let screen = Screen(arguments)
    let isDry = arguments.has("dry-run")
    let path = try arguments.value("output")?.path("-o")
    guard path != nil || isDry else {
      throw MissingOutput.folder(canBeDry: true)
    }
    var splitting = Splitting(targets: try Profiles.selection(arguments).targets)
    splitting.grid = try grid(arguments) ?? .auto
    splitting.kind = try arguments.value("kind").map { try $0.word("kind") }
    let all = FileList(try await CheckRequest.sources(arguments))
    let (files, _) = path.map(all.without) ?? (all, 0)
    let each = { (sheet: CutSheet) in screen.progress.update("cut \(sheet.path)") }
    let outcome: Splitting.Outcome
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
