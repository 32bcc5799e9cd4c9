internal import Files
package import Model

extension LibraryStore {
  /// Erases an element, or what it was before a revision; with `takes`, also the clips that came back from
  /// exports of it. The erasure is on disk before anything else is done; should this end early, the next
  /// opening resumes it.
  ///
  /// False when another program reads the index for so long that overwriting it must wait for the next
  /// opening.
  package func erase(
    _ element: ULID, before: Digest?, takes: Bool = false, reason: String
  ) throws -> Bool {
    do {
      if let obstacle { throw obstacle }
      try underLock { index in
        try index.takeUpLog(now: surprises.now())
        let fault = try index.first("SELECT segment, problem FROM fault LIMIT 1") { row in
          (try row.digest(0), row.text(1))
        }
        if let (segment, problem) = fault { throw LibraryError.damagedLog(segment, problem) }
        // Damage that came since the index saw it.
        let kept = try before.flatMap { try Contents(index: index).revision($0)?.revision.sequence }
        let planned = try ErasedRecords(
          index, plan: ErasedRecords.Plan(element: element, kept: kept ?? Int.max, takes: takes))
        guard planned.isWhole else { throw LibraryError.unsoundLog(log.folder) }
      }
      try change { change in
        guard try !change.contents.entries(of: element).isEmpty else { return }
        change.add(
          .erasure(
            Erasure(
              element: element, before: before, takes: takes, reason: reason,
              at: try change.moment())))
      }
      return try finishErasures()
    } catch {
      throw Self.error(error)
    }
  }

  /// Whether an erasure was begun and not finished.
  func hasUnfinishedErasure(_ index: Index) throws -> Bool {
    try FileSystem.status(Layout(root: root).erasing) != nil || index.hasUnfinishedErasure
  }

  /// Resumes an erasure where it was left; false when something must wait. Others are let in between two
  /// steps, each of which is short.
  ///
  /// One process at a time does it. When another one is at it, this waits until it is done, unless
  /// `waiting` is false.
  @discardableResult
  func finishErasures(waiting: Bool = true) throws -> Bool {
    let note = Layout(root: root).erasing
    var waited = 0
    while true {
      let isUnfinished = try underLock { index in
        try index.takeUpLog(now: surprises.now())
        guard try hasUnfinishedErasure(index) else { return false }
        if FileSystem.status(note) == nil {
          try FileSystem.createOwn(note, [], isDurable: true)
          try FileSystem.syncFolder(root)
        }
        return true
      }
      guard isUnfinished else { return true }
      if let lock = try lock(note) {
        return try withExtendedLifetime(lock) { try finish() }
      }
      guard waiting, waited < Self.patienceMilliseconds else { return !waiting }
      Pause.milliseconds(20)
      waited += 20
    }
  }

  /// The lock of whoever finishes erasures; nil when another process has it, or just removed the note.
  private func lock(_ note: FilePath) throws -> FileLock? {
    guard let before = FileSystem.status(note) else { return nil }
    let lock: FileLock?
    do {
      lock = try FileLock(note, timeoutMilliseconds: 0)
    } catch {
      if FileSystem.status(note) == nil { return nil }
      throw error
    }
    guard let lock, FileSystem.status(note)?.identity == before.identity else { return nil }
    return lock
  }

  /// All that is left to do, for the holder of the note's lock.
  private func finish() throws -> Bool {
    let layout = Layout(root: root)
    while true {
      let parts = try underLock { index in
        try index.takeUpLog(now: surprises.now())
        let records = try ErasedRecords(index, known: try Self.blobs(of: layout.erasing))
        // Until this file goes, whoever opens the library resumes here.
        try note(records.going, in: layout.erasing)
        try removeFiles(records, layout)
        let numbers = try records.going.compactMap { try index.number(ifKnown: $0) }
        try removeHashes(numbers, index)
        try rewriteLog(records, index)
        try sweepBeside(records, layout)
        return try index.all("SELECT part FROM scrub ORDER BY part") { $0.integer(0) }
      }
      for part in parts { try underLock { try putTogether(part, $0) } }
      guard try overwriteIndex() else { return false }
      // Nothing that went may come back with the power: not even what SQLite only cut off.
      try FileSystem.syncEverything(around: root)
      let isDone = try underLock { index in
        guard try !index.hasUnfinishedErasure else { return false }
        try FileSystem.remove(layout.erasing)
        try FileSystem.syncFolder(root)
        return true
      }
      if isDone { return true }
    }
  }

  // MARK: Its own note

  /// The names in the note of an erasure that is under way. A line that was not written to its end is
  /// passed over.
  private static func blobs(of note: FilePath) throws(FileError) -> Set<Digest> {
    guard FileSystem.status(note) != nil else { return [] }
    let text = String(
      decoding: try FileSystem.read(note, limit: RecordLog.byteLimit), as: UTF8.self)
    return Set(text.split(separator: "\n").compactMap { Digest(hex: String($0)) })
  }

  /// Adds names to the note. It is never replaced: it is locked.
  private func note(_ going: Set<Digest>, in note: FilePath) throws(FileError) {
    let new = going.subtracting(try Self.blobs(of: note))
    guard !new.isEmpty else { return }
    let text = "\n" + new.map(\.hex).sorted().map { $0 + "\n" }.joined()
    try FileSystem.append(Array(text.utf8), to: note)
  }

  // MARK: Files

  private func removeFiles(_ records: ErasedRecords, _ layout: Layout) throws {
    var shelves: Set<FilePath> = []
    for digest in records.going {
      let path = blobs.path(of: digest)
      guard FileSystem.status(path.folder)?.isFolder == true,
        FileSystem.status(path)?.isFolder == false
      else { continue }
      try FileSystem.remove(path)
      shelves.insert(path.folder)
    }
    for shelf in shelves { try FileSystem.syncFolder(shelf) }
    // Copies on their way in, or left by somebody who was ended.
    let staging = layout.blobs.appending(".new".utf8)
    for name in records.going.isEmpty ? [] : try FileSystem.names(in: staging) {
      let path = staging.appending(name)
      guard let bytes = try? FileSystem.read(path, limit: .max),
        let digest = SHA256.digest(of: bytes)
      else { continue }
      if records.going.contains(digest) { try FileSystem.remove(path) }
    }
    for digest in records.going { previews.remove(digest) }
  }

  /// Takes away what lies beside log and blobs and may hold something of it: what ended commands left, what
  /// was put aside, and all that can be made again but the index, the hashes and the previews of files that
  /// stay.
  private func sweepBeside(_ records: ErasedRecords, _ layout: Layout) throws {
    // A folder is none that Castbook made.
    for path in try lockedLeftovers() where FileSystem.status(path)?.isFolder == false {
      try FileSystem.remove(path)
    }
    try previews.removeOthers()
    for name in try FileSystem.names(in: root)
    where Layout.place(of: name) == .derived && !Layout.isIndex(name) {
      let path = root.appending(name)
      if path != hashPath, FileSystem.status(path)?.isFolder == false {
        try FileSystem.remove(path)
      }
    }
    for name in try FileSystem.names(in: layout.damaged) {
      let path = layout.damaged.appending(name)
      let digest = Digest(hex: String(String(decoding: name, as: UTF8.self).prefix(64)))
      let isGoing = digest.map(records.going.contains) ?? false
      guard let bytes = try? FileSystem.read(path, limit: .max) else { continue }
      let isSame = SHA256.digest(of: bytes).map(records.going.contains) ?? false
      if isGoing || isSame || records.touches(bytes) { try FileSystem.remove(path) }
    }
  }

  /// Takes pictures that go out of the file of hashes.
  private func removeHashes(_ numbers: [Int], _ index: Index) throws {
    guard !numbers.isEmpty, FileSystem.status(hashPath) != nil else { return }
    let generation = try index.hashGeneration()
    let rows = Set(numbers.map(Int64.init))
    let isDone = (try? HashFile.remove(rows, at: hashPath, generation: generation)) ?? false
    // The next search makes it again.
    if !isDone { try FileSystem.remove(hashPath) }
    // The index forgets the pictures next: what the file still had would be there for good.
    try FileSystem.syncFolder(root)
  }

  // MARK: The index

  /// Puts a part of the search together, which is the only way in which FTS5 forgets words.
  private func putTogether(_ part: Int, _ index: Index) throws {
    try index.begin()
    do {
      if try index.first("SELECT 1 FROM part WHERE id=?", [.integer(part)], read: { _ in true })
        != nil
      {
        try index.putTogether(part)
      }
      try index.run("DELETE FROM scrub WHERE part=?", [.integer(part)])
      try index.commit()
    } catch {
      index.rollBack()
      throw error
    }
  }

  /// How long a step waits for others who read the index.
  private static let shortPatience = 250

  /// Sees to it that nothing that was deleted is left in the file of the index, or beside it; false when
  /// somebody reads it for so long that this must wait for the next opening.
  private func overwriteIndex() throws -> Bool {
    for _ in 0..<(Self.patienceMilliseconds / Self.shortPatience) {
      // Reading all pages takes longest: nobody is kept from anything by it.
      let isEmpty = try underLock { try $0.emptyLog(patience: Self.shortPatience) }
      guard isEmpty else { continue }
      let found = try contents { try $0.index.findGaps() }
      let isDone = try underLock { index in
        if try index.value(Scrubbing.key) == Scrubbing.anew {
          let opening = IndexOpening(root: root, surprises: surprises)
          _ = try opening.rebuild()
          index = try opening.openUnderLock()
          return true
        }
        return try index.overwriteDeleted(found, patience: Self.shortPatience)
      }
      if isDone { return true }
      Pause.milliseconds(10)
    }
    return false
  }
}

extension Index {
  /// Moves all that was written into the file itself and cuts the file beside it to nothing; false when
  /// another process still reads from there.
  func emptyLog() throws -> Bool {
    try first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.integer(0) == 0 } ?? true
  }

  /// The same, for as long as others may be kept waiting.
  fileprivate func emptyLog(patience: Int) throws -> Bool {
    try database.run("PRAGMA busy_timeout=\(patience)")
    defer { try? database.run("PRAGMA busy_timeout=\(LibraryStore.patienceMilliseconds)") }
    return try emptyLog()
  }

  /// Pages with something in their free bytes, and the state of the file that this is true of.
  fileprivate struct FoundGaps: Sendable {
    let pages: [Int]
    let version: Int
  }

  /// Looks at all pages, without a lock; nil where that can't be done.
  fileprivate func findGaps() throws -> FoundGaps? {
    let version = try dataVersion()
    guard let gaps = try PageGaps(of: database) else { return nil }
    return FoundGaps(pages: try gaps.find(), version: version)
  }

  /// Overwrites what deleted rows left in the file; for the holder of the writer's lock. False when another
  /// process reads it, and this has to be tried again.
  fileprivate func overwriteDeleted(_ found: FoundGaps?, patience: Int) throws -> Bool {
    guard try emptyLog(patience: patience) else { return false }
    try database.run("PRAGMA busy_timeout=\(patience)")
    defer { try? database.run("PRAGMA busy_timeout=\(LibraryStore.patienceMilliseconds)") }
    guard try PageGaps(of: database) != nil else {
      try database.run("PRAGMA temp_store=FILE; VACUUM; PRAGMA temp_store=MEMORY;")
      try run("DELETE FROM meta WHERE key=?", [.text(Scrubbing.key)])
      return try emptyLog()
    }
    let hasJournal = try first("PRAGMA journal_mode") { $0.text(0) != "wal" } ?? false
    let begin = hasJournal ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE"
    guard (try? database.run(begin)) != nil else { return false }
    let result = Result { try overwriteInTransaction(found) }
    guard case .success(true) = result else {
      rollBack()
      return try result.get()
    }
    try database.run("COMMIT")
    _ = try emptyLog()
    return true
  }

  private func overwriteInTransaction(_ found: FoundGaps?) throws -> Bool {
    // Others note now and then what they have seen of the log, without the writer's lock.
    guard try isLogEmpty() else { return false }
    guard let gaps = try PageGaps(of: database) else { return false }
    // What is in memory holds what is overwritten. Other processes forget theirs when this is committed.
    forgetPages()
    let isCurrent = try found?.version == dataVersion()
    try gaps.overwrite(isCurrent ? found?.pages ?? [] : gaps.find())
    forgetPages()
    try run("DELETE FROM meta WHERE key=?", [.text(Scrubbing.key)])
    try set("overwritten", (try value("overwritten") ?? 0) + 1)
    return true
  }

  /// Whether nothing is beside the file that belongs into it.
  private func isLogEmpty() throws -> Bool {
    try first("PRAGMA database_list") { $0.text(2) }.flatMap { FilePath($0) }.map { path in
      let log = FilePath(bytes: path.bytes + Array("-wal".utf8))
      return (log.flatMap { FileSystem.status($0)?.byteCount } ?? 0) == 0
    } ?? true
  }
}
