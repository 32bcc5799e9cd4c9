internal import Castbook
internal import CommandLineKit
internal import Model

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
  /// Whether the result is printed as one JSON object.
  let wantsJSON: Bool
  /// Whether `--quiet` suppresses results and notices. JSON and CSV are still printed; otherwise
  /// the exit code is the result.
  private let isQuiet: (results: Bool, notices: Bool)

  /// Creates a screen for texts that no command prints.
  init() { self.init(color: .auto, wantsJSON: false, isQuiet: (false, false)) }

  /// Creates a screen as `--color`, `--quiet` and `--json` request it.
  init(_ arguments: Arguments) {
    let isQuiet = arguments[Options.quiet]
    let isData = arguments.hasAny(
      of: [Options.json, Options.jsonLines, Options.csv, PromptCommand.request])
    self.init(
      color: (try? arguments[Options.color]) ?? .auto,
      wantsJSON: arguments.hasAny(of: [Options.json]), isQuiet: (isQuiet && !isData, isQuiet))
  }

  private init(color: ColorChoice, wantsJSON: Bool, isQuiet: (results: Bool, notices: Bool)) {
    self.wantsJSON = wantsJSON
    self.isQuiet = isQuiet
    style = TerminalStyle(TerminalFacts.of(descriptor: 1), color: color)
    let errors = TerminalStyle(TerminalFacts.of(descriptor: 2))
    progress = ProgressLine(on: .standardError, style: errors)
  }

  /// Prints a text and its ending, unless output is quiet.
  func print(_ text: String, ending: String = "\n") throws {
    try print(bytes: Array((text + ending).utf8))
  }

  /// Prints each line, unless output is quiet.
  func print(lines: [String]) throws { for line in lines { try print(line) } }

  /// Prints bytes unchanged, for paths that are not UTF-8.
  func print(bytes: [UInt8]) throws {
    if isQuiet.results { return }
    // Only when both go to one terminal is the progress line in the way of results.
    guard style.isTerminal else { return try OutputPipe.standardOutput.write(bytes: bytes) }
    try progress.whileErased {
      try OutputPipe.standardOutput.write(bytes: bytes)
      // On a terminal every line is shown at once; in a pipe lines are written together.
      try OutputPipe.standardOutput.flush()
    }
  }

  /// Prints a remark on standard error, unless the user asked for quiet.
  func printNotice(_ text: String) throws { if !isQuiet.notices { try Self.printWarning(text) } }

  /// Prints a remark on standard error, as a sentence that begins with the program's name.
  static func printWarning(_ text: String) throws {
    let stop = text.hasSuffix(".") ? "" : "."
    try OutputPipe.standardError.write("castbook: \(sanitized(text))\(stop)\n")
    try OutputPipe.standardError.flush()
  }

  /// Erases the progress line and writes all buffered output. Call it before the process ends.
  func finish() throws {
    progress.erase()
    try OutputPipe.standardOutput.flush()
  }
}

// MARK: - Long work

extension Screen {
  /// Returns a function that counts its calls on the progress line, as in `checked 3 of 10  a.jpg`.
  func counter(_ verb: String, of total: Int) -> (FilePath) -> Void {
    var count = 0
    return { path in
      count += 1
      progress.update("\(verb) \(Quantity.grouped(count)) of \(Quantity.grouped(total))  \(path)")
    }
  }

  /// Writes what was printed and ends the process by SIGINT.
  func endByInterrupt() throws -> Never {
    try finish()
    Signals.endByInterrupt()
  }
}
