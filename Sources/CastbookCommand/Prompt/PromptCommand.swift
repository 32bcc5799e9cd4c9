internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook prompt`: shows what a provider gets from a shot file.
///
/// It writes no file and sends no data. The prompt is compiled for one target; `export` compiles
/// for several and writes bundles.
enum PromptCommand {
  static let request = Flag("request", "Print only the request body, as the target expects it.")

  static let command = Command(
    "prompt", "Show what a provider gets from a shot file, and what its handles mean.",
    details: [
      "A shot file is a text: settings between two --- lines, then the prompt with @handles in it, as "
        + "one text or as numbered shots (`castbook help shot-files`). Handles mean the project's pins, "
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
      OptionGroup("Target and settings", PromptOptions.options(for: PromptOptions.target)),
      OptionGroup(
        "Output",
        [request, PromptOptions.leavesOutHints, Options.strict, Options.json, Options.fields]),
    ],
    section: "Use", run: Command.printing(run))

  /// Prints the prompt, its legend and remarks, or with `--request` only the request body.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let path = try arguments.positionals[0].path("prompt")
    let targets = try arguments[PromptOptions.target].map { Argument($0).parts.map(\.text) }
    if let targets, targets.count != 1 { throw mistake(targets) }
    var options = try PromptOptions.readOptions(arguments)
    options.target = targets?.first
    let read = try ShotPrompt(
      path, options, library: try await PromptOptions.library(arguments),
      project: try PromptOptions.project(arguments), in: Profiles.catalogue(arguments))
    return Report(ExitStatus(read.status, arguments), json: PromptJSON.value(of: read)) { style in
      // A body that can't be sent is not printed, since its reader might send it.
      guard arguments[request], let body = read.body, read.status != .fail else {
        return PromptLines(read: read, style: style).lines
      }
      return [body.json.terminalText]
    }
  }

  /// Returns the error for naming no target or several.
  private static func mistake(_ targets: [String]) -> UsageError {
    if targets.isEmpty { return Profiles.emptyName }
    return UsageError(
      message: "prompt shows one target, but --for names \(targets.count)",
      fix: "name one of them; castbook export --for \(targets.joined(separator: ",")) --dry-run "
        + "checks all")
  }

}
