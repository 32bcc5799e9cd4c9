internal import CommandLineKit

/// Breaks text into lines between words.
///
/// ```swift
/// Folding.lines("use a larger original", width: 12)  // ["use a larger", "original"]
/// ```
enum Folding {
  /// Returns the text in lines of at most `width` columns. A longer word stays whole, and so does a
  /// command, so it can be copied.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words(text) {
      if !line.isEmpty, displayWidth(line) + 1 + displayWidth(word) > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + (line.isEmpty ? [] : [line])
  }

  /// Returns the words of a text. A command after a colon counts as one word, up to the end of its
  /// clause.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    var isCommand = false
    for word in text.split(separator: " ") {
      if isCommand, !word.hasPrefix("("), let last = words.popLast() {
        words.append("\(last) \(word)")
      } else {
        isCommand = word == "castbook" && words.last?.hasSuffix(":") == true
        words.append(String(word))
      }
      if let end = word.last, ",;.".contains(end) { isCommand = false }
    }
    return words
  }

  /// Returns a page with its long lines broken. Lines keep their indent, and the rest of a broken
  /// line goes under its second column if it has one, as lines of facts do.
  static func page(_ text: String, columns: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { fold(String($0), columns) }.joined(separator: "\n")
  }

  /// Breaks one line of a page.
  private static func fold(_ line: String, _ columns: Int) -> [String] {
    guard displayWidth(line) > columns else { return [line] }
    let indent = line.prefix { $0 == " " }.count
    let second = indent > 0 ? secondColumn(of: line, from: indent) : nil
    let hanging = second ?? (indent == 0 ? 0 : indent + 2)
    let head = String(line.prefix(second ?? indent))
    let rest = String(line.dropFirst(second ?? indent))
    let lines = lines(rest, width: max(24, columns - hanging))
    return lines.enumerated().map { index, line in
      (index == 0 ? head : String(repeating: " ", count: hanging)) + line
    }
  }

  /// Returns the column where the text after a name and at least two spaces begins, or `nil`.
  private static func secondColumn(of line: String, from start: Int) -> Int? {
    let characters = Array(line.prefix(40))
    var blanks = 0
    for index in characters.indices.dropFirst(start) {
      if characters[index] == " " {
        blanks += 1
      } else if blanks >= 2 {
        return index
      } else {
        blanks = 0
      }
    }
    return nil
  }
}
