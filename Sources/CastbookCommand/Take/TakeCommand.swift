internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook take`: records clips that came back from a provider, and what people say about them.
///
/// A take is a clip that came back, kept in the library with the bundle it was rendered from, what
/// was decided about it, and what it cost. `castbook take add` is here.
enum TakeCommand {
  static let bundle = ValueOption<FilePath>(
    "bundle", "BUNDLE",
    "Its folder, its zip, or 8 or more digits of its SHA-256 (what the clip says).")
  private static let result = ValueOption<Take.Result>(
    "result", "WORD", "What you have decided about the clip (new).", oneOf: Take.Result.allCases)
  private static let seed = ValueOption<String>(
    "seed", "SEED", "The seed, if the provider reported it.")
  /// The cost in dollars if no currency is given.
  static let cost = ValueOption<Cost>("cost", "AMOUNT", "What it cost: '0.84 USD'.") {
    word in
    guard let cost = Cost(typedWithCurrency: word.text) else {
      throw UsageError(
        message: "--cost \(sanitized(word.text)) is not an amount of money",
        fix: "Write it like '0.84 USD'.")
    }
    return cost
  }
  static let note = ValueOption<String>("note", "TEXT", "A note about it.")

  /// The command's row in the table, which only groups its sub-commands.
  static let command = Command(
    "take", "Record clips that came back from a provider, and review them.",
    details: [
      "A take arrives as `new`. It is then `kept`, `rejected` or `approved`; the last decision counts, with who made it "
        + "and when. Your name is what `castbook settings name` says."
    ],
    examples: [
      Example(
        "castbook take add lobby-2.mp4 --bundle out/lobby --seed 77 --cost '0.84 USD'",
        "record a clip that came back"),
      Example("castbook take list --result new", "what waits for review"),
      Example("castbook take comment 41ab9f2c 'the coat is too dark' --at 3.2", "about a moment"),
      Example("castbook take rate 41ab9f2c approved", "decide"),
    ],
    children: [
      add, TakeListCommand.command, RateCommand.command, CommentCommand.command,
      ShareCommand.command, AnswersCommand.command, WatchCommand.command,
    ], section: "Use")

  /// The row of `castbook take add` in the table.
  private static let add = Command(
    "add", "Record a clip that came back, with the bundle it was rendered from.",
    details: [
      "The bundle may be left out if the clip says it: ComfyUI writes the workflow into what it saves, and a workflow "
        + "of `castbook export --layout comfyui` gives the clip a name that ends in digits of the bundle. The references "
        + "that the workflow loads are found by their digests.",
      "The clip is kept in the library. Then `castbook where-used` lists the elements that went into it, and "
        + "`castbook exports` shows what was spent.",
      "If the model for subjects is installed (`castbook models`), the clip is compared with the products and "
        + "places that were sent: when it shows them best and least. Characters are not compared, because faces "
        + "aren't.",
    ],
    examples: [
      Example(
        "castbook take add lobby-2.mp4 --bundle out/lobby", "by the bundle's folder"),
      Example(
        "castbook take add ComfyUI/output/castbook/lobby-9f2c41ab_00001_.mp4",
        "by what the clip says"),
      Example(
        "castbook take add lobby-1.mp4 --bundle 9f2c41ab --result rejected --note 'wrong coat'",
        "by the bundle's digest, with a note"),
    ],
    positionals: [
      Positional("CLIP", .one, "The clip that came back.", completion: .files, isExistingFile: true)
    ],
    options: [
      OptionGroup("What it is", [bundle, result, seed, cost, note]), Options.output,
    ],
    run: Command.printing(record))

  /// Records the clip, unless it is already recorded with this bundle.
  private static func record(
    _ arguments: Arguments, on screen: Screen
  ) async throws -> Report {
    let clip = try arguments.positionals[0].path("take add")
    let result = try arguments[result] ?? .new
    let library = try await Libraries.open(arguments)
    let named = try arguments[bundle].map { try FoundBundle.digest(named: $0, in: library) }
    let file = try await ReturnedFile(clip, in: library)
    let origin = try TakeOrigin(of: file, named: named, in: library)
    guard let bundle = named ?? origin.bundle else {
      throw UsageError(
        message: "no bundle given, and \(sanitized(clip.text)) doesn't say which",
        fix: OriginText.advice(on: origin))
    }
    var draft = AddTake(file, of: bundle, result)
    draft.seed = try arguments[seed]
    draft.note = try arguments[note] ?? ""
    draft.cost = try arguments[cost]
    let (take, isNew) = try await draft.run(in: library)
    let comparison = await TakeComparison(take, in: library)
    let text = OriginText(origin: origin, bundle: bundle)
    var report = Report(
      json: TakeOriginJSON.noted(take, isNew: isNew, comparison, origin)
    ) { style in
      [
        "\(sanitized(clip.text)): \(take.result.rawValue), of bundle "
          + "\(take.export.hex.prefix(8))\(named == nil ? text.evidence : "")"
          + (isNew ? "" : ", already recorded")
      ] + text.lines(style) + TakeText(style: style).lines(comparison)
    }
    report.notices += ([text.contradiction, comparison.notice]).compactMap(\.self).map(sanitized)
    return report
  }
}
