internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook take comment`: says something about a take.
enum CommentCommand {
  private static let moment = ValueOption<Int>(
    "at", "TIME", "The moment that it is about, from the start: 3.2 or 1:03.2."
  ) { word in
    guard let milliseconds = milliseconds(word.text) else {
      throw UsageError(
        message: "--at \(sanitized(word.text)) is not a moment of a clip",
        fix: "Write seconds, such as 3.2, or minutes and seconds, such as 1:03.2.")
    }
    return milliseconds
  }
  private static let withdraws = Flag("undo", "Withdraw a comment: TEXT is digits of its id.")

  /// The row of `castbook take comment` in the table.
  static let command = Command(
    "comment", "Comment on a take, or on a moment of it.",
    details: [
      "Comments are kept in the library and reach everyone who shares it. `castbook take list` shows them with their ids."
    ],
    examples: [
      Example("castbook take comment 41ab9f2c 'the best one so far'", "on the whole take"),
      Example("castbook take comment lobby-1.mp4 'the coat is too dark' --at 3.2", "on a moment"),
      Example("castbook take comment 41ab9f2c 7c95b6d0 --undo", "withdraw a comment"),
    ],
    positionals: [
      TakeReference.positional, Positional("TEXT", .one, "What you say about it."),
    ],
    options: [
      OptionGroup("How", [moment, withdraws, TakeReference.bundle]), Options.output,
    ],
    run: Command.printing(run))

  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let text = arguments.positionals[1].text
    let moment = try arguments[moment]
    let library = try await Libraries.open(arguments)
    let take = try await TakeReference.take(
      named: arguments.positionals[0], arguments, in: library)
    guard let file = take.blob else { return .printed(.success) }
    if arguments[withdraws] {
      let noted = try WithdrawComment(id(text, on: take, in: library)).run(in: library)
      return Report(json: LedgerJSON.comment(noted, isWithdrawn: true)) { _ in
        ["\(file.short): the comment is withdrawn: \(sanitized(noted.comment.text))"]
      }
    }
    var comment = CommentTake(file, of: take.export, text)
    comment.milliseconds = moment
    let noted = try comment.run(in: library)
    return Report(json: LedgerJSON.comment(noted)) { style in
      ["\(file.short): " + TakeListText.head(noted)] + TakeListText.body(noted, style, by: 2)
    }
  }

  /// Returns the id of the comment on a take that begins with some digits.
  private static func id(
    _ digits: String, on take: Take, in library: ElementLibrary
  ) throws -> Digest {
    var list = ListTakes()
    list.exports.bundle = take.export
    let comments = try list.run(in: library).takes.filter { $0.take.blob == take.blob }
      .flatMap(\.comments)
    let found = comments.filter { $0.record.hex.hasPrefix(digits.lowercased()) }
    guard digits.utf8.count >= 8, found.count == 1 else {
      throw UsageError(
        message: "\(sanitized(digits)) is not the id of a comment on this take",
        fix: comments.isEmpty
          ? "It has no comments."
          : "Its comments are \(comments.map { String($0.record.hex.prefix(8)) }.joined(separator: ", "))."
      )
    }
    return found[0].record
  }

  /// Parses seconds, or minutes and seconds; `nil` if a text is neither.
  private static func milliseconds(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let last = parts.last, let seconds = decimal(last) else {
      return nil
    }
    guard parts.count == 2 else { return seconds }
    guard let minutes = Int(parts[0]), (0...1440).contains(minutes), seconds < 60_000 else {
      return nil
    }
    return minutes * 60_000 + seconds
  }

  /// Parses a number of seconds with up to three decimals into milliseconds.
  private static func decimal(_ text: Substring) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }),
      let whole = Int(parts[0]), whole <= 86_400
    else { return nil }
    guard parts.count == 2 else { return whole * 1000 }
    let decimals = parts[1]
    guard decimals.utf8.count <= 3,
      let rest = Int(decimals + String(repeating: "0", count: 3 - decimals.utf8.count))
    else { return nil }
    return whole * 1000 + rest
  }
}
