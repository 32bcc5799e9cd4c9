internal import CommandLineKit

/// Standard output with its style, and the progress line that shares the terminal with it.
///
/// ```swift
/// let screen = Screen(arguments)
/// screen.progress.update("checked 3 of 10")
/// try screen.print("mira.jpg  ok")  // erases the progress line first
/// try screen.finish()
/// ```
struct Screen {
  /// The style of standard output.
  let style: TerminalStyle
  /// The progress line on standard error.
  let progress: ProgressLine
  /// Whether `--quiet` suppresses output. JSON and CSV are still printed; otherwise the exit code
  /// is the result.
  private let isQuiet: Bool

  init(color: ColorChoice, isQuiet: Bool = false) {
    self.isQuiet = isQuiet
    style = TerminalStyle(TerminalFacts.of(descriptor: 1), color: color)
    let errors = TerminalStyle(TerminalFacts.of(descriptor: 2))
    progress = ProgressLine(on: .standardError, style: errors)
  }

  /// Creates a screen as `--color` and `--quiet` request it.
  init(_ arguments: Arguments) {
    self.init(
      color: arguments.value("color").flatMap { ColorChoice(rawValue: $0.text) } ?? .auto,
      isQuiet: arguments.has("quiet") && !arguments.hasAny(of: ["json", "jsonl", "csv", "request"]))
  }

  /// Prints a text and its ending, unless output is quiet.
  func print(_ text: String, ending: String = "\n") throws {
    try print(bytes: Array((text + ending).utf8))
  }

  /// Prints bytes unchanged, for paths that are not UTF-8.
  func print(bytes: [UInt8]) throws {
    if isQuiet { return }
    // Only when both go to one terminal is the progress line in the way of results.
    guard style.isTerminal else { return try OutputPipe.standardOutput.write(bytes: bytes) }
    try progress.whileErased {
      try OutputPipe.standardOutput.write(bytes: bytes)
      // On a terminal every line is shown at once; in a pipe lines are written together.
      try OutputPipe.standardOutput.flush()
    }
  }

  /// Erases the progress line and writes all buffered output. Call it before the process ends.
  func finish() throws {
    progress.erase()
    try OutputPipe.standardOutput.flush()
  }
}
