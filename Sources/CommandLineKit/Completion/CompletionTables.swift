/// The data that the completion scripts share: which words may follow which.
///
/// Every word is already quoted for the target shell, so the generators only join strings.
struct CompletionTables {
  /// One arm of a shell's `case` or `switch`: the patterns it matches, and the result it sets.
  struct Arm {
    let patterns: [String]
    let facts: Facts
  }

  /// The result of a table lookup, which the scripts assign to shell variables.
  enum Facts {
    /// The sub-commands and options that may follow a command.
    case command(children: [String], options: [String])
    /// The candidates for a value or a positional. `kind` is `files`, `folders`, `words` or
    /// `nothing`; `choices` is empty unless `kind` is `words`. `isList` marks a comma-separated
    /// list.
    case value(kind: String, choices: [String], isList: Bool)
  }

  /// The program's name as it is typed.
  let program: String
  /// The program's name with every character that a shell function's name can't contain replaced by
  /// an underscore.
  let prefix: String
  /// The sub-commands and options of each command, keyed by command path.
  private(set) var commands: [Arm] = []
  /// The value that follows each option, keyed by command path and option as typed. Flags are
  /// absent, which is how the scripts tell that the next word is not a value.
  private(set) var values: [Arm] = []
  /// The candidates for each positional, keyed by command path and the positional's index.
  private(set) var positionals: [Arm] = []
  private let dialect: ShellDialect

  /// Builds the tables of `root` and all its visible sub-commands, quoted for `dialect`.
  init(_ root: Command, dialect: ShellDialect) {
    program = root.name
    prefix = String(root.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    self.dialect = dialect
    // A child's option hides its parent's option of the same name, and shells take the first match,
    // so children are added first.
    for lineage in Lineage(root: root).visibleTree.reversed() { add(lineage) }
  }

  /// Adds the rows of one command: its words, the values of its own options, its positionals.
  private mutating func add(_ lineage: Lineage) {
    let command = lineage.command
    let help = Command("help", "Explain a command.")
    let children = command.visibleChildren + (lineage.isRoot ? [help] : [])
    let options = lineage.options + lineage.standardOptions
    commands.append(
      Arm(
        patterns: [dialect.quoted(lineage.name)],
        facts: .command(
          children: command.visibleChildren.isEmpty
            ? [] : children.map { dialect.entry($0.name, $0.summary) },
          options: options.map { dialect.entry("--\($0.name)", $0.summary) })))

    for option in command.options.flatMap(\.options) {
      guard let value = option.value else { continue }
      let spellings = ["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])
      let patterns = spellings.flatMap { spelling in
        [dialect.quoted("\(lineage.name) \(spelling)")]
          + (command.children.isEmpty ? [] : [dialect.below(lineage.name, spelling)])
      }
      values.append(
        Arm(patterns: patterns, facts: facts(value.completion, isList: value.isList)))
    }
    for (index, positional) in command.positionals.enumerated() {
      let pattern =
        positional.acceptsMany
        ? dialect.beginning(with: "\(lineage.name) ") : dialect.quoted("\(lineage.name) \(index)")
      positionals.append(
        Arm(patterns: [pattern], facts: facts(positional.completion, isList: false)))
    }
  }

  /// Translates a `Completion` into the words the scripts understand.
  private func facts(_ completion: Completion, isList: Bool) -> Facts {
    switch completion {
    case .nothing: .value(kind: "nothing", choices: [], isList: isList)
    case .files: .value(kind: "files", choices: [], isList: isList)
    case .folders: .value(kind: "folders", choices: [], isList: isList)
    case .choices(let words):
      .value(kind: "words", choices: words.map(dialect.quoted), isList: isList)
    }
  }
}

/// The quoting and pattern rules of one shell.
enum ShellDialect {
  case bash, zsh, fish

  /// Returns the text as one word that the shell takes literally.
  func quoted(_ text: String) -> String {
    var quoted = "'"
    for character in text {
      switch (character, self) {
      case ("'", .fish): quoted += "\\'"
      case ("\\", .fish): quoted += "\\\\"
      case ("'", _): quoted += "'\\''"
      default: quoted.append(character)
      }
    }
    return quoted + "'"
  }

  /// Returns a candidate, followed by its summary in shells that show one (zsh and fish).
  func entry(_ name: String, _ summary: String) -> String {
    switch self {
    case .bash: return quoted(name)
    case .zsh:
      let escaped = name.reduce(into: "") { $0 += $1 == ":" ? "\\:" : String($1) }
      return quoted("\(escaped):\(summary)")
    case .fish: return quoted("\(name)\t\(summary)")
    }
  }

  /// A pattern for `spelling` in any command below `path`.
  func below(_ path: String, _ spelling: String) -> String {
    self == .fish
      ? quoted("\(path) * \(spelling)") : "\(quoted("\(path) "))*\(quoted(" \(spelling)"))"
  }

  /// A pattern for every text that begins with `text`.
  func beginning(with text: String) -> String {
    self == .fish ? quoted("\(text)*") : "\(quoted(text))*"
  }
}
