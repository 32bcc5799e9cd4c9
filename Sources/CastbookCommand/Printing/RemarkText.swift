internal import Castbook
internal import CommandLineKit
internal import Model

/// A remark below what it is about: behind its mark, parted between words on a terminal, its rule at the
/// end of the last line where there is room for it.
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
    let text = sanitized(text)
    guard let columns = style.columns else { return ["\(lead)\(text)   \(rule)"] }
    let width = max(24, columns - indent - 2)
    var lines = Folding.lines(text, width: width)
    let gap = width - displayWidth(lines.last ?? "") - displayWidth(rule)
    if gap >= 2, let last = lines.popLast() {
      lines.append(last + String(repeating: " ", count: gap) + style.styled(rule, .dim))
    }
    let below = String(repeating: " ", count: indent + 2)
    return lines.enumerated().map { ($0.offset == 0 ? lead : below) + $0.element }
  }
}
