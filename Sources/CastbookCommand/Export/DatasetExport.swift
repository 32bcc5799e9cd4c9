internal import Castbook
internal import CommandLineKit
internal import Model

/// How `export --layout` arranges files instead of making bundles.
enum ExportLayout: String, CaseIterable {
  case dataset, kohya, aiToolkit = "ai-toolkit", comfyui

  /// The layout as that of a dataset; `nil` for ComfyUI's folder.
  var dataset: DatasetLayout? { DatasetLayout(rawValue: rawValue) }

  static let option = ValueOption<ExportLayout>(
    "layout", "LAYOUT",
    "Write a dataset to train with, or pictures and a workflow for ComfyUI, instead of bundles.",
    oneOf: ExportLayout.allCases)
}

/// `castbook export --layout LAYOUT @mira`: writes elements as a dataset to train a model with.
enum DatasetExport {
  private static let trigger = ValueOption<String>(
    "trigger", "WORD", "The word for the element in captions (its handle).")
  private static let classWord = ValueOption<String>(
    "class", "WORD", "What it is an example of (person, character, product or place).")
  private static let caption = ValueOption<String>(
    "caption", "TEXT",
    "Captions with {trigger}, {class}, {role}, {note}, {name}, {description} "
      + "(\"{trigger} {class}, {role}, {note}\").")
  private static let repeats = ValueOption(
    "repeats", "N", in: ExportDataset.repeatBounds,
    "For kohya: how often a picture is used in one round (10).")
  private static let resolution = ValueOption(
    "resolution", "PIXELS", in: ExportDataset.resolutionBounds,
    "The side of the square that the trainer uses (1024).")

  /// The options that say how a dataset is made.
  private static let details: [any TypedOption] = [
    trigger, classWord, caption, repeats, resolution,
  ]

  /// The options for datasets.
  static let options = OptionGroup("Datasets for training", details)

  /// Throws if an option for datasets is given without the layout of one.
  static func refuseDetails(_ arguments: Arguments) throws {
    guard let stray = arguments.firstName(of: details) else { return }
    throw UsageError(
      message: "--\(stray) goes with the --layout of a dataset",
      fix: "Add --layout \(DatasetLayout.allCases.map(\.rawValue).joined(separator: "|")).")
  }

  /// Makes the dataset, writes it unless it is a dry run, and prints what it covers.
  ///
  /// - Parameter others: The options of `export` that apply to bundles alone.
  static func run(
    _ layout: DatasetLayout, _ arguments: Arguments, without others: [any TypedOption],
    on screen: Screen
  ) async throws -> Report {
    if let other = arguments.firstName(of: others) {
      throw UsageError(
        message: "--\(other) doesn't go with --layout", fix: "Leave one of them out.")
    }
    guard arguments.positionals.allSatisfy(\.namesElement) else {
      throw UsageError(
        message: "--layout takes elements, not shot files",
        fix: "Write castbook export --layout \(layout.rawValue) @HANDLE -o DIR.")
    }
    var export = ExportDataset(try arguments.positionals.map { try $0.element }, layout: layout)
    export.trigger = try arguments[trigger]
    export.classWord = try arguments[classWord]
    if let text = try arguments[caption] { export.captions = try CaptionTemplate(text) }
    if let count = try arguments[repeats] {
      guard layout == .kohya else {
        throw UsageError(message: "--repeats goes with --layout kohya", fix: "Leave it out.")
      }
      export.repeats = count
    }
    export.resolution = try arguments[resolution] ?? export.resolution
    export.replaces = arguments[Options.replace]
    let targets = try Profiles.names(arguments)
    if !targets.isEmpty {
      export.targets = try CheckTarget.resolve(targets, in: Profiles.catalogue(arguments))
    }
    let folder = arguments[Options.dryRun] ? nil : try arguments.outputFolder(canBeDry: true)
    let outcome = try await export.run(in: Libraries.open(arguments), into: folder) { handle in
      screen.progress.update("preparing \(handle)")
    }
    return Report(
      outcome.dataset.status == .fail ? .findings : .success,
      json: DatasetJSON.value(of: outcome.dataset, outcome)
    ) { style in
      DatasetText(outcome: outcome, style: style).lines
    }
  }
}
