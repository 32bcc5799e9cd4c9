internal import Castbook
internal import CommandLineKit
internal import Model

/// Exports the shot files that `send` is given.
struct ShotExport {
  let library: ElementLibrary
  let project: Project?
  let options: ShotPrompt.Options
  let arguments: Arguments
  let screen: Screen

  /// The bundles of shot files.
  struct Exported {
    var bundles: [FilePath] = []
    /// Whether each shot file has a bundle.
    var isComplete = true
  }

  /// Exports shot files, each into the folder that is named or its own, and prints what will be in the bundles.
  func run(_ shots: [FilePath]) async throws -> Exported {
    if let folder = try arguments[Options.folder] { return try await run(shots, to: folder) }
    var exported = Exported()
    var folders: [FilePath] = []
    for shot in shots where !folders.contains(shot.folder) { folders.append(shot.folder) }
    for folder in folders {
      let inside = try await run(shots.filter { $0.folder == folder }, to: folder)
      exported.bundles += inside.bundles
      exported.isComplete = exported.isComplete && inside.isComplete
    }
    return exported
  }

  private func run(_ shots: [FilePath], to folder: FilePath) async throws -> Exported {
    var export = Export(
      library: library, project: project, in: try Profiles.catalogue(arguments))
    export.options.prompt = options
    export.options.targets = try Profiles.names(arguments)
    let destination = ExportDestination(folder, numbering: true)
    let plan = try await export.plan(shots, to: destination)
    let text = ExportText(plan: plan, style: screen.style)
    guard plan.writesBundles else {
      export.discard(plan)
      try screen.print(
        lines: screen.wantsJSON
          ? [ExportJSON.value(of: plan, nil).compactText]
          : text.planLines + [text.refusal(isDryRun: false)])
      return Exported(isComplete: false)
    }
    if !screen.wantsJSON { try screen.print(lines: text.planLines) }
    let outcome = try export.write(plan, to: destination)
    for warning in ExportText.warnings(outcome) { try Screen.printWarning(warning) }
    for line in text.left(outcome) { try Screen.printWarning(line) }
    return Exported(
      bundles: outcome.bundles.map(\.path), isComplete: !plan.isFailed && outcome.refusals.isEmpty)
  }
}
