internal import Files
package import Model

/// Backs a library up. It asks the log and the files, never the index: a library whose index is broken
/// can be backed up as well.
///
///     let backup = try LibraryBackup(of: library)
///     let report = try backup.write(toFolder: disk, verifying: false, pruning: false)
package struct LibraryBackup {
  let source: LibraryFolder
  let watch: BackupWatch
  let surprises: Surprises

  /// A library that changes while it is read is read anew so often.
  static let attempts = 20

  package init(
    of root: FilePath, watch: BackupWatch = BackupWatch(), surprises: Surprises = .ofThisMachine
  ) throws(LibraryError) {
    source = try LibraryFolder(root)
    self.watch = watch
    self.surprises = surprises
  }

  package var id: ULID { source.id }

  /// The mark of a new backup, before it has a name that says whose it is.
  private static let leftover = Array(".new-castbook".utf8)

  /// What was made.
  package struct Report: Sendable {
    package internal(set) var elements = 0
    package internal(set) var records = 0
    /// Files of elements, and all bytes of these.
    package internal(set) var files = FileTally()
    /// What was written now: files of elements and of the log.
    package internal(set) var added = FileTally()
    /// What was read back and held against its name.
    package internal(set) var checked = FileTally()
    /// In the backup, and no more in the library: erased, or put together with others.
    package internal(set) var outdated = FileTally()
    package internal(set) var pruned = FileTally()
    /// Records that the backup has and the library does not know, though nobody erased them.
    package internal(set) var recordsOnlyThere = 0
    package internal(set) var faults: [BackupFault] = []
    package internal(set) var isNew = false
    /// How long a zip is.
    package internal(set) var zipBytes: Int?
    /// Why the library did not note where it lies, when it did not.
    package internal(set) var unnoted: String?
  }

  /// A state of the library: what its log said at one moment.
  struct State {
    let census: Census
    let coverage: Coverage
    let blobs: [Digest]

    /// All files that it consists of.
    var files: Set<StoredFile> {
      Set(blobs.map { .blob($0) } + census.segments.map { .segment($0.segment) })
    }
  }

  func state() throws -> State {
    let list = try source.segments()
    let census = try Census(of: source, list, watch)
    let coverage = Coverage([census])
    let blobs = Set(census.blobs(coverage))
    // Damaged records may name files; what is there of those is kept as well.
    let suspected = census.suspected.filter { blob in
      !blobs.contains(blob) && source.byteCount(of: .blob(blob)) != nil
    }
    return State(census: census, coverage: coverage, blobs: Digest.inOrder(blobs.union(suspected)))
  }

  /// Whether the log is still as it was.
  func isUnchanged(_ state: State) throws -> Bool {
    let known = Set(
      state.census.segments.map(\.segment)
        + state.census.faults.compactMap { fault in
          if case .segment(let segment) = fault.file { segment } else { nil }
        })
    // What came on top changes nothing in what was there.
    return known.isSubset(of: try source.segments())
  }

  // MARK: A folder

  /// Makes a folder a backup, or brings one up to the library.
  package func write(
    toFolder target: FilePath, verifying: Bool, pruning: Bool
  ) throws -> Report {
    do {
      let isNew = try prepare(target)
      if let path = Layout(root: target).strange { throw LibraryError.strangeFolder(path) }
      let mark = isNew ? FileSystem.pendingMark(in: target) : target.appending(LibraryMark.name)
      guard let lock = try FileLock(mark, timeoutMilliseconds: 3000) else {
        throw BackupError.busy(target)
      }
      return try withExtendedLifetime(lock) {
        var filling = LibraryFilling(
          target, isNew: !LibraryStore.exists(at: target), readsBack: true, watch: watch)
        try filling.prepare()
        try FileSystem.remove(target.appending(Self.leftover))
        do {
          // At first already: a run that is ended leaves files there as well.
          _ = note(target, isZip: false)
          var report = try fill(&filling, target, verifying: verifying, pruning: pruning)
          report.unnoted = note(target, isZip: false)
          return report
        } catch {
          filling.abandon()
          throw error
        }
      }
    } catch {
      throw Self.told(error, target)
    }
  }

  /// What failed where it was written to is told as that.
  static func told(_ error: any Error, _ target: FilePath) -> any Error {
    if let error = error as? FileError,
      error.path.bytes.starts(with: target.bytes) || error.path == target.folder
        || (error.path.isHidden && error.path.folder == target.folder)
    {
      return BackupError.unwritable(target, reason: error.reason)
    }
    return LibraryStore.error(error)
  }

  /// Looks at where the backup goes, and marks a new one as ours; whether it is new.
  private func prepare(_ target: FilePath) throws -> Bool {
    if FileSystem.isInside(target, source.path) { throw BackupError.inside(target) }
    if LibraryStore.exists(at: target) {
      if FileSystem.isInside(source.path, target) { throw BackupError.inside(target) }
      let theirs = try LibraryMark(of: target).id
      guard theirs == source.id else {
        throw BackupError.otherLibrary(target, its: theirs, ours: source.id)
      }
      return false
    }
    if let status = FileSystem.status(target), !status.isFolder,
      FileSystem.folderIdentity(target) == nil
    {
      throw BackupError.file(target)
    }
    let pending = FileSystem.pendingMark(in: target)
    if FileSystem.status(pending) != nil {
      guard try FileSystem.read(pending, limit: 1 << 16) == source.mark else {
        throw BackupError.occupied(target)
      }
      return true
    }
    for name in try FileSystem.names(in: target) where name != Self.leftover {
      throw BackupError.occupied(target)
    }
    if FileSystem.status(target) == nil { try FileSystem.makeLibraryFolder(target) }
    let temporary = target.appending(Self.leftover)
    try FileSystem.remove(temporary)
    try FileSystem.createOwn(temporary, source.mark, isDurable: true)
    // Another run may be as far as this one: the mark is locked, and must be one file for both.
    if try !FileSystem.rename(temporary, toUnused: pending) { try FileSystem.remove(temporary) }
    try FileSystem.syncFolder(target)
    return true
  }

  private func fill(
    _ filling: inout LibraryFilling, _ target: FilePath, verifying: Bool, pruning: Bool
  ) throws -> Report {
    let backup = BackupFolder(target)
    let library = BackupState.Side(of: source.path)
    if !filling.isNew, !verifying, !pruning, let report = unchanged(target, library) {
      try filling.finish()
      return report
    }
    var report = Report()
    report.isNew = filling.isNew
    for attempt in 1... {
      guard attempt <= Self.attempts else { throw BackupError.restless(source.path) }
      do {
        let state = try state()
        if attempt > 1 { try filling.giveBack(allBut: state.files) }
        report.faults = try copy(state, to: backup, &filling, verifying: verifying, &report)
        try publish(target, isNew: filling.isNew, filling)
        report.elements = state.census.elementCount(state.coverage)
        report.records = state.census.recordCount
        report.added = filling.added
        report.checked.files += filling.checked.files
        report.checked.bytes += filling.checked.bytes
        try tidy(backup, state, pruning: pruning, &report)
        report.faults = try Census.name(report.faults, from: source, state.census)
        keep(report, target, library)
        return report
      } catch is Gone {
        // Segments were put together, or something was erased: there is a new state.
        filling.abandon()
      }
    }
    throw BackupError.restless(source.path)
  }

  /// Copies what the backup has not, blobs first.
  private func copy(
    _ state: State, to backup: BackupFolder, _ filling: inout LibraryFilling, verifying: Bool,
    _ report: inout Report
  ) throws -> [BackupFault] {
    var faults = state.census.faults.map { fault in
      var fault = fault
      fault.isInBackup = backup.isSound(fault.file)
      return fault
    }
    report.files = FileTally()
    report.checked = FileTally()
    let wanted = try blobsToCopy(state, to: backup, verifying: verifying, &report, &faults)
    try checkRoom(for: wanted.reduce(0) { $0 + $1.byteCount }, at: backup.root)
    for (blob, length) in wanted {
      if let kind = try filling.add(blob: blob, from: source) {
        let file = StoredFile.blob(blob)
        faults.append(BackupFault(kind, file, isInBackup: backup.isSound(file)))
      } else {
        report.files.add(length)
      }
    }
    if faults.contains(where: { $0.kind == .missing }), try !isUnchanged(state) { throw Gone() }
    try filling.finishBlobs()
    for facts in state.census.inOrder {
      let file = StoredFile.segment(facts.segment)
      if try backup.has(
        file, byteCount: facts.byteCount, verifying: verifying, &report.checked, watch)
      {
        continue
      }
      let (bytes, readout) = try source.bytes(of: facts.segment)
      guard case .sound = readout else { throw Gone() }
      try filling.add(facts.segment, bytes)
    }
    try filling.finish()
    return faults
  }

  /// Files that the backup has not, or not as the library has them; notes those that neither has.
  private func blobsToCopy(
    _ state: State, to backup: BackupFolder, verifying: Bool, _ report: inout Report,
    _ faults: inout [BackupFault]
  ) throws -> [(blob: Digest, byteCount: Int)] {
    var wanted: [(blob: Digest, byteCount: Int)] = []
    for blob in state.blobs {
      try watch.checkCancellation()
      let file = StoredFile.blob(blob)
      let length = source.byteCount(of: file)
      let isThere = try backup.has(
        file, byteCount: length, verifying: verifying, &report.checked, watch)
      if isThere { report.files.add(backup.byteCount(of: file) ?? 0) }
      if let length {
        if !isThere { wanted.append((blob, length)) }
      } else {
        faults.append(BackupFault(.missing, file, isInBackup: isThere))
      }
    }
    return wanted
  }

  /// Fails before much is written where there is no room for it.
  func checkRoom(for byteCount: Int, at folder: FilePath) throws(BackupError) {
    guard let free = FileSystem.freeBytes(at: folder), free < byteCount else { return }
    throw .noRoom(folder, needed: byteCount, free: free)
  }

  /// Makes a new folder a library: from here on it is a backup.
  private func publish(
    _ target: FilePath, isNew: Bool, _ filling: LibraryFilling
  ) throws(FileError) {
    guard isNew, FileSystem.status(target.appending(LibraryMark.name)) == nil else { return }
    try FileSystem.rename(
      FileSystem.pendingMark(in: target), to: target.appending(LibraryMark.name))
    try FileSystem.syncFolder(target)
    try FileSystem.syncFolder(target.folder)
  }
}

extension BackupFault {
  init(_ kind: Kind, _ file: StoredFile, isInBackup: Bool) {
    self.init(kind, file)
    self.isInBackup = isInBackup
  }
}
