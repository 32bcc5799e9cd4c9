internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook push`, `pull`, `sync` and `fetch`: exchange records and files with the team's store.
enum SyncCommands {
  private static let isFull = Flag(
    "full", "Compare all records in the store, not only those since the last pull.")

  private static let readsAgain = Flag(
    "full", "Read all of the store again first, and send what was lost there or damaged.")

  static let push = Command(
    "push", "Send what is new here to the team's store.",
    details: [
      "Files go first, then the records that name them, so an element never arrives without its files. What is "
        + "reported as sent is in the store for good. An interrupted push continues where it stopped."
    ],
    examples: [
      Example("castbook push", "everything that the store lacks"),
      Example("castbook push --full", "after something in the store was lost or damaged"),
    ],
    options: [OptionGroup("What to send", [readsAgain]), Options.output], section: "Team",
    run: Command.printing { try await run(.push, $0, $1) })

  static let pull = Command(
    "pull", "Get what is new in the team's store.",
    details: [
      "All records come, so every element is listed and searchable here. Their files come on demand: "
        + "--blobs says which, and `castbook fetch @NAME` gets those of one element.",
      "An element that was changed here and elsewhere is forked: `castbook show @NAME` compares both sides, "
        + "`castbook edit @NAME --merge` joins them. What projects have pinned never moves.",
      "Elements that teammates have erased are removed here, and named. An erasure waits unless the machine that made the "
        + "element or the keeper's has signed it, if more than 3 were erased within a day, if the element was made on "
        + "this machine, or if files of others would go, too: the exit code is 1 until "
        + "--accept-erasures or --refuse-erasures. Removed files stay in the library's folder erased/ for "
        + "\(CollectGarbage.keptDays) days, unless the erasure says --at-once.",
    ],
    examples: [
      Example("castbook pull", "all records"),
      Example("castbook pull --blobs all", "and all files, as a complete copy"),
      Example("castbook pull --accept-erasures", "carry out the erasures that wait"),
    ],
    options: [
      OptionGroup("What to get", [RemoteCommand.files, isFull]), erasures, Options.output,
    ],
    section: "Team", run: Command.printing { try await run(.pull, $0, $1) })

  private static let acceptsErasures = Flag(
    "accept-erasures", "Carry out all erasures of teammates, also those that wait.")
  private static let refusesErasures = Flag(
    "refuse-erasures", "Keep here what erasures that wait would remove.")
  private static let erasures = OptionGroup(
    "Erasures by teammates", [acceptsErasures, refusesErasures])

  /// Returns what happens with erasures of teammates.
  private static func decision(_ arguments: Arguments) throws -> ErasureDecision {
    switch (arguments[acceptsErasures], arguments[refusesErasures]) {
    case (true, true):
      throw UsageError(
        message: "--accept-erasures and --refuse-erasures contradict each other",
        fix: "write one of them")
    case (true, false): return .accept
    case (false, true): return .refuse
    case (false, false): return .wait
    }
  }

  static let sync = Command(
    "sync", "Get what is new in the team's store, then send what is new here.",
    details: ["This is pull, then push: the command for every day."],
    examples: [Example("castbook sync", "in the morning and in the evening")],
    options: [
      OptionGroup("What to get", [RemoteCommand.files, isFull]), erasures, Options.output,
    ],
    section: "Team", run: Command.printing { try await run(.both, $0, $1) })

  private static func run(
    _ direction: SyncLibrary.Direction, _ arguments: Arguments, _ screen: Screen
  ) async throws -> Report {
    var sync = SyncLibrary(direction)
    if direction == .push {
      sync.isFull = arguments[readsAgain]
    } else {
      sync.files = try arguments[RemoteCommand.files]
      sync.isFull = arguments[isFull]
      sync.erasures = try decision(arguments)
    }
    let library = try await Libraries.open(arguments)
    let outcome = try await sync.run(in: library) { SyncText.show($0, on: screen) }
    return report(outcome)
  }

  static let fetch = Command(
    "fetch", "Get the files of elements from the team's store, or the result of a job.",
    details: [
      "Records name files that may be on other machines only. This gets those of the named elements with "
        + "their voices, in the latest or the named revisions; with --all in all revisions.",
      "Of a job, which `castbook jobs` lists, it waits for the result and records it as a take of its bundle. "
        + "Nothing is paid again, however often it is fetched.",
    ],
    examples: [
      Example("castbook fetch @mira", "the files of one element"),
      Example("castbook fetch --all", "every file of the library"),
      Example("castbook fetch @mira --all", "also the files of earlier revisions"),
      Example("castbook fetch 7F3K2M -o takes/", "the result of a job"),
    ],
    positionals: [
      Positional("@NAME|JOB", .any, "Elements, with a revision if you like, or one job.")
    ],
    options: [
      OptionGroup("Which", [fetchesAll, FetchJobCommand.task, Profiles.option]),
      OptionGroup(
        "Output",
        [
          Options.folder.described(as: "The folder for the result of a job (this one)."),
          Options.record.described(
            as: "For a job: a folder for a copy of every call and its answer, without keys."),
          Options.json, Options.fields,
        ]),
    ], section: "Team", run: Command.printing(runFetch))

  private static let fetchesAll = Flag(
    "all", "Every file: of the whole library, or of all revisions of the elements.")

  private static func runFetch(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    if let job = arguments.positionals.first, !job.text.hasPrefix("@") {
      return try await FetchJobCommand.run(job.text, arguments, on: screen)
    }
    let elements = try arguments.positionals.map { try HandleReference($0.text) }
    guard !elements.isEmpty || arguments[fetchesAll] else {
      throw UsageError(
        message: "no element is named",
        fix: "write castbook fetch @NAME, castbook fetch JOB, or castbook fetch --all")
    }
    let library = try await Libraries.open(arguments)
    var fetching = FetchFiles(elements)
    fetching.includesHistory = arguments[fetchesAll]
    let outcome = try await fetching.run(in: library) { SyncText.show($0, on: screen) }
    return report(outcome)
  }

  private static func report(_ outcome: SyncOutcome) -> Report {
    Report(outcome.isComplete ? .success : .findings, json: TeamJSON.synced(outcome)) {
      SyncText.lines(outcome, $0)
    }
  }
}
