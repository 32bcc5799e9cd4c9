internal import Model

/// The elements that erasures apply to, and the rule for what they remove from an export.
///
/// The library and its backups find their records in different ways, and both decide with this
/// value.
struct ErasureScope {
  /// The elements that are erased completely.
  var erased: Set<ULID> = []
  /// The elements with a shortened history, each with the revisions that stay.
  var shortened: [ULID: Set<Digest>] = [:]

  /// Returns whether an erasure removes this revision of an element.
  func isErased(_ element: ULID, _ revision: Digest) -> Bool {
    erased.contains(element) || shortened[element].map { !$0.contains(revision) } ?? false
  }

  /// Returns a copy of an export without its erased elements. It stays because its cost has been
  /// paid.
  func remainder(of export: ExportRecord) -> ExportRecord {
    var copy = export
    copy.elements.removeAll { isErased($0.element, $0.revision) }
    // A shot file may be named after the erased character.
    copy.shot.path = ""
    return copy
  }
}
