internal import Castbook
internal import CommandLineKit
internal import Model

/// Shows a check as it goes on.
protocol CheckPrinter {
  func begin() throws
  func show(_ file: CheckedFile) throws
  func end(_ summary: CheckSummary) throws
  /// The work was interrupted: prints what was collected so far.
  func stop() throws
  /// A remark that is no result.
  func said(_ text: String) throws
}

extension CheckPrinter {
  func stop() throws {}
}

/// One JSON object, written as its files come, one a line.
final class CheckJSONPrinter: CheckPrinter {
  private let selection: TargetSelection
  private let screen: Screen
  private var isFirst = true

  init(selection: TargetSelection, screen: Screen) {
    self.selection = selection
    self.screen = screen
  }

  func begin() throws {
    let head = "{\"castbook\":\"\(CheckJSON.schema)\",\"targets\":"
    let leftOut = CheckJSON.leftOut(of: selection).map { ",\"leftOut\":\($0.compactText)" } ?? ""
    try screen.print(
      head + CheckJSON.targets(selection.targets).compactText + leftOut + ",\"files\":[", ending: ""
    )
  }

  func show(_ file: CheckedFile) throws {
    try screen.print(
      bytes: Array((isFirst ? "\n" : ",\n").utf8) + CheckJSON.file(file).compactBytes)
    isFirst = false
  }

  func end(_ summary: CheckSummary) throws {
    let set = CheckJSON.set(summary).compactText
    try screen.print(
      (isFirst ? "" : "\n")
        + "],\"set\":\(set),\"summary\":\(CheckJSON.summary(summary).compactText)}")
  }

  func said(_ text: String) {}
}

/// One JSON object a file.
struct CheckJSONLinesPrinter: CheckPrinter {
  let screen: Screen

  func begin() {}

  func show(_ file: CheckedFile) throws {
    var line = CheckJSON.file(file).compactBytes
    line.append(UInt8(ascii: "\n"))
    try screen.print(bytes: line)
    // Whoever reads along has each line when it is there.
    try OutputPipe.standardOutput.flush()
  }

  /// What is to be said of the files together has no line among them: it goes to standard error.
  func end(_ summary: CheckSummary) throws {
    for finding in summary.setFindings where finding.severity > .note {
      try OutputPipe.standardError.write("castbook: \(sanitized(finding.sentence)).\n")
    }
    try OutputPipe.standardError.flush()
  }

  func said(_ text: String) {}
}
