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

  /// The bundles of shot files, and the reasons for those that have none.
  struct Exported {
    var bundles: [FilePath] = []
    /// Why shot files have no bundle.
    var reasons: [String] = []
    /// The report when none of the shots has a bundle.
    var refusal = Report.printed(.findings)

    /// Whether each shot file has a bundle.
    var isComplete: Bool { reasons.isEmpty }
  }

  /// Exports each shot file to the named folder or its own, and prints what the bundles contain.
  func run(_ shots: [FilePath]) async throws -> Exported {
    let named = try arguments[Options.folder]
    var folders: [FilePath] = []
    for shot in shots where !folders.contains(named ?? shot.folder) {
      folders.append(named ?? shot.folder)
    }
    var exported = Exported()
    for folder in folders {
      try await export(shots.filter { (named ?? $0.folder) == folder }, to: folder, &exported)
    }
    if !exported.bundles.isEmpty {
      for reason in exported.reasons { try Screen.printWarning(reason) }
    }
    return exported
  }

  private func export(
    _ shots: [FilePath], to folder: FilePath, _ exported: inout Exported
  ) async throws {
    var export = Export(
      library: library, project: project, in: try Profiles.catalogue(arguments))
    export.options.prompt = options
    export.options.targets = try Profiles.names(arguments)
    let destination = ExportDestination(folder, numbering: true)
    let plan = try await export.plan(shots, to: destination)
    let text = ExportText(plan: plan, style: screen.style)
    if !screen.wantsJSON { try screen.print(lines: text.planLines) }
    guard plan.writesBundles else {
      export.discard(plan)
      exported.reasons += text.reasons(nil).map(\.message)
      exported.refusal = Report(.findings, json: ExportJSON.value(of: plan, nil)) { _ in
        [text.refusal(isDryRun: false)]
      }
      return
    }
    let outcome = try export.write(plan, to: destination)
    for warning in ExportText.warnings(outcome) { try Screen.printWarning(warning) }
    exported.reasons += text.reasons(outcome).map(\.message)
    exported.bundles += outcome.bundles.map(\.path)
  }
}
