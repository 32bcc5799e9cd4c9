internal import Files
package import Model
internal import Synchronization

/// A library on disk: blobs, the log of records, and an index that makes finding quick.
///
/// What is true is what the log says. A change is one segment of the log; once that has its name, the
/// change holds, whatever becomes of this process or of the index.
package final class LibraryStore: Sendable {
  package let root: FilePath
  package let id: ULID
  package let blobs: BlobFolder
  package let log: RecordLog
  /// What a user should hear of how it was opened: "the index was missing and was made anew".
  package let notices: [String]
  /// Why nothing in it can be changed; nothing when it can.
  package let obstacle: LibraryError?
  package var isReadOnly: Bool { obstacle != nil }
  let surprises: Surprises
  /// Whether it is used although a part of it is missing: by what examines, repairs or restores it.
  let acceptsLoss: Bool
  /// Whether the reserve was given up for it, and is to be made again when it is closed.
  private let restoresReserve: Bool
  /// Held by the thread that uses the index.
  ///
  /// Whoever needs the writer's lock (`FileLock`) takes it first and this one then, and whoever holds this
  /// one never waits for that: two threads that took them in both orders would wait for one another. SQLite's
  /// own lock comes last.
  let index: Mutex<Index>

  /// Others are waited for so long.
  package static let patienceMilliseconds = 30_000

  /// Opens a library, and brings its index up to the log.
  ///
  /// Fails if a part of the library is missing, unless `acceptingLoss`: what is missing must never look like what
  /// never was.
  package convenience init(
    at root: FilePath, acceptingLoss: Bool = false, restoringReserve: Bool = false,
    surprises: Surprises = .ofThisMachine
  ) throws(LibraryError) {
    let mark = try LibraryMark(of: root)
    let layout = Layout(root: root)
    if let path = layout.strange { throw .strangeFolder(path) }
    let opening = IndexOpening(root: root, surprises: surprises)
    var opened: IndexOpening.Opened
    do {
      try layout.completeIfNew()
      opened = try opening.open()
      if !acceptingLoss { try opened.index.refuseLoss(layout) }
    } catch {
      throw LibraryError(error)
    }
    if opened.obstacle == nil {
      let store = LibraryStore(
        root: root, id: mark.id, index: opened.index, notices: [], obstacle: nil,
        acceptsLoss: acceptingLoss, surprises: surprises)
      opened.notices += store.goOnErasing()
      if let notice = Self.privacyNotice(root, opened.index) { opened.notices.append(notice) }
      opened.index = store.index.withLock { $0 }
    }
    if let notice = try? opened.index.faultNotice { opened.notices.append(notice) }
    self.init(
      root: root, id: mark.id, index: opened.index, notices: opened.notices,
      obstacle: opened.obstacle, acceptsLoss: acceptingLoss, restoresReserve: restoringReserve,
      surprises: surprises)
  }

  private init(
    root: FilePath, id: ULID, index: Index, notices: [String], obstacle: LibraryError?,
    acceptsLoss: Bool, restoresReserve: Bool = false, surprises: Surprises
  ) {
    self.root = root
    self.id = id
    self.notices = notices
    self.obstacle = obstacle
    self.acceptsLoss = acceptsLoss
    self.restoresReserve = restoresReserve
    self.surprises = surprises
    blobs = BlobFolder(root)
    log = RecordLog(root)
    self.index = Mutex(index)
  }

  deinit { if restoresReserve { makeReserve() } }

  /// Finishes an erasure that was begun, with a word when that can't be done now.
  private func goOnErasing() -> [String] {
    do {
      guard try index.withLock({ try hasUnfinishedErasure($0) }) else { return [] }
      // Another process may be at it: nobody waits for that to read.
      try finishErasures(waiting: false)
      return []
    } catch {
      let words = "\(Self.error(error))"
      return ["An erasure could not be finished and will resume next time: \(words)."]
    }
  }

  /// Whether a folder is a library, or one that this user may not look into.
  package static func exists(at root: FilePath) -> Bool {
    let mark = root.appending(LibraryMark.name)
    return FileSystem.status(mark) != nil || FileSystem.isForbidden(mark)
  }

  /// Makes a library in a folder that is not there yet or empty.
  package static func create(
    at root: FilePath, surprises: Surprises = .ofThisMachine
  ) throws(LibraryError) {
    do {
      if FileSystem.status(root.appending(LibraryMark.name)) != nil {
        throw LibraryError.alreadyThere(root)
      }
      let leftovers: Set<[UInt8]> = [Array("blobs".utf8), Array("log".utf8)]
      for name in try FileSystem.names(in: root) where !leftovers.contains(name) && name[0] != dot {
        throw LibraryError.occupied(root)
      }
      try FileSystem.makeLibraryFolder(root)
      let log = RecordLog(root)
      let blobs = BlobFolder(root)
      for folder in [log.folder, blobs.folder] { try FileSystem.makeOwnFolder(folder) }
      let instant = Instant(milliseconds: surprises.now())
      guard let id = ULID(at: instant, random: surprises.random(10)) else {
        throw LibraryError.unwritable("this machine's clock is wrong: \(instant)")
      }
      // Last and in one step: without it, there is no library.
      let mark = root.appending(LibraryMark.name)
      let temporary = root.appending(".new-\(Hex.text(of: surprises.random(8)))".utf8)
      try FileSystem.createOwn(temporary, LibraryMark(id: id).bytes, isDurable: true)
      guard try FileSystem.rename(temporary, toUnused: mark) else {
        try? FileSystem.remove(temporary)
        throw LibraryError.alreadyThere(root)
      }
      try FileSystem.syncFolder(root)
    } catch {
      // Another program may have been quicker, and have filled the folder meanwhile.
      let isThere = FileSystem.status(root.appending(LibraryMark.name)) != nil
      throw isThere ? LibraryError.alreadyThere(root) : LibraryError(error)
    }
  }

  // MARK: Reading

  /// Asks what the library holds. Errors of `body` come out as they are, those of the parts below as
  /// the library's own.
  package func contents<Value: Sendable>(_ body: (Contents) throws -> Value) throws -> Value {
    do {
      // Whoever deletes the index, or makes it anew, may do so while it is being read.
      var readings = 0
      while true {
        do {
          readings += 1
          try refuseAbsence()
          try renewIndex()
          return try index.withLock { try body(Contents(index: $0)) }
        } catch IndexError.replaced where readings < Self.mostReadings {
          continue
        }
      }
    } catch {
      throw Self.error(error)
    }
  }

  /// Refuses to go on if the library's folders disappeared since it was opened: they were moved, or their disk
  /// was taken away.
  private func refuseAbsence() throws {
    let layout = Layout(root: root)
    guard !acceptsLoss else { return }
    if let path = layout.missing { throw LibraryError.missingFolder(path) }
    if FileSystem.status(layout.blobs) == nil { try index.withLock { try $0.refuseLoss(layout) } }
  }

  /// How often something is read again whose index is another by then.
  private static let mostReadings = 5

  /// Opens the index again where somebody has made it anew. That may take the writer's lock, so the index's
  /// own is not held meanwhile.
  private func renewIndex() throws {
    let opening = IndexOpening(root: root, surprises: surprises)
    guard !isReadOnly, !index.withLock({ opening.isCurrent($0) }) else { return }
    let new = try opening.open().index
    index.withLock { index in
      // Another thread may have been quicker.
      if !opening.isCurrent(index) { index = new }
    }
  }

  /// Failures of the disk, the index and the records as the library's own; others as they are.
  static func error(_ error: any Error) -> any Error {
    switch error {
    case let error as FileError where error.kind == .missing: LibraryError.missingFolder(error.path)
    case let error as FileError where error.kind == .strange: LibraryError.strangeFolder(error.path)
    case let error as FileError where error.kind == .noLocks:
      LibraryError.withoutLocks(error.path.folder)
    case let error as FileError: LibraryError.disk(error)
    case IndexError.damaged(let what):
      LibraryError.damagedIndex("\(IndexError.damaged(what))")
    case let error as IndexError: LibraryError.index("\(error)")
    case let error as RecordError: LibraryError.unwritable("\(error)")
    default: error
    }
  }

  /// Files that nobody has looked at since the index was made, in the order in which they came.
  package func unexamined(limit: Int) throws -> [Digest] {
    try contents { try $0.index.unexamined(limit: limit) }
  }

  /// Notes what looks at files told, and which are not there. It is no change: the index holds what
  /// follows from the files.
  ///
  /// Returns whether they are noted for good: where the index can't be written, or the disk is full, they are
  /// examined again next time.
  @discardableResult
  package func note(_ facts: [FileFacts], missing: [Digest]) throws -> Bool {
    func store(in index: Index) throws {
      try index.store(facts)
      try index.noteMissing(missing)
    }
    if isReadOnly {
      index.withLock { try? store(in: $0) }
      return false
    }
    do {
      try writing { index in
        try store(in: index)
        try index.commit()
      }
      return true
    } catch IndexError.full {
      index.withLock { try? store(in: $0) }
      return false
    }
  }

  /// Lets files that were not there when they were looked at, or of which nothing could be told, be
  /// `unexamined` again if they are there. A look that fails once more is the last one until this is called.
  package func lookAgain() throws {
    guard !isReadOnly else { return }
    do {
      try writing { index in
        try index.lookAgain { blobs.has($0) }
        try index.commit()
      }
    } catch {
      throw Self.error(error)
    }
  }

  // MARK: Changing

  /// Puts the bytes of a file beside the blobs. Several threads may do so at a time.
  package func stage(_ bytes: [UInt8], _ digest: Digest) throws(LibraryError) -> BlobFolder.Staged {
    if let obstacle { throw obstacle }
    do {
      return try blobs.stage(bytes, digest, temporaryName: temporaryName)
    } catch {
      throw .disk(error)
    }
  }

  /// The bytes of a file that waits, or of the blob that was there already.
  package func bytes(of staged: BlobFolder.Staged) throws(LibraryError) -> [UInt8] {
    do {
      return try FileSystem.read(staged.temporary ?? blobs.path(of: staged.digest), limit: 1 << 40)
    } catch {
      throw .disk(error)
    }
  }

  package func discard(_ staged: [BlobFolder.Staged]) { blobs.discard(staged) }

  /// A name that nobody else gives.
  package var temporaryName: String { Hex.text(of: surprises.random(12)) }

  /// Changes the library: all of it or nothing. `body` reads what is there and says which records to
  /// add; nobody else changes anything meanwhile. When this ends, the change holds.
  package func change<Value: Sendable>(
    with staged: [BlobFolder.Staged] = [], facts: [FileFacts] = [],
    _ body: (Change) throws -> Value
  ) throws -> Value {
    do {
      if let obstacle { throw obstacle }
      try blobs.commit(staged)
      return try writing { index in
        let change = Change(index: index, surprises: surprises)
        let value = try body(change)
        let own = Set(staged.map(\.digest))
        let day = Instant(milliseconds: surprises.now()).day
        guard let segment = try draft(of: change, bringing: own, on: day) else { return value }
        for blob in own where !blobs.has(blob) { throw LibraryError.vanishedBlob(blob) }
        try log.commit(segment, temporaryName: temporaryName)
        // From here on the change holds. An index that can't take it up learns it from the log.
        do {
          try index.take(segment.bytes, of: segment.segment)
          try index.store(facts)
          try index.note([segment.segment], of: log, now: surprises.now())
          try index.commit()
          keepReserve(index, adding: staged.reduce(0) { $0 + $1.byteCount })
          // Merging saves time later, and a failure of it loses nothing.
          if try needsCompaction(index, on: day) { try compact(day, index) }
        } catch {
          index.rollBack()
        }
        return value
      }
    } catch {
      throw Self.error(error)
    }
  }

  /// Makes a change in the index only, reads what would be in the library then, and takes the change back: neither
  /// the log nor any file is written.
  ///
  /// - Parameter staged: files that the change would bring.
  package func preview<Value: Sendable, Seen: Sendable>(
    with staged: [BlobFolder.Staged] = [], facts: [FileFacts] = [],
    _ body: (Change) throws -> Value,
    seen: (Value, Contents) throws -> Seen
  ) throws -> Seen {
    do {
      if let obstacle { throw obstacle }
      return try writing { index in
        let change = Change(index: index, surprises: surprises)
        let value = try body(change)
        let day = Instant(milliseconds: surprises.now()).day
        let own = Set(staged.map(\.digest))
        if let segment = try draft(of: change, bringing: own, on: day) {
          try index.take(segment.bytes, of: segment.segment)
        }
        try index.store(facts)
        return try seen(value, Contents(index: index))
      }
    } catch {
      throw Self.error(error)
    }
  }

  /// The segment that a change comes to; `nil` where it changes nothing. Fails where a record names a file that is
  /// neither in the library nor among those that come with it.
  private func draft(
    of change: Change, bringing own: Set<Digest>, on day: Day
  ) throws -> RecordLog.Draft? {
    let drafts = try change.drafts()
    guard !drafts.isEmpty else { return nil }
    let named = Set(drafts.flatMap(\.record.blobs)).subtracting(change.absent).subtracting(own)
    for blob in named where !blobs.has(blob) { throw LibraryError.missingBlob(blob) }
    return try log.draft(drafts.map(\.line), on: day)
  }

  /// Holds the one writer's place: the lock, an index that is up to the log, and a transaction, which
  /// is taken back unless `body` ends it.
  func writing<Value: Sendable>(_ body: (Index) throws -> Value) throws -> Value {
    try underLock { index in
      try index.begin()
      do {
        try index.refresh(now: surprises.now())
        if !acceptsLoss { try index.refuseLoss(Layout(root: root)) }
        let value = try body(index)
        index.rollBack()
        return value
      } catch {
        index.rollBack()
        throw error
      }
    }
  }

  /// Holds the writer's lock, with the index that is on disk, outside of any transaction. `body` may put
  /// another index in its place. Refused where a folder of the library became a link since it was opened.
  func underLock<Value: Sendable>(_ body: (inout Index) throws -> Value) throws -> Value {
    let opening = IndexOpening(root: root, surprises: surprises)
    return try LibraryStore.holdingLock(of: root) {
      if let path = Layout(root: root).strange { throw LibraryError.strangeFolder(path) }
      return try index.withLock { index in
        if !opening.isCurrent(index) { index = try opening.openUnderLock() }
        return try body(&index)
      }
    }
  }
}

private let dot = UInt8(ascii: ".")

extension LibraryError {
  /// Any failure of the parts below, as the library's own.
  init(_ error: any Error) {
    self = LibraryStore.error(error) as? LibraryError ?? .index("\(error)")
  }
}
