internal import Files
package import Model

/// A preview of an erasure: what it removes, and which projects, exports and providers are
/// concerned.
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
  /// The exports that contain an erased revision; they stay without it.
  package let exports: [ExportRecord]
  /// The takes of those exports.
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
      let index = contents.index
      var kept = Int.max
      if let before, let revision = try contents.revision(before)?.revision {
        kept = revision.sequence
      }
      let revisions = try contents.history(of: element).compactMap { digest in
        try contents.revision(digest)?.revision
      }
      let going = revisions.filter { $0.sequence < kept }
      let records = try ErasedRecords(
        index, plan: ErasedRecords.Plan(element: element, kept: kept, takes: takes))
      let sizes = records.removedBlobs.compactMap {
        FileSystem.status(blobs.path(of: $0))?.byteCount
      }
      let own = Set(going.flatMap(\.blobs))
      let exports = try index.exports(of: element).filter { export in
        before == nil
          || export.elements.contains { part in
            part.element == element && going.contains { digest(of: $0) == part.revision }
          }
      }
      return ErasurePlan(
        element: element, before: before, revisions: going, erasedFileCount: sizes.count,
        erasedByteCount: sizes.reduce(0, +),
        sharedFileCount: own.subtracting(records.removedBlobs).count,
        uses: try index.uses(of: element).filter { use in
          before == nil || going.contains { digest(of: $0) == use.revision }
        },
        exports: exports, takes: try Set(exports.map(\.bundle)).flatMap(index.takes),
        clips: records.clips, erasesClips: takes, remarkCount: records.remarks.count,
        registrations: try index.registrations(of: element).filter { registration in
          before == nil || going.contains { digest(of: $0) == registration.revision }
        })
    }
  }

  /// Returns the digest of the revision's line.
  private func digest(of revision: ElementRevision) -> Digest? {
    Record.revision(revision).line.map { SHA256.digest(of: $0) }
  }
}

extension Index {
  /// Returns the records with these digests, without those that were withdrawn.
  private func records(_ digests: [Digest]) throws -> [Record] {
    try digests.compactMap { digest in
      try exists("SELECT 1 FROM withdrawal WHERE target=? LIMIT 1", [.digest(digest)])
        ? nil : record(digest)
    }
  }

  /// Returns the latest use of an element in each project.
  fileprivate func uses(of element: ULID) throws -> [ProjectUse] {
    guard let number = try number(ifKnown: element) else { return [] }
    let digests = try self.digests(
      "SELECT record FROM use WHERE element=? ORDER BY project, at DESC, record DESC",
      [.integer(number)]
    )
    var seen: Set<ULID> = []
    return try records(digests).compactMap { record in
      guard case .use(let use) = record, seen.insert(use.project).inserted else { return nil }
      return use
    }
  }

  /// Returns the exports that contain an element, oldest first.
  fileprivate func exports(of element: ULID) throws -> [ExportRecord] {
    guard let number = try number(ifKnown: element) else { return [] }
    let digests = try self.digests(
      "SELECT record FROM exported WHERE element=? ORDER BY at, record", [.integer(number)]
    )
    return try records(digests).compactMap { record in
      if case .export(let export) = record { export } else { nil }
    }
  }

  /// Returns the takes of an exported bundle, oldest first.
  fileprivate func takes(of bundle: Digest) throws -> [Take] {
    let digests = try self.digests(
      "SELECT record FROM take WHERE bundle=? ORDER BY at, record", [.digest(bundle)]
    )
    return try records(digests).compactMap { record in
      if case .take(let take) = record { take } else { nil }
    }
  }

  /// Returns the registrations of an element, oldest first.
  fileprivate func registrations(of element: ULID) throws -> [Registration] {
    guard let number = try number(ifKnown: element) else { return [] }
    let digests = try self.digests(
      "SELECT record FROM registration WHERE element=? ORDER BY at, record", [.integer(number)]
    )
    return try records(digests).compactMap { record in
      if case .registration(let registration) = record { registration } else { nil }
    }
  }
}
