internal import Files
internal import Model

/// Where nothing may be written.
///
/// That this user may not write a library does not mean that nobody does.
extension IndexOpening {
  /// Whether nothing lies beside the index that is yet to be written into it.
  private var isAtRest: Bool {
    ["-wal", "-journal"].allSatisfy { suffix in
      (FileSystem.status(root.appending("catalog.sqlite\(suffix)".utf8))?.byteCount ?? 0) == 0
    }
  }

  /// How the index on disk is read without being written; nothing when there is none that may be opened.
  ///
  /// Only where the whole file system may just be read, SQLite need not look at what others do; elsewhere it
  /// needs its shared memory, and fails where it can neither find nor make it.
  var readingMode: Database.Mode? {
    guard FileSystem.status(path) != nil, isOfPlainFiles else { return nil }
    return nature.isReadOnly && !nature.isShared && isAtRest ? .immutable : .readOnly
  }

  func openReadOnly() throws -> Opened {
    if let index = index(in: readingMode) ?? restingCopy() { return (index, [], .readOnly(root)) }
    return (
      try passingBesideKept(),
      ["The library is read-only; this command uses a temporary index."],
      .readOnly(root)
    )
  }

  /// Where the file system keeps no locks, SQLite must not open the index where it is: it would wait for locks
  /// that never come.
  func openWithoutLocks() throws -> Opened {
    let notice = "The library's file system has no locks: the library is read-only here."
    return (try restingCopy() ?? passingBesideKept(), [notice], .withoutLocks(root))
  }

  /// An index made from the log, which knows how many records the one on disk has beyond that: they are missing.
  func passingBesideKept() throws -> Index {
    let fresh = try passing()
    if let kept = keptIndex() { fresh.missingRecords = (try? kept.recordsMissing(in: fresh)) ?? 0 }
    return fresh
  }

  /// The index on disk, however far it is behind the log; `nil` if it can't be read.
  private func keptIndex() -> Index? {
    guard isOfPlainFiles, isAtRest, let database = try? Database.copy(of: path) else { return nil }
    let index = Index(database, log: log)
    return isOurs(index) ? index : nil
  }

  /// The index on disk; nothing when it can't be opened so, is another's or behind the log.
  private func index(in mode: Database.Mode?) -> Index? {
    guard let mode,
      let database = try? Database(
        path, mode, timeoutMilliseconds: LibraryStore.patienceMilliseconds)
    else { return nil }
    return usable(Index(database, log: log))
  }

  private func usable(_ index: Index) -> Index? {
    isOurs(index) && (try? index.isBehind(now: surprises.now())) == false ? index : nil
  }

  /// So long after its last change, a file's time tells of the next one.
  private static let restMilliseconds = 3000

  /// A copy of the index that was taken while nobody wrote it, for where SQLite can't make what it needs to
  /// read beside others; nothing while somebody does.
  func restingCopy() -> Index? {
    guard isOfPlainFiles, isAtRest, let before = FileSystem.status(path),
      surprises.now() - before.modified / 1_000_000 >= Self.restMilliseconds,
      let database = try? Database.copy(of: path), isAtRest, FileSystem.status(path) == before
    else { return nil }
    return usable(Index(database, log: log))
  }

  /// An index made from the log alone, in a database without a name: that lies in the system's folder for
  /// such things and goes with its user.
  ///
  /// It is made while others write. Where they put segments together meanwhile, it begins again.
  func passing() throws -> Index {
    var isInMemory = false
    for attempt in 1... {
      let database = try Database.temporary()
      try Index.tuneForFilling(database)
      if isInMemory { try database.run("PRAGMA temp_store=MEMORY; PRAGMA cache_spill=OFF") }
      let index = Index(database, log: log)
      do {
        _ = try index.fill(now: surprises.now(), surprises)
        try index.database.run("PRAGMA journal_mode=MEMORY")
        return index
      } catch IndexError.full where !isInMemory {
        // The system's folder for such things is full as well.
        isInMemory = true
      } catch let error as FileError where FileSystem.status(error.path) == nil && attempt < 20 {
        continue
      }
    }
    throw IndexError.busy
  }
}
