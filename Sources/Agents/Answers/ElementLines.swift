internal import Castbook
internal import Model

/// Elements of a list, one per line and brief as data:
///
/// ```text
/// @mira character «Mira Okafor», 4 files, rights until 31 Jan 2027
/// @mug~k3 product «Blue mug», 2 files, ! 1 weak: image.dark
/// ```
enum ElementLines {
  /// Returns the line of an element.
  static func line(_ element: ElementSummary, _ status: ElementStatus) -> String {
    let facts = [
      element.fileCount == 0 ? "no files" : Quantity.count(element.fileCount, "file"),
      element.isRetired ? "removed" : nil, element.lookOf == nil ? nil : "a look",
      status.isForked ? "! forked" + (status.side.map { ", this is side \($0)" } ?? "") : nil,
      status.weakPictures.map { weak in
        "\(FindingGroups.sign(weak.severity)) \(weak.pictures) weak: \(weak.rule)"
      }, rights(status),
    ]
    return "\(sanitized(element.handle.text(suffix: status.suffix))) \(element.kind.rawValue) "
      + ([ShownNames.quoted(element.name)] + facts.compactMap(\.self)).joined(separator: ", ")
  }

  /// Returns the rights; `nil` if none are stated.
  private static func rights(_ status: ElementStatus) -> String? {
    guard let end = status.expires?.formatted else {
      return status.basis.map { "rights: \($0.rawValue)" }
    }
    let words =
      status.hasExpired
      ? "✗ rights expired on \(end)"
      : status.isExpiring ? "! rights expire on \(end)" : "rights until \(end)"
    return words + (status.rightsOf.map { " (from \(sanitized("\($0)")))" } ?? "")
  }

  /// Returns an element as brief data.
  static func data(_ element: ElementSummary, _ status: ElementStatus) -> JSONValue {
    [
      "handle": element.handle.text(suffix: status.suffix), "kind": element.kind,
      "name": element.name, "revision": element.sequence, "sha256": element.revision,
      "files": element.fileCount, "person": element.person, "removed": element.isRetired.orNil,
      "side": status.side, "basis": status.basis, "expires": status.expires,
      "findings": status.findings.map(\.rule).nonEmpty,
      "weak": status.weakPictures.map(\.pictures),
    ]
  }

  /// The schema of an element as brief data.
  static let schema = Schema.object(
    required: ["handle", "kind", "name", "revision", "sha256", "files"],
    [
      "handle": Schema.text, "kind": Schema.text, "name": Schema.text, "revision": Schema.integer,
      "sha256": Schema.text, "files": Schema.integer, "person": Schema.text,
      "removed": Schema.flag, "side": Schema.text, "basis": Schema.text, "expires": Schema.text,
      "findings": Schema.list(of: Schema.text), "weak": Schema.integer,
    ])
}
