internal import Files
package import Model
internal import Synchronization

extension LibraryStore {
  /// Adds records that were written elsewhere, as one segment, except those that the library
  /// already has or that an erasure covers.
  ///
  /// The records are durable when this returns.
  ///
  /// - Parameters:
  ///   - lines: The records as lines without line feeds; together no longer than a segment may be.
  ///   - day: The day of the segment.
  /// - Returns: The segment and the number of records in it; `nil` if the library already has all
  ///   of them.
  package func join(
    _ lines: [[UInt8]], on day: Day
  ) throws -> (segment: RecordLog.Segment, recordCount: Int)? {
    try Self.translating {
      if let obstacle { throw obstacle }
      return try withTransaction { index in
        let new = try lines.filter { line in
          let digest = SHA256.digest(of: line)
          return try !index.sql.exists(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM record WHERE digest=?1)
              OR EXISTS (SELECT 1 FROM covered WHERE record=?1)
            """, [digest])
        }
        guard !new.isEmpty else { return nil }
        let draft = try log.draft(new, on: day)
        try log.commit(draft, temporaryName: temporaryName)
        do {
          try index.apply(draft.bytes, of: draft.segment)
          try index.days.note(adding: [draft.segment], of: log, now: environment.now())
          try index.commit()
          if try needsCompaction(index, on: day) { try compact(day, index) }
        } catch {
          // The index reads the segment from the log later.
          index.rollBack()
        }
        return (draft.segment, new.count)
      }
    }
  }

  /// Writes records that were written elsewhere, as one segment, to the log of a library that has
  /// no records yet.
  ///
  /// They are durable when this returns, and part of the library after `indexArrivals()`, which
  /// takes a fraction of the time of indexing each segment separately. Without it, the index is
  /// made when the library is next opened.
  package func receive(_ lines: [[UInt8]], on day: Day) throws -> RecordLog.Segment {
    try Self.translating {
      if let obstacle { throw obstacle }
      return try LibraryStore.holdingLock(of: root) {
        try requireIdentity()
        let draft = try log.draft(lines, on: day)
        try log.commit(draft, temporaryName: temporaryName)
        return draft.segment
      }
    }
  }

  /// Rebuilds the index, including everything that was received.
  package func indexArrivals() throws {
    let opening = IndexOpening(root: root, environment: environment)
    _ = try Self.translating { try LibraryStore.holdingLock(of: root) { try opening.rebuild() } }
  }

  /// Removes what arrived erasures cover, even if it arrived long after them. Returns `false` if
  /// overwriting the index must wait.
  package func applyArrivedErasures() throws -> Bool {
    try Self.translating {
      if let obstacle { throw obstacle }
      let isUnfinished = try index.withLock { try hasUnfinishedErasure($0) }
      guard try isUnfinished || beginErasingLateRecords() else { return true }
      return try finishErasures()
    }
  }

  /// Begins to erase records about files and bundles that earlier erasures removed. Returns `false`
  /// if there are none.
  private func beginErasingLateRecords() throws -> Bool {
    guard try index.withLock({ try $0.erasedTraces.mayHaveLateRecords() }) else { return false }
    return try withWriterLock { index in
      try index.applyLog(now: environment.now())
      guard try !ErasedRecords(in: IndexRecords(index)).removed.isEmpty else { return false }
      try index.transaction {
        if try index.meta.integer(Scrubbing.key) == nil {
          try index.meta.set(Scrubbing.key, Scrubbing.pages)
        }
      }
      return true
    }
  }

  /// A new temporary path, beside the stored files, for a file that is being received.
  package func temporaryBlobPath() throws -> FilePath {
    if let obstacle { throw obstacle }
    return try Self.translating { try blobs.temporaryPath(temporaryName) }
  }

  /// Checks a received file and prepares it to be stored.
  ///
  /// Returns `nil` and deletes the file if its bytes don't match the digest.
  package func adopt(_ received: FilePath, as digest: Digest) throws -> BlobFolder.StagedBlob? {
    try Self.translating { try blobs.adopt(received, as: digest) }
  }

  /// Gives received files their final names, if records still name them: an erasure may have
  /// finished meanwhile.
  ///
  /// - Returns: The files that durably have their final names. The caller discards the others.
  @discardableResult
  package func place(
    _ received: [BlobFolder.StagedBlob]
  ) throws -> [BlobFolder.StagedBlob] {
    try Self.translating {
      // Erasures hold this lock too, and so does `gc`, which deletes old-looking files that no
      // record names.
      try holdingWriterLock {
        let named = try withCurrentIndex { index in
          try index.applyLog(now: environment.now())
          return try received.filter { try index.blobs.isNamed($0.digest) }
        }
        try blobs.commit(named)
        return named
      }
    }
  }
}
