internal import Castbook
internal import CommandLineKit
internal import Model

/// Prints the results of a check as they arrive.
///
/// The methods are called in order: `begin()`, `show(_:)` for each file, then `end(_:)`, or
/// `stop()` on an interrupt.
protocol CheckPrinter {
  /// Prints what precedes the files.
  func begin() throws
  /// Prints one file, or keeps it until the end.
  func show(_ file: CheckedFile) throws
  /// Prints what follows the files: findings on the set, and totals.
  func end(_ summary: CheckSummary) throws
  /// Prints what has been collected so far, when the work is interrupted.
  func printCollected() throws
  /// Prints a remark that is not a result, in formats that have a place for one.
  func printRemark(_ text: String) throws
}

extension CheckPrinter {
  /// Prints nothing: by default files are printed as they arrive.
  func printCollected() throws {}
}

/// Prints the check as one JSON object, with each file on a line of its own as it arrives.
final class CheckJSONPrinter: CheckPrinter {
  private let selection: TargetSelection
  private let screen: Screen
  /// Whether no file has been printed yet, so that no comma is needed.
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

  func printRemark(_ text: String) {}
}

/// Prints one JSON object per file.
struct CheckJSONLinesPrinter: CheckPrinter {
  let screen: Screen

  func begin() {}

  func show(_ file: CheckedFile) throws {
    var line = CheckJSON.file(file).compactBytes
    line.append(UInt8(ascii: "\n"))
    try screen.print(bytes: line)
    // A program that reads along gets each line as soon as it is complete.
    try OutputPipe.standardOutput.flush()
  }

  /// Prints the findings on the set to standard error, since JSON Lines have no place for them.
  func end(_ summary: CheckSummary) throws {
    for finding in summary.setFindings where finding.severity > .note {
      try Screen.printWarning(finding.sentence)
    }
  }

  func printRemark(_ text: String) {}
}
