internal import Castbook
internal import CommandLineKit

/// The state of a project's pins compared with the library, as lines for people.
///
/// ```text
///   ! @mug  revision 1, latest 2  Mug
///     ! revision 2 changes what providers get: castbook update @mug
///       mug-top.jpg dropped (top)
/// /home/ana/film: 1 pin: 1 behind
/// ```
struct StatusText {
  let status: ProjectStatus
  let style: TerminalStyle

  /// A line per pin with its findings and changes, then the totals.
  var lines: [String] {
    let folder = sanitized(status.project.folder.text)
    guard !status.pins.isEmpty else {
      return ["\(folder): no pins: castbook use @HANDLE pins an element"]
    }
    let handles = Columns.aligned(status.pins.map { "\($0.pin.handle)" })
    let revisions = Columns.aligned(status.pins.map(revision))
    return status.pins.indices.flatMap { index in
      let pin = status.pins[index]
      let head = "  \(style.sign(pin.status)) \(style.styled(handles[index], .bold))"
      let name = pin.latest.first.map { shownName($0.name) } ?? ""
      return [Columns.trimmed("\(head)  \(revisions[index])  \(name)")] + remarks(pin)
    } + ["\(folder): \(summary)"]
  }

  /// Returns the pinned revision, and the latest if that is another.
  private func revision(_ pin: PinStatus) -> String {
    pin.laterSequence.map { "revision \(pin.pin.sequence), latest \($0)" }
      ?? "revision \(pin.pin.sequence)"
  }

  /// Returns the findings on a pin, then its differences from the latest revision.
  private func remarks(_ pin: PinStatus) -> [String] {
    let findings = pin.findings.flatMap { style.remark($0, indent: 4) }
    let changes =
      pin.differences.seen.map { sanitized($0) }
      + Self.notes(pin.differences)
    return findings + changes.flatMap { style.folded($0, by: 6) }
  }

  /// Returns the changes that providers never see, as one phrase; empty without any.
  static func notes(_ differences: PinDifferences) -> [String] {
    guard !differences.unseen.isEmpty else { return [] }
    let only = differences.seen.isEmpty ? "only notes changed" : "notes changed, too"
    return ["\(only): \(sanitized(differences.unseen.joined(separator: "; ")))"]
  }

  /// The number of pins in each state.
  private var summary: String {
    let count = Quantity.count(status.pins.count, "pin")
    let parts = status.counts.map { "\($0.count) \(Self.words($0.category))" }
    return "\(count): \(parts.joined(separator: ", "))"
  }

  /// Returns a state as a phrase that follows a number.
  static func words(_ category: PinStatus.Category) -> String {
    switch category {
    case .outdated: "to export again"
    case .unknown: "with unknown rights"
    default: category.rawValue
    }
  }
}
