internal import Castbook
internal import CommandLineKit

/// The text of a help topic: unchanged from `docs/` in a pipe, wrapped to the window on a terminal.
struct TopicText {
  private let markdown: String
  private let style: TerminalStyle

  init(_ name: String, style: TerminalStyle) {
    markdown = HelpTopic.named(name)?.text ?? ""
    self.style = style
  }

  /// The text, ending in a newline.
  var text: String { style.isTerminal ? wrapped : markdown }

  /// Whether a line begins an item of a list: `- ` or `1. `.
  private static func isItem(_ line: some StringProtocol) -> Bool {
    let number = line.prefix(while: \.isNumber)
    return line.hasPrefix("- ") || !number.isEmpty && line.dropFirst(number.count).hasPrefix(". ")
  }

  /// The text with its paragraphs wrapped. Code, tables and headings stay as they are.
  private var wrapped: String {
    var lines: [String] = []
    var paragraph = ""
    var isCode = false
    func end() {
      if !paragraph.isEmpty {
        lines += style.folded(paragraph, by: 0, hanging: Self.isItem(paragraph) ? 2 : 0)
      }
      paragraph = ""
    }
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      let isFence = line.hasPrefix("```")
      if isFence { isCode.toggle() }
      if isCode || isFence || line.isEmpty || line.hasPrefix("#") || line.hasPrefix("|") {
        end()
        lines.append(String(line))
        continue
      }
      // An item of a list begins a paragraph of its own.
      if Self.isItem(line) { end() }
      paragraph += (paragraph.isEmpty ? "" : " ") + line.drop { $0 == " " }
    }
    end()
    return lines.joined(separator: "\n") + "\n"
  }
}
