internal import Castbook
internal import CommandLineKit
internal import Model

/// `castbook dismiss`: stops counting a finding on a picture.
///
/// Only findings from scores can be dismissed. A dismissal applies to the file's content, so it
/// counts in every element that has the same file; with `--undo` the finding counts again.
enum DismissCommand {
  private static let reason = ValueOption<String>(
    "reason", "TEXT", "The reason, for people who look at it later.")
  private static let undoes = Flag("undo", "Undo a dismissal: the finding counts again.")

  static let command = Command(
    "dismiss", "Stop counting a finding on a picture, with a reason.",
    details: [
      "A finding from a picture's scores may be intended. Once it is dismissed, `show` lists it in the background "
        + "with the reason, and `score @h` and `list --weak` leave it out. This applies to the same file in "
        + "every element that has it, and to no other file. `castbook log` lists past dismissals; --undo "
        + "reverts one."
    ],
    examples: [
      Example(
        "castbook dismiss @mira 3 image.cluttered --reason \"the market is her place\"",
        "on the third file"),
      Example(
        "castbook dismiss @mug 1,4 image.dark --reason \"lit like that\"", "on two files"),
      Example("castbook dismiss @mira 3 image.cluttered --undo", "count it again"),
    ],
    positionals: [
      Positional("@HANDLE", .one, "The element, by handle or alias."),
      Positional(
        "N[,…]", .one, "Its files, by number, range or name, as castbook show lists them."),
      Positional(
        "RULE[,…]", .one, "The rule of the finding, such as image.cluttered.",
        completion: .choices(ScoreRules.rules.map(\.rawValue))),
    ],
    options: [
      OptionGroup("How", [reason, undoes]), Options.output,
    ],
    section: "Keep", run: Command.printing(run))

  /// Dismisses the findings, or reverts their dismissals with `--undo`.
  private static func run(_ arguments: Arguments, on screen: Screen) async throws -> Report {
    let words = arguments.positionals
    let reference = try words[0].element
    let rules = try parts(of: words[2]).map(rule)
    let reason = try arguments[reason]
    guard reason != nil || arguments[undoes] else {
      throw UsageError(
        message: "no reason given",
        fix: "Add --reason and a few words, such as --reason \"intended\".")
    }
    let library = try await Libraries.open(arguments)
    let numbers = try Self.numbers(parts(of: words[1]), reference, library)
    let outcome =
      try arguments[undoes]
      ? Undismiss(rules, of: numbers, in: reference, reason: reason).run(in: library)
      : Dismiss(rules, of: numbers, in: reference, reason: reason ?? "").run(in: library)
    return Report(json: DismissJSON.outcome(outcome)) { _ in lines(outcome) }
  }

  /// Returns the parts of a comma-separated list. Empty parts are kept, so they can be
  /// reported.
  private static func parts(of word: Argument) -> [String] {
    word.text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.drop { $0 == " " })
    }
  }

  /// Returns the numbers of the files that the words name: numbers, ranges or file names.
  private static func numbers(
    _ words: [String], _ reference: HandleReference, _ library: ElementLibrary
  ) throws -> [Int] {
    let found = try library.find(reference)
    let files = FileNumbers(
      of: "\(found.handle)", names: found.revision.revision.references.map(\.file))
    return try words.flatMap { word in
      guard let selector = FileSelector(word) else {
        throw UsageError(
          message: "\"\(sanitized(word))\" is not a file's number, range or name",
          fix: "castbook show \(found.handle) numbers the files")
      }
      return try files.numbers(selector, as: word)
    }
  }

  /// Returns the rule with this name. Throws for a rule that doesn't come from scores, and suggests
  /// the nearest name for an unknown one; the prefix `image.` may be omitted.
  private static func rule(_ text: String) throws -> RuleID {
    let rules = ScoreRules.rules
    if let rule = rules.first(where: { $0.rawValue == text }) { return rule }
    if RuleID.all.contains(RuleID(rawValue: text)) {
      throw UsageError(
        message: "\(text) can't be dismissed: only findings from scores can",
        fix: "castbook explain \(text) shows what to do")
    }
    let names = rules.map(\.rawValue)
    let nearest = names.first { $0 == "image.\(text)" } ?? nearestName(to: text, among: names)
    throw UsageError(
      message: "no rule \"\(sanitized(text))\"",
      fix: nearest.map { "Did you mean \($0)?" }
        ?? "The rules are \(names.joined(separator: ", ")).")
  }

  /// A line per dismissal, the other elements it affects, and the command that reverts it.
  private static func lines(_ outcome: DismissOutcome) -> [String] {
    let lines = outcome.items.flatMap { item in
      let head = "\(outcome.handle), file \(item.number) (\(sanitized(item.reference.file))): "
      return [head + words(item)]
        + (item.isChanged && !item.sharedWith.isEmpty
          ? ["  \(sharing(item.sharedWith)) the same file: this applies there, too"] : [])
    }
    guard outcome.isChanged, outcome.items.contains(where: { $0.reason != nil }) else {
      return lines
    }
    return lines + ["Undo: castbook dismiss \(undoing(outcome)) --undo"]
  }

  /// Returns the outcome of one dismissal, as a phrase.
  private static func words(_ item: DismissOutcome.Item) -> String {
    guard let reason = item.reason else {
      return item.isChanged
        ? "\(item.rule) is counted again" : "\(item.rule) is not dismissed: no changes"
    }
    return item.isChanged
      ? "\(item.rule) dismissed: \(sanitized(reason))"
      : "\(item.rule) already dismissed: no changes"
  }

  /// Returns the elements that share the file, with the verb that agrees with their number.
  private static func sharing(_ handles: [Handle]) -> String {
    handles.map { "\($0)" }.joined(separator: ", ") + (handles.count == 1 ? " has" : " have")
  }

  /// Returns the arguments of the command that reverts the dismissals, each file and rule once.
  private static func undoing(_ outcome: DismissOutcome) -> String {
    func joined(_ words: [String]) -> String {
      var seen: Set<String> = []
      return words.filter { seen.insert($0).inserted }.joined(separator: ",")
    }
    return "\(outcome.handle) \(joined(outcome.items.map { "\($0.number)" })) "
      + joined(outcome.items.map(\.rule.rawValue))
  }
}
