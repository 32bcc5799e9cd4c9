package import Model

/// What an erasure that has arrived from a teammate would remove from a library.
package struct ErasureEffect: Sendable {
  /// The element's handle and kind; `nil` if the library doesn't have it.
  package let handle: Handle?
  package let kind: ElementKind?
  /// Who made the element's first revision, in their own words; empty if unknown.
  package let maker: String
  /// The stored files that the element's erased revisions name or that would be deleted.
  package let files: Set<Digest>
  /// The earliest revisions that the library has: those whose maker made the element.
  package let firstRevisions: Set<Digest>
  /// Whether the library has an erasure of all of the element already.
  package let isErased: Bool
  /// Whether it removes anything: records or stored files.
  package let isFelt: Bool
  /// Whether it also deletes stored files that have nothing to do with the element, as far as this library knows.
  package let reachesBeyond: Bool
}

extension LibraryStore {
  /// Determines what an erasure would remove, without changing anything.
  package func effect(of erasure: Erasure) throws -> ErasureEffect {
    try contents { contents in
      let index = contents.index
      // If the first revision that stays is unknown, the erasure may cover all that are here.
      let before = try erasure.before.flatMap { try contents.revision($0)?.revision.sequence }
      let element = ErasedElement(
        element: erasure.element, firstKept: before ?? Int.max, takes: erasure.takes)
      let own = try ErasedRecords(in: IndexRecords(index, planning: element))
      let all =
        erasure.traces.isEmpty
        ? own
        : try ErasedRecords(in: IndexRecords(index, planning: element, traces: erasure.traces))
      let digests = try contents.history(of: erasure.element)
      let revisions = try digests.compactMap { digest in
        try contents.revision(digest).map { (digest: digest, revision: $0.revision) }
      }
      let known = Set(digests)
      let history = revisions.map(\.revision)
      let going = history.filter { $0.sequence < element.firstKept }
      let entry = try contents.entries(of: erasure.element).first
      let removed = all.removedBlobs.filter { blobs.contains($0) }
      return ErasureEffect(
        handle: entry?.handle, kind: entry?.kind,
        maker: history.first { $0.parent == nil }?.by ?? "",
        files: removed.union(going.flatMap(\.blobs).filter { blobs.contains($0) }),
        firstRevisions: Set(
          revisions.filter { $0.revision.parents.allSatisfy { !known.contains($0) } }.map(\.digest)
        ), isErased: try contents.erasure(of: erasure.element)?.kept == Int.max,
        isFelt: !all.removed.isEmpty || !removed.isEmpty,
        reachesBeyond: !removed.isSubset(of: own.removedBlobs))
    }
  }
}
