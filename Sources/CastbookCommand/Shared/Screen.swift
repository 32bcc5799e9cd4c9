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
  /// The members of JSON that are printed, or `nil` for all.
  let fields: FieldSelection?
  /// What `--quiet` leaves of a result, or `nil` without it. JSON and CSV are printed in full.
  private let failures: FailureLines?
  /// Whether `--quiet` suppresses notices.
  private let hidesNotices: Bool

  /// Creates a screen for texts that no command prints.
  init() {
    self.init(color: .auto, wantsJSON: false, fields: nil, failures: nil, hidesNotices: false)
  }

  /// Creates a screen as `--color`, `--quiet`, `--json` and `--fields` request it.
  init(_ arguments: Arguments) {
    let isQuiet = arguments[Options.quiet]
    let isData = arguments.hasAny(
      of: [
        Options.json, Options.jsonLines, Options.csv, Options.fields, PromptCommand.request,
      ])
    self.init(
      color: (try? arguments[Options.color]) ?? .auto,
      wantsJSON: arguments.wantsJSON, fields: (try? FieldOptions.selection(arguments)) ?? nil,
      failures: isQuiet && !isData
        ? FailureLines(isStrict: arguments.hasAny(of: [Options.strict])) : nil,
      hidesNotices: isQuiet)
  }

  private init(
    color: ColorChoice, wantsJSON: Bool, fields: FieldSelection?, failures: FailureLines?,
    hidesNotices: Bool
  ) {
    self.wantsJSON = wantsJSON
    self.fields = fields
    self.failures = failures
    self.hidesNotices = hidesNotices
    style = TerminalStyle(TerminalFacts.of(descriptor: 1), color: color)
    let errors = TerminalStyle(TerminalFacts.of(descriptor: 2))
    progress = ProgressLine(on: .standardError, style: errors)
  }

  /// Prints a text and its ending; when output is quiet, only the lines that report failures.
  func print(_ text: String, ending: String = "\n") throws {
    guard let failures else { return try write(Array((text + ending).utf8)) }
    for line in failures.failures(in: [text]) { try write(Array("\(line)\n".utf8)) }
  }

  /// Prints a document or a line of JSON, reduced to the members that `--fields` names.
  func print(json value: JSONValue) throws {
    try print(bytes: selected(from: value).compactBytes + [UInt8(ascii: "\n")])
  }

  /// Returns the members of a document that are printed: all, or those that `--fields` names.
  func selected(from document: JSONValue) -> JSONValue {
    fields.map(document.reduced) ?? document
  }

  /// Prints each line; when output is quiet, only those that report failures.
  ///
  /// A result with the status `.findings` of which no line is marked as a failure is one by itself,
  /// and is printed in full.
  func print(lines: [String], of status: ExitStatus = .success) throws {
    guard let failures else { return try lines.forEach { try print($0) } }
    let failed = failures.failures(in: lines)
    for line in failed.isEmpty && status == .findings ? lines : failed {
      try write(Array("\(line)\n".utf8))
    }
  }

  /// Prints bytes unchanged, such as rows of a table for other programs, unless output is quiet.
  func print(bytes: [UInt8]) throws { if failures == nil { try write(bytes) } }

  /// Writes bytes to standard output.
  private func write(_ bytes: [UInt8]) throws {
    // Only when both go to one terminal is the progress line in the way of results.
    guard style.isTerminal else { return try OutputPipe.standardOutput.write(bytes: bytes) }
    try progress.whileErased {
      try OutputPipe.standardOutput.write(bytes: bytes)
      // On a terminal every line is shown at once; in a pipe lines are written together.
      try OutputPipe.standardOutput.flush()
    }
  }

  /// Prints a remark on standard error, unless the user asked for quiet.
  func printNotice(_ text: String) throws { if !hidesNotices { try Self.printWarning(text) } }

  /// Prints that a list of paths on standard input is empty, unless the user asked for quiet.
  func printEmptyListNotice() throws {
    try printNotice("the list on standard input is empty: no file to work on")
  }

  /// Prints a remark on standard error, as a sentence that begins with the program's name.
  static func printWarning(_ text: String) throws {
    let stop = text.hasSuffix(".") ? "" : "."
    try printMessage("castbook: \(sanitized(text))\(stop)")
  }

  /// Prints a message on standard error. On a terminal the progress line is erased first, and the
  /// message is wrapped between words.
  static func printMessage(_ text: String) throws {
    ProgressLine.eraseShown()
    let style = TerminalStyle(TerminalFacts.of(descriptor: 2))
    let lines = style.isTerminal ? Folding.lines(text, width: style.columns) : [text]
    try OutputPipe.standardError.write(lines.joined(separator: "\n") + "\n")
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
