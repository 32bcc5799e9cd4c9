internal import Castbook
internal import CommandLineKit
internal import Model

/// A remark below what it is about: behind its mark, parted between words, its rule at the end.
enum RemarkText {
  static func lines(_ remark: FileRemark, indent: Int, style: TerminalStyle) -> [String] {
    lines(
      remark.text, rule: remark.rule, mark: Marks.sign(remark.severity, style), indent: indent,
      style: style)
  }

  static func lines(_ finding: Finding, indent: Int, style: TerminalStyle) -> [String] {
    lines(
      finding.sentence, rule: finding.rule.rawValue, mark: Marks.sign(finding.severity, style),
      indent: indent, style: style)
  }

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

  /// The remark in lines of at most `width` columns, its rule at their right end: on the last line, or where that is
  /// full, on one more.
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

  /// In a wider window, rules are in a column here.
  static let maximumWidth = 96
}
