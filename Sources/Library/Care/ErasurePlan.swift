internal import Files
package import Model

/// What erasing an element, or shortening its history, takes away, and who else holds something of it.
package struct ErasurePlan: Sendable {
  package let element: ULID
  /// The first revision that stays; nothing when none does.
  package let before: Digest?
  /// What goes, first to last.
  package let revisions: [ElementRevision]
  /// Files that go, and files of the element that others have as well.
  package let goingCount: Int
  package let goingBytes: Int
  package let sharedCount: Int
  /// Projects that pin it, each once.
  package let uses: [ProjectUse]
  /// Exports that name it; they go on without it.
  package let exports: [ExportRecord]
  /// What came back from those.
  package let takes: [Take]
  /// Those of it that have a file.
  package let clips: [Take]
  /// Whether these files go, too, unless something else holds them.
  package let isErasingClips: Bool
  /// Notes and reasons that name it, or are about a clip of it: they go.
  package let remarkCount: Int
  /// What providers hold of it.
  package let registrations: [Registration]
}

extension LibraryStore {
  /// What erasing would come to; nothing is changed.
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
      let sizes = records.going.compactMap { FileSystem.status(blobs.path(of: $0))?.byteCount }
      let own = Set(going.flatMap(\.blobs))
      let exports = try index.exports(of: element).filter { export in
        before == nil
          || export.elements.contains { part in
            part.element == element && going.contains { name(of: $0) == part.revision }
          }
      }
      return ErasurePlan(
        element: element, before: before, revisions: going, goingCount: sizes.count,
        goingBytes: sizes.reduce(0, +), sharedCount: own.subtracting(records.going).count,
        uses: try index.uses(of: element).filter { use in
          before == nil || going.contains { name(of: $0) == use.revision }
        },
        exports: exports, takes: try Set(exports.map(\.bundle)).flatMap(index.takes),
        clips: records.clips, isErasingClips: takes, remarkCount: records.remarks.count,
        registrations: try index.registrations(of: element).filter { registration in
          before == nil || going.contains { name(of: $0) == registration.revision }
        })
    }
  }

  private func name(of revision: ElementRevision) -> Digest? {
    Record.revision(revision).line.flatMap { SHA256.digest(of: $0) }
  }
}

extension Index {
  /// The records that a question names, as far as they were not withdrawn.
  private func records(_ digests: [Digest]) throws -> [Record] {
    try digests.compactMap { digest in
      let isWithdrawn = try first(
        "SELECT 1 FROM withdrawal WHERE target=? LIMIT 1", [.digest(digest)]
      ) { _ in true }
      return isWithdrawn == nil ? try record(digest) : nil
    }
  }

  /// The pins that hold, one for each project.
  fileprivate func uses(of element: ULID) throws -> [ProjectUse] {
    guard let number = try number(ifKnown: element) else { return [] }
    let digests = try all(
      "SELECT record FROM use WHERE element=? ORDER BY project, at DESC, record DESC",
      [.integer(number)]
    ) { try $0.digest(0) }
    var seen: Set<ULID> = []
    return try records(digests).compactMap { record in
      guard case .use(let use) = record, seen.insert(use.project).inserted else { return nil }
      return use
    }
  }

  fileprivate func exports(of element: ULID) throws -> [ExportRecord] {
    guard let number = try number(ifKnown: element) else { return [] }
    let digests = try all(
      "SELECT record FROM exported WHERE element=? ORDER BY at, record", [.integer(number)]
    ) { try $0.digest(0) }
    return try records(digests).compactMap { record in
      if case .export(let export) = record { export } else { nil }
    }
  }

  fileprivate func takes(of bundle: Digest) throws -> [Take] {
    let digests = try all(
      "SELECT record FROM take WHERE bundle=? ORDER BY at, record", [.digest(bundle)]
    ) { try $0.digest(0) }
    return try records(digests).compactMap { record in
      if case .take(let take) = record { take } else { nil }
    }
  }

  fileprivate func registrations(of element: ULID) throws -> [Registration] {
    guard let number = try number(ifKnown: element) else { return [] }
    let digests = try all(
      "SELECT record FROM registration WHERE element=? ORDER BY at, record", [.integer(number)]
    ) { try $0.digest(0) }
    return try records(digests).compactMap { record in
      if case .registration(let registration) = record { registration } else { nil }
    }
  }
}
