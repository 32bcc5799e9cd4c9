/// The files of an element, for verbs that take files. Each has the name it was added with, below
/// the element's handle.
public struct ElementFiles: Sendable {
  public let handle: Handle
  /// The element's display name.
  let name: String
  /// Findings about the element itself: rights that have ended, end soon or are unknown.
  public let findings: [Finding]
  package let kind: ElementKind
  /// Each file once, under a name such as `@mira/front.jpg`.
  package let files: [ListedFile]

  package init(
    handle: Handle, name: String, findings: [Finding], kind: ElementKind, files: [ListedFile]
  ) {
    self.handle = handle
    self.name = name
    self.findings = findings
    self.kind = kind
    self.files = files
  }

  /// The finding for an element without files.
  var emptyFinding: Finding {
    Finding(
      .setEmpty, .warning, message: "\(handle) has no files yet",
      fix: "castbook add \(kind.rawValue) \(handle) FILE…")
  }
}
