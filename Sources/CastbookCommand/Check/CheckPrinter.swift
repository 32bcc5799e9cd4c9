internal import Castbook
internal import CommandLineKit
internal import Model

/// Prints the results of a check as they arrive.
///
/// The methods are called in order: `show(_:)` for each file, then `end(_:)`, or
/// `printCollected()` on an interrupt.
protocol CheckPrinter {
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

  /// Prints nothing: only lines for people have a place for remarks.
  func printRemark(_ text: String) throws {}
}

/// Prints the check as one JSON object, with each file on a line of its own as it arrives.
final class CheckJSONPrinter: CheckPrinter {
  private let list: JSONList

  /// Prints what precedes the files: the targets, and those that were left out.
  init(selection: TargetSelection, screen: Screen) throws {
    list = try JSONList(
      "files",
      after: [
        "castbook": CheckJSON.schema, "targets": CheckJSON.targets(selection.targets),
        "leftOut": CheckJSON.leftOut(of: selection),
      ], on: screen)
  }

  func show(_ file: CheckedFile) throws { try list.append(CheckJSON.file(file)) }

  func end(_ summary: CheckSummary) throws {
    try list.end(["set": CheckJSON.set(summary), "summary": CheckJSON.summary(summary)])
  }
}

/// Prints one JSON object per file.
struct CheckJSONLinesPrinter: CheckPrinter {
  let screen: Screen

  func show(_ file: CheckedFile) throws {
    try screen.print(json: CheckJSON.file(file))
    // A program that reads along gets each line as soon as it is complete.
    try OutputPipe.standardOutput.flush()
  }

  /// Prints the findings on the set to standard error, since JSON Lines have no place for them.
  func end(_ summary: CheckSummary) throws {
    for finding in summary.setFindings where finding.severity > .note {
      try Screen.printWarning(finding.sentence)
    }
  }
}
