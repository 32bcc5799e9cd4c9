internal import Castbook
internal import CommandLineKit
internal import Model

/// Where a take comes from, for people.
///
/// ```text
///   made with @mira front, right; @mug front
/// ```
struct OriginText {
  let origin: TakeOrigin
  /// The bundle that the take is recorded with.
  let bundle: Digest

  /// How the bundle was recognized, after its digits.
  var evidence: String {
    switch origin.evidence {
    case .workflow: ", by its workflow"
    case .name: ", by its name"
    case .references: ", by the references in its workflow"
    case .shot: ", by the name of its shot file"
    case nil: ""
    }
  }

  /// The remark that the file names another bundle; `nil` if it doesn't.
  var contradiction: String? {
    guard let other = origin.bundle, other != bundle,
      origin.evidence == .workflow || origin.evidence == .name
    else { return nil }
    return "the file says bundle \(other.hex.prefix(8))\(evidence); it is recorded with "
      + "\(bundle.hex.prefix(8)), as you say"
  }

  /// The references by element, and the files that the bundle did not send.
  func lines(_ style: TerminalStyle) -> [String] {
    var order: [Handle] = []
    var roles: [Handle: [String]] = [:]
    for reference in origin.references {
      guard let handle = reference.handle else { continue }
      if roles[handle] == nil { order.append(handle) }
      roles[handle, default: []].append(reference.role?.rawValue ?? "a file")
    }
    let elements = order.map { "\($0) \((roles[$0] ?? []).joined(separator: ", "))" }
    let made =
      elements.isEmpty
      ? [] : style.folded("made with \(elements.joined(separator: "; "))", by: 2, hanging: 4)
    let others = origin.others.map { sanitized($0.path) }
    return made
      + (others.isEmpty
        ? []
        : style.remark(
          .note(
            "the workflow also loads \(others.prefix(5).joined(separator: ", "))"
              + (others.count > 5 ? " and \(others.count - 5) more" : "")
              + ", which the bundle doesn't send"), indent: 2))
  }

  /// What to do about a file whose bundle is not certain.
  static func advice(on origin: TakeOrigin) -> String {
    let candidates = origin.candidates.prefix(3).map {
      "\($0.bundle.hex.prefix(8)) (\($0.target), \($0.at.day.formatted))"
    }
    return candidates.isEmpty
      ? "Add --bundle BUNDLE." : "Add --bundle with one of \(candidates.joined(separator: ", "))."
  }
}
