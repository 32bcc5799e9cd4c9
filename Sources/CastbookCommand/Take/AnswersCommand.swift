internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook take answers`: adds the decisions and comments of a reviewer.
enum AnswersCommand {
  private static let wins = Flag(
    "overrule", "Also record decisions about takes that were decided otherwise meanwhile.")

  /// The row of `castbook take answers` in the table.
  static let command = Command(
    "answers", "Add a reviewer's decisions and comments, from the file that the page saved.",
    details: [
      "The page is one of `castbook take share`. The reviewer's name is what they wrote there, which nothing proves. A "
        + "file that is added again changes nothing.",
      "If a take was decided otherwise since the page was made, that decision stays, unless you add --overrule.",
    ],
    examples: [
      Example("castbook take answers review-paula.json --dry-run", "see what would be recorded"),
      Example("castbook take answers review-paula.json", "record it"),
    ],
    positionals: [
      Positional("FILE", .one, "The answers.", completion: .files, isExistingFile: true)
    ],
    options: [OptionGroup("How", [wins, Options.dryRun]), Options.output],
    run: Command.printing(run))

  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let path = try arguments.positionals[0].path("take answers")
    var verb = AddAnswers(try ReviewAnswers(at: path))
    verb.winsOverOthers = arguments[wins]
    let isDry = arguments[Options.dryRun]
    let library = try await Libraries.open(arguments)
    let added = try isDry ? verb.preview(in: library) : verb.run(in: library)
    return Report(json: ReviewJSON.added(added, isDryRun: isDry)) { style in
      lines(added, style) + (isDry ? [Options.dryRunRemark] : [])
    }
  }

  private static func lines(_ added: AddedAnswers, _ style: TerminalStyle) -> [String] {
    let by = added.by.isEmpty ? "a reviewer" : sanitized(added.by)
    func name(_ bundle: Digest, _ file: Digest?) -> String {
      "\(file.map { String($0.hex.prefix(8)) } ?? "")  \(sanitized(added.shots[bundle] ?? ""))"
    }
    let rated = added.rated.map { rated in
      "  \(name(rated.take.export, rated.take.blob))  \(rated.take.result.rawValue), "
        + "was \(rated.before.result.rawValue)"
    }
    let comments = added.comments.flatMap { noted in
      let moment = noted.comment.milliseconds.map { "  at \(Quantity.seconds(milliseconds: $0))" }
      return ["  \(name(noted.comment.export, noted.comment.blob))\(moment ?? "")"]
        + TakeListText.body(noted, style, by: 4)
    }
    let overtaken = added.overtaken.flatMap { rated in
      style.remark(
        "\(name(rated.take.export, rated.take.blob)) stays \(rated.before.result.rawValue), decided "
          + "meanwhile; \(by) says \(rated.take.result.rawValue): --overrule records that",
        .warning, indent: 2)
    }
    let unknown = added.unknown.flatMap { answer in
      style.remark(
        "\(answer.file.hex.prefix(8)) is not a take in this library", .warning, indent: 2)
    }
    let totals = [
      Quantity.count(added.rated.count, "decision"),
      Quantity.count(added.comments.count, "comment"),
      added.knownCount > 0 ? "\(added.knownCount) recorded before" : nil,
    ]
    return rated + comments + overtaken + unknown
      + ["\(by): \(totals.compactMap(\.self).joined(separator: ", "))"]
  }
}
