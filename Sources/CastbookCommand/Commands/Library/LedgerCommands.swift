internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook exports`.
enum ExportsCommand {
  static let command = Command(
    "exports", "List what was exported, what came back, and what that costs.",
    details: [
      "Prices are those of the day of each export, of one render of each bundle. What takes did cost is "
        + "what was noted with them."
    ],
    examples: [
      Example("castbook exports", "all of them, newest first"),
      Example("castbook exports @mira --since 2026-11-01", "of one element, of this month"),
      Example("castbook exports --here --json", "of this project, for a script"),
    ],
    positionals: [Positional("@HANDLE", .optional, "Of this element alone.")],
    options: [
      OptionGroup(
        "Which",
        [
          .value("since", "DAY", "This day and later: 2026-11-01."),
          .value(
            "for", "TARGET", "Of this target alone.", completion: .choices(Profiles.builtInNames)),
          .flag("here", "Of this project alone."), Projects.option, Profiles.option,
        ]),
      OptionGroup(
        "Output",
        [
          .flag("json", "One JSON object."),
          .flag("jsonl", "One JSON object for each bundle, a line each."),
        ]),
    ],
    section: "Use", run: run)

  private static func run(_ arguments: Arguments) async throws -> ExitStatus {
    let form = try OutputForm(arguments)
    var query = LedgerQuery()
    query.element = try arguments.positionals.first.map { try $0.element }
    query.since = try arguments.value("since").map { word in
      guard let day = Day(word.text) else {
        throw UsageError(
          message: "--since \(sanitized(word.text)) is no day", fix: "Write one like 2026-11-01.")
      }
      return day
    }
    query.target = try arguments.value("for").map { word in
      try Profiles.catalogue(arguments).find(word.text).id.rawValue
    }
    if arguments.has("here") { query.project = try Project(at: Projects.location(arguments)).id }
    let ledger = try await Libraries.open(arguments).ledger(query)
    let screen = Screen(arguments)
    switch form {
    case .json: try screen.print(LedgerJSON.ledger(ledger).compactText)
    case .jsonLines:
      for entry in ledger.entries { try screen.print(LedgerJSON.entry(entry).compactText) }
    case .text, .csv:
      for line in LedgerText(ledger, screen.style).lines { try screen.print(line) }
    }
    return .success
  }
}

/// `castbook take`.
enum TakeCommand {
  static let command = Command(
    "take", "Note what came back from a provider.",
    examples: [
      Example(
        "castbook take add lobby-2.mp4 --bundle out/lobby --result kept --seed 77 --cost '0.84 USD'",
        "a clip that was kept")
    ],
    children: [add], section: "Use")

  private static let add = Command(
    "add", "Keep a clip that came back, with the bundle that it was rendered of.",
    details: [
      "The clip is kept in the library. Then `castbook where-used` says of it which pictures made it, and "
        + "`castbook exports` what was spent."
    ],
    examples: [
      Example("castbook take add lobby-2.mp4 --bundle out/lobby --result kept", "by its bundle"),
      Example(
        "castbook take add lobby-1.mp4 --bundle 9f2c41ab --result rejected --note 'wrong coat'",
        "by its digest, with a word"),
    ],
    positionals: [
      Positional("CLIP", .one, "What came back.", completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "Of what",
        [
          .value(
            "bundle", "BUNDLE", "Its folder, its zip, or 8 or more digits of its SHA-256.",
            completion: .files),
          .value(
            "result", "WORD", "What became of it.",
            oneOf: Take.Result.allCases.map(\.rawValue)),
          .value("seed", "SEED", "The seed, where the provider told it."),
          .value("cost", "AMOUNT", "What it did cost: '0.84 USD'."),
          .value("note", "TEXT", "A word about it."),
        ]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    run: { arguments in
      let clip = try arguments.positionals[0].path("take add")
      guard let bundle = arguments.value("bundle"),
        let result = arguments.value("result").flatMap({ Take.Result(rawValue: $0.text) })
      else {
        throw UsageError(
          message: "of which bundle it is, or what became of it, is not said",
          fix: "add --bundle BUNDLE and --result kept or rejected")
      }
      let library = try await Libraries.open(arguments)
      var draft = TakeDraft(clip, of: try library.bundle(bundle.path("--bundle")), result)
      draft.seed = arguments.value("seed")?.text
      draft.note = arguments.value("note")?.text ?? ""
      draft.cost = try arguments.value("cost").map(cost)
      let noted = try await library.add(draft)
      let screen = Screen(arguments)
      try screen.print(
        arguments.has("json")
          ? LedgerJSON.noted(noted.take, isNew: noted.isNew).compactText
          : "\(sanitized(clip.text)): \(result.rawValue), of bundle "
            + "\(noted.take.export.hex.prefix(8))\(noted.isNew ? "" : ", noted already")")
      return .success
    })

  /// `0.84 USD`; dollars where no currency is named.
  private static func cost(_ word: Argument) throws -> Cost {
    let parts = word.text.split(separator: " ")
    let currency = parts.count > 1 ? String(parts[1]).uppercased() : "USD"
    guard (1...2).contains(parts.count), (2...12).contains(currency.utf8.count),
      currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }),
      let cost = Cost(amount: String(parts[0]), currency: currency)
    else {
      throw UsageError(
        message: "--cost \(sanitized(word.text)) is no amount of money", fix: "Write '0.84 USD'.")
    }
    return cost
  }
}
