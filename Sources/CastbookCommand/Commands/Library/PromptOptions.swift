internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that decide how shot files are read, shared by `prompt` and `export`.
///
/// An option overrides the setting of the same name in the shot file. The project and the library
/// are optional, since a shot file may use neither.
enum PromptOptions {
  /// Returns the options. `several` is whether the command accepts more than one target.
  static func options(several: Bool) -> [CommandLineKit.Option] {
    [
      .value(
        "for", several ? "TARGET[,…]" : "TARGET",
        several
          ? "The targets (the one the file names); with several, one bundle each: SHOT.TARGET."
          : "The target (the one the file names).",
        repeats: several, completion: .choices(Profiles.builtInNames)),
      .value("tier", "TIER", "The target's tier: standard, pro, 4k."),
      .value("set", "KEY=VALUE", "A setting that overrides the file's.", repeats: true),
      .value("account", "NAME", "The account at the provider, if you have several."),
      Projects.option,
      Profiles.option,
    ]
  }

  /// Returns the targets that `--for` names, or an empty array. Throws when a name is empty.
  static func targets(_ arguments: Arguments) throws -> [String] {
    let names = arguments.list("for").map(\.text)
    if names.contains("") || (arguments.has("for") && names.isEmpty) {
      throw UsageError(
        message: "--for contains an empty name", fix: "name a target, or leave out --for")
    }
    return names
  }

  /// Returns the settings that override those of the shot file.
  static func readOptions(_ arguments: Arguments) throws -> ShotPrompt.Options {
    var options = ShotPrompt.Options()
    options.settings = arguments.values("set").map(\.text)
    if let tier = arguments.value("tier") { options.settings.append("tier=\(tier.text)") }
    options.givesHints = !arguments.has("no-lint")
    options.today = ProcessEnvironment.today
    options.account = arguments.value("account")?.text
    return options
  }

  /// Returns the project, or `nil` when none is named or found: a prompt doesn't need one.
  static func project(_ arguments: Arguments) throws -> Project? {
    let location = try Projects.location(arguments)
    return location.hasLock || location.isNamed ? try Project(at: location) : nil
  }

  /// Returns the library, or `nil` when none is named and none exists: a prompt without handles
  /// doesn't need one.
  static func library(_ arguments: Arguments) async throws -> ElementLibrary? {
    let location = try Libraries.location(arguments)
    guard location.origin != .standard || ElementLibrary.exists(at: location) else { return nil }
    return try await Libraries.open(arguments)
  }
}
