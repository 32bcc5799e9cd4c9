import CommandLineKit

/// The result of parsing, as one line of text for a table of expectations.
func outcome(_ words: [String], of root: Command = SampleProgram.root) -> String {
  outcome(of: words.map { Argument($0) }, root: root)
}

func outcome(of arguments: [Argument], root: Command = SampleProgram.root) -> String {
  do {
    switch try root.parse(arguments) {
    case .run(let command, let arguments):
      return "\(command.name)\(described(arguments, command, root))"
    case .help(let text): return "help: \(text.prefix { $0 != "\n" })"
    case .topic(let name): return "topic: \(name)"
    case .version(let listsLibraries): return listsLibraries ? "version, libraries" : "version"
    }
  } catch {
    return "\(error)"
  }
}

/// Options sorted by name, then positionals: ` --for=kling --json | refs/`.
private func described(_ arguments: Arguments, _ command: Command, _ root: Command) -> String {
  let inherited = command.name == root.name ? [] : root.options
  let declared = (command.options + inherited).flatMap(\.options)
  let given = declared.sorted { $0.name < $1.name }.flatMap { option -> [String] in
    guard let words = arguments.words(of: option) else { return [] }
    return option.value == nil
      ? [" --\(option.name)"] : words.map { " --\(option.name)=\($0)" }
  }
  let positionals = arguments.positionals.map { " \($0)" }
  return given.joined() + (positionals.isEmpty ? "" : " |" + positionals.joined())
}
