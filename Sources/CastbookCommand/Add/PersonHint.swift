internal import Castbook
internal import CommandLineKit
internal import Model

/// Proposes `person: generated` for characters whose pictures were all added now, and all say that
/// a model generated them. Some providers refuse pictures of real faces, and ask.
///
/// ```text
/// All 3 pictures say that a model generated them. If no real person is shown:
///   castbook edit @mira --person generated
/// ```
struct PersonHint {
  private let elements: [AddOutcome.Element]
  private let style: TerminalStyle

  init(_ outcome: AddOutcome, _ style: TerminalStyle) {
    elements = outcome.elements.filter { element in
      let revision = element.revision.revision
      let pictures = element.files.filter { $0.checked.facts.image != nil }
      return revision.kind == .character && revision.person == nil && !pictures.isEmpty
        && element.files.count == revision.references.count
        && pictures.allSatisfy { $0.checked.facts.provenance?.statesGenerated == true }
    }
    self.style = style
  }

  /// The hint, or an empty array if there is nothing to propose.
  var lines: [String] {
    guard let first = elements.first else { return [] }
    let count = elements.reduce(0) { sum, element in
      sum + element.files.count { $0.checked.facts.image != nil }
    }
    let what =
      count == 1
      ? "The picture says that a model generated it."
      : "All \(count) pictures say that a model generated them."
    let command =
      "castbook edit \(elements.count == 1 ? "\(first.handle)" : "@HANDLE") --person generated"
    let lead = "\(what) If no real person is shown:"
    return displayWidth("\(lead) \(command)") < style.columns
      ? ["\(lead) \(command)"] : [lead, "  \(command)"]
  }
}
