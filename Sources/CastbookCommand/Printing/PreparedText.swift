internal import Castbook
internal import CommandLineKit
internal import Model

/// What became of each picture that was to be prepared, in lines.
struct PreparedText {
  private let style: TerminalStyle
  private let pathWidth: Int
  private let formatWidth: Int
  private static let longestPath = 44

  init(_ files: [PreparedFile], style: TerminalStyle) {
    self.style = style
    let longest = files.lazy.map { displayWidth(sanitized($0.path.text)) }.max() ?? 0
    pathWidth = min(longest, Self.longestPath)
    let formats = files.lazy.filter { !$0.isBystander }.map { $0.before.facts.format?.name ?? "" }
    formatWidth = max(4, formats.map(displayWidth).max() ?? 0)
  }

  /// None for what a folder holds besides.
  func lines(_ file: PreparedFile) -> [String] {
    if file.isBystander { return [] }
    let path = Columns.padded(sanitized(file.path.text), pathWidth)
    let before = words(file.before.facts)
    switch file.outcome {
    case .asItIs:
      return line("\(Marks.sign(.pass, style)) \(path)  \(before)", "ready as is")
    case .prepared(let copy):
      let steps = copy.steps.map { sanitized($0.words) }.joined(separator: "; ")
      let head = "\(Marks.sign(copy.status, style)) \(path)  \(before)  → \(words(copy.facts))"
      return line(head, steps)
        + remarks(
          copy.remarks + copy.after.allFindings.filter { $0.severity > .note })
    case .refused(let findings):
      return line("\(Marks.sign(.fail, style)) \(path)  \(before)", "") + remarks(findings)
    case .passedOver:
      return line(
        "\(Marks.sign(.note, style)) \(path)  \(before)",
        Self.bystander(file.before.facts.format?.medium))
    }
  }

  private func remarks(_ findings: [Finding]) -> [String] {
    findings.flatMap { RemarkText.lines($0, indent: 4, style: style) }
  }

  /// Words behind what they are about; on a terminal they go below where there is no room.
  private func line(_ head: String, _ words: String) -> [String] {
    let whole = "  \(head)  \(words)"
    guard let columns = style.columns, displayWidth(whole) > columns, !words.isEmpty else {
      return [Columns.trimmed(whole)]
    }
    return [Columns.trimmed("  \(head)")]
      + Folding.indented(words, by: 6, columns: columns)
  }

  /// Why nothing became of a file.
  private static func bystander(_ medium: MediaFormat.Medium?) -> String {
    switch medium {
    case .clip, .sound: "none of these targets accepts a \(medium?.name ?? "file")"
    case .picture, .other, nil: "not a picture, clip or sound"
    }
  }

  /// `3024 × 4032  HEIC   2.1 MB`.
  private func words(_ facts: FileFacts) -> String {
    let size = facts.image.map { "\($0.size)" } ?? facts.clip?.size.map { "\($0)" } ?? ""
    return Columns.leftPadded(size, 11) + "  "
      + Columns.padded(facts.format?.name ?? "", formatWidth) + "  "
      + Columns.leftPadded(facts.byteCount.map { Quantity.bytes($0) } ?? "", 7)
  }
}
