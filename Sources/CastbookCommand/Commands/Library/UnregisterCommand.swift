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
          .value("at", "PROVIDER", "The provider, or one of its targets."),
          .value("account", "NAME", "Only this account."), RegistrationOptions.kind,
          RegistrationOptions.blob, Profiles.option,
        ]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Use", run: run)

  /// Removes the matching registrations and prints them. It succeeds even if there were none.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    guard let subject = try RegistrationOptions.subject(arguments),
      let target = arguments.value("at")
    else {
      throw UsageError(
        message: "give an element and --at",
        fix: "castbook unregister @HANDLE --at kling")
    }
    let held = try await Libraries.open(arguments).unregister(
      subject, at: target.text, account: arguments.value("account")?.text,
      kind: RegistrationOptions.kind(arguments), in: Profiles.catalogue(arguments),
      today: ProcessEnvironment.today)
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(RegistrationJSON.list("unregister/2", held).compactText)
    } else if held.isEmpty {
      try screen.print("not registered there")
    } else {
      for held in held { try screen.print("\(RegistrationText.line(held)): removed") }
    }
    return .success
  }
}
