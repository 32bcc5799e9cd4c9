internal import Archive
internal import Files
package import Model

/// Backs a library up to a folder or a zip.
///
/// A backup is made from the log and the stored files, never from the index, so a library with
/// a broken index can be backed up as well.
///
/// ```swift
/// let backup = try LibraryBackup(of: library)
/// let outcome = try backup.write(toFolder: folder, verifying: false, pruning: false)
/// print(outcome.copied.files, outcome.faults)
/// ```
package struct LibraryBackup {
  /// The library that is backed up.
  let source: LibraryFolder
  /// Receives the progress and may cancel the backup.
  let monitor: BackupMonitor
  /// Supplies the time and the random bytes for temporary names.
  let environment: SystemEnvironment

  /// The number of times that a library that keeps changing is read before giving up.
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

  /// The contents of the library at one point in time, according to its log.
  struct State {
    /// The records of the library.
    let inventory: RecordInventory
    /// The records and files that erasures remove.
    let erased: ErasedRecords
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
  private func state() throws -> State {
    let list = try source.segments()
    let inventory = try RecordInventory(of: source, list, monitor)
    let erased = try ErasedRecords(in: InventoryRecords([inventory]))
    return State(
      inventory: inventory, erased: erased, blobs: inventory.blobs(without: erased, in: source))
  }

  /// Calls `body` with the library's state, and again whenever the library changes meanwhile.
  func withState<Value>(_ body: (State) throws -> Value) throws -> Value {
    for _ in 0..<Self.maximumAttempts {
      do {
        return try body(try state())
      } catch is FileVanished {
        continue
      } catch ZipError.mismatch {
        continue
      }
    }
    throw BackupError.keepsChanging(source.path)
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
  ) throws -> BackupOutcome {
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
          var outcome = try update(&writer, verifying: verifying, pruning: pruning)
          outcome.unsavedPathReason = addToList(target, isZip: false)
          return outcome
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
    return LibraryError.wrapping(error)
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

  /// Updates the backup to the state of the library, and starts over if the library changes
  /// meanwhile.
  private func update(
    _ writer: inout LibraryFolderWriter, verifying: Bool, pruning: Bool
  ) throws -> BackupOutcome {
    let target = writer.root
    var outcome = BackupOutcome(of: source.path, id, to: target, .folder)
    let library = BackupState.summary(of: source.path)
    if !writer.isNew, !verifying, !pruning, readState(&outcome, library) {
      try writer.finish()
      return outcome
    }
    outcome.isNew = writer.isNew
    return try withState { state in
      writer.discardPending()
      try writer.discardFiles(except: state.files)
      try copy(state, to: &writer, verifying: verifying, &outcome)
      try publish(target, isNew: writer.isNew)
      outcome.elementCount = state.inventory.elementCount(without: state.erased)
      outcome.recordCount = state.inventory.recordCount
      try processOutdatedFiles(state, pruning: pruning, &outcome)
      outcome.faults = try RecordInventory.addingOwners(
        to: outcome.faults, from: source, state.inventory)
      saveState(outcome, library)
      return outcome
    }
  }

  /// Copies the files that the backup lacks, blobs first.
  private func copy(
    _ state: State, to writer: inout LibraryFolderWriter, verifying: Bool,
    _ outcome: inout BackupOutcome
  ) throws {
    let comparing: LibraryFolderWriter.Comparison = verifying ? .contents : .length
    var demand = try writer.demand(for: state.blobs, of: source, comparing: comparing)
    try writer.copy(&demand, from: source)
    if demand.faults.contains(where: { $0.problem == .missing }), try !isUnchanged(state) {
      throw FileVanished()
    }
    try writer.finishBlobs()
    for facts in state.inventory.segmentsByAge
    where try !writer.has(
      .segment(facts.segment), byteCount: facts.byteCount, comparing: comparing, &demand)
    {
      try writer.add(facts.segment, source.soundBytes(of: facts.segment))
    }
    try writer.finish()
    outcome.faults = state.inventory.faults.map { fault in
      MissingFile(fault.problem, fault.file, isInBackup: fault.file.isSound(in: writer.root))
    }
    outcome.faults += demand.faults
    outcome.files = demand.files
    outcome.copied = writer.added
    outcome.checked = demand.checked
    outcome.checked.add(writer.checked)
  }

  /// Gives a new backup its `castbook.json`, which makes the folder a library from then on.
  private func publish(_ target: FilePath, isNew: Bool) throws(FileError) {
    guard isNew, FileSystem.status(target.appending(LibraryManifest.name)) == nil else { return }
    try FileSystem.rename(
      FileSystem.pendingManifest(in: target), to: target.appending(LibraryManifest.name))
    try FileSystem.syncFolder(target)
    try FileSystem.syncFolder(target.folder)
  }
}

extension LibraryBackup {
  /// Reports the files of the backup that the library no longer has, and with `pruning`,
  /// deletes them.
  ///
  /// Records that only the backup has are kept unless an erasure removes them, because the
  /// library may have lost them. With `pruning`, a segment that also contains removed records
  /// is replaced by one without these, or with what is left of them.
  func processOutdatedFiles(
    _ state: State, pruning: Bool, _ outcome: inout BackupOutcome
  ) throws {
    let folder = try LibraryFolder(outcome.backup, isShared: false)
    let segments = try folder.segments()
    let known = Set(state.inventory.segments.map(\.segment))
    let others = segments.filter { !known.contains($0) }
    let onlyInBackup = try RecordInventory(of: folder, others, monitor)
    let erased = try ErasedRecords(
      in: InventoryRecords([state.inventory, onlyInBackup], keeper: state.inventory))
    outcome.recordsOnlyInBackup = 0
    var outdated: [(file: StoredFile, byteCount: Int)] = []
    var named = Set(state.blobs).union(onlyInBackup.suspectedBlobs)
    for facts in onlyInBackup.segments {
      let rest = facts.records.compactMap { digest in
        erased.rest(of: digest, besides: [state.inventory, onlyInBackup])
      }.filter { state.inventory.entries[$0.digest] == nil }
      outcome.recordsOnlyInBackup += rest.count
      for (digest, copy) in rest {
        named.formUnion(copy?.blobs ?? onlyInBackup.entries[digest]?.blobs ?? [])
      }
      if rest.isEmpty {
        outdated.append((.segment(facts.segment), facts.byteCount))
      } else if pruning,
        facts.records.contains(where: erased.removed.contains)
      {
        try rewrite(facts, as: rest, in: folder)
        outdated.append((.segment(facts.segment), facts.byteCount))
      }
    }
    // An unreadable segment may name any file, so none can be called outdated.
    if onlyInBackup.faults.isEmpty {
      outdated += try BlobFolder(folder.path).files().filter { !named.contains($0.digest) }
        .map { (.blob($0.digest), $0.status.byteCount) }
    }
    let tally = FileTally(outdated.map(\.byteCount))
    if pruning {
      outcome.pruned = tally
      try prune(folder.path, outdated.map(\.file))
    } else {
      outcome.outdated = tally
    }
  }

  /// Writes a new segment with the lines of an old one that are kept, and with copies that replace
  /// others.
  private func rewrite(
    _ facts: RecordInventory.SegmentFacts, as rest: [(digest: Digest, copy: Record?)],
    in folder: LibraryFolder
  ) throws {
    let kept = Set(rest.filter { $0.copy == nil }.map(\.digest))
    let lines =
      RecordLog.lines(in: try folder.bytes(of: facts.segment).bytes).map(\.bytes)
      .filter { line in kept.contains(SHA256.digest(of: line)) }
      + rest.compactMap { $0.copy?.line }
    let log = RecordLog(folder.path)
    let draft = try log.draft(lines, on: facts.segment.day)
    try log.commit(draft, temporaryName: "backup-\(facts.segment.digest.hex.prefix(16))")
  }

  /// Deletes files of the backup.
  ///
  /// The index and the cache of the backup are deleted too, since they may contain facts and
  /// previews of what was erased. They are created again when the backup is opened.
  private func prune(_ root: FilePath, _ files: [StoredFile]) throws {
    guard !files.isEmpty else { return }
    let folders = try files.remove(from: root)
    for name in try FileSystem.names(in: root)
    where [.derived, .leftover].contains(Layout.kind(of: name)) {
      let path = root.appending(name)
      if FileSystem.status(path)?.isFolder == false { try FileSystem.remove(path) }
    }
    try FileSystem.removeAll(Layout(root: root).cache)
    for folder in folders { FileSystem.removeFolder(folder) }
    try FileSystem.syncEverything(around: root)
  }
}
