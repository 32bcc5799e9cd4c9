internal import Files
internal import Model

/// Adds stored files to the folder of a library or backup in an order that keeps it consistent.
///
/// Blobs are durable before the segments that name them, and segments are added oldest first. At
/// any time, the folder is therefore a consistent library: in its old state, its new one, or
/// between them. The caller holds the folder's lock.
///
/// ```swift
/// var writer = LibraryFolderWriter(folder, isNew: false, readsBack: true, monitor: monitor)
/// try writer.prepare()
/// var demand = try writer.demand(for: blobs, of: source, comparing: .length)
/// try writer.copy(&demand, from: source)
/// try writer.finishBlobs()
/// for segment in segments { try writer.add(segment, source.soundBytes(of: segment)) }
/// try writer.finish()
/// ```
struct LibraryFolderWriter {
  /// The folder that receives the files.
  let root: FilePath
  /// Receives the progress and may cancel the copying.
  let monitor: BackupMonitor
  /// Whether each written file is read back from the disk and checked.
  let readsBack: Bool
  /// Whether the folder isn't a library yet. No process reads it then, so the order of files
  /// doesn't matter.
  let isNew: Bool
  /// The files that have received their final names.
  private(set) var added = FileTally()
  /// The files that were read back and checked.
  private(set) var checked = FileTally()
  /// The stored files that this writer has added and not discarded again.
  private(set) var writtenFiles: Set<StoredFile> = []

  private let blobs: BlobFolder
  private let log: RecordLog
  /// The blobs that are written but still have temporary names.
  private var pending: [BlobFolder.StagedBlob] = []
  /// The length of all files in `pending`.
  private var pendingBytes = 0

  /// The number of blobs that are made durable together, since syncing each one alone is slow.
  private static let maximumBatchFiles = 500
  /// The number of bytes after which a batch is made durable even with fewer files.
  private static let maximumBatchBytes = 256 << 20
  /// The prefix of this writer's temporary files.
  private static let temporaryPrefix = "backup-"

  /// Creates a writer for a folder; nothing is written until `prepare()`.
  init(_ root: FilePath, isNew: Bool, readsBack: Bool, monitor: BackupMonitor) {
    self.root = root
    self.monitor = monitor
    self.readsBack = readsBack
    self.isNew = isNew
    blobs = BlobFolder(root)
    log = RecordLog(root)
  }

  /// Creates the folders and removes the temporary files of an interrupted run.
  func prepare() throws(FileError) {
    for folder in [log.folder, blobs.folder, blobs.stagingFolder] {
      try FileSystem.makeOwnFolder(folder)
    }
    try clear()
  }

  /// Removes this writer's temporary blobs, including those of earlier runs.
  private func clear() throws(FileError) {
    for name in try FileSystem.names(in: blobs.stagingFolder)
    where name.starts(with: Self.temporaryPrefix.utf8) {
      try FileSystem.remove(blobs.stagingFolder.appending(name))
    }
  }

  // MARK: Blobs

  /// How closely a file of the folder is compared with the one in the source.
  enum Comparison {
    /// A file with the right name is kept, regardless of its contents.
    case name
    /// A file of the right length is kept.
    case length
    /// Only a file with the right bytes is kept.
    case contents
  }

  /// The blobs that the folder lacks, and what is known of the others.
  struct Demand {
    /// The blobs to copy, with their lengths.
    fileprivate(set) var missing: [(blob: Digest, byteCount: Int)] = []
    /// The blobs that the folder has.
    fileprivate(set) var files = FileTally()
    /// The files of the folder that were read and have the right bytes.
    fileprivate(set) var checked = FileTally()
    /// The files that the source lacks or has damaged.
    var faults: [MissingFile] = []
  }

  /// Compares the folder with the blobs that it should have.
  func demand(
    for blobs: [Digest], of source: some LibraryFileSource, comparing: Comparison
  ) throws -> Demand {
    var demand = Demand()
    for blob in blobs {
      try monitor.checkCancellation()
      let file = StoredFile.blob(blob)
      let length = source.byteCount(of: file)
      let isPresent = try has(file, byteCount: length, comparing: comparing, &demand)
      if isPresent { demand.files.add(file.byteCount(in: root) ?? 0) }
      if let length, !isPresent { demand.missing.append((blob, length)) }
      // If only names are compared, a file that the folder has needn't be in the source.
      if length == nil, !isPresent || comparing != .name {
        demand.faults.append(MissingFile(.missing, file, isInBackup: isPresent))
      }
    }
    return demand
  }

  /// Returns whether the folder has a file, compared as demanded.
  ///
  /// When the expected length is unknown, the bytes are compared instead.
  func has(
    _ file: StoredFile, byteCount: Int?, comparing: Comparison, _ demand: inout Demand
  ) throws -> Bool {
    guard let length = file.byteCount(in: root) else { return false }
    if comparing == .name { return true }
    guard byteCount ?? length == length else { return false }
    guard comparing == .contents || byteCount == nil else { return true }
    try monitor.checkCancellation()
    guard file.isSound(in: root) else { return false }
    demand.checked.add(length)
    monitor.report(.checking, demand.checked.files, demand.checked.bytes)
    return true
  }

  /// Copies the blobs that the folder lacks; those that the source has damaged become faults.
  ///
  /// Throws `BackupError.notEnoughSpace` before copying anything when there is too little space.
  mutating func copy(_ demand: inout Demand, from source: some LibraryFileSource) throws {
    try FileSystem.requireRoom(for: demand.missing.reduce(0) { $0 + $1.byteCount }, at: root)
    for (blob, length) in demand.missing {
      if let problem = try add(blob: blob, from: source) {
        let file = StoredFile.blob(blob)
        demand.faults.append(MissingFile(problem, file, isInBackup: file.isSound(in: root)))
      } else {
        demand.files.add(length)
      }
    }
  }

  /// Copies a blob under a temporary name.
  ///
  /// The blob receives its final name when its batch is complete, at the latest in
  /// `finishBlobs()`. Returns `nil` on success, or what is wrong with the source's file, which
  /// then isn't added.
  private mutating func add(
    blob: Digest, from source: some LibraryFileSource
  ) throws -> MissingFile.Problem? {
    let staged: BlobFolder.StagedBlob
    do {
      staged = try blobs.stage(
        source.file(.blob(blob), monitor), temporaryName: Self.temporaryPrefix + blob.hex)
    } catch let fault as CopyFault {
      return fault.problem
    }
    pending.append(staged)
    pendingBytes += staged.byteCount
    monitor.report(.copying, added.files + pending.count, added.bytes + pendingBytes)
    if pending.count >= Self.maximumBatchFiles || pendingBytes >= Self.maximumBatchBytes {
      try commitBatch()
    }
    return nil
  }

  /// Gives the remaining blobs their final names and makes all blobs and their names durable.
  mutating func finishBlobs() throws {
    try commitBatch()
    // Blobs that were there before may be from a run that was interrupted before they were
    // durable.
    try blobs.sync()
  }

  /// Makes the pending blobs durable, checks them if asked to, and gives them their final
  /// names.
  private mutating func commitBatch() throws {
    guard !pending.isEmpty else { return }
    try blobs.sync()
    if readsBack {
      for blob in pending {
        try check(blob.temporary ?? blobs.path(of: blob.digest), .blob(blob.digest))
        checked.add(blob.byteCount)
      }
    }
    try blobs.place(pending)
    for blob in pending {
      writtenFiles.insert(.blob(blob.digest))
      added.add(blob.byteCount)
    }
    pending = []
    pendingBytes = 0
  }

  /// Removes the files that have no final name yet. The others stay and needn't be copied
  /// again.
  mutating func discardPending() {
    pending = []
    pendingBytes = 0
    try? clear()
  }

  /// Reads a written file from the disk, not from memory, and compares its digest with its
  /// name.
  ///
  /// Throws `BackupError.verificationFailed` when they differ.
  private func check(_ path: FilePath, _ file: StoredFile) throws {
    try monitor.checkCancellation()
    guard try file.matches(path) else { throw BackupError.verificationFailed(path) }
    monitor.report(.checking, checked.files, checked.bytes)
  }

  // MARK: Segments

  /// Writes a segment under its final name.
  ///
  /// In an existing library, the segment is durable when this returns, because later segments
  /// build on it.
  mutating func add(_ segment: RecordLog.Segment, _ bytes: [UInt8]) throws {
    try monitor.checkCancellation()
    try log.commit(
      RecordLog.Draft(segment: segment, bytes: bytes),
      temporaryName: "\(Self.temporaryPrefix)\(segment.digest.hex.prefix(16))",
      durability: !isNew ? .complete : readsBack ? .contents : .deferred
    ) { temporary in
      if readsBack { try check(temporary, .segment(segment)) }
    }
    if readsBack { checked.add(bytes.count) }
    writtenFiles.insert(.segment(segment))
    added.add(bytes.count)
    monitor.report(.copying, added.files, added.bytes)
  }

  /// Removes the temporary folder, and makes everything in a new folder durable.
  func finish() throws(FileError) {
    FileSystem.removeFolder(blobs.stagingFolder)
    if isNew { try FileSystem.syncEverything(around: root) }
  }

  /// Removes the files that this writer added for an earlier state of the library.
  mutating func discardFiles(except files: Set<StoredFile>) throws(FileError) {
    let stale = writtenFiles.subtracting(files)
    try stale.remove(from: root)
    writtenFiles.subtract(stale)
  }
}

extension FileSystem {
  /// The name of `castbook.json` while a folder isn't a library yet.
  static let pendingManifestName = Array(".castbook.json".utf8)

  /// Returns the path of a future library's manifest.
  ///
  /// It shows which library the folder is for, and it is the file that runs for this library lock.
  static func pendingManifest(in root: FilePath) -> FilePath { root.appending(pendingManifestName) }

  /// Throws `BackupError.notEnoughSpace` when the disk has too little free space for the given
  /// number of bytes.
  ///
  /// When the system doesn't report free space, the copying is tried.
  static func requireRoom(for byteCount: Int, at folder: FilePath) throws(BackupError) {
    guard let free = freeBytes(at: folder), free < byteCount else { return }
    throw .notEnoughSpace(folder, needed: byteCount, free: free)
  }
}
