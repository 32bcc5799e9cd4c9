internal import Files
internal import Model

/// Adds files to a library's folder, or to a backup's, so that it is at any moment what it was, or is to
/// be: blobs durable before the segments that name them, segments in the order in which they came to be.
///
/// Whoever uses it holds the folder's lock.
struct LibraryFilling {
  let root: FilePath
  let watch: BackupWatch
  /// Whether what is written is read back from the disk.
  let readsBack: Bool
  /// Whether nobody takes the folder for a library yet: then the order does not matter.
  let isNew: Bool
  private(set) var added = FileTally()
  private(set) var checked = FileTally()
  /// Files that this filling brought.
  private(set) var brought: Set<StoredFile> = []

  private let blobs: BlobFolder
  private let log: RecordLog
  /// Written, and not under their names yet.
  private var waiting: [(file: StoredFile, temporary: FilePath, byteCount: Int)] = []
  private var waitingBytes = 0

  /// So much is written before it is made durable and gets its names.
  private static let batchFiles = 500
  private static let batchBytes = 256 << 20
  /// How names of temporary files begin here.
  private static let prefix = "backup-"

  init(_ root: FilePath, isNew: Bool, readsBack: Bool, watch: BackupWatch) {
    self.root = root
    self.watch = watch
    self.readsBack = readsBack
    self.isNew = isNew
    blobs = BlobFolder(root)
    log = RecordLog(root)
  }

  private var nursery: FilePath { blobs.folder.appending(".new".utf8) }

  /// Makes the folders, and takes away what a run left that was ended.
  func prepare() throws(FileError) {
    for folder in [log.folder, blobs.folder, nursery] { try FileSystem.makeOwnFolder(folder) }
    try clear()
  }

  private func clear() throws(FileError) {
    for name in try FileSystem.names(in: nursery) where name.starts(with: Self.prefix.utf8) {
      try FileSystem.remove(nursery.appending(name))
    }
  }

  // MARK: Files

  /// Copies a blob; it has its name once `finishBlobs` was called. Says what was wrong with it otherwise.
  mutating func add(
    blob: Digest, from source: some LibraryFiles
  ) throws -> BackupFault.Kind? {
    let file = StoredFile.blob(blob)
    let temporary = nursery.appending("\(Self.prefix)\(blob.hex)".utf8)
    let written = try WritableFile(temporary, mode: FileSystem.ownMode(in: nursery, isSealed: true))
    let readout: Readout
    do {
      readout = try source.readout(of: file) { piece in
        try watch.checkCancellation()
        try written.write(piece)
      }
    } catch {
      try? FileSystem.remove(temporary)
      throw error
    }
    switch readout {
    case .fault(let kind):
      try FileSystem.remove(temporary)
      return kind
    case .sound(let byteCount):
      waiting.append((file, temporary, byteCount))
      waitingBytes += byteCount
      watch.progress(.copying, added.files + waiting.count, added.bytes + waitingBytes)
      if waiting.count >= Self.batchFiles || waitingBytes >= Self.batchBytes { try settle() }
      return nil
    }
  }

  /// Gives blobs their names and makes them durable, names and all.
  mutating func finishBlobs() throws {
    try settle()
    // What was there already may have come from a run that was ended before it was durable.
    try FileSystem.syncEverything(around: blobs.folder)
  }

  /// Gives names to what was written, once it is durable and was read back.
  private mutating func settle() throws {
    guard !waiting.isEmpty else { return }
    try FileSystem.syncEverything(around: blobs.folder)
    if readsBack {
      for (file, temporary, byteCount) in waiting {
        try check(temporary, file)
        checked.add(byteCount)
      }
    }
    for (file, temporary, byteCount) in waiting {
      let path = file.path(in: root)
      try FileSystem.makeOwnFolder(path.folder)
      try FileSystem.rename(temporary, to: path)
      brought.insert(file)
      added.add(byteCount)
    }
    waiting = []
    waitingBytes = 0
  }

  /// Throws away what has no name yet; what has one stays, and need not be copied again.
  mutating func abandon() {
    waiting = []
    try? clear()
  }

  /// Holds what is on the disk against its name.
  private func check(_ path: FilePath, _ file: StoredFile) throws {
    try watch.checkCancellation()
    guard let written = try ReadableFile.open(path) else { throw BackupError.unfaithful(path) }
    written.dropFromMemory()
    let hash = RunningSHA256()
    try written.forEachPiece { hash.update($0) }
    guard hash.digest == file.digest else { throw BackupError.unfaithful(path) }
    watch.progress(.checking, checked.files, checked.bytes)
  }

  // MARK: Segments

  /// Adds a segment under its name. Those that come later build on it: it is durable first, unless nobody
  /// reads the folder yet.
  mutating func add(_ segment: RecordLog.Segment, _ bytes: [UInt8]) throws {
    try watch.checkCancellation()
    let day = log.path(of: segment.day)
    let isNewDay = FileSystem.status(day) == nil
    try FileSystem.makeOwnFolder(day)
    if isNewDay, !isNew { try FileSystem.syncFolder(log.folder) }
    let temporary = day.appending(".new-\(Self.prefix)\(segment.digest.hex.prefix(16))".utf8)
    try FileSystem.remove(temporary)
    try FileSystem.createOwn(temporary, bytes, isSealed: true, isDurable: !isNew || readsBack)
    do {
      if readsBack {
        try check(temporary, .segment(segment))
        checked.add(bytes.count)
      }
      try FileSystem.rename(temporary, to: log.path(of: segment))
    } catch {
      try? FileSystem.remove(temporary)
      throw error
    }
    if !isNew { try FileSystem.syncFolder(day) }
    brought.insert(.segment(segment))
    added.add(bytes.count)
    watch.progress(.copying, added.files, added.bytes)
  }

  /// Makes all of it durable.
  func finish() throws(FileError) {
    FileSystem.removeFolder(nursery)
    if isNew { try FileSystem.syncEverything(around: root) }
  }

  /// Takes away what this filling brought for a state that was given up, segments before what they name.
  mutating func giveBack(allBut files: Set<StoredFile>) throws(FileError) {
    let stale = brought.subtracting(files)
    for file in stale { if case .segment = file { try FileSystem.remove(file.path(in: root)) } }
    if !stale.isEmpty { try FileSystem.syncEverything(around: root) }
    for file in stale { if case .blob = file { try FileSystem.remove(file.path(in: root)) } }
    brought.subtract(stale)
  }
}

extension FileSystem {
  static let pendingMarkName = Array(".castbook.json".utf8)

  /// The mark of a library to be, before it is one; other libraries' runs see whose folder it is.
  static func pendingMark(in root: FilePath) -> FilePath {
    root.appending(pendingMarkName)
  }
}
