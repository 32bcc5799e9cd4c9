internal import Files
internal import Model

/// Opens the index of a library: the one on disk after it has read what is new in the log, a
/// rebuilt one, or, if nothing may be written, a copy or a temporary one.
struct IndexOpening {
  /// The library's folder.
  let root: FilePath
  let environment: SystemEnvironment

  /// The path of the index's file.
  var path: FilePath { root.appending("catalog.sqlite".utf8) }
  var log: RecordLog { RecordLog(root) }
  /// The relevant properties of the library's folder and its file system.
  var traits: FolderTraits { environment.traits(root) }

  /// An opened index, what to tell the user about how it was opened, and why the library can't be
  /// changed; `obstacle` is `nil` if it can.
  typealias Opened = (index: Index, notices: [String], obstacle: LibraryError?)

  /// Opens the index in the best way that the file system and the user's permissions allow.
  ///
  /// Throws if no index can be used, not even a temporary one.
  func open() throws -> Opened {
    let traits = traits
    guard traits.supportsLocks else { return try openWithoutLocks() }
    guard traits.isWritable, FileSystem.isWritable(log.folder) else { return try openReadOnly() }
    do {
      return try openToWrite()
    } catch IndexError.diskFull {
      // A change needs space, and so do SQLite's files beside the index. Reading a copy does not.
      return try openOnFullDisk()
    } catch let error as FileError where error.kind == .noSpace {
      return try openOnFullDisk()
    } catch IndexError.cannotOpen {
      // SQLite does not say why it could not create a file beside the index. Creating one does.
      let probe = root.appending(".new-\(Hex.text(of: environment.random(8)))".utf8)
      do {
        try FileSystem.create(probe, [0], isDurable: false)
        try FileSystem.remove(probe)
      } catch {
        throw FileError(path, error.reason)
      }
      throw IndexError.cannotOpen
    }
  }

  /// A copy of the index on disk, or a temporary one made from the log.
  private func openOnFullDisk() throws -> Opened {
    let canFreeSpace =
      FileSystem.status(path) != nil
      && FileSystem.status(LibraryStore.reserve(of: root)) != nil
    return try (
      copyAtRest() ?? temporaryIndexCountingLosses(), [],
      .diskFull(root, canFreeSpace: canFreeSpace)
    )
  }

  /// The index on disk, brought up to date with the log, or a rebuilt one.
  private func openToWrite() throws -> Opened {
    do {
      let isNewlyShared = isNewlyShared
      if let index = try openExisting() {
        let current = try isWorthFilling(index) ? refilled() : index
        try bringUpToDate(current)
        return (current, isNewlyShared ? [Self.sharedNotice] : [], nil)
      }
    } catch let error as IndexError where error.requiresRebuild {
      // Rebuilt below: the index contains nothing that is not in the log and the files.
    }
    return try openRebuilt(
      because: FileSystem.status(path) == nil ? "was missing" : "could not be used")
  }

  /// The suffixes of the files that SQLite uses for one database.
  private static let suffixes = ["", "-wal", "-shm", "-journal"]

  /// The paths of a database and of the files that SQLite may create beside it.
  private func paths(besides path: FilePath) -> [FilePath] {
    Self.suffixes.compactMap { FilePath(bytes: path.bytes + Array($0.utf8)) }
  }

  /// Whether the index and SQLite's files beside it are ordinary files or absent. A link may lead
  /// out of the library, and opening a pipe would block.
  var hasOnlyPlainFiles: Bool {
    paths(besides: path).allSatisfy { FileSystem.status($0)?.isFile ?? true }
  }

  /// The index on disk; `nil` if there is none or if it was made by another version. Throws if it
  /// is damaged.
  private func openExisting() throws -> Index? {
    guard hasOnlyPlainFiles else { return nil }
    guard let status = FileSystem.status(path), status.byteCount > 0 else { return nil }
    let database = try Database(path, .readWrite, timeoutMilliseconds: LibraryStore.lockTimeout)
    try Index.tune(database, isShared: traits.isShared)
    let index = Index(database, log: log, file: status)
    index.isOnLocalDisk = !traits.isShared
    // Read separately, so that damage throws and is not taken for another version.
    _ = try index.fileIdentification()
    // If another process replaced the file meanwhile, the files that SQLite reads beside it may
    // belong to the new one.
    guard isCurrent(index) else { throw IndexError.replaced }
    return isCompatible(index) ? index : nil
  }

  /// Whether an index was made by a version with the same tables and the same rules for searching,
  /// and for this library.
  func isCompatible(_ index: Index) -> Bool {
    guard let marks = try? index.fileIdentification() else { return false }
    return marks.application == Schema.applicationID && marks.version == Schema.version
      && (try? index.meta.text("search")) == SearchText.edition
      && (try? index.meta.hasAllTables) == true
      && (try? index.meta.text(Self.library)) == libraryID
  }

  /// The key in the table `meta` for the id of the library.
  private static let library = "library"

  /// The id of the library; `nil` if its manifest can't be read.
  private var libraryID: String? { (try? LibraryManifest(of: root))?.id.text }

  /// The length of a log above which an index without records is rebuilt instead of updated.
  private static let minimumFillingBytes = 8 << 20

  /// Whether the index has no records but the log has many, for example because the first pull of a
  /// team's library was interrupted. Filling a new index takes a fraction of the time of updating
  /// it.
  private func isWorthFilling(_ index: Index) throws -> Bool {
    guard try !index.records.hasAny else { return false }
    return log.isLonger(than: Self.minimumFillingBytes)
  }

  /// A new index that replaces one without records.
  private func refilled() throws -> Index {
    try LibraryStore.holdingLock(of: root) {
      // Another process may have filled it meanwhile.
      if let index = try openExisting(), try !isWorthFilling(index) { return index }
      _ = try rebuild()
      return try openUnderLock()
    }
  }

  /// Reads what is new in the log, under the writer's lock. Does not take the lock if there is
  /// nothing new.
  private func bringUpToDate(_ index: Index) throws {
    guard try index.refresh.isBehind(now: environment.now()) else { return }
    try LibraryStore.holdingLock(of: root) {
      try index.applyLog(now: environment.now())
    }
  }

  /// Whether an index is still the one on disk. Another process may have rebuilt it.
  func isCurrent(_ index: Index) -> Bool {
    guard let file = index.file else { return true }
    return FileSystem.status(path)?.identity == file.identity
  }

  // MARK: Shared file systems

  private static let sharedNotice =
    "The library is on a file system that several machines may share; "
    + "use it from one machine at a time."

  /// Whether the index was last used on a file system of one machine and is now on a shared one.
  private var isNewlyShared: Bool {
    // Bytes 18 and 19 of a database: 2 for write-ahead logging, which uses shared memory.
    traits.isShared && (try? FileSystem.read(path, at: 18, count: 2)) == [2, 2]
  }

  // MARK: Rebuilding

  /// Rebuilds the index under the writer's lock and opens it, with a notice that states the reason.
  private func openRebuilt(because reason: String) throws -> Opened {
    let index = try LibraryStore.holdingLock(of: root) { try openUnderLock() }
    try bringUpToDate(index)
    let count = try index.sql.integer("SELECT count(*) FROM record") ?? 0
    // In a library without records, nothing was rebuilt that would concern the user.
    return (
      index,
      (count == 0 ? [] : ["The index \(reason); it was rebuilt from the log."])
        + (traits.isShared ? [Self.sharedNotice] : []), nil
    )
  }

  /// The index on disk, or a rebuilt one. The caller must hold the writer's lock.
  func openUnderLock() throws -> Index {
    // Another process may have rebuilt it before this one got the lock.
    do {
      if let index = try openExisting() { return index }
    } catch let error as IndexError where error.requiresRebuild {
      // Rebuilt below.
    }
    _ = try rebuild()
    guard let index = try openExisting() else {
      throw IndexError.other("could not be read after it was rebuilt")
    }
    return index
  }

  /// Builds a new index from the log under a temporary name and puts it in place once it is
  /// complete and durable. Returns the number of records. The caller must hold the writer's lock.
  func rebuild() throws -> Int {
    let temporary = root.appending(".index-\(Hex.text(of: environment.random(8)))".utf8)
    func clear(_ path: FilePath) throws {
      for path in paths(besides: path) { try FileSystem.remove(path) }
    }
    defer { try? clear(temporary) }
    let count: Int
    do {
      // Created here, because SQLite gives its files beside a database the mode of the database.
      try FileSystem.createOwn(temporary, [], isDurable: false)
      let database = try Database(temporary, .create, timeoutMilliseconds: 0)
      try Index.tuneForFilling(database)
      try database.run("PRAGMA locking_mode=EXCLUSIVE")
      let index = Index(database, log: log)
      count = try index.fill(now: environment.now(), environment)
      if let libraryID { try index.meta.set(Self.library, libraryID) }
      try index.refresh.recordMachineStart()
      try index.pages.overwriteGaps()
      // Set now, because processes that open the index at the same time would block one another.
      if !traits.isShared { try index.sql.database.run("PRAGMA journal_mode=WAL") }
    }
    // Syncs the log as well, because this index will state that it was read.
    try FileSystem.syncEverything(around: root)
    try clear(path)
    try FileSystem.rename(temporary, to: path)
    try FileSystem.syncFolder(root)
    return count
  }
}

extension IndexError {
  /// Whether the index must be opened again or rebuilt.
  fileprivate var requiresRebuild: Bool {
    switch self {
    // Another process may have deleted or replaced the file just before it was opened.
    case .replaced, .cannotOpen, .damaged: true
    case .busy, .readOnly, .diskFull, .other: false
    }
  }
}
