internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook register`: records the id that a provider gave an element, a voice or an upload.
///
/// The id is recorded for the exact revision, so that a changed element is never sent under an old
/// id. `--from` records a list of ids at once. No data is sent.
enum RegisterCommand {
  static let command = Command(
    "register", "Record the id that a provider gave an element, a voice or an upload.",
    details: [
      "Some providers accept elements and voices only by an id, which you get when you create them there. "
        + "Once it is recorded, prompts and exports use it, for this exact revision only: a changed "
        + "picture is never sent under an old id. No data is sent."
    ],
    examples: [
      Example("castbook register @mira --at kling --id 8412", "an element you created at Kling"),
      Example(
        "castbook register @mira_voice --at fal --id v_12 --expires 2027-01-31",
        "a voice, until a date"
      ),
      Example("castbook register --from ids.json", "many at once"),
    ],
    positionals: [
      Positional("@HANDLE", .optional, "The element, with an optional revision.")
    ],
    options: [
      OptionGroup(
        "What",
        [
          .value("at", "PROVIDER", "The provider, or one of its targets."),
          .value("id", "ID", "The id from the provider."), RegistrationOptions.account,
          RegistrationOptions.kind, RegistrationOptions.blob,
          .value("expires", "DAY", "The last day the provider keeps it: 2027-01-31."),
          .value(
            "from", "FILE.json",
            "A list: [{\"element\": \"@mira\", \"at\": \"kling\", \"id\": \"1\"}].",
            completion: .files), Profiles.option,
        ]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    section: "Use", run: run)

  /// Records the registrations and prints each, with a remark on those that were already recorded.
  /// All are recorded in one change of the library.
  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let drafts = try drafts(arguments)
    let library = try await Libraries.open(arguments)
    let outcomes = try library.register(
      drafts, in: Profiles.catalogue(arguments), today: ProcessEnvironment.today)
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(RegistrationJSON.registered(outcomes).compactText)
    } else {
      for (status, isNew) in outcomes {
        let line = RegistrationText.line(status)
        try screen.print(isNew ? line : "\(line), already recorded")
      }
    }
    return .success
  }

  /// Returns the registrations to record: the one that the options describe, or those of `--from`.
  private static func drafts(_ arguments: Arguments) throws -> [RegistrationDraft] {
    let subject = try RegistrationOptions.subject(arguments)
    if let list = arguments.value("from") {
      guard subject == nil, arguments.value("id") == nil else {
        throw UsageError(
          message: "--from can't be combined with a handle, --blob or --id", fix: "Leave them out.")
      }
      return try RegistrationList.drafts(at: try list.path("--from"))
    }
    guard let subject, let target = arguments.value("at"), let id = arguments.value("id") else {
      throw UsageError(
        message: "give an element, --at and --id",
        fix: "castbook register @HANDLE --at kling --id ID")
    }
    let expires = try arguments.value("expires").map { word in
      guard let day = Day(word.text) else {
        throw UsageError(
          message: "--expires \(sanitized(word.text)) is not a date",
          fix: "Write a date such as 2027-01-31.")
      }
      return day
    }
    return [
      RegistrationDraft(
        subject, at: target.text,
        account: arguments.value("account")?.text ?? RegistrationDraft.defaultAccount,
        kind: try RegistrationOptions.kind(arguments), remoteId: id.text, expires: expires)
    ]
  }
}
