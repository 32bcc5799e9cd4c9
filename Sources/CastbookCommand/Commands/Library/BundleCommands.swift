internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook bundle`.
enum BundleCommand {
  static let command = Command(
    "bundle", "Verify a bundle, compare two, or print its calls.",
    examples: [
      Example("castbook bundle verify out/lobby", "check that every file is as exported"),
      Example("castbook bundle request out/lobby --urls urls.json", "the calls, ready to run"),
    ],
    children: [verify, diff, request], section: "Use")

  private static let path = Positional(
    "BUNDLE", .one, "A bundle: its folder or zip.", completion: .files, isExistingFile: true)

  /// Facts that the user trusts besides Castbook's own.
  private static let facts = OptionGroup(
    "Which facts",
    [
      Profiles.option,
      .value(
        "profile", "FILE|BUNDLE",
        "Also trust these facts: a profile, or a bundle that contains them.",
        completion: .files),
    ])

  private static func catalogue(_ arguments: Arguments) throws -> TargetCatalogue {
    let pinned = try arguments.value("profile").map {
      try TargetCatalogue.pinned(at: try $0.path("--profile"))
    }
    return try Profiles.catalogue(arguments, pinned: pinned ?? [])
  }

  /// The bundle, checked by the user's facts, and by the user's own library where there is one.
  private static func checked(
    _ arguments: Arguments, _ verb: String, _ catalogue: TargetCatalogue
  ) async throws -> FoundBundle {
    try await checked(arguments.positionals[0], arguments, verb, catalogue)
  }

  private static func checked(
    _ word: Argument, _ arguments: Arguments, _ verb: String, _ catalogue: TargetCatalogue
  ) async throws -> FoundBundle {
    var bundle = try FoundBundle(at: word.path(verb), in: catalogue)
    // Without a library that was asked for, ids are checked by none.
    let isNamed = try Libraries.location(arguments).origin != .standard
    let library =
      isNamed
      ? try await PromptOptions.library(arguments)
      : try? await PromptOptions.library(arguments)
    try await bundle.check(with: library, today: ProcessEnvironment.today)
    return bundle
  }

  // MARK: Verify

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
          .flag("strict", "Count warnings as errors in the exit code."),
          .flag("json", "One JSON object, for a single bundle."),
          .flag("jsonl", "One JSON object per bundle, one per line."),
        ]),
    ],
    run: verify)

  private static func verify(_ arguments: Arguments) async throws -> ExitStatus {
    let words = arguments.positionals
    guard try OutputForm(arguments) != .json || words.count == 1 else {
      throw UsageError(
        message: "--json is for one bundle, but \(words.count) are given",
        fix: "Use --jsonl: one line per bundle.")
    }
    let catalogue = try catalogue(arguments)
    let screen = Screen(arguments)
    var worst = ExitStatus.success
    for word in words {
      do {
        let bundle = try await checked(word, arguments, "bundle verify", catalogue)
        try show(bundle, arguments, screen)
        worst = max(worst, ExitStatus(bundle.status, arguments))
      } catch  where words.count > 1 {
        // The others are verified all the same.
        let failure = Failure(error)
        try Libraries.say(failure.sentence)
        worst = max(worst, failure.exit)
      }
    }
    return worst
  }

  /// What is found of a bundle.
  private static func show(
    _ bundle: FoundBundle, _ arguments: Arguments, _ screen: Screen
  ) throws {
    if arguments.hasAny(of: ["json", "jsonl"]) {
      try screen.print(BundleJSON.verification(of: bundle).compactText)
    } else {
      for line in BundleText(screen.style).lines(bundle) { try screen.print(line) }
    }
  }

  // MARK: Diff

  private static let diff = Command(
    "diff", "Compare two bundles: target, elements, texts, files, cost.",
    details: ["The exit code is 0 whether they differ or not; see \"same\" in the JSON."],
    examples: [Example("castbook bundle diff old/lobby new/lobby", "what changed between them")],
    positionals: [
      path,
      Positional("OTHER", .one, "The other bundle.", completion: .files, isExistingFile: true),
    ],
    options: [facts, OptionGroup("Output", [.flag("json", "One JSON object.")])],
    run: { arguments in
      let catalogue = try catalogue(arguments)
      let bundles = try arguments.positionals.map { word in
        try FoundBundle(at: word.path("bundle diff"), in: catalogue)
      }
      let difference = try bundles[0].difference(to: bundles[1])
      let screen = Screen(arguments)
      if arguments.has("json") {
        try screen.print(BundleJSON.difference(difference).compactText)
      } else {
        for line in BundleText(screen.style).lines(difference) { try screen.print(line) }
      }
      return .success
    })

  // MARK: Request

  private static let request = Command(
    "request", "Print the calls of a bundle as curl, with addresses and ids filled in.",
    details: [
      "You upload the files yourself: --urls is a JSON object with the address of each file; --ids is one "
        + "with provider ids: for elements and voices by handle, for tasks you have submitted by the call's "
        + "file. Ids registered in your library are filled in. Values from the bundle itself "
        + "are used last and marked \"from the bundle, not yours\". Keys stay variables "
        + "such as $FAL_KEY: none is read or kept. The exit code is 1 while a value is missing.",
      "Each call is submitted, then polled until it is done, and one field of the answer is read. A call is "
        + "printed as a command once no value is missing; a poll, once its task id is given.",
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
      OptionGroup(
        "Values to fill in",
        [
          .value(
            "urls", "FILE.json", "Addresses, by file in the bundle.", completion: .files),
          .value("ids", "FILE.json", "Ids by handle, tasks by call.", completion: .files),
        ]), facts,
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    run: { arguments in
      let catalogue = try catalogue(arguments)
      let bundle = try await checked(arguments, "bundle request", catalogue)
      let screen = Screen(arguments)
      guard bundle.integrity != .fail, bundle.packed == nil else {
        try refuse(bundle, arguments, screen)
        return .findings
      }
      var given: [String: String] = [:]
      for option in ["urls", "ids"] {
        guard let file = arguments.value(option) else { continue }
        given.merge(try FillIns.read(try file.path("--\(option)"))) { _, last in last }
      }
      let calls = try bundle.calls(given, in: catalogue)
      // Standard output may go straight to a shell, where nobody reads comments.
      for finding in bundle.findings where finding.rule == .bundleOtherFacts {
        try Libraries.say(finding.sentence)
      }
      for one in calls.fromBundle {
        try Libraries.say(
          "\(one.placeholder) is \(one.text): from the bundle, not yours")
      }
      if arguments.has("json") {
        try screen.print(BundleJSON.calls(calls).compactText)
      } else {
        for line in BundleText(screen.style).lines(calls) { try screen.print(line) }
      }
      return calls.isComplete ? .success : .findings
    })

  /// What is wrong with a bundle, as comments: standard output may go straight to a shell.
  private static func refuse(
    _ bundle: FoundBundle, _ arguments: Arguments, _ screen: Screen
  ) throws {
    if arguments.has("json") {
      try screen.print(BundleJSON.verification(of: bundle).compactText)
      return
    }
    for line in BundleText(screen.style).lines(bundle) { try screen.print("# \(line)") }
    try screen.finish()
    try Libraries.say(
      bundle.packed == nil
        ? "\(bundle.path): verification failed, so no call is printed"
        : "\(bundle.path): a pack has no calls")
  }
}
