internal import CommandLineKit
internal import Model

/// The result of a command, ready to be printed in the format that the user asked for.
///
/// ```swift
/// return Report(json: ElementJSON.log(log)) { style in LogText(log: log, style: style).lines }
/// ```
struct Report {
  let status: ExitStatus
  /// Remarks that follow on standard error, unless the user asked for quiet.
  var notices: [String] = []
  /// Remarks that follow on standard error in any case.
  var warnings: [String] = []
  /// The result as JSON, or `nil` when the command has printed its result itself.
  private let json: (() throws -> JSONValue)?
  private let lines: (TerminalStyle) throws -> [String]

  /// Creates a report that evaluates only the requested format.
  init(
    _ status: ExitStatus = .success, json: @autoclosure @escaping () throws -> JSONValue,
    lines: @escaping (TerminalStyle) throws -> [String]
  ) {
    self.status = status
    self.json = json
    self.lines = lines
  }

  private init(printed status: ExitStatus) {
    self.status = status
    json = nil
    lines = { _ in [] }
  }

  /// Returns the report of a command that has printed its results as they arrived.
  static func printed(_ status: ExitStatus) -> Report { Report(printed: status) }

  /// Prints the result, then the remarks.
  func print(on screen: Screen) throws {
    if let json, screen.wantsJSON {
      try screen.print(json: json())
    } else {
      try screen.print(lines: lines(screen.style), of: status)
    }
    guard !notices.isEmpty || !warnings.isEmpty else { return }
    try screen.finish()
    for notice in notices { try screen.printNotice(notice) }
    for warning in warnings { try Screen.printWarning(warning) }
  }
}

extension Command {
  /// Returns the `run` of a command: it calls `work` and prints the report.
  ///
  /// An interrupt cancels the task. It ends the process here, unless `work` is done in spite of it.
  static func printing(
    _ work: @escaping @Sendable (Arguments, Screen) async throws -> Report
  ) -> Run {
    { arguments in
      _ = try FieldOptions.selection(arguments)
      let screen = Screen(arguments)
      do {
        let report = try await work(arguments, screen)
        // What was found, or failed, while the task was being cancelled may be a result of that.
        if report.status != .success { try Task.checkCancellation() }
        screen.progress.erase()
        try report.print(on: screen)
        return report.status
      } catch  where error is CancellationError || Task.isCancelled {
        try screen.endByInterrupt()
      }
    }
  }
}
