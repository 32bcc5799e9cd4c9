internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook send`: sends bundles to their providers, and gets what they render.
///
/// The plan is shown first. Nothing leaves this machine before it is confirmed.
enum SendCommand {
  private static let maximumCost = ValueOption<Cost>(
    "max-cost", "AMOUNT", "Don't send if the price is higher: 5, '5 USD', '300 CREDITS'."
  ) { word in
    guard let cost = Cost(typedWithCurrency: word.text) else {
      throw UsageError(
        message: "--max-cost \(sanitized(word.text)) is not an amount of money",
        fix: "Write it like '5 USD'.")
    }
    return cost
  }
  private static let isAgain = Flag(
    "again", "Also send bundles whose result you have, for another take.")
  /// Whether a bundle is sent although elements in it have changed since.
  static let sendsStale = Flag(
    "stale", "Also send bundles whose elements have changed since they were exported.")
  private static let detaches = Flag("detach", "Don't wait for the results; fetch gets them later.")

  static let command = Command(
    "send", "Send bundles or shot files to their providers, and get what they render.",
    details: [
      "First the plan: which calls, which files are uploaded, and the price with its date. Then Castbook asks, "
        + "uploads, submits, waits, fetches the result and records it as a take of its bundle.",
      "Nothing is paid twice: each bundle is submitted once for each account, whatever is interrupted or lost. "
        + "If an answer got lost, the provider is asked for the job; where it can't be asked, you are. "
        + "--again sends a bundle for another take.",
      "A shot file is exported first, as `castbook export` does it: beside the shot file, or into the folder that -o names. "
        + "If neither the file nor the project names a target, Castbook asks for one and keeps it in castbook.lock.",
      "Before the plan, the elements of each bundle are looked up again. If one was erased or its rights have ended, the bundle is "
        + "not sent. If one has changed, the plan says so, and --yes needs --stale.",
      "`castbook settings key` keeps a provider's key, and `castbook settings limit` sets a daily limit; keys also come from "
        + "variables such as FAL_KEY (`castbook help sending`). Castbook sends only to providers whose API it knows from a "
        + "trusted source.",
    ],
    examples: [
      Example(
        "castbook send lobby.md", "from a shot file to a take: shows the plan, asks, sends, waits"),
      Example("castbook send out/lobby", "a bundle that was exported before"),
      Example("castbook send out/* --max-cost 5 --yes", "all bundles, if they cost at most 5 USD"),
      Example("castbook send lobby.md --for kling-o3 -o out/", "for a target, into a folder"),
      Example("castbook send out/lobby --dry-run", "only the plan"),
      Example("castbook send out/* --detach", "submit now; castbook jobs shows how far they are"),
    ],
    positionals: [
      Positional(
        "BUNDLE|SHOT", .atLeastOne,
        "Bundles (their folders or zips, or a folder of them), or shot files.",
        completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "What to send",
        [isAgain, sendsStale, BundleCommand.addresses, BundleCommand.presign]
          + PromptOptions.options(
            for: Profiles.targets.described(as: "The targets of shot files (those they name)."))),
      OptionGroup(
        "Confirmation",
        [
          Confirmation.isGiven, maximumCost,
          Options.dryRun.described(
            as: "Show the plan and send nothing; bundles of shot files are written."),
        ]),
      OptionGroup(
        "Results",
        [
          detaches,
          Options.folder.described(
            as: "The folder for bundles and results (that of the shot file or bundle)."),
        ]),
      OptionGroup(
        "Output",
        [
          PromptOptions.leavesOutHints.described(
            as: "Leave out hints about prompt writing and better pictures."), Options.record,
          Options.json, Options.fields,
        ]),
    ],
    section: "Send", run: Command.printing(run))

  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let isDry = arguments[Options.dryRun]
    let library = try await Libraries.open(arguments)
    let options = try PromptOptions.readOptions(arguments)
    var send = try verb(arguments, account: options.account)
    send.project = try PromptOptions.project(arguments)
    let words = try arguments.positionals.map { try $0.path("send") }
    let named = try words.filter { !BundlePaths.isShotFile($0) }.flatMap(BundlePaths.all)
    let exported = try await bundles(
      of: words.filter(BundlePaths.isShotFile), &send, options, library, arguments, on: screen)
    let paths = exported.bundles + named
    guard !paths.isEmpty else { return exported.refusal }
    var plan = try await send.plan(paths, in: library)
    if !isDry { plan.refuseKeyless() }
    if plan.needsAnswer, arguments[Confirmation.isGiven] { plan.refuseUnanswered() }
    for name in plan.unusedAddresses {
      try Screen.printWarning("--urls has \(name), which no bundle has as a file")
    }
    let text = SendText(style: screen.style)
    if !screen.wantsJSON { try screen.print(lines: text.lines(plan)) }
    if isDry || !plan.hasWork {
      let status = plan.isReady && exported.isComplete ? ExitStatus.success : .findings
      return Report(status, json: SendJSON.value(of: plan, nil)) {
        text.closing(plan, isDry: isDry, $0)
      }
    }
    guard try isConfirmed(plan, arguments, on: screen) else {
      try screen.print("nothing was sent")
      return .printed(.success)
    }
    let outcome = try await outcome(of: plan, send, library, on: screen)
    var report = Report(
      outcome.isComplete && exported.isComplete ? .success : .findings,
      json: SendJSON.value(of: plan, outcome)
    ) { SendText(style: $0).lines(outcome, of: plan) }
    report.notices += outcome.bundles.compactMap(\.comparison.notice).map(sanitized)
    return report
  }

  /// Exports shot files, after their project has a target for those that name none.
  private static func bundles(
    of shots: [FilePath], _ send: inout Send, _ options: ShotPrompt.Options,
    _ library: ElementLibrary, _ arguments: Arguments, on screen: Screen
  ) async throws -> ShotExport.Exported {
    guard !shots.isEmpty else { return ShotExport.Exported() }
    send.project = try await project(
      choosingTargetFor: shots, send, library, arguments, on: screen)
    var options = options
    // Ids of the account that it is sent with.
    options.account = send.account
    return try await ShotExport(
      library: library, project: send.project, options: options, arguments: arguments,
      screen: screen
    ).run(shots)
  }

  /// Whether a plan may be carried out. One that needs no provider has nothing to ask about.
  private static func isConfirmed(
    _ plan: SendPlan, _ arguments: Arguments, on screen: Screen
  ) throws -> Bool {
    guard plan.needsProvider else { return true }
    try Confirmation.require(
      arguments, because: "sending costs money", fix: "look at the plan; --yes sends it")
    return try arguments[Confirmation.isGiven] || Confirmation.isYes("Send this?", on: screen)
  }

  /// Carries out a plan. If the user stops waiting, a message names what continues at the provider.
  private static func outcome(
    of plan: SendPlan, _ send: Send, _ library: ElementLibrary, on screen: Screen
  ) async throws -> SendOutcome {
    do {
      return try await send.run(plan, in: library) { screen.progress.update($0.text) }
    } catch let error where error is CancellationError || Task.isCancelled {
      screen.progress.erase()
      try Screen.printWarning(
        "the provider continues with what was submitted: castbook jobs lists it, castbook fetch JOB gets it"
      )
      throw error
    }
  }

  /// The verb as the options ask for it.
  private static func verb(_ arguments: Arguments, account: String?) throws -> Send {
    var send = Send(in: try Profiles.catalogue(arguments))
    send.account = account ?? send.account
    send.maximumCost = try arguments[maximumCost]
    (send.isAgain, send.detaches) = (arguments[isAgain], arguments[detaches])
    send.sendsStale = arguments[sendsStale]
    send.folder = try arguments[Options.folder]
    send.record = try arguments[Options.record]
    send.addresses = try arguments[BundleCommand.addresses] ?? [:]
    send.presignSeconds = try arguments[BundleCommand.presign]
    return send
  }

  /// Returns the project of shot files. If a file needs a target and the user can be asked, the
  /// answer becomes the project's default.
  private static func project(
    choosingTargetFor shots: [FilePath], _ send: Send, _ library: ElementLibrary,
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Project? {
    guard try Profiles.names(arguments).isEmpty, Confirmation.canAsk(arguments),
      let shot = shots.first(where: { ShotPrompt.needsTarget($0, send.project) })
    else { return send.project }
    let question = "Which target is \(sanitized(shot.text)) for? (castbook targets lists them) "
    guard let answer = try Confirmation.answer(to: question, on: screen), !answer.isEmpty else {
      return send.project
    }
    var use = Use([], at: try Projects.location(arguments))
    use.target = .set(try send.catalogue.find(answer).id)
    let project = try use.run(in: library).project
    try screen.print(
      "\(sanitized(answer)) is kept in \(sanitized(project.lockPath.text)): --for names another one"
    )
    return project
  }
}
