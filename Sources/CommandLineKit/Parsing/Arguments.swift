/// The options and positionals that the user gave to one command, checked against its table.
///
/// ```swift
/// let targets = arguments.list("for")  // --for a,b --for c gives three
/// let isDry = arguments.has("dry-run")
/// let folder = arguments.value("library")  // nil when the option was not given
/// ```
public struct Arguments: Sendable {
  /// The command's full name as words, such as `["castbook", "check"]`.
  public let commandPath: [String]
  /// The words that are not options, in the order they were given.
  public let positionals: [Argument]
  /// The names of the options that the command declares. Asking for any other is a programming
  /// error.
  private let declared: Set<String>
  /// The values of each option given, keyed by its long name. A flag has an empty array.
  private let given: [String: [Argument]]

  init(
    commandPath: [String], declared: Set<String>, given: [String: [Argument]],
    positionals: [Argument]
  ) {
    self.commandPath = commandPath
    self.declared = declared
    self.given = given
    self.positionals = positionals
  }

  /// Returns whether the option was given. Traps when the command doesn't declare it.
  public func has(_ name: String) -> Bool {
    requireDeclared(name)
    return given[name] != nil
  }

  /// Returns whether any of these options was given. Names that the command doesn't declare are
  /// ignored, so callers may pass options of other commands.
  public func hasAny(of names: [String]) -> Bool { names.contains { given[$0] != nil } }

  /// Returns the option's value, the last one when it was repeated, or `nil` when it was not given.
  public func value(_ name: String) -> Argument? {
    values(name).last
  }

  /// Returns all values of the option, in the order they were given.
  public func values(_ name: String) -> [Argument] {
    requireDeclared(name)
    return given[name] ?? []
  }

  /// Returns all values of the option with comma-separated lists split: `--for a,b --for c` gives
  /// three.
  public func list(_ name: String) -> [Argument] {
    values(name).flatMap(\.parts)
  }

  /// Traps when the command's table lacks the option, which would otherwise read as "not given".
  private func requireDeclared(_ name: String) {
    precondition(
      declared.contains(name),
      "\(commandPath.joined(separator: " ")) declares no option --\(name); add it to its table")
  }
}
