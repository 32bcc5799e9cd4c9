/// What the completion scripts know about a program: which words may follow which.
struct CompletionTables {
  /// One arm of a `case` or `switch`: where it holds, and what holds there.
  struct Arm {
    let patterns: [String]
    let facts: Facts
  }

  enum Facts {
    case command(children: [String], options: [String])
    case value(kind: String, choices: [String], isList: Bool)
  }

  let program: String
  /// The program's name with only those characters that a shell function may have.
  let prefix: String
  /// By command path: the sub-commands and options that may stand there.
  private(set) var commands: [Arm] = []
  /// By path and option as typed: the value that follows. Flags are not in it.
  private(set) var values: [Arm] = []
  /// By path and number of the positional.
  private(set) var positionals: [Arm] = []
  private let dialect: ShellDialect

  init(_ root: Command, dialect: ShellDialect) {
    program = root.name
    prefix = String(root.name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    self.dialect = dialect
    // A child's option hides its parent's of the same name: it has to be met first.
    for lineage in Lineage(root: root).visibleTree.reversed() { add(lineage) }
  }

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
        positional.takesMany
        ? dialect.beginning(with: "\(lineage.name) ") : dialect.quoted("\(lineage.name) \(index)")
      positionals.append(
        Arm(patterns: [pattern], facts: facts(positional.completion, isList: false)))
    }
  }

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

/// How a shell writes what the tables need.
enum ShellDialect {
  case bash, zsh, fish

  /// The text as one word that the shell takes literally.
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

  /// A word to offer, with what it does where the shell can show that.
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

  func beginning(with text: String) -> String {
    self == .fish ? quoted("\(text)*") : "\(quoted(text))*"
  }
}
