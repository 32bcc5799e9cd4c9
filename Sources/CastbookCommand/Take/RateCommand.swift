internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook take rate`: records a decision about a take.
enum RateCommand {
  /// The row of `castbook take rate` in the table.
  static let command = Command(
    "rate", "Keep, reject or approve a take.",
    details: [
      "`kept` takes may be used, the `approved` one is to be used, and `rejected` ones are not. `new` makes a take "
        + "undecided again. Earlier decisions stay in the library's history."
    ],
    examples: [
      Example("castbook take rate 41ab9f2c approved", "by digits of its file"),
      Example("castbook take rate lobby-1.mp4 rejected --note 'wrong coat'", "by its file"),
    ],
    positionals: [
      TakeReference.positional,
      Positional(
        "WORD", .one, "What you have decided.",
        completion: .choices(Take.Result.allCases.map(\.rawValue))),
    ],
    options: [
      OptionGroup("What is recorded", [TakeCommand.cost, TakeCommand.note, TakeReference.bundle]),
      Options.output,
    ],
    run: Command.printing(run))

  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let result: Take.Result = try arguments.positionals[1].word("decision")
    let library = try await Libraries.open(arguments)
    let before = try await TakeReference.take(
      named: arguments.positionals[0], arguments, in: library)
    guard let file = before.blob else { return .printed(.success) }
    var rating = RateTake(file, of: before.export, result)
    rating.cost = try arguments[TakeCommand.cost]
    rating.note = try arguments[TakeCommand.note]
    let (take, isNew) = try rating.run(in: library)
    return Report(json: LedgerJSON.noted(take, isNew: isNew)) { _ in
      let was = before.result == take.result ? "" : ", was \(before.result.rawValue)"
      let by = take.by.isEmpty ? "" : " by \(sanitized(take.by))"
      return ["\(file.short): \(take.result.rawValue)\(by)\(was)" + (isNew ? "" : ", no change")]
    }
  }
}
