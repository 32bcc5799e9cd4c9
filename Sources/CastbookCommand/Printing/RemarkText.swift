internal import Castbook
internal import CommandLineKit
internal import Model

/// A remark as lines below its subject: preceded by its mark, broken between words, its rule at the
/// end.
///
/// ```text
///   ! the picture is dark: use a brighter one                                         image.dark
/// ```
enum RemarkText {
  /// Returns a file's remark as lines.
  static func lines(_ remark: FileRemark, indent: Int, style: TerminalStyle) -> [String] {
    lines(
      remark.text, rule: remark.rule, mark: Marks.sign(remark.severity, style), indent: indent,
      style: style)
  }

  /// Returns a finding as lines.
  static func lines(_ finding: Finding, indent: Int, style: TerminalStyle) -> [String] {
    lines(
      finding.sentence, rule: finding.rule.rawValue, mark: Marks.sign(finding.severity, style),
      indent: indent, style: style)
  }

  /// Returns a text as lines, with a rule at the end. `indent` is the number of spaces before the
  /// mark.
  static func lines(
    _ text: String, rule: String, mark: String, indent: Int, style: TerminalStyle
  ) -> [String] {
    let lead = String(repeating: " ", count: indent) + "\(mark) "
    let below = String(repeating: " ", count: indent + 2)
    let width = max(24, style.columns - indent - 2)
    let lines = folded(
      sanitized(text), rule: rule, width: width, style: style)
    return lines.enumerated().map { ($0.offset == 0 ? lead : below) + $0.element }
  }

  /// Returns the text in lines of at most `width` columns with the rule at the right end: on the
  /// last line, or on one more line when that is full.
  static func folded(
    _ text: String, rule: String, width: Int, isDim: Bool = false, style: TerminalStyle
  ) -> [String] {
    let plain = Folding.lines(text, width: width)
    var lines = plain.map { isDim ? style.styled($0, .dim) : $0 }
    guard !rule.isEmpty else { return lines }
    let end = style.styled(rule, .dim)
    let taken = displayWidth(plain.last ?? "") + displayWidth(rule)
    if taken + 2 <= width, let last = lines.popLast() {
      lines.append(
        last + String(repeating: " ", count: max(2, min(width, maximumWidth) - taken)) + end)
    } else {
      lines.append(String(repeating: " ", count: max(0, width - displayWidth(rule))) + end)
    }
    return lines
  }

  /// The width at which rules are aligned in a wider window.
  static let maximumWidth = 96
}
