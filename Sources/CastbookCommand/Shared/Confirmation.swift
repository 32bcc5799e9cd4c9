internal import CommandLineKit

/// The `--yes` option, and the questions that it answers.
enum Confirmation {
  static let isGiven = Flag("yes", "Don't ask for confirmation.")

  /// Whether the command can ask: standard input is a terminal and output is not JSON.
  static func canAsk(_ arguments: Arguments) -> Bool {
    TerminalFacts.of(descriptor: 0).isTerminal && !arguments.wantsJSON
  }

  /// Throws if the command can neither ask nor has `--yes`.
  static func require(_ arguments: Arguments, because reason: String, fix: String) throws {
    guard arguments[isGiven] || canAsk(arguments) else {
      throw UsageError(message: "can't ask for confirmation here, and \(reason)", fix: fix)
    }
  }

  /// Asks a question, and returns the answer in lower case.
  static func answer(to question: String, on screen: Screen) throws -> String? {
    try screen.finish()
    try OutputPipe.standardError.write(question)
    try OutputPipe.standardError.flush()
    return readLine()?.lowercased()
  }

  /// Asks a question whose default answer is no, and returns whether the answer was yes.
  static func isYes(_ question: String, on screen: Screen) throws -> Bool {
    ["y", "yes"].contains(try answer(to: "\(question) [y/N] ", on: screen))
  }
}
