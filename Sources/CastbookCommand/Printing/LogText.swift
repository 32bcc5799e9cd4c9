internal import Castbook
internal import CommandLineKit
internal import Model

/// What changed in an element, newest first, with what was dismissed of its files between.
struct LogText {
  private let log: ElementLog
  private let style: TerminalStyle

  init(_ log: ElementLog, style: TerminalStyle) {
    self.log = log
    self.style = style
  }

  var lines: [String] {
    let entries = log.revisions.map(entry) + log.dismissals.flatMap(entries)
    return entries.enumerated()
      .sorted { ($0.element.at, $0.offset) > ($1.element.at, $1.offset) }
      .flatMap(\.element.lines)
  }

  private typealias Entry = (at: Instant, lines: [String])

  private func entry(_ entry: ElementLog.Entry) -> Entry {
    let revision = entry.named.revision
    let head =
      "\(style.styled("\(log.handle):\(revision.sequence)", .bold))  "
      + "\(MomentText.minute(revision.at))  "
      + style.styled(entry.named.digest.short, .dim)
      + (revision.by.isEmpty ? "" : "  by \(sanitized(revision.by))")
    return (revision.at, [head] + entry.changes.map { "  \(sanitized($0))" })
  }

  private func entries(_ dismissal: ElementLog.DismissalEntry) -> [Entry] {
    let what = "\(dismissal.rule) on \(sanitized(dismissal.file))"
    let begun = (dismissal.at, told("dismissed", dismissal.at, what, dismissal.reason))
    guard let end = dismissal.end else { return [begun] }
    return [begun, (end.at, told("counted again", end.at, what, end.reason))]
  }

  private func told(
    _ deed: String, _ at: Instant, _ what: String, _ reason: String
  ) -> [String] {
    [
      "\(style.styled(deed, .bold))  \(MomentText.minute(at))",
      "  \(what)" + (reason.isEmpty ? "" : ": \(sanitized(reason))"),
    ]
  }
}
