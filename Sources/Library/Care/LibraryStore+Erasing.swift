internal import Files
package import Model

extension LibraryStore {
  /// Erases an element completely, or its history before a revision.
  ///
  /// With `takes`, the clips that came back from exports of the element are erased as well. The
  /// erasure is on disk before anything is deleted; if it is interrupted, the next process that
  /// opens the library resumes it.
  ///
  /// With `atOnce`, the team's other machines delete the files without keeping them aside.
  ///
  /// Returns `false` when another process reads the index for so long that overwriting deleted rows
  /// must wait until the library is opened again.
  ///
  /// ```swift
  /// let isComplete = try store.erase(
  ///   element, before: nil, takes: true, reason: "consent withdrawn")
  /// ```
  package func erase(
    _ element: ULID, before: Digest?, takes: Bool = false, atOnce: Bool = false, reason: String
  ) throws -> Bool {
    try Self.translating {
      if let obstacle { throw obstacle }
      let traces = try withWriterLock { index in
        try index.applyLog(now: environment.now())
        try index.faults.requireIntactLog()
        // The log may have been damaged since the index read it.
        let kept = try before.flatMap { try Contents(index: index).revision($0)?.revision.sequence }
        let planned = ErasedElement(element: element, firstKept: kept ?? Int.max, takes: takes)
        let records = try ErasedRecords(in: IndexRecords(index, planning: planned))
        guard records.isComplete else { throw LibraryError.unreadableRecords(log.folder) }
        return records.traces.bounded
      }
      try change { change in
        guard try !change.contents.entries(of: element).isEmpty else { return }
        var erasure = Erasure(
          element: element, before: before, takes: takes, reason: reason,
          at: try change.moment())
        erasure.by = change.author
        erasure.atOnce = atOnce
        erasure.traces = traces
        change.add(.erasure(erasure))
      }
      let isComplete = try finishErasures()
      try removeKept { traces.files.contains($0.digest) }
      return isComplete
    }
  }

  /// Returns whether an erasure was begun and not finished.
  func hasUnfinishedErasure(_ index: Index) throws -> Bool {
    try FileSystem.status(Layout(root: root).erasing) != nil || index.erasures.hasUnfinished
  }

  /// Resumes unfinished erasures and returns whether they are complete.
  ///
  /// Only one process does this at a time. Other processes can use the library between its
  /// steps, each of which is short. When another process is already erasing, this waits for it,
  /// unless `waiting` is `false`.
  @discardableResult
  func finishErasures(waiting: Bool = true) throws -> Bool {
    let erasingFile = Layout(root: root).erasing
    var waited = 0
    while true {
      let isUnfinished = try withWriterLock { index in
        try index.applyLog(now: environment.now())
        guard try hasUnfinishedErasure(index) else { return false }
        if FileSystem.status(erasingFile) == nil {
          try FileSystem.createOwn(erasingFile, [], isDurable: true)
          try FileSystem.syncFolder(root)
        }
        return true
      }
      guard isUnfinished else { return true }
      if let lock = try lock(erasingFile) { return try withExtendedLifetime(lock) { try finish() } }
      guard waiting, waited < Self.lockTimeout else { return !waiting }
      Pause.milliseconds(20)
      waited += 20
    }
  }

  /// Locks the file `erasing`, which makes this process the one that finishes erasures.
  ///
  /// Returns `nil` when another process holds the lock or has just deleted the file.
  private func lock(_ erasingFile: FilePath) throws -> FileLock? {
    guard let before = FileSystem.status(erasingFile) else { return nil }
    let lock: FileLock?
    do {
      lock = try FileLock(erasingFile, timeoutMilliseconds: 0)
    } catch {
      if FileSystem.status(erasingFile) == nil { return nil }
      throw error
    }
    guard let lock, FileSystem.status(erasingFile)?.identity == before.identity else { return nil }
    return lock
  }

  /// Performs all remaining steps, for the holder of the lock on `erasing`.
  ///
  /// Returns `false` when overwriting the index must wait.
  private func finish() throws -> Bool {
    let layout = Layout(root: root)
    while true {
      let parts = try withWriterLock { index in
        try index.applyLog(now: environment.now())
        let records = try ErasedRecords(
          in: IndexRecords(index), known: try Self.blobs(of: layout.erasing))
        // Until this file is deleted, every process that opens the library resumes here.
        try append(records.removedBlobs, to: layout.erasing)
        try removeFiles(records, layout)
        let numbers = try records.removedBlobs.compactMap { try index.numbers.number(ifKnown: $0) }
        try removeHashes(numbers, index)
        try rewriteLog(records, index)
        try removeRemains(records, layout)
        return try index.sql.integers("SELECT part FROM scrub ORDER BY part")
      }
      for part in parts { try withWriterLock { try optimizeSearch(part, $0) } }
      guard try overwriteIndex() else { return false }
      // Erased data must not reappear after a power failure, not even what SQLite only truncated.
      try FileSystem.syncEverything(around: root)
      let isDone = try withWriterLock { index in
        guard try !index.erasures.hasUnfinished else { return false }
        try FileSystem.remove(layout.erasing)
        try FileSystem.syncFolder(root)
        return true
      }
      if isDone { return true }
    }
  }

  // MARK: The file `erasing`

  /// Returns the names in the file `erasing`; a line that was written only in part is skipped.
  private static func blobs(of erasingFile: FilePath) throws(FileError) -> Set<Digest> {
    guard FileSystem.status(erasingFile) != nil else { return [] }
    let text = String(
      decoding: try FileSystem.read(erasingFile, limit: RecordLog.byteLimit), as: UTF8.self)
    return Set(text.split(separator: "\n").compactMap { Digest(hex: String($0)) })
  }

  /// Adds names to the file `erasing`, which is locked and therefore extended but never
  /// replaced.
  private func append(_ removed: Set<Digest>, to erasingFile: FilePath) throws(FileError) {
    let new = removed.subtracting(try Self.blobs(of: erasingFile))
    guard !new.isEmpty else { return }
    let text = "\n" + new.map(\.hex).sorted().map { $0 + "\n" }.joined()
    try FileSystem.append(Array(text.utf8), to: erasingFile)
  }

  // MARK: Files

  /// Deletes the erased files, their previews, and copies of them that are being added.
  private func removeFiles(_ records: ErasedRecords, _ layout: Layout) throws {
    var shelves: Set<FilePath> = []
    for digest in records.removedBlobs {
      let path = blobs.path(of: digest)
      guard FileSystem.status(path.folder)?.isFolder == true,
        FileSystem.status(path)?.isFolder == false
      else { continue }
      try FileSystem.remove(path)
      shelves.insert(path.folder)
    }
    for shelf in shelves { try FileSystem.syncFolder(shelf) }
    // The staging folder may have copies that are being added or that an interrupted command left.
    let staging = layout.blobs.appending(".new".utf8)
    for name in records.removedBlobs.isEmpty ? [] : try FileSystem.names(in: staging) {
      let path = staging.appending(name)
      guard let bytes = try? FileSystem.read(path, limit: .max) else { continue }
      if records.removedBlobs.contains(SHA256.digest(of: bytes)) { try FileSystem.remove(path) }
    }
    for digest in records.removedBlobs { previews.remove(digest) }
  }

  /// Deletes other files that may contain erased data.
  ///
  /// These are temporary files of interrupted commands, damaged files that were put aside, and
  /// derived files except the index, the hashes, the sketches, and the previews of files that stay.
  private func removeRemains(_ records: ErasedRecords, _ layout: Layout) throws {
    // Castbook creates no folders under such names.
    for path in try lockedLeftovers() where FileSystem.status(path)?.isFolder == false {
      try FileSystem.remove(path)
    }
    try previews.removeForeignItems()
    for name in try FileSystem.names(in: root)
    where Layout.kind(of: name) == .derived && !Layout.isIndex(name) {
      let path = root.appending(name)
      if path != hashFilePath, path != sketchFilePath,
        FileSystem.status(path)?.isFolder == false
      {
        try FileSystem.remove(path)
      }
    }
    for name in try FileSystem.names(in: layout.damaged) {
      let path = layout.damaged.appending(name)
      let digest = Digest(hex: String(String(decoding: name, as: UTF8.self).prefix(64)))
      let isGoing = digest.map(records.removedBlobs.contains) ?? false
      guard let bytes = try? FileSystem.read(path, limit: .max) else { continue }
      let isSame = records.removedBlobs.contains(SHA256.digest(of: bytes))
      if isGoing || isSame || records.scope.containsAffectedIdentity(bytes) {
        try FileSystem.remove(path)
      }
    }
  }

  /// Removes erased pictures from the files of perceptual hashes and of sketches.
  private func removeHashes(_ numbers: [Int], _ index: Index) throws {
    let files = [
      (path: hashFilePath, remove: HashFile.remove), (sketchFilePath, SketchFile.remove),
    ].filter { FileSystem.status($0.path) != nil }
    guard !numbers.isEmpty, !files.isEmpty else { return }
    let generation = try index.blobs.hashGeneration()
    let rows = Set(numbers.map(Int64.init))
    for file in files {
      let isDone = (try? file.remove(rows, file.path, generation)) ?? false
      // The next search creates the file again.
      if !isDone { try FileSystem.remove(file.path) }
    }
    // The index forgets the pictures next, and after that no later run could remove them from the
    // files.
    try FileSystem.syncFolder(root)
  }

  // MARK: The index

  /// Optimizes a part of the full-text search, the only way to make FTS5 forget deleted words.
  private func optimizeSearch(_ part: Int, _ index: Index) throws {
    try index.transaction {
      if try index.sql.exists("SELECT 1 FROM part WHERE id=?", [part]) {
        try index.search.mergePart(part)
      }
      try index.sql.run("DELETE FROM scrub WHERE part=?", [part])
    }
  }

  /// The time in milliseconds for which one step waits for other readers of the index.
  private static let shortTimeout = 250

  /// Overwrites everything that was deleted from the index, in its file and beside it.
  ///
  /// Returns `false` when another process reads the index for so long that this must wait until the
  /// library is opened again.
  private func overwriteIndex() throws -> Bool {
    for _ in 0..<(Self.lockTimeout / Self.shortTimeout) {
      // Reading all pages takes longest, and happens without a lock so other processes can
      // continue.
      let isEmpty = try withWriterLock { try $0.pages.truncateWAL(timeout: Self.shortTimeout) }
      guard isEmpty else { continue }
      let found = try contents { try $0.index.pages.findGaps() }
      let isDone = try withWriterLock { index in
        if try index.meta.integer(Scrubbing.key) == Scrubbing.rebuild {
          let opening = IndexOpening(root: root, environment: environment)
          _ = try opening.rebuild()
          index = try opening.openUnderLock()
          return true
        }
        return try index.pages.overwriteDeleted(found, timeout: Self.shortTimeout)
      }
      if isDone { return true }
      Pause.milliseconds(10)
    }
    return false
  }
}
