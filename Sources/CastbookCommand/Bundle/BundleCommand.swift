internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook bundle`: verifies a bundle, compares two, or prints a bundle's calls.
///
/// A bundle is never trusted: whatever it states about a target is compared with the user's own
/// facts, and its ids and addresses with the user's own library. No sub-command changes a bundle or
/// sends anything.
enum BundleCommand {
  /// The command's row in the table, which only groups its sub-commands.
  static let command = Command(
    "bundle", "Verify a bundle, compare two, or print its calls.",
    examples: [
      Example("castbook bundle verify out/lobby", "check that every file is as exported"),
      Example("castbook bundle request out/lobby --urls urls.json", "the calls, ready to run"),
    ],
    children: [verify, diff, request], section: "Use")

  /// The bundle that `diff` and `request` read.
  private static let path = Positional(
    "BUNDLE", .one, "A bundle: its folder or zip.", completion: .files, isExistingFile: true)

  /// The options that name facts about targets which the user trusts besides the built-in ones.
  private static let facts = OptionGroup("Which facts", [Profiles.option, Profiles.pinned])

  static let addresses = values("urls", "Addresses, by file in the bundle.")
  static let presign = ValueOption<Int>(
    "presign", "TIME", "Addresses of the files in the team's store, good for 6h or 2d; 7d at most."
  ) { word in
    let units = ["m": 60, "h": 3600, "d": 86_400]
    guard let unit = word.text.last.flatMap({ units[String($0)] }),
      let number = Int(word.text.dropLast()), number > 0,
      number <= PresignFiles.maximumSeconds / unit
    else {
      throw UsageError(
        message: "--presign: \"\(sanitized(word.text))\" is not a time up to 7 days",
        fix: "write a number with m, h or d, such as 6h")
    }
    return number * unit
  }
  private static let ids = values("ids", "Ids by handle, tasks by call.")

  /// Returns an option for a file with values to fill into calls.
  private static func values(_ name: String, _ summary: String) -> ValueOption<[String: String]> {
    ValueOption(name, "FILE.json", summary, completion: .files) { word in
      try PlaceholderValues.read(try word.path("--\(name)"))
    }
  }

  /// Returns the catalogue with the profiles of `--targets` and `--profile`.
  private static func catalogue(_ arguments: Arguments) throws -> TargetCatalogue {
    let pinned = try arguments[Profiles.pinned].map(TargetCatalogue.pinned) ?? []
    return try Profiles.catalogue(arguments, pinned: pinned)
  }

  /// Returns a bundle, checked against the facts in `catalogue` and, if there is one, the user's
  /// library.
  private static func checked(
    _ word: Argument, _ arguments: Arguments, _ verb: String, _ catalogue: TargetCatalogue
  ) async throws -> FoundBundle {
    var bundle = try FoundBundle(at: word.path(verb), in: catalogue)
    // An unusable default library only means that ids are not checked; a library that the user
    // named must open.
    let isNamed = try Libraries.location(arguments).origin != .standard
    let library =
      isNamed
      ? try await PromptOptions.library(arguments)
      : try? await PromptOptions.library(arguments)
    try await bundle.check(with: library, today: ProcessEnvironment.today)
    return bundle
  }

  // MARK: Verify

  /// The row of `castbook bundle verify` in the table.
  private static let verify = Command(
    "verify", "Check a bundle's integrity, and its files against the target's limits.",
    details: [
      "Every file must match bundle.json, and no other file may be present. The request is compiled again "
        + "from shot.md, and the calls, texts, cost, legend and all other files must match the result exactly. "
        + "Each difference is listed with its place, the expected value and the actual value. A bundle is "
        + "never trusted: facts about targets come from Castbook, or from what you "
        + "add with --targets or --profile.",
      "An id or address in uploads.json that your library does not have is a warning: whoever made the "
        + "bundle chose it.",
    ],
    examples: [
      Example("castbook bundle verify out/lobby", "a folder"),
      Example("castbook bundle verify out/*", "all exported bundles"),
      Example("castbook bundle verify lobby.zip --json", "a zip, for a script"),
    ],
    positionals: [
      Positional(
        "BUNDLE", .atLeastOne, "Bundles: their folders or zips.", completion: .files,
        isExistingFile: true)
    ],
    options: [
      facts,
      OptionGroup(
        "Output",
        [
          Options.strict, Options.json.described(as: "One JSON object, for a single bundle."),
          Options.jsonLines, Options.fields,
        ]),
    ],
    run: Command.printing(verify))

  /// Verifies every bundle. With several, one that can't be read is reported and the others are
  /// still verified; the highest exit code wins.
  private static func verify(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    let words = arguments.positionals
    guard try OutputFormat(arguments) != .json || words.count == 1 else {
      throw UsageError(
        message: "--json is for one bundle, but \(words.count) are given",
        fix: "Use --jsonl: one line per bundle.")
    }
    let catalogue = try catalogue(arguments)
    var status = ExitStatus.success
    for word in words {
      do {
        let bundle = try await checked(word, arguments, "bundle verify", catalogue)
        try show(bundle, arguments, screen)
        status = max(status, ExitStatus(bundle.status, arguments))
      } catch let error where words.count > 1 && !(error is CancellationError) {
        // The other bundles are still verified.
        let failure = Failure(error)
        try Screen.printWarning(failure.sentence)
        status = max(status, failure.exit)
      }
    }
    return .printed(status)
  }

  /// Prints the result of verifying one bundle.
  private static func show(
    _ bundle: FoundBundle, _ arguments: Arguments, _ screen: Screen
  ) throws {
    if try OutputFormat(arguments) != .text {
      try screen.print(json: BundleJSON.verification(of: bundle))
    } else {
      try screen.print(lines: BundleText(style: screen.style).lines(bundle))
    }
  }

  // MARK: Diff

  /// The row of `castbook bundle diff` in the table. Its status is `.success` whether or not they
  /// differ.
  private static let diff = Command(
    "diff", "Compare two bundles: target, elements, texts, files, cost.",
    details: ["The exit code is 0 whether they differ or not; see \"same\" in the JSON."],
    examples: [Example("castbook bundle diff old/lobby new/lobby", "what changed between them")],
    positionals: [
      path,
      Positional("OTHER", .one, "The other bundle.", completion: .files, isExistingFile: true),
    ],
    options: [facts, Options.output],
    run: Command.printing { arguments, _ in
      let catalogue = try catalogue(arguments)
      let bundles = try arguments.positionals.map { word in
        try FoundBundle(at: word.path("bundle diff"), in: catalogue)
      }
      let difference = try bundles[0].difference(to: bundles[1])
      return Report(json: BundleJSON.difference(difference)) { style in
        BundleText(style: style).lines(difference)
      }
    })

  // MARK: Request

  /// The row of `castbook bundle request` in the table. Its status is `.findings` while a value is
  /// missing.
  private static let request = Command(
    "request", "Print the calls of a bundle as curl, with addresses and ids filled in.",
    details: [
      "You upload the files yourself: --urls is a JSON object with the address of each file; --ids is one "
        + "with provider ids: for elements and voices by handle, for tasks you have submitted by the call's "
        + "file. Ids registered in your library are filled in. Values from the bundle itself "
        + "are used last and marked \"from the bundle, not yours\". Keys stay variables "
        + "such as $FAL_KEY: none is read or kept. The exit code is 1 while a value is missing.",
      "--presign makes an address for each file in the team's store, from which a provider reads it: no file is "
        + "uploaded twice. Anyone who has the address can read the file until it ends.",
      "Each call is submitted, then polled until it is done, and one field of the answer is read. A call is "
        + "printed as a command once no value is missing; a poll, once its task id is given.",
      "--python prints a script that uploads the files itself, with the client that the provider publishes.",
      "The bundle is verified first. Only calls that its shot file needs are printed as commands, with "
        + "addresses from Castbook's facts; everything else is a comment. No call is sent.",
    ],
    examples: [
      Example(
        "castbook bundle request out/lobby --urls urls.json --ids ids.json",
        "urls.json: {\"references/mira-front.jpg\": \"https://…\"}, ids.json: {\"@mira_voice\": \"v_1\"}"
      ),
      Example("castbook bundle request out/lobby --json", "the bodies, for a script"),
    ],
    positionals: [path],
    options: [
      OptionGroup("Values to fill in", [addresses, ids, presign]), facts,
      OptionGroup("Output", [isPython, Options.json, Options.fields]),
    ],
    run: Command.printing(request))

  private static let isPython = Flag(
    "python", "A Python script with the provider's own client: fal, Replicate or Runway.")

  /// Fills in the values and returns the calls, or why there are none.
  private static func request(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    let catalogue = try catalogue(arguments)
    let bundle = try await checked(
      arguments.positionals[0], arguments, "bundle request", catalogue)
    guard bundle.integrity != .fail, bundle.packElements == nil else {
      return refusal(bundle, isJSON: screen.wantsJSON)
    }
    var values = try await presigned(bundle, arguments)
    values.merge(try arguments[addresses] ?? [:]) { _, last in last }
    values.merge(try arguments[ids] ?? [:]) { _, last in last }
    let calls = try bundle.calls(values, in: catalogue)
    // Standard output may be piped to a shell, where its comments are not seen: warnings go to
    // standard error.
    for finding in bundle.findings where finding.rule == .bundleOtherFacts {
      try Screen.printWarning(finding.sentence)
    }
    for value in calls.filledFromBundle {
      try Screen.printWarning("\(value.placeholder) is \(value.text): from the bundle, not yours")
    }
    if arguments[isPython] {
      guard let script = bundle.python(calls) else {
        throw UsageError(
          message: "--python is for targets of fal, Replicate and Runway, which publish a client",
          fix: "leave it out: the calls are printed as curl")
      }
      for placeholder in script.missing {
        try Screen.printWarning("missing: \(sanitized(placeholder)); give it with --ids")
      }
      return Report(
        script.missing.isEmpty ? .success : .findings, json: BundleJSON.calls(calls)
      ) { _ in script.lines }
    }
    return Report(calls.isComplete ? .success : .findings, json: BundleJSON.calls(calls)) { style in
      BundleText(style: style).lines(calls)
    }
  }

  /// Returns the addresses of the bundle's files in the team's store, if they are asked for.
  private static func presigned(
    _ bundle: FoundBundle, _ arguments: Arguments
  ) async throws -> [String: String] {
    guard let seconds = try arguments[presign] else { return [:] }
    let library = try await Libraries.open(arguments)
    let found = try PresignFiles(seconds: seconds).run(for: bundle, in: library)
    if !found.absentFiles.isEmpty {
      try Screen.printWarning(
        "\(Quantity.count(found.absentFiles.count, "file")) of the bundle not in the team's store: castbook push "
          + "sends what the library has")
    }
    return found.values
  }

  /// Returns the problems of a bundle as shell comments, since standard output may be piped to a
  /// shell.
  private static func refusal(_ bundle: FoundBundle, isJSON: Bool) -> Report {
    var report = Report(.findings, json: BundleJSON.verification(of: bundle)) { style in
      BundleText(style: style).lines(bundle).map { "# \($0)" }
    }
    if !isJSON {
      report.warnings = [
        bundle.packElements == nil
          ? "\(bundle.path): verification failed, so no call is printed"
          : "\(bundle.path): a pack has no calls"
      ]
    }
    return report
  }
}
