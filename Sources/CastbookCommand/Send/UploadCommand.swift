internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook upload`: brings files to a provider's storage.
enum UploadCommand {
  static let command = Command(
    "upload", "Upload a bundle's or an element's files to a provider's storage.",
    details: [
      "`send` uploads by itself; this is for files that you use elsewhere, or want to be there before. The library "
        + "remembers where they are, for each account and until the provider deletes them, so no file is uploaded "
        + "twice. Anyone who has an address may be able to read the file."
    ],
    examples: [
      Example("castbook upload out/lobby", "what the bundle's target needs"),
      Example("castbook upload @mira --at fal", "the files of an element"),
      Example("castbook upload @mira --at fal --dry-run", "which of them are not there yet"),
    ],
    positionals: [
      Positional("BUNDLE|@HANDLE", .one, "A bundle, or an element.", completion: .files)
    ],
    options: [
      OptionGroup(
        "Where",
        [
          RegistrationOptions.provider, RegistrationOptions.account, Projects.option,
          Profiles.option,
        ]),
      OptionGroup(
        "What",
        [
          SendCommand.sendsStale.described(
            as: "Also upload bundles whose elements have changed since they were exported.")
        ]),
      OptionGroup(
        "Output",
        [
          Options.dryRun.described(as: "Report what would be uploaded; send nothing."),
          Options.record, Options.json, Options.fields,
        ]),
    ],
    section: "Send", run: Command.printing(run))

  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let word = arguments.positionals[0]
    let provider = try arguments[RegistrationOptions.provider]
    var upload = Upload(in: try Profiles.catalogue(arguments))
    upload.account = try arguments[RegistrationOptions.account] ?? upload.account
    upload.record = try arguments[Options.record]
    upload.project = try PromptOptions.project(arguments)
    upload.sendsStale = arguments[SendCommand.sendsStale]
    upload.isPreview = arguments[Options.dryRun]
    let files: [Upload.Uploaded]
    if word.text.hasPrefix("@") {
      guard let provider else {
        throw UsageError(
          message: "no provider is named", fix: "castbook upload \(sanitized(word.text)) --at fal")
      }
      files = try await upload.run(
        word.element, at: provider, in: Libraries.open(arguments)
      ) { screen.progress.update($0.text) }
    } else {
      guard provider == nil else {
        throw UsageError(
          message: "--at is for an element; a bundle names its target", fix: "leave it out")
      }
      files = try await upload.run(
        bundles: BundlePaths.all(at: word.path("upload")), in: Libraries.open(arguments)
      ) { screen.progress.update($0.text) }
    }
    return Report(json: SendJSON.value(of: files, isPreview: upload.isPreview)) { style in
      SendText(style: style).lines(files) + (upload.isPreview ? ["nothing was sent"] : [])
    }
  }
}
