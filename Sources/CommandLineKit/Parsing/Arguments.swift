/// What the user gave to one command, checked against its table.
public struct Arguments: Sendable {
  /// The command's full name, word by word: `["castbook", "check"]`.
  public let commandPath: [String]
  /// The words that are no options, in their order.
  public let positionals: [Argument]
  /// The options the command declares; asking for another one is a mistake in the program.
  private let declared: Set<String>
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

  /// Whether the option was given.
  public func has(_ name: String) -> Bool {
    requireDeclared(name)
    return given[name] != nil
  }

  /// Whether any of these options was given, as far as the command has them.
  public func hasAny(of names: [String]) -> Bool { names.contains { given[$0] != nil } }

  /// The value of the option; the last one when it repeats.
  public func value(_ name: String) -> Argument? {
    values(name).last
  }

  /// All values of the option, in the order they were given.
  public func values(_ name: String) -> [Argument] {
    requireDeclared(name)
    return given[name] ?? []
  }

  /// All values of the option with comma lists taken apart: `--for a,b --for c` gives three.
  public func list(_ name: String) -> [Argument] {
    values(name).flatMap(\.parts)
  }

  private func requireDeclared(_ name: String) {
    precondition(
      declared.contains(name),
      "\(commandPath.joined(separator: " ")) declares no option --\(name); add it to its table")
  }
}
