internal import Castbook
internal import CommandLineKit
internal import Model

/// The shots of a timeline, one per line with their findings, then the totals, for people.
///
/// ```text
///    1  lobby   01:00:00:00  5.042 s  lobby-41ab9f2c.mp4, 1 other take
///    2  street  01:00:05:01      3 s  gap
///       · no take was recorded: castbook take add FILE …                        timeline.gap
/// film.otio: 2 shots, 1 gap · 8.042 s at 24 fps from 01:00:00:00 · 2 files in film-media
/// ```
struct TimelineText {
  let plan: TimelinePlan
  /// What was written; `nil` for a dry run.
  let outcome: MakeTimeline.Outcome?
  let style: TerminalStyle

  var lines: [String] {
    let names = Columns.aligned(plan.shots.map { sanitized($0.name) }, maximum: 40)
    let lengths = plan.shots.map { length($0.frameCount) }
    let width = lengths.map(displayWidth).max() ?? 0
    let digits = String(plan.shots.count).count + 2
    let remarks = plan.shots.map { $0.findings.map { FileRemark($0) } }
    var shared = SharedRemarks(remarks)
    let rows = plan.shots.enumerated().flatMap { index, shot in
      let number = Columns.leftPadded("\(index + 1)", digits)
      let timecode = plan.timecode.text(of: plan.start + shot.position)
      let row =
        "\(number)  \(names[index])  \(timecode)  \(Columns.leftPadded(lengths[index], width))  "
        + Self.content(shot)
      return [Columns.trimmed(row)]
        + shared.ownRemarks(remarks[index]).flatMap { style.remark($0, indent: digits + 2) }
    }
    return rows + shared.summaries.flatMap { style.remark($0, indent: 2) } + [summary]
      + (outcome == nil ? ["dry run: nothing was written"] : [])
  }

  /// Remarks about files that are not in the timeline.
  var notices: [String] {
    var notices: [String] = []
    if !plan.skipped.isEmpty {
      let names = Quantity.list(plan.skipped.map { sanitized($0.text) }, atMost: 3)
      notices.append("skipped \(names): not a shot file, and never exported")
    }
    if plan.isTruncated {
      notices.append("only the 10,000 newest exports were read: older takes may be missing")
    }
    return notices
  }

  /// Returns what a shot shows, and how many other takes it has.
  private static func content(_ shot: TimelinePlan.Shot) -> String {
    let shown =
      switch shot.content {
      case .gap: "gap"
      case .missing: "file missing"
      case .clip, .sound: sanitized(shot.file ?? "")
      case .still: "\(sanitized(shot.file ?? "")) (picture)"
      }
    guard !shot.others.isEmpty, shot.content != .gap else { return shown }
    return "\(shown), \(Quantity.count(shot.others.count, "other take"))"
  }

  /// Returns the length of some frames: `5.042 s`.
  private func length(_ frameCount: Int) -> String {
    Quantity.seconds(milliseconds: plan.timecode.rate.milliseconds(of: frameCount))
  }

  /// The totals: shots, gaps, length, rate, and where the files are.
  private var summary: String {
    let rate = plan.timecode.rate.name + " fps" + (plan.timecode.isDropFrame ? " drop-frame" : "")
    let name = plan.path.map { sanitized($0.shown) } ?? "timeline"
    let written = outcome?.files.count { !$0.wasThere } ?? plan.files.count
    let kept = plan.files.count - written
    let files = Quantity.counts([(written, "copied"), (kept, "already there")])
    let gaps = plan.gapCount == 0 ? "" : ", \(Quantity.count(plan.gapCount, "gap"))"
    return [
      "\(name)\(outcome?.wasThere == true ? " (unchanged)" : ""): "
        + "\(Quantity.count(plan.shots.count, "shot"))\(gaps)",
      "\(length(plan.frameCount)) at \(rate) from \(plan.timecode.text(of: plan.start))",
      plan.files.isEmpty
        ? nil
        : "\(Quantity.count(plan.files.count, "file")) in \(sanitized(plan.mediaFolder.shown))"
          + (outcome == nil ? "" : " (\(files.joined(separator: ", ")))"),
    ].compactMap(\.self).joined(separator: " · ")
  }
}
