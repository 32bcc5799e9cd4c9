internal import Castbook
internal import CommandLineKit
internal import Model

/// The result of preparing each file, as lines for people.
///
/// ```text
///   ✓ mira.heic  3024 × 4032  HEIC   2.1 MB  → 3024 × 4032  JPEG   5.9 MB  turned upright
/// ```
struct PreparedText {
  private let files: [PreparedFile]
  private let showsAll: Bool
  private let style: TerminalStyle
  private let pathWidth: Int
  private let formatWidth: Int
  private static let maximumPathWidth = 44

  init(_ files: [PreparedFile], showsAll: Bool = false, style: TerminalStyle) {
    self.files = files.filter { !$0.isNonMedia }
    self.showsAll = showsAll
    self.style = style
    let longest = files.lazy.map { displayWidth(sanitized($0.path.text)) }.max() ?? 0
    pathWidth = min(longest, Self.maximumPathWidth)
    let formats = files.lazy.filter { !$0.isNonMedia }.map { $0.before.facts.format?.name ?? "" }
    formatWidth = max(4, formats.map(displayWidth).max() ?? 0)
  }

  /// The rows with their remarks. Files that are not media have none.
  var lines: [String] {
    let remarks = files.map(remarks)
    var shared = SharedRemarks(remarks, showsAll: showsAll)
    let rows = zip(files, remarks).flatMap { file, remarks in
      let own = shared.ownRemarks(remarks)
      // What was done follows the file; what was found goes below it.
      let done = own.filter(\.rule.isEmpty).map(\.text).joined(separator: "; ")
      return style.row("  \(head(file))", done, indent: 6)
        + own.filter { !$0.rule.isEmpty }.flatMap { style.remark($0, indent: 4) }
    }
    return rows + shared.summaries.flatMap { style.remark($0, indent: 2) }
  }

  /// Returns a file's row: its mark, path and facts, and the facts of its copy.
  private func head(_ file: PreparedFile) -> String {
    let path = Columns.padded(sanitized(file.path.text), pathWidth)
    let before = words(file.before.facts)
    return switch file.outcome {
    case .asItIs: "\(style.sign(Status(severalViews(file)))) \(path)  \(before)"
    case .prepared(let copy):
      "\(style.sign(copy.status)) \(path)  \(before)  → \(words(copy.facts))"
    case .refused: "\(style.sign(.fail)) \(path)  \(before)"
    case .skipped: "\(style.sign(.note)) \(path)  \(before)"
    }
  }

  /// Returns what was done to a file and what was found.
  private func remarks(_ file: PreparedFile) -> [FileRemark] {
    switch file.outcome {
    case .asItIs: [.note("ready as is")] + severalViews(file).map { FileRemark($0) }
    case .prepared(let copy):
      [.note(copy.steps.map { sanitized($0.summary) }.joined(separator: "; "))]
        + (severalViews(file) + copy.remarks
        + copy.after.allFindings.filter { $0.severity > .note }).map { FileRemark($0) }
    case .refused(let findings): findings.map { FileRemark($0) }
    case .skipped: [.note(Self.bystander(file.before.facts.format?.medium))]
    }
  }

  /// Returns the finding that a picture is a sheet, which a copy doesn't change; else empty.
  private func severalViews(_ file: PreparedFile) -> [Finding] {
    guard let scores = file.scores else { return [] }
    return ScoreRules.findings(scores).filter { $0.rule == .imageCollage && $0.severity != .note }
  }

  /// Returns why a file that no target takes was skipped.
  private static func bystander(_ medium: MediaFormat.Medium?) -> String {
    switch medium {
    case .clip, .sound: "none of these targets accepts a \(medium?.name ?? "file")"
    case .picture, .other, nil: "not a picture, clip or sound"
    }
  }

  /// Returns a file's dimensions, format and size, as in `3024 × 4032  HEIC   2.1 MB`.
  private func words(_ facts: FileFacts) -> String {
    let size = facts.image.map { "\($0.size)" } ?? facts.clip?.size.map { "\($0)" } ?? ""
    return Columns.leftPadded(size, 11) + "  "
      + Columns.padded(facts.format?.name ?? "", formatWidth) + "  "
      + Columns.leftPadded(facts.byteCount.map { Quantity.bytes($0) } ?? "", 7)
  }
}
