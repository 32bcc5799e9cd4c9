internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook take`: records clips that came back from a provider.
///
/// A take is a clip that came back, kept in the library with the bundle it was rendered from, its
/// result, and what it cost.
enum TakeCommand {
  /// The command's row in the table, which only groups its sub-command.
  static let command = Command(
    "take", "Record clips that came back from a provider.",
    examples: [
      Example(
        "castbook take add lobby-2.mp4 --bundle out/lobby --result kept --seed 77 --cost '0.84 USD'",
        "record a clip you kept")
    ],
    children: [add], section: "Use")

  /// The row of `castbook take add` in the table.
  private static let add = Command(
    "add", "Record a clip that came back, with the bundle it was rendered from.",
    details: [
      "The clip is kept in the library. Then `castbook where-used` lists the elements that went into it, and "
        + "`castbook exports` shows what was spent."
    ],
    examples: [
      Example(
        "castbook take add lobby-2.mp4 --bundle out/lobby --result kept", "by the bundle's folder"),
      Example(
        "castbook take add lobby-1.mp4 --bundle 9f2c41ab --result rejected --note 'wrong coat'",
        "by the bundle's digest, with a note"),
    ],
    positionals: [
      Positional("CLIP", .one, "The clip that came back.", completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup(
        "Which bundle",
        [
          .value(
            "bundle", "BUNDLE", "Its folder, its zip, or 8 or more digits of its SHA-256.",
            completion: .files),
          .value(
            "result", "WORD", "What you did with the clip.",
            oneOf: Take.Result.allCases.map(\.rawValue)),
          .value("seed", "SEED", "The seed, if the provider reported it."),
          .value("cost", "AMOUNT", "What it cost: '0.84 USD'."),
          .value("note", "TEXT", "A note about it."),
        ]),
      OptionGroup("Output", [.flag("json", "One JSON object.")]),
    ],
    run: { arguments in
      let clip = try arguments.positionals[0].path("take add")
      guard let bundle = arguments.value("bundle"),
        let result = arguments.value("result").flatMap({ Take.Result(rawValue: $0.text) })
      else {
        throw UsageError(
          message: "no bundle or no result given",
          fix: "add --bundle BUNDLE and --result kept or rejected")
      }
      let library = try await Libraries.open(arguments)
      var draft = TakeDraft(
        clip, of: try library.bundleDigest(named: bundle.path("--bundle")), result)
      draft.seed = arguments.value("seed")?.text
      draft.note = arguments.value("note")?.text ?? ""
      draft.cost = try arguments.value("cost").map(cost)
      let recorded = try await library.add(draft)
      let screen = Screen(arguments)
      try screen.print(
        arguments.has("json")
          ? LedgerJSON.noted(recorded.take, isNew: recorded.isNew).compactText
          : "\(sanitized(clip.text)): \(result.rawValue), of bundle "
            + "\(recorded.take.export.hex.prefix(8))\(recorded.isNew ? "" : ", already recorded")")
      return .success
    })

  /// Returns an amount of money such as `0.84 USD`, in dollars if no currency is given. Throws when
  /// it is not an amount.
  private static func cost(_ word: Argument) throws -> Cost {
    let parts = word.text.split(separator: " ")
    let currency = parts.count > 1 ? String(parts[1]).uppercased() : "USD"
    guard (1...2).contains(parts.count), (2...12).contains(currency.utf8.count),
      currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }),
      let cost = Cost(amount: String(parts[0]), currency: currency)
    else {
      throw UsageError(
        message: "--cost \(sanitized(word.text)) is not an amount of money",
        fix: "Write it like '0.84 USD'.")
    }
    return cost
  }
}
