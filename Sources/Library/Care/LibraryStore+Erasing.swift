internal import Media
package import Model

extension LibraryStore {
  /// Erases an element, or what it was before a revision. The erasure is on disk before anything else
  /// is done; should this end early, the next opening goes on with it.
  ///
  /// False when another program reads the index for so long that sweeping it must wait for the next
  /// opening.
  package func erase(_ element: ULID, before: Digest?, reason: String) throws -> Bool {
    do {
      if let obstacle { throw obstacle }
      try underLock { index in
        try index.takeUpLog(now: surprises.now())
        let fault = try index.first("SELECT segment, problem FROM fault LIMIT 1") { row in
          (try row.digest(0), row.text(1))
        }
        if let (segment, problem) = fault { throw LibraryError.damagedLog(segment, problem) }
        // Damage that came since the index saw it.
        let planned = try ErasedRecords(index, planned: (element, Int.max))
        guard planned.isWhole else { throw LibraryError.unsoundLog(log.folder) }
      }
      try change { change in
        guard try !change.contents.entries(of: element).isEmpty else { return }
        change.add(
          .erasure(
            Erasure(element: element, before: before, reason: reason, at: try change.moment())))
      }
      return try finishErasures()
    } catch {
      throw Self.error(error)
    }
  }

  /// Whether an erasure was begun and not finished.
  func hasUnfinishedErasure(_ index: Index) throws -> Bool {
    try Disk.status(Layout(root: root).erasing) != nil || index.hasUnfinishedErasure
  }

  /// Goes on with what an erasure has to do, from wherever it was left; false when something must wait.
  @discardableResult
  func finishErasures() throws -> Bool {
    try underLock { index in
      try index.takeUpLog(now: surprises.now())
      guard try hasUnfinishedErasure(index) else { return true }
      let layout = Layout(root: root)
      let records = try ErasedRecords(index, known: try Self.blobs(of: layout.erasing))
      // Until this file goes, whoever opens the library goes on here.
      try note(records.going, in: layout.erasing)
      try removeFiles(records, layout)
      try rewriteLog(records, index)
      try sweepBeside(records, layout)
      guard try sweep(&index) else { return false }
      // Nothing that went may come back with the power: not even what SQLite only cut off.
      try Disk.syncEverything(around: root)
      try Disk.remove(layout.erasing)
      try Disk.syncFolder(root)
      return true
    }
  }

  // MARK: Its own note

  /// The names in the note of an erasure that is under way.
  private static func blobs(of note: FilePath) throws(DiskError) -> Set<Digest> {
    guard Disk.status(note) != nil else { return [] }
    let text = String(decoding: try Disk.read(note, limit: RecordLog.byteLimit), as: UTF8.self)
    return Set(text.split(separator: "\n").compactMap { Digest(hex: String($0)) })
  }

  private func note(_ going: Set<Digest>, in note: FilePath) throws(DiskError) {
    let text = going.map(\.hex).sorted().map { $0 + "\n" }.joined()
    let temporary = root.appending(".new-\(temporaryName)".utf8)
    try Disk.createOwn(temporary, Array(text.utf8), isDurable: true)
    try Disk.rename(temporary, to: note)
    try Disk.syncFolder(root)
  }

  // MARK: Files

  private func removeFiles(_ records: ErasedRecords, _ layout: Layout) throws {
    var shelves: Set<FilePath> = []
    for digest in records.going {
      let path = blobs.path(of: digest)
      guard Disk.status(path.folder)?.isFolder == true, Disk.status(path)?.isFolder == false
      else { continue }
      try Disk.remove(path)
      shelves.insert(path.folder)
    }
    for shelf in shelves { try Disk.syncFolder(shelf) }
    // Copies on their way in, or left by somebody who was ended.
    let nursery = layout.blobs.appending(".new".utf8)
    for name in records.going.isEmpty ? [] : try Disk.names(in: nursery) {
      let path = nursery.appending(name)
      guard let bytes = try? Disk.read(path, limit: .max), let digest = SHA256.digest(of: bytes)
      else { continue }
      if records.going.contains(digest) { try Disk.remove(path) }
    }
  }

  /// Takes away what lies beside log and blobs and may hold something of it: all that can be made again,
  /// what ended commands left, and what was put aside.
  private func sweepBeside(_ records: ErasedRecords, _ layout: Layout) throws {
    // A folder is none that Castbook made.
    for path in try lockedLeftovers() where Disk.status(path)?.isFolder == false {
      try Disk.remove(path)
    }
    try Disk.removeAll(layout.cache)
    for name in try Disk.names(in: root)
    where Layout.place(of: name) == .derived && !Layout.isIndex(name) {
      let path = root.appending(name)
      if Disk.status(path)?.isFolder == false { try Disk.remove(path) }
    }
    for name in try Disk.names(in: layout.damaged) {
      let path = layout.damaged.appending(name)
      let digest = Digest(hex: String(String(decoding: name, as: UTF8.self).prefix(64)))
      let isGoing = digest.map(records.going.contains) ?? false
      guard let bytes = try? Disk.read(path, limit: .max) else { continue }
      let isSame = SHA256.digest(of: bytes).map(records.going.contains) ?? false
      if isGoing || isSame || records.touches(bytes) { try Disk.remove(path) }
    }
  }

  // MARK: The log

  /// Writes segments again without what goes; the new ones are durable and known before the old ones go.
  private func rewriteLog(_ records: ErasedRecords, _ index: Index) throws {
    var old: [RecordLog.Segment] = []
    var new: [RecordLog.Draft] = []
    for day in try log.days() {
      for segment in try log.segments(of: day.day) {
        guard let lines = try log.lines(of: segment) else { continue }
        guard lines.contains(where: { records.rest(of: $0) != $0.bytes }) else { continue }
        let rest = lines.compactMap(records.rest)
        old.append(segment)
        if !rest.isEmpty { new.append(try log.draft(rest, on: segment.day)) }
      }
    }
    for draft in new { try log.commit(draft, temporaryName: temporaryName) }
    try index.replace(old, by: new) {
      for digest in records.gone { try index.drop(digest) }
      for blob in records.going { try index.drop(blob: blob) }
      try index.run("DELETE FROM covered")
    }
    try log.remove(old)
  }

  // MARK: The index

  /// Sees to it that nothing that was deleted is left in the pages of the index; false when somebody reads
  /// it for so long that the rest must wait for the next opening.
  private func sweep(_ index: inout Index) throws -> Bool {
    let opening = IndexOpening(root: root, surprises: surprises)
    if try index.value(Scrubbing.key) == Scrubbing.anew {
      _ = try opening.rebuild()
      index = try opening.openUnderLock()
      return true
    }
    // Words stay in the search until its parts are put together, and a single part stays as it is: a
    // row that comes and goes makes further ones.
    try index.database.run(
      """
      INSERT INTO search(rowid, names, tags, texts) VALUES(-1, 'x', '', '');
      INSERT INTO search(search, rowid, names, tags, texts) VALUES('delete', -1, 'x', '', '');
      INSERT INTO search(search) VALUES('optimize');
      """)
    // A copy of the whole index is no thing for memory.
    try index.database.run("PRAGMA temp_store=FILE; VACUUM; PRAGMA temp_store=MEMORY;")
    guard try index.emptyLog() else { return false }
    try index.run("DELETE FROM meta WHERE key=?", [.text(Scrubbing.key)])
    return try index.emptyLog()
  }
}

extension Index {
  /// Moves all that was written into the file itself and cuts the file beside it to nothing; false when
  /// another process still reads from there.
  func emptyLog() throws -> Bool {
    try first("PRAGMA wal_checkpoint(TRUNCATE)") { $0.integer(0) == 0 } ?? true
  }
}
