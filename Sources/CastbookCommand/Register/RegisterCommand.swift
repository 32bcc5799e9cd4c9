internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook register`: records the id that a provider gave an element, a voice or an upload.
///
/// The id is recorded for the exact revision, so that a changed element is never sent under an old
/// id. `--from` records a list of ids at once. No data is sent.
enum RegisterCommand {
  private static let id = ValueOption<String>("id", "ID", "The id from the provider.")
  private static let expires = ValueOption<Day>(
    "expires", "The last day the provider keeps it: 2027-01-31.",
    fix: "Write a date such as 2027-01-31.")
  private static let list = ValueOption<FilePath>(
    "from", "FILE.json", "A list: [{\"element\": \"@mira\", \"at\": \"kling\", \"id\": \"1\"}].")

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
          RegistrationOptions.provider, id, RegistrationOptions.account, RegistrationOptions.kind,
          RegistrationOptions.blob, expires, list, Profiles.option,
        ]), Options.output,
    ],
    section: "Use", run: Command.printing(run))

  /// Records the registrations and prints each, with a remark on those that were already recorded.
  /// All are recorded in one change of the library.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let drafts = try drafts(arguments)
    let library = try await Libraries.open(arguments)
    let outcomes = try Register(
      drafts, in: Profiles.catalogue(arguments), today: ProcessEnvironment.today
    ).run(in: library)
    return Report(json: RegistrationJSON.registered(outcomes)) { _ in
      outcomes.map { status, isNew in
        RegistrationText.line(status) + (isNew ? "" : ", already recorded")
      }
    }
  }

  /// Returns the registrations to record: the one that the options describe, or those of `--from`.
  private static func drafts(_ arguments: Arguments) throws -> [RegistrationDraft] {
    let subject = try RegistrationOptions.subject(arguments)
    if let list = try arguments[list] {
      guard subject == nil, !arguments.has(id) else {
        throw UsageError(
          message: "--from can't be combined with a handle, --blob or --id", fix: "Leave them out.")
      }
      return try RegistrationList.drafts(at: list)
    }
    guard let subject, let provider = try arguments[RegistrationOptions.provider],
      let id = try arguments[id]
    else {
      throw UsageError(
        message: "give an element, --at and --id",
        fix: "castbook register @HANDLE --at kling --id ID")
    }
    return [
      RegistrationDraft(
        subject, at: provider,
        account: try arguments[RegistrationOptions.account] ?? RegistrationDraft.defaultAccount,
        kind: try arguments[RegistrationOptions.kind], remoteId: id,
        expires: try arguments[expires])
    ]
  }
}
