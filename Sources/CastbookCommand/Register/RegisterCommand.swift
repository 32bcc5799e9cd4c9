internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook register`: records the id that a provider gave an element, a voice or an upload.
///
/// The id is recorded for the exact revision, so a changed element is never sent under an old
/// id. `--from` records a list of ids at once. Data is sent only with `--send`.
enum RegisterCommand {
  private static let id = ValueOption<String>("id", "ID", "The id from the provider.")
  private static let expires = ValueOption<Day>(
    "expires", "The last day the provider keeps it: 2027-01-31.",
    fix: "Write a date such as 2027-01-31.")
  private static let list = ValueOption<FilePath>(
    "from", "FILE.json", "A list: [{\"element\": \"@mira\", \"at\": \"kling\", \"id\": \"1\"}].")

  private static let sends = Flag("send", "Create it at the provider, and record the id.")

  static let command = Command(
    "register", "Create an element or voice at a provider, or record an id that it has there.",
    details: [
      "Some providers accept elements and voices only by an id. Once it is recorded, prompts and exports use it, "
        + "for this exact revision only: a changed picture is never sent under an old id.",
      "--send creates the element or the voice there: it shows the calls, the uploads and the price, asks, and records "
        + "the id. What is registered and unchanged is not created again. Without --send no data is sent.",
    ],
    examples: [
      Example("castbook register @mira --at kling --send", "create it at Kling, after a question"),
      Example("castbook register @mira --at kling --send --dry-run", "the calls and the price"),
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
          sends, RegistrationOptions.provider, id, RegistrationOptions.account,
          RegistrationOptions.kind,
          RegistrationOptions.blob, expires, list, Profiles.option,
        ]),
      OptionGroup("Confirmation", [Confirmation.isGiven]),
      OptionGroup(
        "Output",
        [
          Options.dryRun.described(as: "With --send: print the plan; send nothing."),
          Options.record.described(
            as: "With --send: a folder for a copy of every call and its answer, without keys."),
          Options.json, Options.fields,
        ]),
    ],
    section: "Use", run: Command.printing(run))

  /// Records the registrations and prints each, with a remark on those that were already recorded.
  /// All are recorded in one change of the library.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    if arguments[sends] { return try await create(arguments, on: screen) }
    guard !arguments[Options.dryRun] else {
      throw UsageError(
        message: "--dry-run is for --send",
        fix: "castbook register @HANDLE --at kling --send --dry-run")
    }
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

  /// Creates an element or a voice at a provider, after confirmation.
  private static func create(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    guard let word = arguments.positionals.first,
      let provider = try arguments[RegistrationOptions.provider]
    else {
      throw UsageError(
        message: "--send needs an element and --at",
        fix: "castbook register @HANDLE --at kling --send")
    }
    guard !arguments.has(id), !arguments.has(list), !arguments.has(RegistrationOptions.blob) else {
      throw UsageError(
        message: "--send can't be combined with --id, --blob or --from", fix: "Leave them out.")
    }
    let library = try await Libraries.open(arguments)
    var creation = CreateAtProvider(
      try word.element, at: provider, in: try Profiles.catalogue(arguments))
    creation.account = try arguments[RegistrationOptions.account] ?? creation.account
    creation.record = try arguments[Options.record]
    let plan = try await creation.plan(in: library)
    guard let calls = plan.creation else {
      let outcomes = plan.known.map { [(status: $0, isNew: false)] } ?? []
      return Report(
        json: RegistrationJSON.registered(outcomes, isPreview: arguments[Options.dryRun])
      ) { _ in
        outcomes.map { RegistrationText.line($0.status) + ", unchanged" }
      }
    }
    if !screen.wantsJSON {
      if let finding = plan.known?.finding { try screen.print("  \(sanitized(finding.message))") }
      try screen.print(lines: SendText(style: screen.style).creationLines(calls, of: plan.handle))
    }
    if let report = report(onPlan: calls, of: plan.handle, isDry: arguments[Options.dryRun]) {
      return report
    }
    try Confirmation.require(
      arguments, because: "creating an element may cost money",
      fix: "look at the plan; --yes carries it out")
    guard try arguments[Confirmation.isGiven] || Confirmation.isYes("Send this?", on: screen) else {
      try screen.print("nothing was sent")
      return .printed(.success)
    }
    return try await carryOut(plan, of: creation, in: library, on: screen)
  }

  /// Returns the report on a plan that can't be carried out, or was only requested as a plan.
  private static func report(
    onPlan calls: PlannedSend, of handle: Handle, isDry: Bool
  ) -> Report? {
    func refused(_ obstacle: SendObstacle, _ lines: [String]) -> Report {
      Report(.findings, json: SendJSON.result(.notSent(obstacle, nil), of: "\(handle)")) { _ in
        lines
      }
    }
    let nothing = ["nothing was sent"]
    if let obstacle = calls.obstacles.first { return refused(obstacle, []) }
    if isDry {
      return Report(json: RegistrationJSON.registered([], plan: calls, isPreview: true)) { _ in
        nothing
      }
    }
    return calls.keyObstacles.first.map { refused($0, nothing) }
  }

  /// Creates the element or the voice, and returns the report on it.
  private static func carryOut(
    _ plan: CreateAtProvider.Plan, of creation: CreateAtProvider, in library: ElementLibrary,
    on screen: Screen
  ) async throws -> Report {
    let (result, status) = try await creation.run(plan, in: library) {
      screen.progress.update($0.text)
    }
    guard let status else {
      return Report(.findings, json: SendJSON.result(result, of: "\(plan.handle)")) { style in
        SendText(style: style).lines(result, name: "\(plan.handle)")
      }
    }
    return Report(json: RegistrationJSON.registered([(status: status, isNew: true)])) { _ in
      [RegistrationText.line(status)]
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
        message: "name the element, --at PROVIDER, and --id or --send",
        fix: "castbook register @HANDLE --at kling --send, or with --id ID")
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
