internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook take`: records clips that came back from a provider.
///
/// A take is a clip that came back, kept in the library with the bundle it was rendered from, its
/// result, and what it cost.
enum TakeCommand {
  private static let bundle = ValueOption<FilePath>(
    "bundle", "BUNDLE", "Its folder, its zip, or 8 or more digits of its SHA-256.")
  private static let result = ValueOption<Take.Result>(
    "result", "WORD", "What you did with the clip.", oneOf: Take.Result.allCases)
  private static let seed = ValueOption<String>(
    "seed", "SEED", "The seed, if the provider reported it.")
  /// The cost in dollars if no currency is given.
  private static let cost = ValueOption<Cost>("cost", "AMOUNT", "What it cost: '0.84 USD'.") {
    word in
    guard let cost = Cost(typedWithCurrency: word.text) else {
      throw UsageError(
        message: "--cost \(sanitized(word.text)) is not an amount of money",
        fix: "Write it like '0.84 USD'.")
    }
    return cost
  }
  private static let note = ValueOption<String>("note", "TEXT", "A note about it.")

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
        + "`castbook exports` shows what was spent.",
      "If the model for subjects is installed (`castbook models`), the clip is compared with the products and "
        + "places that were sent: when it shows them best and least. Characters are not compared, because faces "
        + "aren't.",
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
      OptionGroup("Which bundle", [bundle, result, seed, cost, note]), Options.output,
    ],
    run: Command.printing(record))

  /// Records the clip, unless it is already recorded with this bundle.
  private static func record(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    let clip = try arguments.positionals[0].path("take add")
    let named = try arguments[bundle]
    let judged = try arguments[result]
    guard let bundle = named, let result = judged else {
      throw UsageError(
        message: named == nil ? "no bundle given" : "no result given",
        fix: "add "
          + [
            named == nil ? "--bundle BUNDLE" : nil,
            judged == nil ? "--result kept or --result rejected" : nil,
          ].compactMap(\.self).joined(separator: " and "))
    }
    let library = try await Libraries.open(arguments)
    var draft = AddTake(clip, of: try FoundBundle.digest(named: bundle, in: library), result)
    draft.seed = try arguments[seed]
    draft.note = try arguments[note] ?? ""
    draft.cost = try arguments[cost]
    let (take, isNew) = try await draft.run(in: library)
    let comparison = await TakeComparison(take, in: library)
    var report = Report(json: LedgerJSON.noted(take, isNew: isNew, comparison)) { style in
      [
        "\(sanitized(clip.text)): \(result.rawValue), of bundle "
          + "\(take.export.hex.prefix(8))\(isNew ? "" : ", already recorded")"
      ] + TakeText(style: style).lines(comparison)
    }
    report.notices += [comparison.notice].compactMap(\.self).map(sanitized)
    return report
  }
}
