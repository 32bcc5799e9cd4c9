internal import Castbook
internal import CommandLineKit
internal import Model

/// Remarks as lines below their subject: preceded by a mark, broken between words, the rule at the
/// end.
///
/// ```text
///   ! the picture is dark: use a brighter one                                         image.dark
/// ```
extension TerminalStyle {
  /// Returns a file's remark as lines. `indent` is the number of spaces before the mark.
  func remark(_ remark: FileRemark, indent: Int) -> [String] {
    self.remark(remark.text, rule: remark.rule, mark: sign(remark.severity), indent: indent)
  }

  func remark(_ finding: Finding, indent: Int) -> [String] {
    remark(FileRemark(finding), indent: indent)
  }

  /// Returns a remark without a rule as lines.
  func remark(_ text: String, _ severity: Severity, indent: Int) -> [String] {
    remark(text, rule: "", mark: sign(severity), indent: indent)
  }

  /// Returns a problem in one line, and what to do in another.
  func problem(_ message: String, fix: String?, _ status: Status) -> [String] {
    ["\(sign(status)) \(message)"] + (fix.map { ["    \($0)"] } ?? [])
  }

  /// Returns a text as lines, with a rule at the end.
  func remark(_ text: String, rule: String, mark: String, indent: Int) -> [String] {
    let lead = String(repeating: " ", count: indent) + "\(mark) "
    return hanging(
      lead, folded(sanitized(text), rule: rule, width: max(24, columns - indent - 2)),
      indent: indent + 2)
  }

  /// Returns the text in lines of at most `width` columns with the rule at the right end: on the
  /// last line, or on one more line when that is full.
  func folded(_ text: String, rule: String, width: Int, isDim: Bool = false) -> [String] {
    let plain = Folding.lines(text, width: width)
    var lines = plain.map { isDim ? styled($0, .dim) : $0 }
    guard !rule.isEmpty else { return lines }
    let end = styled(rule, .dim)
    let used = displayWidth(plain.last ?? "") + displayWidth(rule)
    if used + 2 <= width, let last = lines.popLast() {
      let gap = max(2, min(width, Self.maximumRemarkWidth) - used)
      lines.append(last + String(repeating: " ", count: gap) + end)
    } else {
      lines.append(String(repeating: " ", count: max(0, width - displayWidth(rule))) + end)
    }
    return lines
  }

  /// Returns a row with words at its right end, or without them when they don't fit.
  func row(_ head: String, end words: String?) -> String {
    let head = Columns.trimmed(head)
    guard let words, !words.isEmpty else { return head }
    let used = displayWidth(head) + displayWidth(words)
    guard columns - used >= 2 else { return head }
    let gap = max(2, min(columns, Self.maximumRemarkWidth) - used)
    return head + String(repeating: " ", count: gap) + styled(words, .dim)
  }

  /// The width at which rules are aligned in a wider window.
  private static let maximumRemarkWidth = 96
}
