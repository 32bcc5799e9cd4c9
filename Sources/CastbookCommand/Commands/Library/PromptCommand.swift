internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook prompt`.
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

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let path = try arguments.positionals[0].path("prompt")
    let targets = try PromptOptions.targets(arguments)
    guard targets.count <= 1 else {
      throw UsageError(
        message: "prompt shows one target, but --for names \(targets.count)",
        fix: "name one of them; castbook export --for \(targets.joined(separator: ",")) --dry-run "
          + "checks all")
    }
    var wishes = try PromptOptions.wishes(arguments)
    wishes.target = targets.first
    let read = try ReadPrompt(
      path, wishes, library: try await PromptOptions.library(arguments),
      project: try PromptOptions.project(arguments), in: Profiles.catalogue(arguments))
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(PromptJSON.value(of: read).compactText)
    } else if arguments.has("request"), let body = read.body, read.status != .fail {
      // One that can't be sent so is not handed to whoever would send it.
      try screen.print(body.json.shownText)
    } else {
      for line in PromptLines(read, screen.style).lines { try screen.print(line) }
    }
    return ExitStatus(read.status, arguments)
  }

}

/// What decides how shot files are read.
enum PromptOptions {
  /// `several` is for a command that accepts more than one target.
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

  /// The targets that --for names.
  static func targets(_ arguments: Arguments) throws -> [String] {
    let names = arguments.list("for").map(\.text)
    if names.contains("") || (arguments.has("for") && names.isEmpty) {
      throw UsageError(
        message: "--for contains an empty name", fix: "name a target, or leave out --for")
    }
    return names
  }

  static func wishes(_ arguments: Arguments) throws -> ReadPrompt.Wishes {
    var wishes = ReadPrompt.Wishes()
    wishes.settings = arguments.values("set").map(\.text)
    if let tier = arguments.value("tier") { wishes.settings.append("tier=\(tier.text)") }
    wishes.givesHints = !arguments.has("no-lint")
    wishes.today = ProcessEnvironment.today
    wishes.account = arguments.value("account")?.text
    return wishes
  }

  /// The project; a prompt needs none.
  static func project(_ arguments: Arguments) throws -> Project? {
    let location = try Projects.location(arguments)
    return location.hasLock || location.isNamed ? try Project(at: location) : nil
  }

  /// The library; a prompt that names nobody needs none.
  static func library(_ arguments: Arguments) async throws -> ElementLibrary? {
    let location = try Libraries.location(arguments)
    guard location.origin != .standard || ElementLibrary.exists(at: location) else { return nil }
    return try await Libraries.open(arguments)
  }
}
