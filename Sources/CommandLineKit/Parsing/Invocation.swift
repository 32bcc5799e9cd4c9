/// The result of parsing a command line.
public enum Invocation: Sendable {
  /// Run this command with these arguments.
  case run(Command, Arguments)
  /// Print this text.
  case help(String)
  /// Print the text of this topic, one of the root's `topics`.
  case topic(String)
  /// Print the program's version, and with `listsLibraries` the libraries that it uses.
  case version(listsLibraries: Bool)
}

extension Command {
  /// Parses the words after the program's name. Help is wrapped at `width` columns.
  ///
  /// Throws a `UsageError` with a fix when the words don't match the table.
  ///
  ///     switch try castbook.parse(Argument.ofThisProcess()) {
  ///     case .run(let command, let arguments): status = try await command.run?(arguments)
  ///     case .help(let text): print(text)
  ///     case .topic(let name): print(documents[name])
  ///     case .version(_): print("castbook 1.0")
  ///     }
  public func parse(
    _ arguments: [Argument], width: Int = 80
  ) throws(UsageError) -> Invocation {
    var parser = Parser(root: self)
    parser.read(arguments)
    return try parser.outcome(helpWidth: width)
  }
}
