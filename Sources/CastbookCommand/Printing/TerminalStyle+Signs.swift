internal import Castbook
internal import CommandLineKit
internal import Model

/// The marks that precede what they judge: ✓, ! and ✗ for a status, · for a note.
///
/// The marks differ in shape as well as in colour, so output without colours, or read by
/// someone who can't tell them apart, says the same.
extension TerminalStyle {
  func sign(_ status: Status) -> String {
    switch status {
    case .pass: styled("✓", .good)
    case .warn: styled("!", .warn)
    case .fail: styled("✗", .bad)
    }
  }

  /// Returns the mark of a severity. A note has one of its own, since it needs no action.
  func sign(_ severity: Severity) -> String {
    severity == .note ? styled("·", .dim) : sign(Status(severity))
  }
}
