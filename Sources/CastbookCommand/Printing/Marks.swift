internal import Castbook
internal import CommandLineKit
internal import Model

/// The marks that precede what they judge: ✓, ! and ✗ for a status, · for a note.
///
/// The marks differ in shape as well as in colour, so that output without colours, or read by
/// someone who can't tell them apart, says the same.
enum Marks {
  /// Returns the mark of a status.
  static func sign(_ status: Status, _ style: TerminalStyle) -> String {
    switch status {
    case .pass: style.styled("✓", .good)
    case .warn: style.styled("!", .warn)
    case .fail: style.styled("✗", .bad)
    }
  }

  /// Returns the mark of a severity. A note has one of its own, since it needs no action.
  static func sign(_ severity: Severity, _ style: TerminalStyle) -> String {
    severity == .note ? style.styled("·", .dim) : sign(Status(severity), style)
  }
}
