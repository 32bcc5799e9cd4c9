internal import Archive
internal import Files
package import Model

/// Brings a library back from a backup, a folder or a zip. Nothing in it is trusted: every file is held
/// against its name while it is copied.
package struct LibraryRestoration {
  let source: any LibraryFiles
  let watch: BackupWatch
  /// How many files in a zip are none of a library.
  package let passedOver: Int

  /// What was brought back.
  package struct Report: Sendable {
    package internal(set) var elements = 0
    package internal(set) var records = 0
    /// Files of elements, and their bytes.
    package internal(set) var files = FileTally()
    /// What was written: files of elements and of the log.
    package internal(set) var added = FileTally()
    package internal(set) var faults: [BackupFault] = []
  }

  package init(from backup: FilePath, watch: BackupWatch = BackupWatch()) throws {
    self.watch = watch
    if FileSystem.folderIdentity(backup) != nil {
      passedOver = 0
      do {
        source = try LibraryFolder(backup)
      } catch .none {
        let isBegun = FileSystem.status(FileSystem.pendingMark(in: backup)) != nil
        throw BackupError.noBackup(
          backup,
          isBegun ? "the backup was never finished" : "it contains no castbook.json")
      }
      return
    }
    do {
      guard let input = try ReadableFile.open(backup, followingLinks: true) else {
        throw BackupError.noBackup(backup, "no such file or folder")
      }
      let zip = try LibraryZip(backup, input)
      passedOver = zip.passedOver
      source = zip
    } catch let error as ZipError {
      throw BackupError.noBackup(backup, "\(error)")
    } catch let error as FileError {
      throw BackupError.noBackup(backup, error.reason)
    }
  }

  package var id: ULID { source.id }
  package var isZip: Bool { source is LibraryZip }

  private func census() throws -> Census {
    do {
      return try Census(of: source, try source.segments(), watch)
    } catch is Gone {
      throw BackupError.restless(source.path)
    }
  }

  /// Names what is missing, and refuses to go on without it unless told to.
  private func judge(_ faults: [BackupFault], _ census: Census, partial: Bool) throws
    -> [BackupFault]
  {
    let named = try Census.name(faults, from: source, census)
    guard named.isEmpty || partial else { throw BackupError.incomplete(source.path, named) }
    return named
  }

  // MARK: A new library

  /// Makes a library in a folder that is not there yet, or empty: all of it or nothing.
  package func write(toNew target: FilePath, partial: Bool) throws -> Report {
    let target = FileSystem.resolved(target) ?? target
    do {
      if LibraryStore.exists(at: target) { throw LibraryError.alreadyThere(target) }
      guard try FileSystem.names(in: target).isEmpty else { throw LibraryError.occupied(target) }
      if FileSystem.isInside(target, source.path) { throw BackupError.inside(target) }
      try FileSystem.makeFolders(target.folder)
      let workshop = target.folder.appending(
        [UInt8(ascii: ".")] + target.name.bytes + Array(".restoring".utf8))
      try FileSystem.makeOwnFolder(workshop, mode: FileSystem.privateFolderMode)
      // A run that was ended may have left one that is more open.
      try? FileSystem.setMode(workshop, FileSystem.privateFolderMode)
      // A file in it: not every file system locks folders.
      let mark = FileSystem.pendingMark(in: workshop)
      do throws(FileError) {
        try FileSystem.createOwn(mark, source.mark, isDurable: false)
      } catch {
        // Another run may have been quicker, or have been ended.
        if FileSystem.status(mark) == nil { throw error }
      }
      guard let lock = try FileLock(mark, timeoutMilliseconds: 0) else {
        throw BackupError.busy(target)
      }
      return try withExtendedLifetime(lock) {
        try clear(workshop)
        do {
          let report = try build(workshop, partial: partial)
          try FileSystem.rename(workshop, to: target)
          // Not before: whoever comes now finds another folder.
          try? FileSystem.remove(FileSystem.pendingMark(in: target))
          try FileSystem.syncFolder(target.folder)
          return report
        } catch {
          try? FileSystem.removeAll(workshop)
          throw error
        }
      }
    } catch {
      throw LibraryBackup.told(error, target.folder)
    }
  }

  /// Takes away what a run left that was ended.
  private func clear(_ workshop: FilePath) throws {
    let ours = ["blobs", "log", "damaged", "castbook.json"].map { Array($0.utf8) }
    // That is locked.
    for name in try FileSystem.names(in: workshop) where name != FileSystem.pendingMarkName {
      guard ours.contains(name) else { throw LibraryError.occupied(workshop) }
      let path = workshop.appending(name)
      if FileSystem.status(path)?.isFolder == true {
        try FileSystem.removeAll(path)
      } else {
        try FileSystem.remove(path)
      }
    }
  }

  private func build(_ workshop: FilePath, partial: Bool) throws -> Report {
    let census = try census()
    var filling = LibraryFilling(workshop, isNew: true, readsBack: false, watch: watch)
    try filling.prepare()
    let report = try fill(&filling, census, over: Census(), partial: partial)
    try FileSystem.createOwn(workshop.appending(LibraryMark.name), source.mark, isDurable: true)
    try FileSystem.syncFolder(workshop)
    return report
  }

  // MARK: A library that is there

  /// Adds to a library what it has not; nothing in it is overwritten.
  package func write(into target: FilePath, partial: Bool) throws -> Report {
    do {
      let id = try LibraryMark(of: target).id
      guard id == source.id else {
        throw BackupError.otherLibrary(source.path, its: source.id, ours: id)
      }
      if FileSystem.isInside(target, source.path) || FileSystem.isInside(source.path, target) {
        throw BackupError.inside(source.path)
      }
      if let path = Layout(root: target).strange { throw LibraryError.strangeFolder(path) }
      guard FileSystem.isWritable(target) else { throw LibraryError.readOnly(target) }
      let census = try census()
      let report = try LibraryStore.holdingLock(of: target) {
        let folder = try LibraryFolder(target, isShared: false)
        var filling = LibraryFilling(target, isNew: false, readsBack: false, watch: watch)
        // Also the folders that the library lost.
        try filling.prepare()
        let there = try Census(of: folder, try folder.segments(), watch)
        do {
          return try fill(&filling, census, over: there, partial: partial)
        } catch {
          filling.abandon()
          throw error
        }
      }
      lookAgain(in: target, report)
      return report
    } catch {
      throw LibraryBackup.told(error, target)
    }
  }

  /// Lets files that came back be looked at by whoever opens the library next. Where that can't be noted,
  /// `doctor` sees to it.
  private func lookAgain(in target: FilePath, _ report: Report) {
    let index = IndexOpening(root: target, surprises: .ofThisMachine).path
    guard report.added.files > 0, FileSystem.status(index) != nil else { return }
    try? LibraryStore(at: target, acceptingLoss: true).lookAgain()
  }

  // MARK: Both

  /// Copies what is missing: files first, then records. What an erasure covers, of either side, stays out.
  private func fill(
    _ filling: inout LibraryFilling, _ census: Census, over there: Census, partial: Bool
  ) throws -> Report {
    let coverage = Coverage([there, census], keeper: there)
    let folder = BackupFolder(filling.root)
    var report = Report()
    var faults = census.faults.filter { folder.byteCount(of: $0.file) == nil }
    var missing: [Digest] = []
    for blob in census.blobs(coverage) {
      if let length = folder.byteCount(of: .blob(blob)) {
        report.files.add(length)
      } else if source.byteCount(of: .blob(blob)) == nil {
        faults.append(BackupFault(.missing, .blob(blob)))
      } else {
        missing.append(blob)
      }
    }
    // Damaged records may name files; what is there of those comes along.
    missing += Digest.inOrder(
      census.suspected.subtracting(missing).filter { blob in
        folder.byteCount(of: .blob(blob)) == nil && source.byteCount(of: .blob(blob)) != nil
      })
    // Before anything is copied: what is known to be missing, and whether there is room.
    _ = try judge(faults, census, partial: partial)
    try checkRoom(for: missing, at: filling.root)
    for blob in missing {
      try watch.checkCancellation()
      if let kind = try filling.add(blob: blob, from: source) {
        faults.append(BackupFault(kind, .blob(blob)))
      } else {
        report.files.add(source.byteCount(of: .blob(blob)) ?? 0)
      }
    }
    report.faults = try judge(faults, census, partial: partial)
    try filling.finishBlobs()
    try addSegments(&filling, census, over: there, coverage)
    if partial { try keepDamaged(report.faults, in: filling.root) }
    try filling.finish()
    report.elements = census.elementCount(coverage)
    report.records = census.entries.count { !coverage.covers($0.key) }
    report.added = filling.added
    return report
  }

  private func checkRoom(for blobs: [Digest], at folder: FilePath) throws {
    let needed = blobs.reduce(0) { $0 + (source.byteCount(of: .blob($1)) ?? 0) }
    guard let free = FileSystem.freeBytes(at: folder), free < needed else { return }
    throw BackupError.noRoom(folder, needed: needed, free: free)
  }

  private func addSegments(
    _ filling: inout LibraryFilling, _ census: Census, over there: Census, _ coverage: Coverage
  ) throws {
    for facts in census.inOrder {
      let new = facts.records.filter { there.entries[$0] == nil && !coverage.covers($0) }
      let isTouched = facts.records.contains(where: coverage.covers)
      guard isTouched || !new.isEmpty else { continue }
      let (bytes, readout) = try source.bytes(of: facts.segment)
      guard case .sound = readout else { throw BackupError.restless(source.path) }
      if !isTouched {
        try filling.add(facts.segment, bytes)
      } else {
        let lines = RecordLog.lines(in: bytes).compactMap { line in
          Self.rest(of: line.bytes, Set(new), coverage) { copy in
            there.entries[copy] == nil && census.entries[copy] == nil
          }
        }
        guard !lines.isEmpty else { continue }
        let draft = try RecordLog(filling.root).draft(lines, on: facts.segment.day)
        try filling.add(draft.segment, draft.bytes)
      }
    }
  }

  /// What stays of a line that stands among lines that are erased.
  private static func rest(
    of line: [UInt8], _ kept: Set<Digest>, _ coverage: Coverage, isNew: (Digest) -> Bool
  ) -> [UInt8]? {
    guard let digest = SHA256.digest(of: line) else { return nil }
    if kept.contains(digest) { return line }
    // An export goes on without the element: what it cost was paid.
    guard coverage.covers(digest), case .export(let export)? = try? Record(line: line) else {
      return nil
    }
    guard let copy = coverage.rest(of: export).flatMap({ Record.export($0).line }),
      let name = SHA256.digest(of: copy), isNew(name)
    else { return nil }
    return copy
  }

  /// Keeps what is damaged, since it may be the last there is: records in their place, where `doctor`
  /// saves the sound ones, files aside.
  private func keepDamaged(_ faults: [BackupFault], in root: FilePath) throws {
    let layout = Layout(root: root)
    for fault in faults where fault.kind == .damaged {
      let path: FilePath
      switch fault.file {
      case .segment(let segment):
        path = fault.file.path(in: root)
        try FileSystem.makeOwnFolder(RecordLog(root).path(of: segment.day))
      case .blob(let digest):
        try FileSystem.makeOwnFolder(layout.damaged)
        path = layout.damaged.appending(digest.hex.utf8)
      }
      guard FileSystem.status(path) == nil else { continue }
      let written = try WritableFile(
        path, mode: FileSystem.ownMode(in: path.folder, isSealed: true))
      _ = try source.readout(of: fault.file) { try written.write($0) }
    }
    if !faults.isEmpty { try FileSystem.syncEverything(around: root) }
  }
}
