internal import CommandLineKit

extension TerminalStyle {
  /// Returns the text in lines that fit into the window, each indented.
  ///
  /// - Parameters:
  ///   - indent: The spaces before the first line.
  ///   - hanging: The spaces before the later lines; `nil` indents them like the first.
  func folded(_ text: String, by indent: Int, hanging: Int? = nil) -> [String] {
    let width = columns - max(indent, hanging ?? indent)
    return self.hanging(
      String(repeating: " ", count: indent), Folding.lines(text, width: max(24, width)),
      indent: hanging ?? indent)
  }

  /// Returns the text in lines that fit into the window, the first after a head and the others
  /// below its first word.
  func folded(_ text: String, after head: String, indent: Int? = nil) -> [String] {
    let indent = indent ?? displayWidth(head)
    return hanging(head, Folding.lines(text, width: max(24, columns - indent)), indent: indent)
  }

  /// Returns the lines with a head before the first and spaces before the others.
  func hanging(_ head: String, _ lines: [String], indent: Int) -> [String] {
    lines.enumerated().map {
      ($0.offset == 0 ? head : String(repeating: " ", count: indent)) + $0.element
    }
  }

  /// Returns words beside their head, or below it when they don't fit on one line.
  func row(_ head: String, _ words: String, indent: Int = 4) -> [String] {
    let whole = words.isEmpty ? head : "\(head)  \(words)"
    guard displayWidth(whole) > columns, !words.isEmpty else { return [Columns.trimmed(whole)] }
    return [Columns.trimmed(head)] + folded(words, by: indent)
  }
}
