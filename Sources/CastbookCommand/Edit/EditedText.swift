internal import Castbook
internal import CommandLineKit
internal import Model

/// The outcome of a change to elements, as a report.
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
  private static func unchangedLine(_ handle: Handle) -> String { "\(handle): no changes" }

  static func report(
    _ outcome: EditOutcome, isPreview: Bool = false,
    unchanged: @escaping Unchanged = unchangedLine
  ) -> Report {
    Report(json: ElementJSON.edited(outcome, isPreview: isPreview)) { _ in
      lines(outcome, unchanged) + (isPreview ? [Options.dryRunRemark] : [])
    }
  }

  /// Returns the outcome for several elements. `hints` follow the lines of a change that is kept.
  static func report(
    _ outcomes: [EditOutcome], isPreview: Bool, hints: [String], unchanged: @escaping Unchanged
  ) -> Report {
    Report(json: ElementJSON.edited(outcomes, isPreview: isPreview)) { _ in
      outcomes.flatMap { lines($0, unchanged) } + (isPreview ? [Options.dryRunRemark] : hints)
    }
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
      + (kept == nil ? [] : merged(outcome.merged, revision.handle))
      + outcome.notices.map { "  \(sanitized($0))" }
  }

  /// The number of merged revisions that are listed; the others are counted.
  private static let maximumMerged = 12

  /// The lines about the merged revisions.
  private static func merged(_ all: [EditOutcome.Merged], _ handle: Handle) -> [String] {
    let others = all.count - maximumMerged
    return all.prefix(maximumMerged).flatMap { merged($0, handle) }
      + (others > 0
        ? [
          "  … and \(Quantity.grouped(others)) more: castbook log \(handle) has them"
        ] : [])
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
