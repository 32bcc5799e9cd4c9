extension Command {
  /// The mistakes in the table itself, one sentence each: duplicate or malformed names, empty
  /// summaries, positionals in an order that can't be parsed.
  ///
  /// A program's tests expect an empty array:
  ///
  /// ```swift
  /// #expect(commandTable.inconsistencies.isEmpty)
  /// ```
  public var inconsistencies: [String] { Lineage(root: self).inconsistencies }
}

extension Lineage {
  /// The mistakes of this command and of all commands below it, each with the command's full name.
  fileprivate var inconsistencies: [String] {
    let found = namesOfOptions + namesOfChildren + shape + orderOfPositionals
    return found.map { "\(name): \($0)" }
      + command.children.flatMap { entering($0).inconsistencies }
  }

  /// Malformed and duplicate option names. A parent's options count, because children accept them.
  private var namesOfOptions: [String] {
    let options = self.options + standardOptions
    let wrong = options.filter { !$0.name.isPlainName || $0.short?.isPlainLetter == false }
    return wrong.map { "option --\($0.name): names are a-z, 0-9 and -, short ones a letter" }
      + repeated(options.map(\.name)).map { "option --\($0) is declared twice" }
      + repeated(options.compactMap(\.short)).map { "option -\($0) is declared twice" }
  }

  private var namesOfChildren: [String] {
    // A command with the name of a topic would hide it.
    let names = command.children.map(\.name) + (isRoot ? ["help"] + topics : [])
    let wrong = names.filter { !$0.isPlainName }
    return wrong.map { "command \($0): names are a-z, 0-9 and -" }
      + repeated(names).map { "command \($0) is declared twice" }
  }

  /// A missing summary, and a command that neither runs nor holds others.
  private var shape: [String] {
    var found: [String] = []
    if command.summary.isEmpty { found.append("the summary is empty") }
    if command.run == nil, command.children.isEmpty { found.append("it does nothing") }
    if command.run == nil, !command.positionals.isEmpty {
      found.append("it declares positionals but does nothing with them")
    }
    return found
  }

  /// Positionals that take all remaining words before the last one, and required ones after
  /// optional ones.
  private var orderOfPositionals: [String] {
    let positionals = command.positionals
    let early = positionals.dropLast().first(where: \.acceptsMany)
    let late = positionals.drop(while: \.isRequired).first(where: \.isRequired)
    return (early.map { ["\($0.usage) takes many but is not the last"] } ?? [])
      + (late.map { ["\($0.usage) is required but follows an optional one"] } ?? [])
  }
}

/// Returns the names that occur more than once, in order, each once.
private func repeated<Name: Hashable>(_ names: [Name]) -> [Name] {
  var seen: Set<Name> = []
  var repeated: [Name] = []
  for name in names where !seen.insert(name).inserted && !repeated.contains(name) {
    repeated.append(name)
  }
  return repeated
}

extension String {
  /// Whether the name consists of a–z, 0–9 and dashes, and doesn't begin with a dash.
  fileprivate var isPlainName: Bool {
    let isPlain = utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
    }
    return isPlain && !isEmpty && !hasPrefix("-")
  }
}

extension Character {
  fileprivate var isPlainLetter: Bool { isASCII && isLetter }
}
