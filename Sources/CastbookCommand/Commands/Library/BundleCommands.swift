internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook bundle`.
enum BundleCommand {
  static let command = Command(
    "bundle", "Verify a bundle, compare two, or print its calls.",
    examples: [
      Example("castbook bundle verify out/lobby", "whether every file is what was exported"),
      Example("castbook bundle request out/lobby --urls urls.json", "the calls, ready to type"),
    ],
    children: [verify, diff, request], section: "Use")

  private static let path = Positional(
    "BUNDLE", .one, "A bundle: its folder, or its zip.", completion: .files)

  // MARK: Verify

  private static let verify = Command(
    "verify", "Hold a bundle against itself, and what it sends against the rules it was made by.",
    details: [
      "Every file must be the one that bundle.json lists, and no other may lie there; the request, the "
        + "placeholders and the words must agree; and every picture must pass the target's limits, by "
        + "the rules that the bundle carries, as `castbook check` holds it to them. Nothing in a bundle "
        + "is trusted."
    ],
    examples: [
      Example("castbook bundle verify out/lobby", "a folder"),
      Example("castbook bundle verify lobby.zip --json", "a zip, for a script"),
    ],
    positionals: [path],
    options: [
      OptionGroup(
        "What comes out",
        [
          .flag("strict", "Warnings count as errors in the exit code."),
          .flag("json", "One JSON object."),
        ])
    ],
    run: { arguments in
      var bundle = try FoundBundle(at: arguments.positionals[0].path("bundle verify"))
      try await bundle.check()
      let screen = Screen(arguments)
      try show(bundle, arguments, screen)
      return ExitStatus(bundle.status, arguments)
    })

  /// What is found of a bundle.
  private static func show(
    _ bundle: FoundBundle, _ arguments: Arguments, _ screen: Screen
  ) throws {
    if arguments.has("json") {
      try screen.print(BundleJSON.verification(of: bundle).compactText)
    } else {
      for line in BundleText(screen.style).lines(bundle) { try screen.print(line) }
    }
  }

  // MARK: Diff

  private static let diff = Command(
    "diff", "Say what differs between two bundles: to whom, who, words, files, cost.",
    details: ["The exit code is 0 whether they differ or not; \"same\" in the JSON tells which."],
    examples: [Example("castbook bundle diff old/lobby new/lobby", "what changed since")],
    positionals: [
      path, Positional("OTHER", .one, "The other one.", completion: .files),
    ],
    options: [OptionGroup("What comes out", [.flag("json", "One JSON object.")])],
    run: { arguments in
      let bundles = try arguments.positionals.map { word in
        try FoundBundle(at: word.path("bundle diff"))
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
      "Files are uploaded by whoever sends: --urls is a JSON object that says under which address each "
        + "lies, --ids one that says which id a provider gave an element or a voice. What the library "
        + "knew at export need not be said. Keys stand as variables such as $FAL_KEY: none is read or "
        + "kept. Addresses of providers come from Castbook's own profiles, never from the bundle. The "
        + "exit code is 1 while anything is missing.",
      "Nothing is sent.",
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
        "What is filled in",
        [
          .value(
            "urls", "FILE.json", "Addresses, by the files of the bundle.", completion: .files),
          .value("ids", "FILE.json", "Ids, by handle.", completion: .files), Profiles.option,
        ]),
      OptionGroup("What comes out", [.flag("json", "One JSON object.")]),
    ],
    run: { arguments in
      let bundle = try FoundBundle(at: arguments.positionals[0].path("bundle request"))
      let screen = Screen(arguments)
      guard bundle.verification.status == .pass else {
        try show(bundle, arguments, screen)
        return .findings
      }
      var given: [String: String] = [:]
      for option in ["urls", "ids"] {
        guard let file = arguments.value(option) else { continue }
        given.merge(try FillIns.read(try file.path("--\(option)"))) { _, last in last }
      }
      let calls = try bundle.calls(given, in: Profiles.catalogue(arguments))
      if arguments.has("json") {
        try screen.print(BundleJSON.calls(calls).compactText)
      } else {
        for line in BundleText(screen.style).lines(calls) { try screen.print(line) }
      }
      return calls.isComplete ? .success : .findings
    })
}
