internal import CommandLineKit

/// Standard output with what is known about it: whether it is coloured, how wide it is.
struct Screen {
  let style: TerminalStyle
  let progress: ProgressLine
  /// Whether only what was asked for in JSON or CSV is printed: the exit code says the rest.
  private let isQuiet: Bool

  init(color: ColorChoice, isQuiet: Bool = false) {
    self.isQuiet = isQuiet
    style = TerminalStyle(TerminalFacts.of(descriptor: 1), color: color)
    let errors = TerminalStyle(TerminalFacts.of(descriptor: 2))
    progress = ProgressLine(on: .standardError, style: errors)
  }

  /// As the command line asks for it.
  init(_ arguments: Arguments) {
    self.init(
      color: arguments.value("color").flatMap { ColorChoice(rawValue: $0.text) } ?? .auto,
      isQuiet: arguments.has("quiet") && !arguments.hasAny(of: ["json", "jsonl", "csv", "request"]))
  }

  func print(_ text: String, ending: String = "\n") throws {
    try print(bytes: Array((text + ending).utf8))
  }

  func print(bytes: [UInt8]) throws {
    if isQuiet { return }
    // Only where both go to one terminal does progress stand in the way of results.
    guard style.isTerminal else { return try OutputPipe.standardOutput.write(bytes: bytes) }
    try progress.erased {
      try OutputPipe.standardOutput.write(bytes: bytes)
      // A line is news there; in a pipe it can wait for its neighbours.
      try OutputPipe.standardOutput.flush()
    }
  }

  func finish() throws {
    progress.erase()
    try OutputPipe.standardOutput.flush()
  }
}
