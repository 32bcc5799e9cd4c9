internal import Files
package import Model
internal import Synchronization

/// A library on disk: stored files, the log of records, and an index that makes searching fast.
///
/// The log is the source of truth. A change is one segment of the log; once the segment has its
/// name, the change is permanent, even if this process is killed or the index is lost.
///
/// ```swift
/// let store = try LibraryStore(at: root)
/// let elements = try store.contents { try $0.list(limit: 50) }
/// ```
package final class LibraryStore: Sendable {
  /// The library's folder.
  package let root: FilePath
  /// The identity of the library.
  package let id: ULID
  /// The status of `castbook.json` when it was read, a cheap way to see whether it is still the
  /// same file.
  private let manifest: FileStatus?
  /// The stored files.
  package let blobs: BlobFolder
  /// The log of records.
  package let log: RecordLog
  /// Messages for the user about how the library was opened, such as that the index was rebuilt.
  package let notices: [String]
  /// Why the library can't be changed; `nil` if it can.
  package let obstacle: LibraryError?
  /// Whether the library can't be changed.
  package var isReadOnly: Bool { obstacle != nil }
  /// The clock, the source of random numbers, and the properties of folders.
  package let environment: SystemEnvironment
  /// Whether the library may be used although a part of it is missing, as commands do that examine,
  /// repair or restore it.
  let acceptsLoss: Bool
  /// Whether the reserve was released for this instance and is made again when it is closed.
  private let restoresReserve: Bool
  /// The index, locked while a thread uses it.
  ///
  /// Lock order: the writer's lock (`FileLock`) first, then this one, then SQLite's own. A thread
  /// that holds this lock must never wait for the writer's lock, or two threads could wait for each
  /// other.
  let index: Mutex<Index>

  /// How long to wait for a lock of another process, in milliseconds.
  package static let lockTimeout = 30_000

  /// Opens a library and brings its index up to date with the log.
  ///
  /// An erasure that was interrupted is resumed. Throws if a part of the library is missing, unless
  /// `acceptingLoss` is `true`: missing data must never look like data that never existed.
  ///
  /// - Parameters:
  ///   - root: The library's folder.
  ///   - acceptingLoss: Whether to open the library although a part of it is missing.
  ///   - restoringReserve: Whether to make the reserve again when the instance is released.
  ///   - environment: The clock and the like; tests supply their own.
  package convenience init(
    at root: FilePath, acceptingLoss: Bool = false, restoringReserve: Bool = false,
    environment: SystemEnvironment = .ofThisMachine
  ) throws(LibraryError) {
    let status = FileSystem.status(root.appending(LibraryManifest.name))
    let manifest = try LibraryManifest(of: root)
    let layout = Layout(root: root)
    if let path = layout.unusableFolder { throw .unusableFolder(path) }
    let opening = IndexOpening(root: root, environment: environment)
    var opened: IndexOpening.Opened
    do {
      try layout.createFoldersIfEmpty()
      opened = try opening.open()
      if !acceptingLoss { try opened.index.requireNothingMissing(in: layout) }
    } catch {
      throw LibraryError(error)
    }
    if opened.obstacle == nil {
      let store = LibraryStore(
        root: root, id: manifest.id, manifest: status, index: opened.index, notices: [],
        obstacle: nil,
        acceptsLoss: acceptingLoss, environment: environment)
      opened.notices += store.resumeErasures()
      if let notice = Self.privacyNotice(root, opened.index) { opened.notices.append(notice) }
      opened.index = store.index.withLock { $0 }
    }
    if let notice = try? opened.index.faults.notice { opened.notices.append(notice) }
    self.init(
      root: root, id: manifest.id, manifest: status, index: opened.index, notices: opened.notices,
      obstacle: opened.obstacle, acceptsLoss: acceptingLoss, restoresReserve: restoringReserve,
      environment: environment)
  }

  private init(
    root: FilePath, id: ULID, manifest: FileStatus?, index: Index, notices: [String],
    obstacle: LibraryError?,
    acceptsLoss: Bool, restoresReserve: Bool = false, environment: SystemEnvironment
  ) {
    self.root = root
    self.id = id
    self.manifest = manifest
    self.notices = notices
    self.obstacle = obstacle
    self.acceptsLoss = acceptsLoss
    self.restoresReserve = restoresReserve
    self.environment = environment
    blobs = BlobFolder(root)
    log = RecordLog(root)
    self.index = Mutex(index)
  }

  deinit { if restoresReserve { makeReserve() } }

  /// Finishes an erasure that was interrupted. Returns a message for the user if that is not
  /// possible now.
  private func resumeErasures() -> [String] {
    do {
      guard try index.withLock({ try hasUnfinishedErasure($0) }) else { return [] }
      // Another process may be erasing now. Reading does not wait for it.
      try finishErasures(waiting: false)
      return []
    } catch {
      let words = "\(LibraryError.wrapping(error))"
      return ["An erasure could not be finished and will resume next time: \(words)."]
    }
  }

  // MARK: Reading

  /// Reads from the library. An index that another process replaces meanwhile is opened again, and
  /// `body` is called again, up to five times in all.
  ///
  /// Errors of `body` are rethrown; those of the disk, the index and the records become
  /// `LibraryError`.
  package func contents<Value: Sendable>(_ body: (Contents) throws -> Value) throws -> Value {
    try Self.translating {
      // Another process may delete or rebuild the index while it is being read.
      var attempts = 0
      while true {
        do {
          attempts += 1
          try checkFolders()
          try reopenReplacedIndex()
          return try index.withLock { try body(Contents(index: $0)) }
        } catch IndexError.replaced where attempts < Self.maximumAttempts {
          continue
        }
      }
    }
  }

  /// Throws if the library's folders disappeared since it was opened, because they were moved or
  /// their disk was removed.
  private func checkFolders() throws {
    let layout = Layout(root: root)
    guard !acceptsLoss else { return }
    if let path = layout.missingFolder { throw LibraryError.missingFolder(path) }
    try requireIdentity()
    if FileSystem.status(layout.blobs) == nil {
      try index.withLock { try $0.requireNothingMissing(in: layout) }
    }
  }

  /// Throws if another library is in the folder now.
  func requireIdentity() throws {
    // Every read begins with this check, so the file is only read again if its status has changed.
    guard FileSystem.status(root.appending(LibraryManifest.name)) != manifest else { return }
    if try LibraryManifest(of: root).id != id { throw LibraryError.replaced(root) }
  }

  /// Throws if the library is no longer where it was opened: its folder was moved, its disk was
  /// removed, or another library is there.
  package func requirePresence() throws { try Self.translating { try checkFolders() } }

  /// The maximum number of times that `contents(_:)` calls its closure while the index is being
  /// replaced.
  private static let maximumAttempts = 5

  /// Opens the index again if another process has replaced it. Opening may take the writer's lock,
  /// so the lock of the index must not be held meanwhile.
  private func reopenReplacedIndex() throws {
    let opening = IndexOpening(root: root, environment: environment)
    guard !isReadOnly, !index.withLock({ opening.isCurrent($0) }) else { return }
    let new = try opening.open().index
    index.withLock { index in
      // Another thread may have opened it again already.
      if !opening.isCurrent(index) { index = new }
    }
  }

  /// Calls `body`, and turns errors of the disk, the index and the records into `LibraryError`.
  static func translating<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch { throw LibraryError.wrapping(error) }
  }

  // MARK: Changing

  /// Writes a file beside the stored ones, without a record that names it. Several threads may do
  /// so concurrently. Pass the result to `change(with:facts:_:)` or `discard(_:)`.
  package func stage(_ bytes: [UInt8], _ digest: Digest) throws(LibraryError)
    -> BlobFolder.StagedBlob
  {
    if let obstacle { throw obstacle }
    do {
      return try blobs.stage(bytes, digest, temporaryName: temporaryName)
    } catch {
      throw .disk(error)
    }
  }

  /// Copies a file of any length beside the stored ones, without a record that names it.
  ///
  /// Nothing is copied when the file is stored already with the right bytes. Throws `CopyFault`
  /// when the file can't be read, or its bytes don't match its digest.
  package func stage(_ file: CopySource) throws -> BlobFolder.StagedBlob {
    if let obstacle { throw obstacle }
    return try Self.translating {
      let path = blobs.path(of: file.digest)
      if blobs.contains(file.digest, byteCount: file.byteCount),
        let byteCount = FileSystem.status(path)?.byteCount,
        StoredFile.blob(file.digest).isSound(in: root)
      {
        return blobs.reuse(file.digest, byteCount: byteCount)
      }
      return try blobs.stage(file, temporaryName: temporaryName)
    }
  }

  /// The path of a staged file, which moves when its change is made.
  package func path(of staged: BlobFolder.StagedBlob) -> FilePath {
    staged.temporary ?? blobs.path(of: staged.digest)
  }

  /// The contents of a staged file.
  package func bytes(of staged: BlobFolder.StagedBlob) throws(LibraryError) -> [UInt8] {
    do {
      return try FileSystem.read(path(of: staged), limit: 1 << 40)
    } catch {
      throw .disk(error)
    }
  }

  /// Deletes staged files that are not needed.
  package func discard(_ staged: [BlobFolder.StagedBlob]) { blobs.discard(staged) }

  /// A random name for a temporary file, different each time.
  package var temporaryName: String { Hex.text(of: environment.random(12)) }

  /// Changes the library, completely or not at all.
  ///
  /// `body` reads the contents and adds records. No other process can change the library meanwhile.
  /// When this returns, the change is permanent.
  ///
  /// ```swift
  /// let staged = try store.stage(bytes, digest)
  /// try store.change(with: [staged]) { change in
  ///   change.add(.revision(revision))
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - staged: Files to store with the change.
  ///   - facts: What examinations of these files found.
  ///   - body: Composes the change.
  /// - Returns: What `body` returns.
  package func change<Value: Sendable>(
    with staged: [BlobFolder.StagedBlob] = [], facts: [FileFacts] = [],
    _ body: (Change) throws -> Value
  ) throws -> Value {
    try Self.translating {
      if let obstacle { throw obstacle }
      try blobs.commit(staged)
      return try withTransaction { index in
        let change = Change(index: index, environment: environment)
        let value = try body(change)
        let added = Set(staged.map(\.digest))
        let day = Instant(milliseconds: environment.now()).day
        guard let segment = try draft(of: change, adding: added, on: day) else { return value }
        for blob in added where !blobs.contains(blob) { throw LibraryError.vanishedBlob(blob) }
        try log.commit(segment, temporaryName: temporaryName)
        // From here on the change is permanent. If it can't be applied to the index now, the index
        // reads it from the log later.
        do {
          try index.apply(segment.bytes, of: segment.segment)
          try index.blobs.store(facts)
          try index.days.note(adding: [segment.segment], of: log, now: environment.now())
          try index.commit()
          makeReserveIfWorthwhile(index, adding: staged.reduce(0) { $0 + $1.byteCount })
          // Merging segments saves time later, and its failure loses nothing.
          if try needsCompaction(index, on: day) { try compact(day, index) }
        } catch {
          index.rollBack()
        }
        return value
      }
    }
  }

  /// Applies a change to the index only, reads what the library would contain, and rolls the change
  /// back. Neither the log nor any file is written.
  ///
  /// - Parameters:
  ///   - staged: Files that the change would store.
  ///   - facts: What examinations of these files found.
  ///   - body: Composes the change.
  ///   - seen: Reads the contents with the change applied.
  /// - Returns: What `seen` returns.
  package func preview<Value: Sendable, Seen: Sendable>(
    with staged: [BlobFolder.StagedBlob] = [], facts: [FileFacts] = [],
    _ body: (Change) throws -> Value,
    seen: (Value, Contents) throws -> Seen
  ) throws -> Seen {
    try Self.translating {
      if let obstacle { throw obstacle }
      return try withTransaction { index in
        let change = Change(index: index, environment: environment)
        let value = try body(change)
        let day = Instant(milliseconds: environment.now()).day
        let added = Set(staged.map(\.digest))
        if let segment = try draft(of: change, adding: added, on: day) {
          try index.apply(segment.bytes, of: segment.segment)
        }
        try index.blobs.store(facts)
        return try seen(value, Contents(index: index))
      }
    }
  }

  /// The segment for a change; `nil` if the change has no records.
  ///
  /// Throws `LibraryError.missingBlob(_:)` if a record names a file that is neither stored nor
  /// added with the change.
  private func draft(
    of change: Change, adding added: Set<Digest>, on day: Day
  ) throws -> RecordLog.Draft? {
    let drafts = try change.drafts()
    guard !drafts.isEmpty else { return nil }
    let named = Set(drafts.flatMap(\.record.blobs)).subtracting(change.absentBlobs).subtracting(
      added)
    for blob in named where !blobs.contains(blob) {
      if change.acceptsAbsentFiles, try change.contents.index.blobs.isNamed(blob) { continue }
      throw LibraryError.missingBlob(blob)
    }
    return try log.draft(drafts.map(\.line), on: day)
  }

  /// Calls `body` in a transaction of the index, under the writer's lock and with everything read
  /// from the log. The transaction is rolled back unless `body` commits it.
  func withTransaction<Value: Sendable>(_ body: (Index) throws -> Value) throws -> Value {
    try withWriterLock { index in
      try index.begin()
      defer { index.rollBack() }
      try index.refresh.perform(now: environment.now())
      if !acceptsLoss { try index.requireNothingMissing(in: Layout(root: root)) }
      return try body(index)
    }
  }

  /// Calls `body` under the writer's lock with the index that is on disk, outside of any
  /// transaction. `body` may replace the index.
  ///
  /// Throws if a folder of the library was replaced by a link since it was opened.
  func withWriterLock<Value: Sendable>(_ body: (inout Index) throws -> Value) throws -> Value {
    try holdingWriterLock { try withCurrentIndex(body) }
  }

  /// Calls `body` under the writer's lock, while other threads may read the index.
  func holdingWriterLock<Value>(_ body: () throws -> Value) throws -> Value {
    try LibraryStore.holdingLock(of: root) {
      if let path = Layout(root: root).unusableFolder { throw LibraryError.unusableFolder(path) }
      if !acceptsLoss { try requireIdentity() }
      return try body()
    }
  }

  /// Calls `body` with the index that is on disk, for the holder of the writer's lock.
  func withCurrentIndex<Value: Sendable>(_ body: (inout Index) throws -> Value) throws -> Value {
    let opening = IndexOpening(root: root, environment: environment)
    return try index.withLock { index in
      if !opening.isCurrent(index) { index = try opening.openUnderLock() }
      return try body(&index)
    }
  }
}

extension LibraryStore {
  /// Calls `body` while no other process changes a library. Waits up to `lockTimeout` for other
  /// processes.
  static func holdingLock<Value>(
    of library: FilePath, _ body: () throws -> Value
  ) throws -> Value {
    // The manifest is locked and not the index, which may be replaced and would take its lock with
    // it.
    let lock = try FileLock(
      library.appending(LibraryManifest.name), timeoutMilliseconds: lockTimeout)
    guard let lock else { throw LibraryError.busy(library, seconds: lockTimeout / 1000) }
    return try withExtendedLifetime(lock) { try body() }
  }
}
