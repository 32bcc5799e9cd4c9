internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that decide how shot files are read, shared by `prompt` and `export`.
///
/// An option overrides the setting of the same name in the shot file. The project and the library
/// are optional, since a shot file may use neither.
enum PromptOptions {
  /// The `--for` option of a command that accepts one target.
  static let target = ValueOption<String>(
    "for", "TARGET", "The target (the one the file names).",
    completion: .choices(Profiles.builtInNames))
  private static let tier = ValueOption<String>(
    "tier", "TIER", "The target's tier: standard, pro, 4k.")
  private static let settings = ListOption<String>(
    "set", "KEY=VALUE", "A setting that overrides the file's.")
  private static let account = ValueOption<String>(
    "account", "NAME", "The account at the provider, if you have several.")
  static let leavesOutHints = Flag("no-lint", "Leave out hints about prompt writing.")

  /// Returns the options about the target, which `targets` names, and its settings.
  static func options(for targets: some TypedOption) -> [any TypedOption] {
    [targets, tier, settings, account, Projects.option, Profiles.option]
  }

  /// Returns the settings that override those of the shot file.
  static func readOptions(_ arguments: Arguments) throws -> ShotPrompt.Options {
    var options = ShotPrompt.Options()
    options.settings = try arguments[settings]
    if let tier = try arguments[tier] { options.settings.append("tier=\(tier)") }
    options.givesHints = !arguments[leavesOutHints]
    options.today = ProcessEnvironment.today
    options.account = try arguments[account]
    return options
  }

  /// Returns the project, or `nil` when none is named or found: a prompt doesn't need one.
  static func project(_ arguments: Arguments) throws -> Project? {
    let location = try Projects.location(arguments)
    guard location.hasLock || location.isNamed else { return nil }
    let project = try Project(at: location)
    if location.isDistant, !project.lock.pins.isEmpty {
      try Screen(arguments).printNotice("handles mean the pins of \(project.lockPath)")
    }
    return project
  }

  /// Returns the library, or `nil` when none is named and none exists: a prompt without handles
  /// doesn't need one.
  static func library(_ arguments: Arguments) async throws -> ElementLibrary? {
    let location = try Libraries.location(arguments)
    guard location.origin != .standard || ElementLibrary.exists(at: location) else { return nil }
    return try await Libraries.open(arguments)
  }
}
