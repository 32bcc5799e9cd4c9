internal import CommandLineKit

/// Text in columns of a terminal, by the width that it takes there.
enum Columns {
  /// The text, with spaces behind it up to a width.
  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  /// The text, with spaces in front of it up to a width.
  static func leftPadded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth(text))) + text
  }

  /// The text in a column: cut on a terminal where it is wider, whole in a pipe.
  static func fitted(_ text: String, _ width: Int, _ style: TerminalStyle) -> String {
    padded(cut(text, width, style), width)
  }

  /// The text, cut on a terminal where it is wider; whole in a pipe.
  static func cut(_ text: String, _ width: Int, _ style: TerminalStyle) -> String {
    style.isTerminal ? truncated(text, toColumns: max(0, width)) : text
  }

  /// The text without spaces at its end.
  static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
