internal import CommandLineKit

/// Text laid out in columns of a terminal, by the width it takes there rather than by its
/// characters.
enum Columns {
  /// Returns the text, padded at its end to a width. A wider text is returned unchanged.
  static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  /// Returns the text, padded at its start to a width. A wider text is returned unchanged.
  static func leftPadded(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - displayWidth(text))) + text
  }

  /// Returns the texts, each padded at its end to the widest of them, or to a maximum.
  static func aligned(_ texts: [String], maximum: Int = .max) -> [String] {
    let width = min(texts.map(displayWidth).max() ?? 0, maximum)
    return texts.map { padded($0, width) }
  }

  /// Returns the text as a column of exactly this width on a terminal, truncated if needed. In a
  /// pipe a wider text stays whole.
  static func fitted(_ text: String, _ width: Int, _ style: TerminalStyle) -> String {
    padded(cut(text, width, style), width)
  }

  /// Returns the text, truncated to the width on a terminal and whole in a pipe.
  static func cut(_ text: String, _ width: Int, _ style: TerminalStyle) -> String {
    style.isTerminal ? truncated(text, toColumns: max(0, width)) : text
  }

  /// Returns the text without trailing spaces.
  static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
