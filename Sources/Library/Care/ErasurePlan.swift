internal import Files
package import Model

/// A preview of an erasure: what it removes, and which projects, exports and providers are
/// affected.
package struct ErasurePlan: Sendable {
  /// The element that would be erased completely or in part.
  package let element: ULID
  /// The first revision that stays, or `nil` when the whole element is erased.
  package let before: Digest?
  /// The revisions that are erased, oldest first.
  package let revisions: [ElementRevision]
  /// The number of files that are deleted.
  package let erasedFileCount: Int
  /// The length of the deleted files in bytes.
  package let erasedByteCount: Int
  /// The number of the element's files that stay because other records hold them.
  package let sharedFileCount: Int
  /// The projects that use an erased revision, each once.
  package let uses: [ProjectUse]
  /// The exports that contain an erased revision, which is removed from them.
  package let exports: [ExportRecord]
  /// The takes of those exports, in the order of the exports.
  package let takes: [Take]
  /// The takes among them that have a file.
  package let clips: [Take]
  /// Whether the files of the takes are deleted as well, unless another record holds them.
  package let erasesClips: Bool
  /// The number of notes and reasons that are erased because they name the element or are about
  /// its clips.
  package let remarkCount: Int
  /// The element's registrations with providers, where the user has to delete it separately.
  package let registrations: [Registration]
}

extension LibraryStore {
  /// Returns what an erasure would remove, without changing anything.
  ///
  /// ```swift
  /// let plan = try store.erasurePlan(of: element, takes: true)
  /// print(plan.revisions.count, plan.clips.count)
  /// ```
  package func erasurePlan(
    of element: ULID, before: Digest? = nil, takes: Bool = false
  ) throws -> ErasurePlan {
    try contents { contents in
      var kept = Int.max
      if let before, let revision = try contents.revision(before)?.revision {
        kept = revision.sequence
      }
      let revisions = try contents.history(of: element).compactMap { digest in
        try contents.revision(digest)?.revision
      }
      let going = revisions.filter { $0.sequence < kept }
      let planned = ErasedElement(element: element, firstKept: kept, takes: takes)
      let records = try ErasedRecords(in: IndexRecords(contents.index, planning: planned))
      let sizes = records.removedBlobs.compactMap {
        FileSystem.status(blobs.path(of: $0))?.byteCount
      }
      let own = Set(going.flatMap(\.blobs))
      let exports = try contents.exports.of(element, limit: .max).reversed().filter { export in
        before == nil
          || export.elements.contains { part in
            part.element == element && going.contains { digest(of: $0) == part.revision }
          }
      }
      var seen: Set<Digest> = []
      let bundles = exports.map(\.bundle).filter { seen.insert($0).inserted }
      return ErasurePlan(
        element: element, before: before, revisions: going, erasedFileCount: sizes.count,
        erasedByteCount: sizes.reduce(0, +),
        sharedFileCount: own.subtracting(records.removedBlobs).count,
        uses: try contents.uses.of(element).sorted { $0.project < $1.project }.filter { use in
          before == nil || going.contains { digest(of: $0) == use.revision }
        }.map { use in
          ProjectUse(
            project: use.project, path: use.path, element: element, revision: use.revision,
            at: use.at)
        },
        exports: exports,
        takes: try bundles.flatMap { bundle in
          try contents.takes.ofBundle(bundle, limit: .max).reversed()
        },
        // The records have every rating of a clip, the oldest first.
        clips: records.clips.reversed().lastRatings.reversed(), erasesClips: takes,
        remarkCount: records.remarks.count,
        registrations: try contents.registrations.of(element).reversed().map(\.registration)
          .filter { registration in
            before == nil || going.contains { digest(of: $0) == registration.revision }
          })
    }
  }

  /// Returns the digest of the revision's line.
  private func digest(of revision: ElementRevision) -> Digest? {
    Record.revision(revision).line.map { SHA256.digest(of: $0) }
  }
}
