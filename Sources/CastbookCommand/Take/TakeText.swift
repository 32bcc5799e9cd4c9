internal import Castbook
internal import CommandLineKit

/// What a take shows of the products and places that it was rendered with, for people.
///
/// ```text
///   @mug likeness 0.81 at 0.5 s, least 0.12 at 3.5 s
///     · at 3.5 s it seems to show something other than @mug: look at that moment …
/// ```
struct TakeText {
  let style: TerminalStyle

  func lines(_ comparison: TakeComparison) -> [String] {
    comparison.subjects.flatMap { subject in
      style.folded("\(subject.handle) \(subject.summary)", by: 2, hanging: 4)
        + (subject.finding.map { style.remark(FileRemark($0), indent: 4) } ?? [])
    }
  }
}
