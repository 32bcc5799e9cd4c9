internal import Model

/// Everything that can be wrong with a command line, and the only place that words it.
enum UsageMistake {
  case unknownOption(Argument)
  /// Letters after one dash: those from the first unknown letter on, and the whole word.
  case unknownLetters(Argument, word: Argument)
  case unknownCommand(Argument)
  /// A command that only groups others was named without one of them.
  case missingCommand
  /// An option without its value. `instead` is the word that follows, when it can't be a value.
  case missingValue(String, Option.Value, instead: Argument?)
  /// A flag with a value attached, as in `--json=yes`.
  case valueOfFlag(String, Argument?)
  /// A value outside the option's choices: the option as written, the value, the choices.
  case wrongChoice(String, Argument, [String])
  case givenTwice(Option)
  case missingPositional(Positional)
  case extraPositional(Argument)
  /// `--libraries` was given without `--version`.
  case needsVersion

  /// Returns the mistake as an error with a message and a fix, for the command at `lineage`.
  func error(at lineage: Lineage) -> UsageError {
    let name = lineage.name
    let help = "`\(name) --help`"
    switch self {
    case .unknownOption(let option):
      return UsageError(
        message: "\(name) has no option \(option.shown)", fix: fix(option, lineage))
    case .unknownLetters(let letters, let word):
      return UsageError(
        message: "\(name) has no option -\(letters.firstShown)\(containingWord(word, letters))",
        fix: fix(letters, of: word, lineage))
    case .unknownCommand(let word):
      return UsageError(
        message: lineage.isRoot
          ? "unknown command \(word.quoted)" : "\(name) has no command \(word.quoted)",
        fix: lineage.command.knownWords[word.text.lowercased()].map { "Write `\($0)`." }
          ?? suggestion(for: word.text, among: lineage.commandNames + helpTopics(lineage))
          + "\(help) lists all commands.")
    case .missingCommand:
      return UsageError(message: "\(name) needs a command", fix: "\(help) lists all commands.")
    case .missingValue(let option, let value, let instead):
      return missingValue(option, value, instead, help)
    case .valueOfFlag(let flag, let value):
      return UsageError(
        message: "\(flag) does not accept a value, but \(value?.shown ?? "") was given",
        fix: "Write only \(flag), or leave it out; \(help) lists all options.")
    case .wrongChoice(let option, let value, let choices):
      return wrongChoice(option, value, choices, help)
    case .givenTwice(let option):
      return UsageError(
        message: "--\(option.name) is given twice",
        fix: "Keep one; \(help) lists all options.")
    case .missingPositional(let positional):
      return UsageError(
        message: "\(name) needs \(positional.name)",
        fix: "Usage: `\(lineage.usages[0])`; \(help) shows examples.")
    case .extraPositional(let word):
      return UsageError(
        message: "unexpected argument \(word.shown)",
        fix: "Usage: `\(lineage.usages[0])`; \(help) shows examples.")
    case .needsVersion:
      return UsageError(
        message: "--libraries belongs to --version",
        fix: "Write `\(lineage.path[0]) --version --libraries`.")
    }
  }
}

// MARK: - Longer texts

extension UsageMistake {
  /// The topics of help as they are typed, to be suggested for a word that isn't a command.
  private func helpTopics(_ lineage: Lineage) -> [String] {
    lineage.isRoot ? lineage.topics : []
  }

  private func missingValue(
    _ option: String, _ value: Option.Value, _ instead: Argument?, _ help: String
  ) -> UsageError {
    let example = option.hasPrefix("--") ? "\(option)=" : option
    guard let instead else {
      return UsageError(
        message: "\(option) needs a value",
        fix: "Write \(option) \(value.placeholder); \(help) explains it.")
    }
    return UsageError(
      message: "\(option) needs a value, but \(instead.shown) follows",
      fix: "Write \(option) \(value.placeholder), or \(example)\(instead.shown) if that is the "
        + "value; \(help) explains it.")
  }

  /// Lists the choices in the message when there are at most eight; a near one is suggested anyway.
  private func wrongChoice(
    _ option: String, _ value: Argument, _ choices: [String], _ help: String
  ) -> UsageError {
    let listed = choices.count <= 8 ? "\(option) accepts \(alternatives(choices)), not" : nil
    return UsageError(
      message: "\(listed ?? "\(option): unknown value") \(value.shown)",
      fix: suggestion(for: value.text, among: choices) + "\(help) explains it.")
  }

  /// The fix for an unknown long option: the name other programs' users mean, the place where the
  /// option belongs, or the nearest name.
  private func fix(_ option: Argument, _ lineage: Lineage) -> String {
    let help = "`\(lineage.name) --help` lists all options."
    let given = String(option.text.dropFirst(2))
    if let known = lineage.command.knownWords["--\(given)"] { return "Write `\(known)`." }
    if given == "version" { return "Write `\(lineage.path[0]) --version`." }
    if let child = lineage.command.visibleChildren.first(where: { $0.declares(given) }) {
      return "Write it after the command, as in `\(lineage.name) \(child.name) --\(given)`."
    }
    let names = (lineage.options + lineage.standardOptions).map(\.name)
    return suggestion(for: given, among: names, mark: "--") + help
  }

  /// The fix for unknown letters: the nearest long name when a dash is missing, otherwise a hint
  /// for file names that start with a dash.
  private func fix(_ letters: Argument, of word: Argument, _ lineage: Lineage) -> String {
    let help = "`\(lineage.name) --help` lists all options."
    let long = word.text.dropFirst().prefix { $0 != "=" }
    let names = (lineage.options + lineage.standardOptions).map(\.name)
    if long.count > 1, let near = nearestName(to: String(long), among: names) {
      return "Did you mean --\(near)? " + help
    }
    return "\(help) For a file name that starts with a dash, write ./\(word.shown)."
  }

  /// Names the whole word in parentheses, unless the letters are all of it.
  private func containingWord(_ word: Argument, _ letters: Argument) -> String {
    word.bytes.count == 2 || letters.bytes.isEmpty ? "" : " (in \(word.shown))"
  }

  /// `Did you mean …? ` with a space at the end, or an empty text when no name is near.
  private func suggestion(for word: String, among names: [String], mark: String = "") -> String {
    guard let near = nearestName(to: word, among: names) else { return "" }
    return "Did you mean \(mark)\(near)? "
  }
}

/// Returns the words as a phrase: `a`, `a or b`, `a, b or c`.
func alternatives(_ words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}

extension Command {
  /// Whether the command itself, not one of its parents, declares the option.
  fileprivate func declares(_ name: String) -> Bool {
    options.contains { $0.options.contains { $0.name == name } }
  }
}

extension Lineage {
  /// The names of the sub-commands that may be typed here, including `help` at the root.
  var commandNames: [String] { command.visibleChildren.map(\.name) + (isRoot ? ["help"] : []) }

  /// The topics that `help` explains: those of the program, and the options of every command.
  var topics: [String] {
    let topics = commands.first?.topics ?? []
    return topics.isEmpty ? [] : (topics + [Parser.optionsTopic]).sorted()
  }
}

extension Argument {
  /// The word as it appears in messages: one line of at most 80 columns without control characters,
  /// in quotes when it is empty or contains a space.
  fileprivate var shown: String {
    let text = truncated(sanitized(self.text), toColumns: 80)
    return text.isEmpty || text.contains(" ") ? "'\(text)'" : text
  }

  /// The word as it appears in messages, in double quotes.
  fileprivate var quoted: String { "\"\(truncated(sanitized(text), toColumns: 80))\"" }

  /// The first character, safe to print.
  fileprivate var firstShown: String { sanitized(String(text.prefix(1))) }
}
