package import Model
internal import Synchronization

extension LibraryStore {
  /// Stores what examinations of files found, and which files are missing. This is not a change of
  /// the library, because the index only contains what follows from the files.
  ///
  /// - Parameters:
  ///   - facts: The facts of examined files.
  ///   - missing: Files that should exist and don't.
  /// - Returns: Whether the facts were stored permanently. If the index can't be written, or the
  ///   disk is full, they are kept for this instance at most, and the files are examined again next
  ///   time.
  @discardableResult
  package func recordFacts(_ facts: [FileFacts], missing: [Digest]) throws -> Bool {
    func store(in index: Index) throws {
      try index.blobs.store(facts)
      try index.blobs.recordMissing(missing)
    }
    if isReadOnly {
      index.withLock { try? store(in: $0) }
      return false
    }
    do {
      try withTransaction { index in
        try store(in: index)
        try index.commit()
      }
      return true
    } catch IndexError.diskFull {
      index.withLock { try? store(in: $0) }
      return false
    }
  }

  /// Marks files as unexamined again that were missing when they were examined and exist by now. A
  /// file that is missing again stays so until this is called again.
  package func reexamineMissing() throws {
    guard !isReadOnly else { return }
    try Self.translating {
      try withTransaction { index in
        try index.blobs.reexamineMissing { blobs.contains($0) }
        try index.commit()
      }
    }
  }
}
