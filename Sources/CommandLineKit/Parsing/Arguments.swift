/// The options and positionals that the user gave to one command, checked against its table.
///
/// ```swift
/// let targets = try arguments[Profiles.targets]  // --for a,b --for c gives three
/// let isDry = arguments[Options.dryRun]
/// let folder = try arguments[Libraries.option]  // nil when the option was not given
/// ```
public struct Arguments: Sendable {
  /// The command's full name as words, such as `["castbook", "check"]`.
  public let commandPath: [String]
  /// The words that are not options, in the order they were given.
  public let positionals: [Argument]
  /// The options that the command declares, by long name. Asking for any other is a programming
  /// error.
  private let declared: [String: Option]
  /// The values of each option given, keyed by its long name. A flag has an empty array.
  private let given: [String: [Argument]]

  init(
    commandPath: [String], declared: [Option], given: [String: [Argument]],
    positionals: [Argument]
  ) {
    self.commandPath = commandPath
    self.declared = Dictionary(
      declared.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.given = given
    self.positionals = positionals
  }

  /// Whether the flag was given. Traps when the command doesn't declare it.
  public subscript(flag: Flag) -> Bool { has(flag) }

  /// The value of the option: optional for a `ValueOption`, an array for a `ListOption`.
  ///
  /// Throws the option's error for a word that is not such a value. Traps when the command doesn't
  /// declare the option.
  public subscript<Answer>(option: some TypedOption<Answer>) -> Answer {
    get throws { try option.answer(words(of: option.option)) }
  }

  /// Returns whether the option was given. Traps when the command doesn't declare it.
  public func has(_ option: some TypedOption) -> Bool { words(of: option.option) != nil }

  /// Returns whether any of these options was given. Options that the command doesn't declare are
  /// ignored, so callers may pass options of other commands.
  public func hasAny(of options: [any TypedOption]) -> Bool { firstName(of: options) != nil }

  /// Returns the name of the first of these options that was given, or `nil`. Options that the
  /// command doesn't declare are ignored.
  public func firstName(of options: [any TypedOption]) -> String? {
    options.lazy.map(\.option.name).first { given[$0] != nil }
  }

  /// Returns the words that were given for an option, or `nil` when it was not given.
  ///
  /// Traps when the command's table lacks the option, or has one of another form under its name,
  /// which would otherwise read as "not given".
  package func words(of option: Option) -> [Argument]? {
    precondition(
      declared[option.name]?.hasForm(of: option) == true,
      "\(commandPath.joined(separator: " ")) declares no such option --\(option.name)")
    return given[option.name]
  }
}

extension Option {
  /// Returns whether both are flags, both have one value, or both have a list.
  fileprivate func hasForm(of other: Option) -> Bool {
    (value == nil) == (other.value == nil) && value?.isList == other.value?.isList
  }
}
