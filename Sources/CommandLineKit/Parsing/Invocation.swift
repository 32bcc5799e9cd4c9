/// What a command line asks for.
public enum Invocation: Sendable {
  case run(Command, Arguments)
  /// Print this text.
  case help(String)
  /// Print the program's version.
  case version
}

extension Command {
  /// Reads the words after the program's name. Help is wrapped at `width` columns.
  ///
  ///     switch try castbook.parse(Argument.ofThisProcess()) {
  ///     case .run(let command, let arguments): status = try await command.run?(arguments)
  ///     case .help(let text): print(text)
  ///     case .version: print("castbook 1.0")
  ///     }
  public func parse(
    _ arguments: [Argument], width: Int = 80
  ) throws(UsageError) -> Invocation {
    var parser = Parser(root: self)
    parser.read(arguments)
    return try parser.outcome(helpWidth: width)
  }
}
