internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook prompt`: shows what a provider gets from a shot file.
enum PromptCommand {
  static let command = Command(
    "prompt", "Show what a provider gets from a shot file, and what its handles mean.",
    details: [
      "A shot file is a text: settings between two --- lines, then the prompt with @handles in it, as "
        + "one text or as numbered shots (docs/shot-files.md). Handles mean the project's pins, "
        + "or else the library's latest revisions.",
      "The prompt is printed in the target's dialect and counted as the target counts. After it comes "
        + "a list of what each token means, which files are sent and which are not. The exit code is 1 if it "
        + "can't be sent as it is.",
    ],
    examples: [
      Example("castbook prompt lobby.md --for kling-v3", "in the dialect of fal's Kling V3"),
      Example("castbook prompt lobby.md --set tier=pro --set duration=8", "with other settings"),
      Example("castbook prompt lobby.md --request", "the exact body, with placeholders for files"),
    ],
    positionals: [
      Positional("SHOT", .one, "A shot file.", completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup("Target and settings", PromptOptions.options(several: false)),
      OptionGroup(
        "Output",
        [
          .flag("request", "Print only the request body, as the target expects it."),
          .flag("no-lint", "Leave out hints about prompt writing."),
          .flag("strict", "Count warnings as errors in the exit code."),
          .flag("json", "One JSON object."),
        ]),
    ],
    section: "Use", run: run)

  /// Prints the prompt, its legend and remarks, or with `--request` only the request body.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let path = try arguments.positionals[0].path("prompt")
    let targets = try PromptOptions.targets(arguments)
    guard targets.count <= 1 else {
      throw UsageError(
        message: "prompt shows one target, but --for names \(targets.count)",
        fix: "name one of them; castbook export --for \(targets.joined(separator: ",")) --dry-run "
          + "checks all")
    }
    var options = try PromptOptions.wishes(arguments)
    options.target = targets.first
    let read = try ReadPrompt(
      path, options, library: try await PromptOptions.library(arguments),
      project: try PromptOptions.project(arguments), in: Profiles.catalogue(arguments))
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(PromptJSON.value(of: read).compactText)
    } else if arguments.has("request"), let body = read.body, read.status != .fail {
      // A body that can't be sent is not printed, since its reader might send it.
      try screen.print(body.json.shownText)
    } else {
      for line in PromptLines(read, screen.style).lines { try screen.print(line) }
    }
    return ExitStatus(read.status, arguments)
  }

}

/// The options that decide how shot files are read, shared by `prompt` and `export`.
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
  static func wishes(_ arguments: Arguments) throws -> ReadPrompt.Wishes {
    var options = ReadPrompt.Wishes()
    options.settings = arguments.values("set").map(\.text)
    if let tier = arguments.value("tier") { options.settings.append("tier=\(tier.text)") }
    options.givesHints = !arguments.has("no-lint")
    options.today = Surroundings.today
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
