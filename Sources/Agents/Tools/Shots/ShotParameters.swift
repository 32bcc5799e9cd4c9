internal import Castbook
internal import Model

/// The parameters by which tools say how a shot file is compiled.
enum ShotParameters {
  static let tier = ToolParameter<String>.text(
    "tier", "The target's tier, such as standard, pro or 4k.", maximumLength: 100)
  static let settings = ToolParameter<String>.text(
    "setting", "KEY=VALUE.", maximumLength: 4096
  ).list(
    "settings", "Settings that override those of the shot file: KEY=VALUE, such as duration=8.",
    atMost: 50)

  /// Returns an export with the workspace's library and project, and the options of a call.
  ///
  /// Shot files may use only files in the roots.
  static func export(_ arguments: ToolArguments, in workspace: Workspace) async throws -> Export {
    var export = Export(
      library: try await workspace.libraryIfAny(), project: try workspace.openProject(),
      in: try workspace.loadTargets())
    var options = ShotPrompt.Options()
    options.settings = try arguments[settings] ?? []
    if let tier = try arguments[tier] { options.settings.append("tier=\(tier)") }
    options.account = workspace.account
    options.today = ProcessEnvironment.today
    let roots = workspace.roots
    options.isAllowed = { roots.holds($0) }
    export.options.prompt = options
    return export
  }
}
