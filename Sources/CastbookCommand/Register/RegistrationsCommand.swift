internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook registrations`: lists provider ids.
///
/// A registration is behind when a provider would see a difference from the registered revision.
enum RegistrationsCommand {
  static let command = Command(
    "registrations", "List provider ids, and which are behind or expired.",
    details: [
      "An element is behind when a provider would see a difference from the registered revision: another "
        + "picture, role, order, name or voice. With --strict the exit code is then 1."
    ],
    examples: [
      Example("castbook registrations", "all ids"),
      Example("castbook registrations @mira", "one element's"),
      Example("castbook registrations --strict", "before a long render"),
    ],
    positionals: [Positional("@HANDLE", .optional, "Only this element.")],
    options: [
      OptionGroup("Which ids", [RegistrationOptions.blob]),
      OptionGroup("Output", [Options.strict, Options.json]),
    ],
    section: "Use", run: Command.printing(run))

  /// Prints every registration with its finding, if any. Their severities decide the exit status.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let subject = try RegistrationOptions.subject(arguments)
    let registrations = try await ListRegistrations(of: subject, today: ProcessEnvironment.today)
      .run(in: Libraries.open(arguments))
    return Report(
      ExitStatus(Status(registrations.compactMap(\.finding)), arguments),
      json: RegistrationJSON.list("registrations/2", registrations)
    ) { style in
      registrations.isEmpty
        ? ["no ids recorded: castbook register @HANDLE --at PROVIDER --id ID"]
        : registrations.flatMap { registration in
          let finding = registration.finding
          let sign = style.sign(Status(finding?.severity))
          return ["  \(sign) \(RegistrationText.line(registration))"]
            + (finding.map { ["      \(sanitized($0.sentence))   \($0.rule)"] } ?? [])
        }
    }
  }
}
