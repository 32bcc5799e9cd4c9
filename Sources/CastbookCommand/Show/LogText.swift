internal import Castbook
internal import CommandLineKit
internal import Model

/// The history of an element, newest first: its revisions and the dismissals of findings on its
/// files.
///
/// Revisions and dismissals are merged into one list by time.
///
/// ```text
/// @mug:2  2026-11-20 07:00 UTC  sha256-7c95b6d0
///   tag hero
///   mug-top.jpg dropped (top)
/// ```
struct LogText {
  let log: ElementLog
  let style: TerminalStyle

  /// The lines of all entries, newest first.
  var lines: [String] {
    let entries = log.revisions.map(entry) + log.dismissals.flatMap(entries)
    return entries.enumerated()
      .sorted { ($0.element.at, $0.offset) > ($1.element.at, $1.offset) }
      .flatMap(\.element.lines)
  }

  /// An entry with the moment that it is sorted by.
  private typealias Entry = (at: Instant, lines: [String])

  /// Returns the entry of a revision, with its changes.
  private func entry(_ entry: ElementLog.Entry) -> Entry {
    let revision = entry.named.revision
    let head =
      "\(style.styled("\(log.handle):\(revision.sequence)", .bold))  "
      + "\(revision.at.minute)  "
      + style.styled(entry.named.digest.short, .dim)
      + (revision.by.isEmpty ? "" : "  by \(sanitized(revision.by))")
    return (revision.at, [head] + entry.changes.map { "  \(sanitized($0))" })
  }

  /// Returns the entries of a dismissal: its beginning and, if it was undone, its end.
  private func entries(_ dismissal: ElementLog.DismissalEntry) -> [Entry] {
    let what = "\(dismissal.rule) on \(sanitized(dismissal.file))"
    let beginning = (
      dismissal.at, dismissalLines("dismissed", dismissal.at, what, dismissal.reason)
    )
    guard let end = dismissal.end else { return [beginning] }
    return [beginning, (end.at, dismissalLines("counted again", end.at, what, end.reason))]
  }

  /// Returns the lines of a dismissal or its end.
  private func dismissalLines(
    _ deed: String, _ at: Instant, _ what: String, _ reason: String
  ) -> [String] {
    [
      "\(style.styled(deed, .bold))  \(at.minute)",
      "  \(what)" + (reason.isEmpty ? "" : ": \(sanitized(reason))"),
    ]
  }
}
