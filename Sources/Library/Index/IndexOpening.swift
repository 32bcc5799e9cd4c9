internal import Files
internal import Model

/// Opens the index of a library: as it is, brought up to the log, made anew, or as a copy of one's own
/// where nothing may be written.
struct IndexOpening {
  let root: FilePath
  let surprises: Surprises

  var path: FilePath { root.appending("catalog.sqlite".utf8) }
  var log: RecordLog { RecordLog(root) }
  var nature: FolderTraits { surprises.nature(root) }

  /// `obstacle` is why nothing may be changed.
  typealias Opened = (index: Index, notices: [String], obstacle: LibraryError?)

  func open() throws -> Opened {
    let nature = nature
    guard nature.keepsLocks else { return try openWithoutLocks() }
    guard nature.isWritable, FileSystem.isWritable(log.folder) else { return try openReadOnly() }
    do {
      return try openToWrite()
    } catch IndexError.full {
      // Changing takes room, and so does what SQLite keeps beside the index; reading a copy does not.
      return try (restingCopy() ?? passingBesideKept(), [], .full(root))
    } catch let error as FileError where error.kind == .noSpace {
      return try (restingCopy() ?? passingBesideKept(), [], .full(root))
    } catch IndexError.unopenable {
      // SQLite does not tell why it could not make a file beside the index. Making one does.
      let probe = root.appending(".new-\(Hex.text(of: surprises.random(8)))".utf8)
      do {
        try FileSystem.create(probe, [0], isDurable: false)
        try FileSystem.remove(probe)
      } catch {
        throw FileError(path, error.reason)
      }
      throw IndexError.unopenable
    }
  }

  private func openToWrite() throws -> Opened {
    do {
      let isFirst = isFirstWhereShared
      if let index = try openAsItIs() {
        try bringUp(index)
        return (index, isFirst ? [Self.sharedNotice] : [], nil)
      }
    } catch let error as IndexError where error.callsForAnother {
      // Made anew, below: there is nothing in it that is not elsewhere.
    }
    return try openAnew(
      because: FileSystem.status(path) == nil ? "was missing" : "could not be used")
  }

  /// The names that SQLite may use beside the index's own.
  private static let family = ["", "-wal", "-shm", "-journal"]

  private func paths(besides path: FilePath) -> [FilePath] {
    Self.family.compactMap { FilePath(bytes: path.bytes + Array($0.utf8)) }
  }

  /// Behind a link lies what is not ours, and a pipe would be waited for.
  var isOfPlainFiles: Bool {
    paths(besides: path).allSatisfy { FileSystem.status($0)?.isFile ?? true }
  }

  /// The index on disk; nothing when there is none, or one of another version.
  private func openAsItIs() throws -> Index? {
    guard isOfPlainFiles else { return nil }
    guard let status = FileSystem.status(path), status.byteCount > 0 else { return nil }
    let database = try Database(
      path, .readWrite, timeoutMilliseconds: LibraryStore.patienceMilliseconds)
    try Index.tune(database, isShared: nature.isShared)
    let index = Index(database, log: log, file: status)
    index.isOnOwnDisk = !nature.isShared
    // Asked for by itself, so that damage is told from another version.
    _ = try index.marks()
    // Put in its place by another process meanwhile: what SQLite reads beside it may be of the new one.
    guard isCurrent(index) else { throw IndexError.replaced }
    return isOurs(index) ? index : nil
  }

  /// Whether this version made it, of this library, with the same rules for what is searched.
  func isOurs(_ index: Index) -> Bool {
    guard let marks = try? index.marks() else { return false }
    return marks.application == Schema.application && marks.version == Schema.version
      && (try? index.text("search")) == SearchText.edition && (try? index.hasAllTables) == true
      && (try? index.text(Self.library)) == libraryID
  }

  /// Where the index keeps which library it is of.
  private static let library = "library"

  private var libraryID: String? { (try? LibraryMark(of: root))?.id.text }

  /// Takes up what the log has and the index has not.
  private func bringUp(_ index: Index) throws {
    guard try index.isBehind(now: surprises.now()) else { return }
    try LibraryStore.holdingLock(of: root) {
      try index.begin()
      do {
        try index.refresh(now: surprises.now())
        try index.commit()
      } catch {
        index.rollBack()
        throw error
      }
    }
  }

  /// Whether an index is still the one on disk: another process may have made it anew.
  func isCurrent(_ index: Index) -> Bool {
    guard let file = index.file else { return true }
    return FileSystem.status(path)?.identity == file.identity
  }

  // MARK: Where several machines may write

  private static let sharedNotice =
    "The library is on a file system that several machines may share; "
    + "use it from one machine at a time."

  /// Whether the index comes from elsewhere, with shared memory that does not reach across machines.
  private var isFirstWhereShared: Bool {
    // The numbers of the format that writes and reads it: 2 with shared memory.
    nature.isShared && (try? FileSystem.read(path, at: 18, count: 2)) == [2, 2]
  }

  // MARK: Making it anew

  /// Makes the index under another name and puts it in place when it is whole.
  private func openAnew(because reason: String) throws -> Opened {
    let index = try LibraryStore.holdingLock(of: root) { try openUnderLock() }
    try bringUp(index)
    let count = try index.first("SELECT count(*) FROM record") { $0.integer(0) } ?? 0
    // A library without records has nothing to make an index of.
    return (
      index,
      (count == 0 ? [] : ["The index \(reason); it was rebuilt from the log."])
        + (nature.isShared ? [Self.sharedNotice] : []), nil
    )
  }

  /// The index on disk, or a new one; for the holder of the writer's lock.
  func openUnderLock() throws -> Index {
    // Another process may have been quicker.
    do {
      if let index = try openAsItIs() { return index }
    } catch let error as IndexError where error.callsForAnother {
      // Made anew.
    }
    _ = try rebuild()
    guard let index = try openAsItIs() else {
      throw IndexError.other("could not be read after it was rebuilt")
    }
    return index
  }

  /// Returns how many records there were.
  func rebuild() throws -> Int {
    let temporary = root.appending(".index-\(Hex.text(of: surprises.random(8)))".utf8)
    func clear(_ path: FilePath) throws {
      for path in paths(besides: path) { try FileSystem.remove(path) }
    }
    defer { try? clear(temporary) }
    let count: Int
    do {
      // SQLite gives what it makes beside a database the database's own mode.
      try FileSystem.createOwn(temporary, [], isDurable: false)
      let database = try Database(temporary, .create, timeoutMilliseconds: 0)
      try Index.tuneForFilling(database)
      try database.run("PRAGMA locking_mode=EXCLUSIVE")
      let index = Index(database, log: log)
      count = try index.fill(now: surprises.now(), surprises)
      if let libraryID { try index.set(Self.library, libraryID) }
      try index.noteMachineStart()
      try index.overwriteGaps()
      // At once, since several who open it together would be in one another's way.
      if !nature.isShared { try index.database.run("PRAGMA journal_mode=WAL") }
    }
    // The log as well, of which this index will say that it has been seen.
    try FileSystem.syncEverything(around: root)
    try clear(path)
    try FileSystem.rename(temporary, to: path)
    try FileSystem.syncFolder(root)
    return count
  }
}

extension IndexError {
  /// Whether another index is to be opened or made.
  fileprivate var callsForAnother: Bool {
    switch self {
    // It may have been deleted, or be made anew, the moment before it was opened.
    case .replaced, .unopenable, .damaged: true
    case .busy, .readOnly, .full, .other: false
    }
  }
}

extension Index {
  private static let tables = "tables"

  /// How many tables and indexes there are.
  private func countTables() throws -> Int {
    try first("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } ?? 0
  }

  /// Notes how many tables and indexes there are, once all are made.
  func noteTables() throws { try set(Self.tables, countTables()) }

  /// Whether none was taken away since.
  var hasAllTables: Bool { get throws { try value(Self.tables) == countTables() } }
}
