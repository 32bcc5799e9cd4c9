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
  private static let detaches = Flag("detach", "Don't wait for the results; fetch gets them later.")

  static let command = Command(
    "send", "Send bundles or shot files to their providers, and get what they render.",
    details: [
      "First the plan: which calls, which files are uploaded, and the price with its date. Then Castbook asks, "
        + "uploads, submits, waits, fetches the result and records it as a take of its bundle.",
      "Nothing is paid twice: each bundle is submitted once for each account, whatever is interrupted or lost. "
        + "If an answer got lost, the provider is asked for the job; where it can't be asked, you are. "
        + "--again sends a bundle for another take.",
      "A shot file is exported first, into the folder that -o names, as `castbook export` does it.",
      "Keys come from variables such as FAL_KEY, or from commands in ~/.config/castbook/keys.json; a daily limit "
        + "from limits.json there (docs/sending.md). Castbook sends only to providers whose API it knows from a "
        + "trusted source.",
    ],
    examples: [
      Example("castbook send out/lobby", "shows the plan, asks, sends, waits"),
      Example("castbook send out/* --max-cost 5 --yes", "all bundles, if they cost at most 5 USD"),
      Example("castbook send lobby.md --for kling-o3 -o out/", "from a shot file to a take"),
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
        [isAgain, BundleCommand.addresses, BundleCommand.presign]
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
            as: "The folder for the results (the bundle's own), and for the bundles of shot files."),
        ]),
      OptionGroup(
        "Output",
        [
          PromptOptions.leavesOutHints.described(
            as: "Leave out hints about prompt writing and better pictures."), Options.record,
          Options.json,
        ]),
    ],
    section: "Send", run: Command.printing(run))

  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let isDry = arguments[Options.dryRun]
    if !isDry {
      try Confirmation.require(
        arguments, because: "sending costs money", fix: "Add --yes if you are sure.")
    }
    let library = try await Libraries.open(arguments)
    var options = try PromptOptions.readOptions(arguments)
    let send = try verb(arguments, account: options.account)
    let words = try arguments.positionals.map { try $0.path("send") }
    let shots = words.filter(BundlePaths.isShotFile)
    var paths = try words.filter { !BundlePaths.isShotFile($0) }.flatMap(BundlePaths.all)
    if !shots.isEmpty {
      // Ids of the account that it is sent with.
      options.account = send.account
      guard let exported = try await export(shots, options, library, arguments, on: screen) else {
        return .printed(.findings)
      }
      paths = exported + paths
    }
    var plan = try await send.plan(paths, in: library)
    if plan.needsAnswer, arguments[Confirmation.isGiven] { plan.refuseUnanswered() }
    for name in plan.unusedAddresses {
      try Screen.printWarning("--urls has \(name), which no bundle has as a file")
    }
    let text = SendText(style: screen.style)
    if !screen.wantsJSON { try screen.print(lines: text.lines(plan)) }
    if isDry || !plan.hasWork {
      return Report(plan.isReady ? .success : .findings, json: SendJSON.value(of: plan, nil)) {
        text.closing(plan, isDry: isDry, $0)
      }
    }
    guard try arguments[Confirmation.isGiven] || Confirmation.isYes("Send this?", on: screen) else {
      try screen.print("nothing was sent")
      return .printed(.success)
    }
    let outcome: SendOutcome
    do {
      outcome = try await send.run(plan, in: library) { screen.progress.update($0.words) }
    } catch let error where error is CancellationError || Task.isCancelled {
      screen.progress.erase()
      try Screen.printWarning(
        "the provider continues with what was submitted: castbook jobs lists it, castbook fetch JOB gets it"
      )
      throw error
    }
    return Report(
      outcome.isComplete ? .success : .findings, json: SendJSON.value(of: plan, outcome)
    ) { SendText(style: $0).lines(outcome) }
  }

  /// The verb as the options ask for it.
  private static func verb(_ arguments: Arguments, account: String?) throws -> Send {
    var send = Send(in: try Profiles.catalogue(arguments))
    send.account = account ?? send.account
    send.maximumCost = try arguments[maximumCost]
    (send.isAgain, send.detaches) = (arguments[isAgain], arguments[detaches])
    send.folder = try arguments[Options.folder]
    send.record = try arguments[Options.record]
    send.addresses = try arguments[BundleCommand.addresses] ?? [:]
    send.presignSeconds = try arguments[BundleCommand.presign]
    return send
  }

  /// Exports shot files. Returns the paths of the bundles, or `nil` after it has printed why there are none.
  private static func export(
    _ shots: [FilePath], _ options: ShotPrompt.Options, _ library: ElementLibrary,
    _ arguments: Arguments, on screen: Screen
  ) async throws -> [FilePath]? {
    guard let folder = try arguments[Options.folder] else {
      throw UsageError(
        message: "no folder for the bundle of \(shots[0])", fix: "add -o DIR")
    }
    var export = Export(
      library: library, project: try PromptOptions.project(arguments),
      in: try Profiles.catalogue(arguments))
    export.options.prompt = options
    export.options.targets = try Profiles.names(arguments)
    let destination = ExportDestination(folder, numbering: true)
    let plan = try await export.plan(shots, to: destination)
    let text = ExportText(plan: plan, style: screen.style)
    guard plan.status != .fail else {
      export.discard(plan)
      try screen.print(
        lines: screen.wantsJSON
          ? [ExportJSON.value(of: plan, nil).compactText]
          : text.planLines + [text.refusal(isDryRun: false)])
      return nil
    }
    if !screen.wantsJSON { try screen.print(lines: text.planLines) }
    let outcome = try export.write(plan, to: destination)
    for warning in ExportText.warnings(outcome) { try Screen.printWarning(warning) }
    return outcome.bundles.map(\.path)
  }
}
