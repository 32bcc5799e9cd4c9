package import Model

/// What an erasure that has arrived from a teammate would remove from a library.
package struct ErasureEffect: Sendable {
  /// The element's handle and kind; `nil` if the library doesn't have it.
  package let handle: Handle?
  package let kind: ElementKind?
  /// The author of the element's first revision, as the revision states it; empty if unknown.
  package let maker: String
  /// The stored files that the element's erased revisions name or that would be deleted.
  package let files: Set<Digest>
  /// The element's earliest revisions in the library; their authors count as its makers.
  package let firstRevisions: Set<Digest>
  /// Whether the library already has an erasure of the whole element.
  package let isErased: Bool
  /// Whether it would remove any records or stored files.
  package let isFelt: Bool
  /// Whether it would also delete stored files that have nothing to do with the element, as far as
  /// this library knows.
  package let reachesBeyond: Bool
}

extension LibraryStore {
  /// Determines what an erasure would remove, without changing anything.
  package func effect(of erasure: Erasure) throws -> ErasureEffect {
    try contents { contents in
      let index = contents.index
      // If the first revision to keep is unknown here, the erasure may cover all revisions.
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
