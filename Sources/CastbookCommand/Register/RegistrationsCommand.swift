internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook registrations`: lists provider ids.
///
/// A registration is behind when a provider would see a difference from the registered revision.
enum RegistrationsCommand {
  private static let asks = Flag("check", "Ask the providers whether they still exist.")

  static let command = Command(
    "registrations", "List provider ids, and which are behind or expired.",
    details: [
      "An element is behind when a provider would see a difference from the registered revision: another "
        + "picture, role, order, name or voice. With --strict the exit code is then 1.",
      "--check asks the providers, which costs nothing: for uploads by their addresses, for elements and voices that "
        + "`castbook register --send` or `castbook send` created by their jobs. If one is gone the exit code is 1.",
    ],
    examples: [
      Example("castbook registrations", "all ids"),
      Example("castbook registrations @mira", "one element's"),
      Example("castbook registrations --strict", "before a long render"),
      Example("castbook registrations --check", "what providers still have"),
    ],
    positionals: [Positional("@HANDLE", .optional, "Only this element.")],
    options: [
      OptionGroup("Which ids", [RegistrationOptions.blob, asks, Profiles.option]),
      OptionGroup(
        "Output",
        [
          Options.strict,
          Options.record.described(
            as: "With --check: a folder for a copy of every call and its answer, without keys."),
          Options.json, Options.fields,
        ]),
    ],
    section: "Use", run: Command.printing(run))

  /// Prints every registration with its finding, if any. Their severities decide the exit status.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let subject = try RegistrationOptions.subject(arguments)
    let library = try await Libraries.open(arguments)
    let registrations = try ListRegistrations(of: subject, today: ProcessEnvironment.today)
      .run(in: library)
    guard arguments[asks] else {
      return Report(
        ExitStatus(Status(registrations.compactMap(\.finding)), arguments),
        json: RegistrationJSON.list("registrations/2", registrations),
        lines: lines(registrations))
    }
    var check = CheckRegistrations(in: try Profiles.catalogue(arguments))
    check.record = try arguments[Options.record]
    let answers =
      try await check.run(registrations, in: library) { count in
        screen.progress.update("asking  \(count) of \(registrations.count)")
      }
    return Report(
      answers.contains(.gone) ? .findings : .success,
      json: RegistrationJSON.list("registrations/2", registrations, answers)
    ) { style in
      zip(registrations, answers).map { registration, answer in
        let words =
          switch answer {
          case .live: "is there"
          case .gone: "is gone"
          case .unknown: "can't be asked for"
          }
        let sign = style.sign(answer == .gone ? Status.fail : answer == .live ? .pass : .warn)
        return "  \(sign) \(RegistrationText.line(registration))  \(words)"
      }
    }
  }

  /// The lines of a list that no provider was asked about.
  private static func lines(_ registrations: [RegistrationStatus]) -> (TerminalStyle) -> [String] {
    { style in
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
