internal import Castbook
internal import CommandLineKit
internal import Model

/// The outcome of a change to elements, printed.
///
/// Commands pass the line for an element that did not change, because the reason differs: `remove`
/// says that it is already removed, `bind` that it already has the voice.
///
/// ```text
/// @mug, revision 2
///   tag hero
///   mug-top.jpg dropped (top)
/// ```
enum EditedText {
  /// Returns the line to print for an element that did not change.
  typealias Unchanged = (Handle) -> String

  /// The line for an element that did not change, unless a command words it more precisely.
  private static func unchangedLine(_ handle: Handle) -> String {
    "\(handle): no changes"
  }

  /// Prints the outcome for one element and returns the exit status.
  static func print(
    _ outcome: EditOutcome, _ arguments: Arguments, unchanged: Unchanged = unchangedLine
  ) throws -> ExitStatus {
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(ElementJSON.edited(outcome).compactText)
    } else {
      for line in lines(outcome, unchanged) { try screen.print(line) }
    }
    return .success
  }

  /// Prints the outcome for several elements and returns the exit status.
  static func print(
    _ outcomes: [EditOutcome], _ arguments: Arguments, isPreview: Bool, unchanged: Unchanged
  ) throws -> ExitStatus {
    let screen = Screen(arguments)
    if arguments.has("json") {
      try screen.print(ElementJSON.edited(outcomes, isPreview: isPreview).compactText)
    } else {
      let remark = isPreview ? [DryRun.remark] : []
      for line in outcomes.flatMap({ lines($0, unchanged) }) + remark { try screen.print(line) }
    }
    return .success
  }

  /// The lines of one element: its revision, its changes, how its fork ended, and what was merged.
  private static func lines(_ outcome: EditOutcome, _ unchanged: Unchanged) -> [String] {
    let revision = outcome.after.revision
    guard outcome.isChanged else { return [unchanged(revision.handle)] }
    let head = "\(revision.handle), revision \(revision.sequence)"
    let kept = outcome.fork?.kept
    let changes = outcome.fork == nil || kept != nil ? outcome.changes : []
    return [head + (kept.map { ", kept \($0)" } ?? "")]
      + changes.map { "  \(sanitized($0))" }
      + (outcome.fork.map { ForkText.ended($0, revision.handle) } ?? [])
      + (kept == nil ? [] : outcome.merged.flatMap { merged($0, revision.handle) })
      + outcome.notices.map { "  \(sanitized($0))" }
  }

  /// The lines about a merged revision: its digest, and the data of it that was left out.
  private static func merged(_ other: EditOutcome.Merged, _ handle: Handle) -> [String] {
    let digest = other.revision.digest.short
    guard !other.leftOut.isEmpty else {
      return ["  merged with \(digest), which has no further data"]
    }
    return ["  merged with \(digest), except for:"]
      + other.leftOut.map { "    \(sanitized($0))" }
      + [
        "  That version stays available: castbook show \(handle):\(digest), castbook files \(handle):\(digest) -o DIR"
      ]
  }
}
