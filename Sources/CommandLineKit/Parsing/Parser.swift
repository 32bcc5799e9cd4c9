/// Walks over the words once and keeps what it finds: the command, its options, its positionals.
///
/// The first mistake is kept and reading goes on, because `--help` later on wins over it.
struct Parser {
  private var lineage: Lineage
  private var given: [String: [Argument]] = [:]
  private var positionals: [Argument] = []
  private var mistake: UsageMistake?
  private var isEmpty = true
  private var wantsHelp = false
  private var wantsVersion = false
  /// After the word `help`: the words that follow name the command to explain.
  private var isExplaining = false

  init(root: Command) { lineage = Lineage(root: root) }

  mutating func read(_ arguments: [Argument]) {
    isEmpty = arguments.isEmpty
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch Word(argument) {
      case .endOfOptions:
        positionals += rest
        return
      case .long(let name, let value): readLong(name, value, &rest)
      case .shorts(let letters): readShorts(letters, argument, &rest)
      case .plain: readPlain(argument)
      }
    }
  }

  /// What all words together ask for.
  func outcome(helpWidth: Int) throws(UsageError) -> Invocation {
    if wantsHelp { return .help(lineage.help(width: helpWidth)) }
    if wantsVersion { return .version }
    if let mistake { throw mistake.error(at: lineage) }
    if isExplaining || (isEmpty && lineage.command.run == nil) {
      return .help(lineage.help(width: helpWidth))
    }
    guard lineage.command.run != nil else {
      throw UsageMistake.missingCommand.error(at: lineage)
    }
    if let mistake = countMistake { throw mistake.error(at: lineage) }
    let arguments = Arguments(
      commandPath: lineage.path, declared: Set(lineage.options.map(\.name)), given: given,
      positionals: positionals)
    return .run(lineage.command, arguments)
  }

  /// Too few or too many positionals.
  private var countMistake: UsageMistake? {
    let declared = lineage.command.positionals
    let required = declared.filter(\.isRequired)
    if positionals.count < required.count {
      return .missingPositional(required[positionals.count])
    }
    if positionals.count > declared.count, !declared.contains(where: \.takesMany) {
      return .extraPositional(positionals[declared.count])
    }
    return nil
  }

  private mutating func note(_ mistake: UsageMistake) {
    if self.mistake == nil { self.mistake = mistake }
  }
}

// MARK: - Words

extension Parser {
  private mutating func readPlain(_ argument: Argument) {
    let command = lineage.command
    let mayEnter = positionals.isEmpty && mistake == nil && !command.children.isEmpty
    if mayEnter, let child = command.children.first(where: { argument.is($0.name) }) {
      lineage = lineage.entering(child)
    } else if lineage.isRoot, mayEnter, !isExplaining, argument.is("help") {
      isExplaining = true
    } else if isExplaining || !(command.run != nil && mayBePositional) {
      note(.unknownCommand(argument))
    } else {
      positionals.append(argument)
    }
  }

  /// A command with children takes other words only when it declares positionals.
  private var mayBePositional: Bool {
    lineage.command.children.isEmpty || lineage.command.takesPositionals
  }

  private mutating func readLong(
    _ name: [UInt8], _ value: Argument?, _ rest: inout ArraySlice<Argument>
  ) {
    let known = lineage.options + lineage.standardOptions
    guard let option = known.first(where: { Array($0.name.utf8) == name }) else {
      note(.unknownOption(Argument(bytes: Array("--".utf8) + name)))
      return
    }
    read(option, written: "--\(option.name)", attached: value, &rest)
  }

  /// Letters of one word: flags up to the first option with a value, which takes what is left.
  private mutating func readShorts(
    _ letters: ArraySlice<UInt8>, _ word: Argument, _ rest: inout ArraySlice<Argument>
  ) {
    let known = lineage.options + lineage.standardOptions
    var letters = letters
    while let letter = letters.popFirst() {
      guard let option = known.first(where: { $0.short?.asciiValue == letter }) else {
        note(.unknownLetters(Argument(bytes: [letter] + letters), word: word))
        return
      }
      let written = "-\(Character(Unicode.Scalar(letter)))"
      let equals = UInt8(ascii: "=")
      if option.value == nil, letters.first != equals {
        read(option, written: written, attached: nil, &rest)
        continue
      }
      let attached = letters.first == equals ? letters.dropFirst() : letters
      let isAttached = !letters.isEmpty
      read(
        option, written: written, attached: isAttached ? Argument(bytes: attached) : nil, &rest)
      return
    }
  }

  /// Takes one option with the value that stands in the same word or in the next one.
  private mutating func read(
    _ option: Option, written: String, attached: Argument?, _ rest: inout ArraySlice<Argument>
  ) {
    guard let value = option.value else {
      guard attached == nil else { return note(.valueOfFlag(written, attached)) }
      switch option {
      case .help: wantsHelp = true
      case .version: wantsVersion = true
      default: given[option.name, default: []] = []
      }
      return
    }
    var found = attached
    if found == nil, let next = rest.first, Word.mayBeValue(next) { found = rest.popFirst() }
    guard let found else {
      return note(.missingValue(written, value, instead: rest.first))
    }
    if !value.repeats, given[option.name] != nil { return note(.givenTwice(option)) }
    if let wrong = value.firstWrongPart(of: found) {
      return note(.wrongChoice(written, wrong, value.oneOf ?? []))
    }
    given[option.name, default: []].append(found)
  }
}

extension Option.Value {
  /// The part of `argument` that `oneOf` does not know, or nothing when all is well.
  fileprivate func firstWrongPart(of argument: Argument) -> Argument? {
    guard let oneOf else { return nil }
    let parts = isList ? argument.parts : [argument]
    guard !parts.isEmpty else { return argument }
    return parts.first { part in !oneOf.contains { part.is($0) } }
  }
}
