/// Walks over the words once and collects the command, its options and its positionals.
///
/// The parser keeps the first mistake and continues, because a later `--help` takes precedence over
/// it.
struct Parser {
  /// The command reached so far, with its parents.
  private var lineage: Lineage
  /// The values of each option given, keyed by its long name.
  private var given: [String: [Argument]] = [:]
  private var positionals: [Argument] = []
  /// The first mistake found, or `nil`.
  private var mistake: UsageMistake?
  /// Whether the command line has no words at all.
  private var isEmpty = true
  private var wantsHelp = false
  /// Whether `--brief` was given, which shortens help, and belongs to some commands besides.
  private var wantsBrief = false
  private var wantsVersion = false
  /// Whether `--libraries` was given, which belongs to `--version`.
  private var wantsLibraries = false
  /// Whether the word `help` came first, so the words after it name the command to explain.
  private var isExplaining = false
  /// The topic that `help` is asked to explain, or `nil`.
  private var topic: String?

  init(root: Command) { lineage = Lineage(root: root) }

  /// Reads all words. Mistakes are kept for `outcome(helpWidth:)`.
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

  /// Returns what the words ask for, or throws the first mistake.
  ///
  /// Help comes before the version, and both come before mistakes.
  func outcome(helpWidth: Int) throws(UsageError) -> Invocation {
    if wantsHelp { return .help(help(width: helpWidth)) }
    if wantsVersion { return .version(listsLibraries: wantsLibraries) }
    if wantsLibraries { throw UsageMistake.needsVersion.error(at: lineage) }
    if let mistake { throw mistake.error(at: lineage) }
    if topic == Self.optionsTopic { return .help(lineage.optionsHelp(width: helpWidth)) }
    if let topic { return .topic(topic) }
    if isExplaining || (isEmpty && lineage.command.run == nil) {
      return .help(help(width: helpWidth))
    }
    guard lineage.command.run != nil else { throw UsageMistake.missingCommand.error(at: lineage) }
    if let mistake = countMistake { throw mistake.error(at: lineage) }
    let arguments = Arguments(
      commandPath: lineage.path, declared: lineage.options, given: given, positionals: positionals)
    return .run(lineage.command, arguments)
  }

  /// Returns the help of the command, with `--brief` its brief form.
  private func help(width: Int) -> String {
    wantsBrief ? lineage.briefHelp : lineage.help(width: width)
  }

  /// The mistake of giving too few or too many positionals, or `nil`.
  private var countMistake: UsageMistake? {
    let declared = lineage.command.positionals
    let required = declared.filter(\.isRequired)
    if positionals.count < required.count { return .missingPositional(required[positionals.count]) }
    if positionals.count > declared.count, !declared.contains(where: \.acceptsMany) {
      return .extraPositional(positionals[declared.count])
    }
    return nil
  }

  /// The topic that explains the options of every command.
  static let optionsTopic = "options"

  /// Keeps a mistake unless an earlier one is kept.
  private mutating func note(_ mistake: UsageMistake) {
    if self.mistake == nil { self.mistake = mistake }
  }
}

// MARK: - Words

extension Parser {
  /// Reads a word without a dash: a sub-command, the word `help`, or a positional.
  private mutating func readPlain(_ argument: Argument) {
    let command = lineage.command
    let mayEnter = positionals.isEmpty && mistake == nil && !command.children.isEmpty
    if mayEnter, let child = command.children.first(where: { argument.is($0.name) }) {
      lineage = lineage.entering(child)
    } else if lineage.isRoot, mayEnter, !isExplaining, argument.is("help") {
      isExplaining = true
    } else if isExplaining, lineage.isRoot, topic == nil,
      let name = lineage.topics.first(where: { argument.is($0) })
    {
      topic = name
    } else if isExplaining || !(command.run != nil && mayBePositional) {
      note(.unknownCommand(argument))
    } else {
      positionals.append(argument)
    }
  }

  /// Whether a word can be a positional. A command with children takes other words only when it
  /// declares positionals.
  private var mayBePositional: Bool {
    lineage.command.children.isEmpty || lineage.command.acceptsPositionals
  }

  /// Reads `--name` or `--name=value`.
  private mutating func readLong(
    _ name: [UInt8], _ value: Argument?, _ rest: inout ArraySlice<Argument>
  ) {
    let known = lineage.options + lineage.standardOptions
    wantsBrief = wantsBrief || name == Array("brief".utf8) && value == nil
    guard let option = known.first(where: { Array($0.name.utf8) == name }) else {
      // After the word `help` the option is about the help, whatever the command has.
      if isExplaining, topic == nil, wantsBrief, name == Array("brief".utf8) { return }
      note(.unknownOption(Argument(bytes: Array("--".utf8) + name)))
      return
    }
    read(option, written: "--\(option.name)", attached: value, &rest)
  }

  /// Reads the letters of one word: flags up to the first option with a value, which takes the rest
  /// of the word as its value.
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

  /// Reads one option, taking its value from the same word (`attached`) or from the next one.
  private mutating func read(
    _ option: Option, written: String, attached: Argument?, _ rest: inout ArraySlice<Argument>
  ) {
    guard let value = option.value else {
      guard attached == nil else { return note(.valueOfFlag(written, attached)) }
      switch option {
      case .help: wantsHelp = true
      case .version: wantsVersion = true
      case .libraries: wantsLibraries = true
      default: given[option.name, default: []] = []
      }
      return
    }
    var found = attached
    if found == nil, let next = rest.first, Word.mayBeValue(next) { found = rest.popFirst() }
    guard let found else { return note(.missingValue(written, value, instead: rest.first)) }
    if !value.repeats, given[option.name] != nil { return note(.givenTwice(option)) }
    if let wrong = value.firstWrongPart(of: found) {
      return note(.wrongChoice(written, wrong, value.oneOf ?? []))
    }
    given[option.name, default: []].append(found)
  }
}

extension Option.Value {
  /// Returns the part of `argument` that `oneOf` doesn't contain, or `nil` when all are accepted.
  fileprivate func firstWrongPart(of argument: Argument) -> Argument? {
    guard let oneOf else { return nil }
    let parts = isList ? argument.parts : [argument]
    guard !parts.isEmpty else { return argument }
    return parts.first { part in !oneOf.contains { part.is($0) } }
  }
}
