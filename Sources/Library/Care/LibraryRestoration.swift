internal import Archive
internal import Files
package import Model

/// Restores a library from a backup, which may be a folder or a zip.
///
/// The backup isn't trusted: every file is checked against its name while it is copied.
///
/// ```swift
/// let restoration = try LibraryRestoration(from: backup)
/// let outcome = try restoration.write(toNew: folder, partial: false)
/// ```
package struct LibraryRestoration {
  /// The backup.
  let source: any LibraryFileSource
  /// Receives the progress and may cancel the restoration.
  let monitor: BackupMonitor
  /// The number of files in a zip that don't belong to the library.
  let skippedFileCount: Int

  /// Opens a backup; throws `BackupError.notABackup` when the path isn't one.
  package init(from backup: FilePath, monitor: BackupMonitor = BackupMonitor()) throws {
    self.monitor = monitor
    if FileSystem.folderIdentity(backup) != nil {
      skippedFileCount = 0
      do {
        source = try LibraryFolder(backup)
      } catch .noLibrary {
        let isUnfinished = FileSystem.status(FileSystem.pendingManifest(in: backup)) != nil
        throw BackupError.notABackup(
          backup,
          isUnfinished ? "the backup was never finished" : "it contains no castbook.json")
      }
      return
    }
    do {
      guard let input = try ReadableFile.open(backup, followingLinks: true) else {
        throw BackupError.notABackup(backup, "no such file or folder")
      }
      let zip = try LibraryZip(backup, input)
      skippedFileCount = zip.ignoredFileCount
      source = zip
    } catch let error as any FileFailure {
      throw BackupError.notABackup(backup, error.reason)
    }
  }

  /// Returns the faults with their owners; throws `BackupError.incomplete` unless a partial
  /// library is wanted.
  private func checkFaults(_ faults: [MissingFile], _ inventory: RecordInventory, partial: Bool)
    throws -> [MissingFile]
  {
    let named = try RecordInventory.addingOwners(to: faults, from: source, inventory)
    guard named.isEmpty || partial else { throw BackupError.incomplete(source.path, named) }
    return named
  }

  /// Calls `body`, and translates the errors of reading the backup and of writing to a folder.
  private func writing<Value>(to folder: FilePath, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch is FileVanished {
      throw BackupError.keepsChanging(source.path)
    } catch {
      throw LibraryBackup.mapError(error, writingTo: folder)
    }
  }

  // MARK: New library

  /// Creates a library in a folder that doesn't exist yet or is empty.
  ///
  /// The library is built in a hidden folder beside the target and renamed at the end, so the
  /// target contains either all of it or nothing. With `partial`, files that are missing from
  /// the backup or damaged don't stop the restoration.
  ///
  /// Throws `BackupError`, or `LibraryError` when the target isn't empty.
  package func write(toNew library: FilePath, partial: Bool) throws -> RestoreOutcome {
    let target = FileSystem.resolved(library) ?? library
    return try writing(to: target.folder) {
      if LibraryStore.exists(at: target) { throw BackupError.restoresOverLibrary(target) }
      guard try FileSystem.names(in: target).isEmpty else {
        throw LibraryError.folderNotEmpty(target)
      }
      if FileSystem.isInside(target, source.path) { throw BackupError.overlapsLibrary(target) }
      try FileSystem.createFolders(target.folder)
      let stagingFolder = target.folder.appending(
        [UInt8(ascii: ".")] + target.name.bytes + Array(".restoring".utf8))
      guard let lock = try lock(stagingFolder) else { throw BackupError.busy(target) }
      return try withExtendedLifetime(lock) {
        try clear(stagingFolder)
        do {
          let outcome = try build(stagingFolder, for: library, partial: partial)
          try FileSystem.rename(stagingFolder, to: target)
          // It is removed last: until the folder is renamed, it keeps a second process out.
          try? FileSystem.remove(FileSystem.pendingManifest(in: target))
          try FileSystem.syncFolder(target.folder)
          return outcome
        } catch {
          try? FileSystem.removeAll(stagingFolder)
          throw error
        }
      }
    }
  }

  /// Creates and locks the hidden folder, or returns `nil` when another process holds its lock.
  private func lock(_ stagingFolder: FilePath) throws(FileError) -> FileLock? {
    try FileSystem.makeOwnFolder(stagingFolder, mode: FileSystem.privateFolderMode)
    // An interrupted run may have left a folder with wider permissions.
    try? FileSystem.setMode(stagingFolder, FileSystem.privateFolderMode)
    // A file in the folder is locked, since not every file system locks folders.
    let lockPath = FileSystem.pendingManifest(in: stagingFolder)
    do throws(FileError) {
      try FileSystem.createOwn(lockPath, source.manifest, isDurable: false)
    } catch {
      // A second process may have created it first, or an interrupted run may have left it.
      if FileSystem.status(lockPath) == nil { throw error }
    }
    return try FileLock(lockPath, timeoutMilliseconds: 0)
  }

  /// Removes what an interrupted run left in the hidden folder.
  ///
  /// Throws `LibraryError.folderNotEmpty` when the folder contains anything that Castbook doesn't
  /// write there.
  private func clear(_ stagingFolder: FilePath) throws {
    let expectedNames = ["blobs", "log", "damaged", "castbook.json"].map { Array($0.utf8) }
    // The pending manifest is locked and must stay.
    for name in try FileSystem.names(in: stagingFolder) where name != FileSystem.pendingManifestName
    {
      guard expectedNames.contains(name) else { throw LibraryError.folderNotEmpty(stagingFolder) }
      let path = stagingFolder.appending(name)
      if FileSystem.status(path)?.isFolder == true {
        try FileSystem.removeAll(path)
      } else {
        try FileSystem.remove(path)
      }
    }
  }

  /// Copies the library into the hidden folder and writes its `castbook.json` last.
  private func build(
    _ stagingFolder: FilePath, for library: FilePath, partial: Bool
  ) throws -> RestoreOutcome {
    let inventory = try RecordInventory(of: source, try source.segments(), monitor)
    var writer = LibraryFolderWriter(stagingFolder, isNew: true, readsBack: false, monitor: monitor)
    try writer.prepare()
    let outcome = try fill(&writer, inventory, of: library, partial: partial)
    try FileSystem.createOwn(
      stagingFolder.appending(LibraryManifest.name), source.manifest, isDurable: true)
    try FileSystem.syncFolder(stagingFolder)
    return outcome
  }

  // MARK: Existing library

  /// Adds what an existing library lacks; no file in it is overwritten.
  ///
  /// Throws `BackupError.backupOfOtherLibrary` when the backup belongs to another library.
  package func write(into target: FilePath, partial: Bool) throws -> RestoreOutcome {
    try writing(to: target) {
      let id = try LibraryManifest(of: target).id
      guard id == source.id else {
        throw BackupError.backupOfOtherLibrary(source.path, its: source.id, ours: id)
      }
      if FileSystem.isInside(target, source.path) || FileSystem.isInside(source.path, target) {
        throw BackupError.overlapsLibrary(source.path)
      }
      if let path = Layout(root: target).unusableFolder { throw LibraryError.unusableFolder(path) }
      guard FileSystem.isWritable(target) else { throw LibraryError.readOnly(target) }
      let inventory = try RecordInventory(of: source, try source.segments(), monitor)
      let outcome = try LibraryStore.holdingLock(of: target) {
        let folder = try LibraryFolder(target, isShared: false)
        var writer = LibraryFolderWriter(target, isNew: false, readsBack: false, monitor: monitor)
        // This also creates folders that the library has lost.
        try writer.prepare()
        let existing = try RecordInventory(of: folder, try folder.segments(), monitor)
        do {
          return try fill(&writer, inventory, over: existing, of: target, partial: partial)
        } catch {
          writer.discardPending()
          throw error
        }
      }
      if outcome.added.files > 0 { lookAgain(in: target) }
      return outcome
    }
  }

  /// Makes the next command look again for files that the index has noted as missing.
  ///
  /// If that fails, `doctor` still finds the restored files.
  private func lookAgain(in target: FilePath) {
    let index = IndexOpening(root: target, environment: .ofThisMachine).path
    guard FileSystem.status(index) != nil else { return }
    try? LibraryStore(at: target, acceptingLoss: true).reexamineMissing()
  }

  // MARK: Copying

  /// Copies what the target lacks, files before records.
  ///
  /// Records that an erasure of either side covers are left out, and so are their files.
  private func fill(
    _ writer: inout LibraryFolderWriter, _ inventory: RecordInventory,
    over existing: RecordInventory = RecordInventory(), of library: FilePath, partial: Bool
  ) throws -> RestoreOutcome {
    let root = writer.root
    let erased = try ErasedRecords(
      in: InventoryRecords([existing, inventory], keeper: existing))
    var demand = try writer.demand(
      for: inventory.blobs(without: erased, in: source), of: source, comparing: .name)
    demand.faults.insert(
      contentsOf: inventory.faults.filter { $0.file.byteCount(in: root) == nil }, at: 0)
    // Fail before copying when files are known to be missing.
    _ = try checkFaults(demand.faults, inventory, partial: partial)
    try writer.copy(&demand, from: source)
    var outcome = RestoreOutcome(
      of: library, source.id, from: source.path, source is LibraryZip ? .zip : .folder,
      skippedFileCount: skippedFileCount)
    outcome.files = demand.files
    outcome.faults = try checkFaults(demand.faults, inventory, partial: partial)
    try writer.finishBlobs()
    try addSegments(&writer, inventory, over: existing, erased)
    if partial { try keepDamaged(outcome.faults, in: root) }
    try writer.finish()
    outcome.elementCount = inventory.elementCount(without: erased)
    outcome.recordCount = inventory.entries.count { !erased.removed.contains($0.key) }
    outcome.added = writer.added
    return outcome
  }

  /// Adds the segments with records that the target lacks.
  ///
  /// A segment with erased records isn't copied but written again without them, and with what is
  /// left of them.
  private func addSegments(
    _ writer: inout LibraryFolderWriter, _ inventory: RecordInventory,
    over existing: RecordInventory, _ erased: ErasedRecords
  ) throws {
    for facts in inventory.segmentsByAge {
      let rest = facts.records.compactMap { digest in
        erased.rest(of: digest, besides: [existing, inventory])
      }.filter { existing.entries[$0.digest] == nil }
      let hasErasedRecords = facts.records.contains(where: erased.removed.contains)
      guard !rest.isEmpty else { continue }
      let bytes = try source.soundBytes(of: facts.segment)
      guard hasErasedRecords else {
        try writer.add(facts.segment, bytes)
        continue
      }
      let lines = RecordLog.lines(in: bytes).map(\.bytes)
      let known = Dictionary(lines.map { (SHA256.digest(of: $0), $0) }) { line, _ in line }
      let left = rest.compactMap { digest, copy in copy?.line ?? known[digest] }
      let draft = try RecordLog(writer.root).draft(left, on: facts.segment.day)
      try writer.add(draft.segment, draft.bytes)
    }
  }

  /// Copies damaged files, which may be the only copies there are.
  ///
  /// Segments go to their usual folder, where `doctor` rescues the intact records. Blobs go to
  /// `damaged/`.
  private func keepDamaged(_ faults: [MissingFile], in root: FilePath) throws {
    let layout = Layout(root: root)
    for fault in faults where fault.problem == .damaged {
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
      _ = try source.file(fault.file).copy(
        to: path, mode: FileSystem.ownMode(in: path.folder, isSealed: true), keepsFaulty: true)
    }
    if !faults.isEmpty { try FileSystem.syncEverything(around: root) }
  }
}
