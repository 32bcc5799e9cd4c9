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
      OptionGroup(
        "Output",
        [
          .flag("strict", "Count warnings as errors in the exit code."),
          .flag("json", "One JSON object."),
        ]),
    ],
    section: "Use", run: run)

  /// Prints every registration with its finding, if any. Their severities decide the exit status.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let subject = try RegistrationOptions.subject(arguments)
    let held = try await Libraries.open(arguments).registrations(
      of: subject, today: ProcessEnvironment.today)
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(RegistrationJSON.list("registrations/2", held).compactText)
    } else if held.isEmpty {
      try screen.print("no ids recorded: castbook register @HANDLE --at PROVIDER --id ID")
    } else {
      for held in held {
        let finding = held.finding
        let sign = Marks.sign(Status(finding?.severity), screen.style)
        try screen.print("  \(sign) \(RegistrationText.line(held))")
        if let finding {
          try screen.print("      \(sanitized(finding.sentence))   \(finding.rule)")
        }
      }
    }
    return ExitStatus(Status(held.compactMap(\.finding)), arguments)
  }
}
