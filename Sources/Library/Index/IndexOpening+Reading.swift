internal import Files
internal import Model

/// Opening an index that may not be written.
///
/// If this user may not write to a library, another user still may, so the index can change while
/// it is being read.
extension IndexOpening {
  /// Whether SQLite's files beside the index contain no changes that are not in the index itself.
  private var isAtRest: Bool {
    ["-wal", "-journal"].allSatisfy { suffix in
      (FileSystem.status(root.appending("catalog.sqlite\(suffix)".utf8))?.byteCount ?? 0) == 0
    }
  }

  /// How the index on disk can be read without writing to it; `nil` if there is none that may be
  /// opened.
  ///
  /// Only on a file system that is mounted read-only on one machine may SQLite ignore other
  /// processes. Elsewhere it needs its shared memory, and fails if it can neither find nor create
  /// it.
  var readingMode: Database.Mode? {
    guard FileSystem.status(path) != nil, hasOnlyPlainFiles else { return nil }
    return traits.isReadOnly && !traits.isShared && isAtRest ? .immutable : .readOnly
  }

  /// Opens an index of a library that this user may not write: the one on disk, a copy of it, or a
  /// temporary one made from the log.
  func openReadOnly() throws -> Opened {
    if let index = index(in: readingMode) ?? copyAtRest() { return (index, [], .readOnly(root)) }
    return (
      try temporaryIndexCountingLosses(),
      ["The library is read-only; this command uses a temporary index."],
      .readOnly(root)
    )
  }

  /// Opens an index on a file system without locks. SQLite must not open the one on disk, because
  /// it would wait for locks that it never gets, so it is copied or a temporary one is made.
  func openWithoutLocks() throws -> Opened {
    let notice = "The library's file system has no locks: the library is read-only here."
    return (try copyAtRest() ?? temporaryIndexCountingLosses(), [notice], .locksUnsupported(root))
  }

  /// A temporary index made from the log. It also knows how many records are missing: those that
  /// are in the index on disk and not in the log.
  func temporaryIndexCountingLosses() throws -> Index {
    let temporary = try temporaryIndex()
    if let stored = storedIndex() {
      temporary.lostRecordCount = (try? stored.segments.countRecordsMissing(in: temporary)) ?? 0
    }
    return temporary
  }

  /// A copy of the index on disk, even if it is behind the log; `nil` if it can't be read.
  private func storedIndex() -> Index? {
    guard hasOnlyPlainFiles, isAtRest, let database = try? Database.copy(of: path) else {
      return nil
    }
    let index = Index(database, log: log)
    return isCompatible(index) ? index : nil
  }

  /// The index on disk, opened in a mode; `nil` if there is no mode, it can't be opened, belongs to
  /// another library or version, or is behind the log.
  private func index(in mode: Database.Mode?) -> Index? {
    guard let mode,
      let database = try? Database(path, mode, timeoutMilliseconds: LibraryStore.lockTimeout)
    else { return nil }
    return usable(Index(database, log: log))
  }

  /// The index itself; `nil` if it belongs to another library or version, or is behind the log.
  private func usable(_ index: Index) -> Index? {
    isCompatible(index) && (try? index.refresh.isBehind(now: environment.now())) == false
      ? index : nil
  }

  /// How long after its last change a file's modification time reliably shows the next change, in
  /// milliseconds.
  private static let restMilliseconds = 3000

  /// A copy of the index that was made while no process wrote to it, for file systems on which
  /// SQLite can't create the files that it needs to read beside writers. It is `nil` if a process
  /// writes to the index or did so a moment ago.
  func copyAtRest() -> Index? {
    guard hasOnlyPlainFiles, isAtRest, let before = FileSystem.status(path),
      environment.now() - before.modified / 1_000_000 >= Self.restMilliseconds,
      let database = try? Database.copy(of: path), isAtRest, FileSystem.status(path) == before
    else { return nil }
    return usable(Index(database, log: log))
  }

  /// An index made from the log alone, in a temporary database that is deleted when it is closed.
  ///
  /// Other processes may write to the log meanwhile. If they merge segments, which makes a segment
  /// disappear, this begins again, up to 20 times.
  func temporaryIndex() throws -> Index {
    var isInMemory = false
    for attempt in 1... {
      let database = try Database.temporary()
      try Index.tuneForFilling(database)
      if isInMemory { try database.run("PRAGMA temp_store=MEMORY; PRAGMA cache_spill=OFF") }
      let index = Index(database, log: log)
      do {
        _ = try index.fill(now: environment.now(), environment)
        try index.sql.database.run("PRAGMA journal_mode=MEMORY")
        return index
      } catch IndexError.diskFull where !isInMemory {
        // The system's folder for temporary files is full too.
        isInMemory = true
      } catch let error as FileError
        where attempt < 20 && (error.kind == .fileNotFound || FileSystem.status(error.path) == nil)
      {
        continue
      }
    }
    throw IndexError.busy
  }
}
