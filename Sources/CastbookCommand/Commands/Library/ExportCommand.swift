internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook export`.
enum ExportCommand {
  static let command = Command(
    "export", "Make a bundle from a shot file: the files, the prompt, the exact request.",
    details: [
      "A bundle is a folder named after its shot file, or a zip. It contains the references as the provider "
        + "will get them, the compiled prompt, the exact request body with placeholders for "
        + "uploads, the calls that must come first, a picture of what the provider will see, and "
        + "digests of all files, which `sha256sum -c` checks without Castbook "
        + "(docs/bundle-format.md). The same inputs make the same bytes, on any machine and any day.",
      "Every file that goes out is held to the target's limits. A copy is prepared where that cures "
        + "it, and kept in the library; one that can't be is an error, and never is another file taken "
        + "instead. Private metadata (places, names, prompts, thumbnails and more) are left "
        + "out, and the bytes that go out are searched for them again. With any error nothing is "
        + "written. "
        + "Nothing is sent, and nothing is charged.",
    ],
    examples: [
      Example("castbook export lobby.md -o out/", "for the target that the file names"),
      Example(
        "castbook export lobby.md street.md --for kling-v3 --tier pro -o out/ --zip",
        "two, each as a zip, with what they will cost together"),
      Example(
        "castbook export lobby.md --for kling-v3,kling-o3 -o out/",
        "for two targets: out/lobby.fal.kling-v3.i2v/ and out/lobby.fal.kling-o3.r2v/"),
      Example(
        "castbook export lobby.md --dry-run", "what would be sent, and what is wrong with it"),
      Example(
        "castbook export lobby.md --profile out/lobby -o again/",
        "by the rules of the day of an earlier bundle"),
    ],
    positionals: [
      Positional("SHOT", .atLeastOne, "Shot files.", completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "For what",
        PromptOptions.options(several: true) + [
          .value(
            "profile", "FILE|BUNDLE", "The rules of an earlier day, as a bundle keeps them.",
            completion: .files)
        ]),
      OptionGroup(
        "How",
        [
          .flag("inline", "Put the files into the request itself."),
          .flag("as-is", "Prepare no copies: what does not pass is an error."),
          KeepOptions.option,
          .flag("keep-metadata", "Send files with all their metadata, private or not."),
        ]),
      OptionGroup(
        "Output",
        [
          .value(
            "output", short: "o", "DIR|FILE.zip",
            "The folder for the bundles, or one bundle's zip.",
            completion: .folders),
          .flag("zip", "A zip of each bundle in that folder."),
          .flag("replace", "Replace bundles that exist and are different."),
          .flag("dry-run", "Tell what would be sent; write nothing."),
          .flag("no-lint", "No hints about the craft of prompts, nor better pictures."),
          .flag("strict", "Warnings count as errors: nothing is written."),
          .flag("json", "One JSON object."),
        ]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let shots = try arguments.positionals.map { try $0.path("export") }
    let place = try place(arguments)
    let pinned = try arguments.value("profile").map {
      try TargetCatalogue.pinned(at: try $0.path("--profile"))
    }
    var export = Export(
      library: try await PromptOptions.library(arguments),
      project: try PromptOptions.project(arguments),
      in: try Profiles.catalogue(arguments, pinned: pinned ?? []))
    export.wishes.prompt = try PromptOptions.wishes(arguments)
    export.wishes.targets = try PromptOptions.targets(arguments)
    export.wishes.isInline = arguments.has("inline")
    export.wishes.isAsIs = arguments.has("as-is")
    export.wishes.keepsMetadata = arguments.has("keep-metadata")
    export.wishes.keeps = try KeepOptions.keeps(arguments)
    export.isDryRun = place == nil
    let screen = Screen(arguments)
    let plan = try await export.plan(shots, to: place)
    let text = ExportText(plan, screen.style)
    let isJSON = arguments.has("json")
    if !isJSON { for line in text.before { try screen.print(line) } }
    let status = ExitStatus(plan.status, arguments)
    guard let place, status == .success else {
      export.discard(plan)
      try screen.print(
        isJSON ? ExportJSON.value(of: plan, nil).compactText : text.refusal(isDryRun: place == nil))
      return status
    }
    // What goes where is to be seen before anything is written.
    try screen.finish()
    let outcome = try export.write(plan, to: place)
    if isJSON {
      try screen.print(ExportJSON.value(of: plan, outcome).compactText)
    } else {
      for line in text.end(outcome) { try screen.print(line) }
    }
    if let reason = outcome.unnoted {
      try screen.finish()
      try Libraries.say(
        "the bundles are there, but the library could not take note of them: \(reason)")
    }
    return .success
  }

  /// Where the bundles go; nothing for a dry run.
  private static func place(_ arguments: Arguments) throws -> ExportPlace? {
    guard !arguments.has("dry-run") else { return nil }
    guard let output = arguments.value("output") else {
      throw MissingOutput.folder(canBeDry: true)
    }
    return ExportPlace(
      try output.path("-o"), zips: arguments.has("zip"), replacing: arguments.has("replace"))
  }
}
