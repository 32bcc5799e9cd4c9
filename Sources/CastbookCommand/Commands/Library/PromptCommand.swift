internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook prompt`.
enum PromptCommand {
  static let command = Command(
    "prompt", "Show what a provider gets of a shot file, and what its handles stand for.",
    details: [
      "A shot file is a text: settings between two lines ---, then the prompt, with @handles in it, as "
        + "one text or as numbered shots (docs/shot-files.md). Handles mean what the project pins, "
        + "else the latest of the library.",
      "The words come out in the target's own dialect, counted as the target counts. Behind them stands "
        + "what each token means, which files go in, and which stay. The exit code is 1 where it can't "
        + "be sent so.",
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
      OptionGroup("For what", PromptOptions.options(several: false)),
      OptionGroup(
        "Output",
        [
          .flag("request", "The body of the request alone, as the target takes it."),
          .flag("no-lint", "No hints about the craft of prompts."),
          .flag("strict", "Warnings count as errors in the exit code."),
          .flag("json", "One JSON object."),
        ]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let path = try arguments.positionals[0].path("prompt")
    let targets = try PromptOptions.targets(arguments)
    guard targets.count <= 1 else {
      throw UsageError(
        message: "prompt shows one target, and --for names \(targets.count)",
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
          ? "The target (else the one that the file names); several make a bundle each, SHOT.TARGET."
          : "The target (else the one that the file names).",
        repeats: several, completion: .choices(Profiles.builtInNames)),
      .value("tier", "TIER", "The target's tier: standard, pro, 4k."),
      .value("set", "KEY=VALUE", "A setting, before what the file says.", repeats: true),
      .value("account", "NAME", "The account at the provider, where there are several."),
      Projects.option,
      Profiles.option,
    ]
  }

  /// The targets that --for names.
  static func targets(_ arguments: Arguments) throws -> [String] {
    let names = arguments.list("for").map(\.text)
    if names.contains("") || (arguments.has("for") && names.isEmpty) {
      throw UsageError(
        message: "--for names no target in one place", fix: "name one, or leave --for out")
    }
    return names
  }

  static func wishes(_ arguments: Arguments) throws -> ReadPrompt.Wishes {
    var wishes = ReadPrompt.Wishes()
    wishes.settings = arguments.values("set").map(\.text)
    if let tier = arguments.value("tier") { wishes.settings.append("tier=\(tier.text)") }
    wishes.givesHints = !arguments.has("no-lint")
    wishes.today = Surroundings.today
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
