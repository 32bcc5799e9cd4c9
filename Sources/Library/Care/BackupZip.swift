internal import Archive
internal import Files
package import Model

/// The properties of zips that are backups.
enum BackupZip {
  /// The name of the folder that contains all files of the zip.
  static let folder = "castbook-library"
  /// The maximum number of files. Reading the directory of a larger zip would take too much memory.
  static let maximumFileCount = 1_000_000

  /// The limits for reading a backup.
  ///
  /// Harmless extra fields are allowed, because a backup that another tool has packed again
  /// must still be restorable.
  static var limits: ZipReader<ReadableFile>.Limits {
    var limits = ZipReader<ReadableFile>.Limits()
    limits.extraFields = .harmless
    limits.entries = maximumFileCount + 1
    limits.listBytes = 256 << 20
    return limits
  }

  /// Returns the name in the zip of a path relative to the library; throws for an unsafe path.
  static func entryName(_ path: String) throws(ZipError) -> EntryName {
    guard let name = EntryName("\(folder)/\(path)") else { throw .unsafeName(path) }
    return name
  }
}

extension LibraryBackup {
  /// A file to be written to a zip.
  private struct Item {
    let name: EntryName
    /// The stored file, or `nil` for `castbook.json`.
    let file: StoredFile?
    /// The length of the file in bytes.
    let byteCount: Int
    /// The CRC-32 of the file's bytes.
    let checksum: UInt32
  }

  /// Writes a backup as a zip.
  ///
  /// Two zips of the same state of the library are equal byte by byte. The zip is written under
  /// a temporary name and read back before it gets its own. Throws `BackupError.alreadyExists` when
  /// the file exists and `replacing` is `false`.
  ///
  /// ```swift
  /// let outcome = try LibraryBackup(of: library).write(toZip: file, replacing: true)
  /// ```
  package func write(toZip target: FilePath, replacing: Bool) throws -> BackupOutcome {
    do {
      if FileSystem.isInside(target, source.path) { throw BackupError.overlapsLibrary(target) }
      if FileSystem.folderIdentity(target) != nil
        || (!replacing && FileSystem.status(target) != nil)
      {
        throw BackupError.alreadyExists(target)
      }
      let temporary = target.folder.appending(
        [UInt8(ascii: ".")] + target.name.bytes + Array(".new".utf8))
      guard let file = try LockedFile(temporary) else { throw BackupError.busy(target) }
      do {
        var outcome = try write(to: file, target)
        if replacing {
          try FileSystem.rename(temporary, to: target)
        } else if try !FileSystem.rename(temporary, toUnused: target) {
          throw BackupError.alreadyExists(target)
        }
        try FileSystem.syncFolder(target.folder)
        outcome.unsavedPathReason = addToList(target, isZip: true)
        return outcome
      } catch {
        try? FileSystem.remove(temporary)
        throw error
      }
    } catch {
      throw Self.mapError(error, writingTo: target)
    }
  }

  /// Writes and checks the zip; starts over if the library changes meanwhile.
  private func write(to file: LockedFile, _ target: FilePath) throws -> BackupOutcome {
    try withState { state in
      guard state.files.count < BackupZip.maximumFileCount else {
        throw BackupError.tooManyFiles(state.files.count, limit: BackupZip.maximumFileCount)
      }
      var outcome = BackupOutcome(of: source.path, id, to: target, .zip)
      outcome.isNew = true
      outcome.faults = state.inventory.faults
      let items = try items(of: state, &outcome)
      try file.truncate()
      try FileSystem.requireRoom(for: items.reduce(0) { $0 + $1.byteCount }, at: target.folder)
      var writer = ZipWriter(to: file)
      for item in items { try add(item, to: &writer, &outcome) }
      try writer.finish().sync()
      outcome.elementCount = state.inventory.elementCount(without: state.erased)
      outcome.recordCount = state.inventory.recordCount
      outcome.faults = try RecordInventory.addingOwners(
        to: outcome.faults, from: source, state.inventory)
      try check(file.path, against: items, &outcome)
      return outcome
    }
  }

  /// Returns all files of the zip in byte order of their names.
  ///
  /// Each file is read once here, because its length and checksum precede its bytes in the zip.
  /// Files that fail their check are left out and become faults.
  private func items(of state: State, _ outcome: inout BackupOutcome) throws -> [Item] {
    var items = [
      Item(
        name: try BackupZip.entryName("castbook.json"), file: nil, byteCount: source.manifest.count,
        checksum: ZipWriter<LockedFile>.checksum(of: source.manifest))
    ]
    let files =
      state.blobs.map { StoredFile.blob($0) }
      + state.inventory.segments.map { .segment($0.segment) }
    var read = FileTally()
    for file in files {
      let (result, checksum) = try source.file(file, monitor).measure()
      switch result {
      case .sound(let byteCount):
        items.append(
          Item(
            name: try BackupZip.entryName(file.relativePath), file: file, byteCount: byteCount,
            checksum: checksum))
        read.add(byteCount)
        if case .blob = file { outcome.files.add(byteCount) }
      case .fault(let kind):
        if kind == .missing, try !isUnchanged(state) { throw FileVanished() }
        outcome.faults.append(MissingFile(kind, file))
      }
      monitor.report(.reading, read.files, read.bytes)
    }
    return items.sorted { $0.name < $1.name }
  }

  /// Writes one file to the zip; throws `ZipError.mismatch` when its bytes have changed since
  /// `items(of:_:)`.
  private func add(
    _ item: Item, to writer: inout ZipWriter<LockedFile>, _ outcome: inout BackupOutcome
  ) throws {
    guard let file = item.file else { return try writer.add(item.name, source.manifest) }
    try writer.add(item.name, byteCount: item.byteCount, checksum: item.checksum) { write in
      try source.read(file) { piece in
        try monitor.checkCancellation()
        try write(piece)
      }
    }
    outcome.copied.add(item.byteCount)
    monitor.report(.copying, outcome.copied.files, outcome.copied.bytes)
  }

  /// Reads the zip as if it came from a stranger, and checks every file in it against its name.
  ///
  /// Throws `BackupError.verificationFailed` when anything differs from what was written.
  private func check(_ path: FilePath, against items: [Item], _ outcome: inout BackupOutcome) throws
  {
    guard let input = try ReadableFile.open(path) else {
      throw BackupError.verificationFailed(path)
    }
    input.dropFromCache()
    do {
      let zip = try LibraryZip(path, input)
      guard zip.manifest == source.manifest, zip.fileCount == items.count - 1 else {
        throw BackupError.verificationFailed(path)
      }
      for item in items {
        guard let file = item.file else { continue }
        guard try zip.file(file, monitor).read() == .sound(byteCount: item.byteCount) else {
          throw BackupError.verificationFailed(path)
        }
        outcome.checked.add(item.byteCount)
        monitor.report(.checking, outcome.checked.files, outcome.checked.bytes)
      }
    } catch is ZipError {
      throw BackupError.verificationFailed(path)
    }
    outcome.zipBytes = input.byteCount
  }
}
