internal import CommandLineKit

/// Standard output with what is known about it: whether it is coloured, how wide it is.
struct Screen {
  let style: TerminalStyle
  let progress: ProgressLine

  init(color: ColorChoice) {
    style = TerminalStyle(TerminalFacts.of(descriptor: 1), color: color)
    let errors = TerminalStyle(TerminalFacts.of(descriptor: 2))
    progress = ProgressLine(on: .standardError, style: errors)
  }

  /// As the command line asks for it.
  init(_ arguments: Arguments) {
    self.init(color: arguments.value("color").flatMap { ColorChoice(rawValue: $0.text) } ?? .auto)
  }

  func print(_ text: String, ending: String = "\n") throws {
    try progress.erased { try OutputPipe.standardOutput.write(text + ending) }
    // On a terminal a line is news; in a pipe it can wait for its neighbours.
    if style.isTerminal { try OutputPipe.standardOutput.flush() }
  }

  func finish() throws {
    progress.erase()
    try OutputPipe.standardOutput.flush()
  }
}
