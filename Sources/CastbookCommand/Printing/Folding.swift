internal import CommandLineKit

/// Parting lines between words.
enum Folding {
  /// A text in lines of at most `width` columns. A word that is longer stays whole, as does a command to be copied.
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

  /// The words of a text. A command that follows a colon is one word, up to the end of its clause.
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

  /// A text below a head, in lines that fit, each behind so many blanks.
  ///
  /// - Parameter hanging: the blanks before the second and later lines; those of the first where it is `nil`.
  static func indented(
    _ text: String, by indent: Int, hanging: Int? = nil, columns: Int
  ) -> [String] {
    let lead = String(repeating: " ", count: indent)
    let below = String(repeating: " ", count: hanging ?? indent)
    let width = columns - max(indent, hanging ?? indent)
    return lines(text, width: max(24, width)).enumerated().map {
      ($0.offset == 0 ? lead : below) + $0.element
    }
  }

  /// Words behind what they are about, or below it where there is no room.
  static func row(_ head: String, _ words: String, indent: Int = 4, columns: Int) -> [String] {
    let whole = words.isEmpty ? head : "\(head)  \(words)"
    guard displayWidth(whole) > columns, !words.isEmpty else { return [Columns.trimmed(whole)] }
    return [Columns.trimmed(head)] + indented(words, by: indent, columns: columns)
  }

  /// A page whose lines keep their indent; what goes on below a line stands under its second column
  /// where it has one, as facts do.
  static func page(_ text: String, columns: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { fold(String($0), columns) }.joined(separator: "\n")
  }

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

  /// Where the text behind a name and at least two blanks begins.
  private static func secondColumn(of line: String, from start: Int) -> Int? {
    let characters = Array(line.prefix(40))
    var blanks = 0
    for place in characters.indices.dropFirst(start) {
      if characters[place] == " " {
        blanks += 1
      } else if blanks >= 2 {
        return place
      } else {
        blanks = 0
      }
    }
    return nil
  }
}
