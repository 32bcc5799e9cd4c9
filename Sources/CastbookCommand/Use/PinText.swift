internal import Castbook
internal import CommandLineKit

/// The outcome of `use`, `unuse` or `update`, as lines for people.
///
/// ```text
/// @mug   revision 1 → 2
///   mug-top.jpg dropped (top)
/// @mira  already at the latest revision (1)
/// ```
struct PinText {
  private let outcome: ProjectOutcome
  private let style: TerminalStyle
  /// Whether unchanged pins were requested to move to the latest revision, as `update` does.
  private let isUpdate: Bool

  /// Returns the outcome in a JSON shape of this name, or as lines.
  static func report(_ schema: String, _ outcome: ProjectOutcome) -> Report {
    var report = Report(
      outcome.hasMissingPins ? .findings : .success, json: ProjectJSON.outcome(schema, outcome)
    ) { style in
      PinText(outcome: outcome, style: style, isUpdate: schema.hasPrefix("update/")).lines
    }
    report.notices = outcome.notices
    if let reason = outcome.unrecordedReason {
      report.warnings = [
        "the pins are saved, but the library could not record them, so where-used won't show them: "
          + reason
      ]
    }
    return report
  }

  /// A line per pin, preceded by a note on a new `castbook.lock`.
  private var lines: [String] {
    let creation =
      outcome.isNew ? ["created \(sanitized(outcome.project.lockPath.text)); commit it"] : []
    let target: [String] =
      switch outcome.target {
      case .kept: []
      case .removed: ["shot files that name no target have none"]
      case .set(let id): ["shot files that name no target are for \(id)"]
      }
    guard !outcome.pins.isEmpty else {
      if !target.isEmpty { return creation + target }
      return creation + ["no pins here: castbook use @HANDLE pins an element"]
    }
    let handles = Columns.aligned(outcome.pins.map { "\($0.pin.handle)" })
    return creation + target + zip(outcome.pins, handles).flatMap(lines)
      + (outcome.isPreview ? [Options.dryRunRemark] : undoHints)
  }

  /// Returns a pin with its changes, those that providers see before the others.
  private func lines(_ pin: PinOutcome, _ handle: String) -> [String] {
    ["\(style.styled(handle, .bold))  \(summary(of: pin))"]
      + pin.differences.seen.map { "  \(sanitized($0))" }
      + StatusText.notes(pin.differences).map { "  \($0)" }
  }

  /// Returns what happened to a pin, as a phrase.
  private func summary(of outcome: PinOutcome) -> String {
    let pin = outcome.pin
    let need = outcome.need.map { ", \($0.words)" } ?? ""
    let later = outcome.latestSequence.map { " (latest: \($0))" } ?? ""
    switch outcome.change {
    case .added: return "pinned at revision \(pin.sequence)\(need)\(later)"
    case .moved:
      let before = outcome.before.map { "\($0.sequence)" } ?? "?"
      return "revision \(before) → \(pin.sequence)\(later)"
    case .unchanged:
      if let left = outcome.obstacle {
        return "stays at revision \(pin.sequence): \(reason(left, pin.handle))"
      }
      return isUpdate
        ? "already at the latest revision (\(pin.sequence))"
        : outcome.latestSequence == nil
          ? "already pinned at revision \(pin.sequence)"
          : "stays at revision \(pin.sequence)\(later): castbook update \(pin.handle)"
    case .removed:
      return outcome.need.map {
        "unpinned, as no other pin needs it: \($0.words), was revision \(pin.sequence)"
      } ?? "no longer pinned, was revision \(pin.sequence)"
    case .absent: return "not pinned here: no changes"
    }
  }

  /// Returns why a pin did not move, as a phrase.
  private func reason(_ left: PinOutcome.Obstacle, _ handle: Handle) -> String {
    switch left {
    case .missing: "not in this library; castbook status shows what to do"
    case .retired: "retired in the library; castbook status shows what to do"
    case .forked: "forked; castbook status shows what to do"
    case .need: "an element that the latest revision needs can't be pinned"
    }
  }

  /// The command that pins again what was removed because only the removed elements needed it.
  private var undoHints: [String] {
    let removed = outcome.pins.filter { $0.change == .removed && $0.need != nil }.map(\.pin)
    guard !removed.isEmpty else { return [] }
    let pins = removed.map { "\($0.handle):\($0.sequence)" }.joined(separator: " ")
    return ["To keep those: castbook use \(pins)"]
  }
}
