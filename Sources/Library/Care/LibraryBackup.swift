internal import Files
package import Model

/// Backs a library up to a folder or a zip.
///
/// A backup is made from the log and the stored files, never from the index, so a library with
/// a broken index can be backed up as well.
///
/// ```swift
/// let backup = try LibraryBackup(of: library)
/// let report = try backup.write(toFolder: folder, verifying: false, pruning: false)
/// print(report.added.files, report.faults)
/// ```
package struct LibraryBackup {
  /// The library that is backed up.
  let source: LibraryFolder
  /// Receives the progress and may cancel the backup.
  let monitor: BackupMonitor
  /// Supplies the time and the random bytes for temporary names.
  let environment: SystemEnvironment

  /// How many times a library that changes during the backup is read before giving up.
  static let maximumAttempts = 20

  /// Opens a library for a backup; throws when the folder isn't a library of a known format.
  package init(
    of root: FilePath, monitor: BackupMonitor = BackupMonitor(),
    environment: SystemEnvironment = .ofThisMachine
  ) throws(LibraryError) {
    source = try LibraryFolder(root)
    self.monitor = monitor
    self.environment = environment
  }

  /// The identity of the library.
  package var id: ULID { source.id }

  /// The name of a new backup's manifest before it is renamed to show which library the folder
  /// belongs to.
  private static let newManifestName = Array(".new-castbook".utf8)

  /// The result of one backup run.
  package struct Report: Sendable {
    /// The number of elements in the backup, without erased ones.
    package internal(set) var elements = 0
    /// The number of records in the library.
    package internal(set) var records = 0
    /// The files of elements in the backup.
    package internal(set) var files = FileTally()
    /// The files that this run wrote: blobs and segments.
    package internal(set) var added = FileTally()
    /// The files that were read back from the disk and matched their names.
    package internal(set) var checked = FileTally()
    /// The files that remain in the backup but not in the library, because they were erased or
    /// merged.
    package internal(set) var outdated = FileTally()
    /// The outdated files that this run deleted from the backup.
    package internal(set) var pruned = FileTally()
    /// The number of records that only the backup has although no erasure covers them; they are
    /// kept.
    package internal(set) var recordsOnlyInBackup = 0
    /// The files of the library that are missing, damaged or unreadable.
    package internal(set) var faults: [BackupFault] = []
    /// Whether the backup didn't exist before.
    package internal(set) var isNew = false
    /// The length of the zip in bytes; `nil` for a folder.
    package internal(set) var zipBytes: Int?
    /// Why the library couldn't add the backup to `backups.json`, or `nil` when it did.
    package internal(set) var listFailure: String?
  }

  /// The contents of the library at one moment, according to its log.
  struct State {
    /// The records of the library.
    let inventory: RecordInventory
    /// The records and files that erasures remove.
    let coverage: ErasureCoverage
    /// The files of elements that belong to the backup, in byte order.
    let blobs: [Digest]

    /// All blobs and segments of this state.
    var files: Set<StoredFile> {
      Set(blobs.map { .blob($0) } + inventory.segments.map { .segment($0.segment) })
    }
  }

  /// Reads the log and determines which files belong to the backup.
  ///
  /// Throws `FileVanished` when segments disappear during the reading.
  func state() throws -> State {
    let list = try source.segments()
    let inventory = try RecordInventory(of: source, list, monitor)
    let coverage = ErasureCoverage([inventory])
    let blobs = Set(inventory.blobs(coverage))
    // Damaged records may name files, so those that exist are backed up as well.
    let suspected = inventory.suspectedBlobs.filter { blob in
      !blobs.contains(blob) && source.byteCount(of: .blob(blob)) != nil
    }
    return State(
      inventory: inventory, coverage: coverage, blobs: Digest.inOrder(blobs.union(suspected)))
  }

  /// Returns whether all segments of a state still exist.
  func isUnchanged(_ state: State) throws -> Bool {
    let known = Set(
      state.inventory.segments.map(\.segment)
        + state.inventory.faults.compactMap { fault in
          if case .segment(let segment) = fault.file { segment } else { nil }
        })
    // New segments don't matter: they can't change what the earlier ones say.
    return known.isSubset(of: try source.segments())
  }

  // MARK: Backup in a folder

  /// Creates a backup in a folder, or updates an existing one to the library's current state.
  ///
  /// With `verifying`, files that the backup already has are read and checked too. With
  /// `pruning`, files that the library no longer has are deleted from the backup, except
  /// records that no erasure covers.
  ///
  /// After an interrupted run, an existing backup is still usable, and the next run completes
  /// it. Throws `BackupError`, or `LibraryError` for a library or backup that can't be used.
  package func write(
    toFolder target: FilePath, verifying: Bool, pruning: Bool
  ) throws -> Report {
    do {
      let isNew = try prepare(target)
      if let path = Layout(root: target).unusableFolder { throw LibraryError.unusableFolder(path) }
      let lockPath =
        isNew ? FileSystem.pendingManifest(in: target) : target.appending(LibraryManifest.name)
      guard let lock = try FileLock(lockPath, timeoutMilliseconds: 3000) else {
        throw BackupError.busy(target)
      }
      return try withExtendedLifetime(lock) {
        var writer = LibraryFolderWriter(
          target, isNew: !LibraryStore.exists(at: target), readsBack: true, monitor: monitor)
        try writer.prepare()
        try FileSystem.remove(target.appending(Self.newManifestName))
        do {
          // The entry is also made before the copying: even an interrupted run leaves files there.
          _ = addToList(target, isZip: false)
          var report = try update(&writer, target, verifying: verifying, pruning: pruning)
          report.listFailure = addToList(target, isZip: false)
          return report
        } catch {
          writer.discardPending()
          throw error
        }
      }
    } catch {
      throw Self.mapError(error, writingTo: target)
    }
  }

  /// Returns the error to throw: a disk error at the target becomes `BackupError.unwritable`,
  /// so the user learns which of the two disks failed.
  static func mapError(_ error: any Error, writingTo target: FilePath) -> any Error {
    if let error = error as? FileError,
      error.path.bytes.starts(with: target.bytes) || error.path == target.folder
        || (error.path.isHidden && error.path.folder == target.folder)
    {
      return BackupError.unwritable(target, reason: error.reason)
    }
    return LibraryStore.translated(error)
  }

  /// Checks the target folder, and marks a new one as a future backup of this library.
  ///
  /// Returns whether the backup is new. Throws when the folder has other contents or belongs to
  /// another library.
  private func prepare(_ target: FilePath) throws -> Bool {
    if FileSystem.isInside(target, source.path) { throw BackupError.overlapsLibrary(target) }
    if LibraryStore.exists(at: target) {
      if FileSystem.isInside(source.path, target) { throw BackupError.overlapsLibrary(target) }
      let targetID = try LibraryManifest(of: target).id
      guard targetID == source.id else {
        throw BackupError.otherLibrary(target, its: targetID, ours: source.id)
      }
      return false
    }
    if let status = FileSystem.status(target), !status.isFolder,
      FileSystem.folderIdentity(target) == nil
    {
      throw BackupError.notAFolder(target)
    }
    let pending = FileSystem.pendingManifest(in: target)
    if FileSystem.status(pending) != nil {
      guard try FileSystem.read(pending, limit: 1 << 16) == source.manifest else {
        throw BackupError.occupied(target)
      }
      return true
    }
    for name in try FileSystem.names(in: target) where name != Self.newManifestName {
      throw BackupError.occupied(target)
    }
    if FileSystem.status(target) == nil { try FileSystem.makeLibraryFolder(target) }
    let temporary = target.appending(Self.newManifestName)
    try FileSystem.remove(temporary)
    try FileSystem.createOwn(temporary, source.manifest, isDurable: true)
    // A second process may be at the same point. The file is the lock of both, so an existing one
    // is never replaced.
    if try !FileSystem.rename(temporary, toUnused: pending) { try FileSystem.remove(temporary) }
    try FileSystem.syncFolder(target)
    return true
  }

  /// Brings the backup up to the library, reading the library again when it changes meanwhile.
  private func update(
    _ writer: inout LibraryFolderWriter, _ target: FilePath, verifying: Bool, pruning: Bool
  ) throws -> Report {
    let backup = BackupFolder(target)
    let library = BackupState.Side(of: source.path)
    if !writer.isNew, !verifying, !pruning, let report = reportIfUnchanged(target, library) {
      try writer.finish()
      return report
    }
    var report = Report()
    report.isNew = writer.isNew
    for attempt in 1... {
      guard attempt <= Self.maximumAttempts else { throw BackupError.keepsChanging(source.path) }
      do {
        let state = try state()
        if attempt > 1 { try writer.discardFiles(except: state.files) }
        report.faults = try copy(state, to: backup, &writer, verifying: verifying, &report)
        try publish(target, isNew: writer.isNew, writer)
        report.elements = state.inventory.elementCount(state.coverage)
        report.records = state.inventory.recordCount
        report.added = writer.added
        report.checked.files += writer.checked.files
        report.checked.bytes += writer.checked.bytes
        try processOutdatedFiles(backup, state, pruning: pruning, &report)
        report.faults = try RecordInventory.addingOwners(
          to: report.faults, from: source, state.inventory)
        saveState(report, target, library)
        return report
      } catch is FileVanished {
        // Segments were merged or something was erased, so the state must be read again.
        writer.discardPending()
      }
    }
    throw BackupError.keepsChanging(source.path)
  }

  /// Copies the files that the backup lacks, blobs first, and returns the faults of the
  /// library.
  private func copy(
    _ state: State, to backup: BackupFolder, _ writer: inout LibraryFolderWriter, verifying: Bool,
    _ report: inout Report
  ) throws -> [BackupFault] {
    var faults = state.inventory.faults.map { fault in
      var fault = fault
      fault.isInBackup = backup.isSound(fault.file)
      return fault
    }
    report.files = FileTally()
    report.checked = FileTally()
    let wanted = try blobsToCopy(state, to: backup, verifying: verifying, &report, &faults)
    try checkRoom(for: wanted.reduce(0) { $0 + $1.byteCount }, at: backup.root)
    for (blob, length) in wanted {
      if let kind = try writer.add(blob: blob, from: source) {
        let file = StoredFile.blob(blob)
        faults.append(BackupFault(kind, file, isInBackup: backup.isSound(file)))
      } else {
        report.files.add(length)
      }
    }
    if faults.contains(where: { $0.kind == .missing }), try !isUnchanged(state) {
      throw FileVanished()
    }
    try writer.finishBlobs()
    for facts in state.inventory.segmentsByAge {
      let file = StoredFile.segment(facts.segment)
      if try backup.has(
        file, byteCount: facts.byteCount, verifying: verifying, &report.checked, monitor)
      {
        continue
      }
      let (bytes, result) = try source.bytes(of: facts.segment)
      guard case .sound = result else { throw FileVanished() }
      try writer.add(facts.segment, bytes)
    }
    try writer.finish()
    return faults
  }

  /// Returns the blobs that the backup lacks or has with another length.
  ///
  /// Also adds a fault for each blob that the library itself lacks.
  private func blobsToCopy(
    _ state: State, to backup: BackupFolder, verifying: Bool, _ report: inout Report,
    _ faults: inout [BackupFault]
  ) throws -> [(blob: Digest, byteCount: Int)] {
    var wanted: [(blob: Digest, byteCount: Int)] = []
    for blob in state.blobs {
      try monitor.checkCancellation()
      let file = StoredFile.blob(blob)
      let length = source.byteCount(of: file)
      let isBackedUp = try backup.has(
        file, byteCount: length, verifying: verifying, &report.checked, monitor)
      if isBackedUp { report.files.add(backup.byteCount(of: file) ?? 0) }
      if let length {
        if !isBackedUp { wanted.append((blob, length)) }
      } else {
        faults.append(BackupFault(.missing, file, isInBackup: isBackedUp))
      }
    }
    return wanted
  }

  /// Throws `BackupError.notEnoughSpace` when the disk has too little free space for the
  /// given number of bytes.
  ///
  /// It is called before copying, so a backup that can't fit fails early. When the system
  /// doesn't report free space, the backup is tried.
  func checkRoom(for byteCount: Int, at folder: FilePath) throws(BackupError) {
    guard let free = FileSystem.freeBytes(at: folder), free < byteCount else { return }
    throw .notEnoughSpace(folder, needed: byteCount, free: free)
  }

  /// Gives a new backup its `castbook.json`, which makes the folder a library from then on.
  private func publish(
    _ target: FilePath, isNew: Bool, _ writer: LibraryFolderWriter
  ) throws(FileError) {
    guard isNew, FileSystem.status(target.appending(LibraryManifest.name)) == nil else { return }
    try FileSystem.rename(
      FileSystem.pendingManifest(in: target), to: target.appending(LibraryManifest.name))
    try FileSystem.syncFolder(target)
    try FileSystem.syncFolder(target.folder)
  }
}

extension BackupFault {
  /// Creates a fault without owners.
  init(_ kind: Kind, _ file: StoredFile, isInBackup: Bool) {
    self.init(kind, file)
    self.isInBackup = isInBackup
  }
}
