internal import Files
internal import Model

/// The files of a library or backup that is a folder.
struct LibraryFolder: LibraryFileSource {
  let path: FilePath
  let id: ULID
  let manifest: [UInt8]
  /// Whether other processes may change the folder while it is read.
  ///
  /// It is `false` for a caller that holds the writer's lock itself.
  let isShared: Bool

  /// Reads `castbook.json` of the folder; throws when there is none or its format is newer.
  init(_ path: FilePath, isShared: Bool = true) throws(LibraryError) {
    self.path = path
    self.isShared = isShared
    id = try LibraryManifest(of: path).id
    let name = path.appending(LibraryManifest.name)
    do { manifest = try FileSystem.read(name, limit: 1 << 16) } catch { throw .disk(error) }
  }

  /// Lists the segments while no other process writes.
  ///
  /// Where the file system has no locks, the folder is listed until two lists in a row are equal:
  /// then all these segments existed at the same time. Throws `BackupError.keepsChanging` after 20
  /// attempts.
  func segments() throws -> [RecordLog.Segment] {
    let log = RecordLog(path)
    guard isShared else { return try log.segments() }
    do {
      return try LibraryStore.holdingLock(of: path) { try log.segments() }
    } catch is FileError {
      var previous = try log.segments()
      for _ in 0..<20 {
        let next = try log.segments()
        if next == previous { return next }
        previous = next
      }
      throw BackupError.keepsChanging(path)
    }
  }

  /// Returns the length of a file, or `nil` if it isn't a regular file.
  func byteCount(of file: StoredFile) -> Int? {
    guard let status = FileSystem.status(file.path(in: path)), status.isFile else { return nil }
    return status.byteCount
  }

  /// Passes a file to the closure piece by piece; throws `FileVanished` when it doesn't exist.
  func read(_ file: StoredFile, each: (ArraySlice<UInt8>) throws -> Void) throws {
    guard let file = try ReadableFile.open(file.path(in: path)) else { throw FileVanished() }
    try file.forEachPiece(each)
  }
}
