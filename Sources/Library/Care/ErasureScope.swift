internal import Model

/// The elements that erasures apply to, and the rule for what they remove from an export.
struct ErasureScope: ErasureExtent {
  /// The sequence number of each element's first revision that stays, or `Int.max`.
  private let firstKept: [ULID: Int]
  /// The revisions that stay of each element with a shortened history.
  let keptRevisions: [ULID: Set<Digest>]
  /// The searches for completely erased elements, and for all elements that an erasure applies to.
  private let erased: IdentitySearch
  private let affected: IdentitySearch

  /// Creates an empty scope.
  init() {
    (firstKept, keptRevisions) = ([:], [:])
    (erased, affected) = (IdentitySearch([]), IdentitySearch([]))
  }

  /// Determines the scope of erasures from a source's revisions of the elements.
  init(_ erased: [ErasedElement], in source: some RecordSource) throws {
    firstKept = Dictionary(erased.map { ($0.element, $0.firstKept) }, uniquingKeysWith: max)
    let shortened = firstKept.filter { $0.value != Int.max }
    var keptRevisions = shortened.mapValues { _ in Set<Digest>() }
    for (element, revisions) in try source.revisions(of: Set(shortened.keys)) {
      let kept = revisions.filter { $0.sequence >= shortened[element] ?? 0 }
      keptRevisions[element] = Set(kept.map(\.revision))
    }
    self.keptRevisions = keptRevisions
    self.erased = IdentitySearch(firstKept.lazy.filter { $0.value == Int.max }.map(\.key))
    affected = IdentitySearch(firstKept.keys)
  }

  /// Whether no erasure applies.
  var isEmpty: Bool { firstKept.isEmpty }

  func firstKept(of element: ULID) -> Int? { firstKept[element] }

  /// Returns whether no revision of an element stays.
  func isErased(_ element: ULID) -> Bool { firstKept[element] == Int.max }

  func isErased(_ revision: Digest, of element: ULID) -> Bool {
    isErased(element) || keptRevisions[element].map { !$0.contains(revision) } ?? false
  }

  /// Returns a copy of an export without its erased elements. It stays because its cost has been
  /// paid.
  func remainder(of export: ExportRecord) -> ExportRecord {
    var copy = export
    copy.elements.removeAll { isErased($0.revision, of: $0.element) }
    // A shot file may be named after the erased character.
    copy.shot.path = ""
    return copy
  }

  /// Returns whether bytes contain the identity of an erased element.
  func containsErasedIdentity(_ bytes: [UInt8]) -> Bool { erased.hasMatch(in: bytes) }

  /// Returns whether bytes contain the identity of an element that is erased completely or in
  /// part.
  func containsAffectedIdentity(_ bytes: [UInt8]) -> Bool { affected.hasMatch(in: bytes) }
}
