internal import Castbook
internal import CommandLineKit
internal import Model

/// What became of each picture that was to be prepared, in lines.
struct PreparedText {
  private let files: [PreparedFile]
  private let showsAll: Bool
  private let style: TerminalStyle
  private let pathWidth: Int
  private let formatWidth: Int
  private static let longestPath = 44

  init(_ files: [PreparedFile], showsAll: Bool = false, style: TerminalStyle) {
    self.files = files.filter { !$0.isBystander }
    self.showsAll = showsAll
    self.style = style
    let longest = files.lazy.map { displayWidth(sanitized($0.path.text)) }.max() ?? 0
    pathWidth = min(longest, Self.longestPath)
    let formats = files.lazy.filter { !$0.isBystander }.map { $0.before.facts.format?.name ?? "" }
    formatWidth = max(4, formats.map(displayWidth).max() ?? 0)
  }

  /// None for other files of a folder.
  var lines: [String] {
    let remarks = files.map(remarks)
    var shared = SharedRemarks(remarks, showsAll: showsAll)
    let rows = zip(files, remarks).flatMap { file, remarks in
      let own = shared.own(remarks)
      // What was done is behind the file; what was found is below.
      let done = own.filter(\.rule.isEmpty).map(\.text).joined(separator: "; ")
      return Folding.row("  \(head(file))", done, indent: 6, columns: style.columns)
        + own.filter { !$0.rule.isEmpty }.flatMap { RemarkText.lines($0, indent: 4, style: style) }
    }
    return rows + shared.summaries.flatMap { RemarkText.lines($0, indent: 2, style: style) }
  }

  private func head(_ file: PreparedFile) -> String {
    let path = Columns.padded(sanitized(file.path.text), pathWidth)
    let before = words(file.before.facts)
    return switch file.outcome {
    case .asItIs: "\(Marks.sign(.pass, style)) \(path)  \(before)"
    case .prepared(let copy):
      "\(Marks.sign(copy.status, style)) \(path)  \(before)  → \(words(copy.facts))"
    case .refused: "\(Marks.sign(.fail, style)) \(path)  \(before)"
    case .passedOver: "\(Marks.sign(.note, style)) \(path)  \(before)"
    }
  }

  /// What was done and what was found.
  private func remarks(_ file: PreparedFile) -> [FileRemark] {
    switch file.outcome {
    case .asItIs: [.note("ready as is")]
    case .prepared(let copy):
      [.note(copy.steps.map { sanitized($0.words) }.joined(separator: "; "))]
        + (copy.remarks + copy.after.allFindings.filter { $0.severity > .note })
        .map { FileRemark($0) }
    case .refused(let findings): findings.map { FileRemark($0) }
    case .passedOver: [.note(Self.bystander(file.before.facts.format?.medium))]
    }
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
