internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook unregister`: removes the record of a provider's id.
///
/// Only the record is removed; the provider keeps its copy. Without `--account` the records of all
/// accounts are removed.
enum UnregisterCommand {
  static let command = Command(
    "unregister", "Remove the record of a provider's id.",
    details: ["The provider keeps its copy: delete it there."],
    examples: [
      Example("castbook unregister @mira --at kling", "for all accounts"),
      Example("castbook unregister @mira --at kling --account studio", "for one account"),
      Example("castbook registrations", "what is left"),
    ],
    positionals: [Positional("@HANDLE", .optional, "The element.")],
    options: [
      OptionGroup(
        "What",
        [
          RegistrationOptions.provider,
          RegistrationOptions.account.described(as: "Only this account."),
          RegistrationOptions.kind, RegistrationOptions.blob, Profiles.option,
        ]), Options.output,
    ],
    section: "Use", run: Command.printing(run))

  /// Removes the matching registrations and prints them. It succeeds even if there were none.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    guard let subject = try RegistrationOptions.subject(arguments),
      let provider = try arguments[RegistrationOptions.provider]
    else {
      throw UsageError(
        message: "name the element and --at PROVIDER",
        fix: "castbook unregister @HANDLE --at kling")
    }
    let removed = try await Unregister(
      subject, at: provider, account: arguments[RegistrationOptions.account],
      kind: arguments[RegistrationOptions.kind], in: Profiles.catalogue(arguments),
      today: ProcessEnvironment.today
    ).run(in: Libraries.open(arguments))
    return Report(json: RegistrationJSON.list("unregister/2", removed)) { _ in
      removed.isEmpty
        ? ["not registered there"] : removed.map { "\(RegistrationText.line($0)): removed" }
    }
  }
}
