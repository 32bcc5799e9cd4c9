internal import Files
internal import Model

/// An existing backup that is a folder, viewed as a target for files.
struct BackupFolder {
  /// The backup's folder.
  let root: FilePath

  /// Creates a view of a folder, which needn't exist yet.
  init(_ root: FilePath) { self.root = root }

  /// Returns the length of a file, or `nil` when the backup doesn't have it.
  func byteCount(of file: StoredFile) -> Int? {
    // A file behind a link to another folder doesn't belong to the backup.
    let path = file.path(in: root)
    guard FileSystem.status(path.folder)?.isFolder == true, let status = FileSystem.status(path),
      status.isFile
    else { return nil }
    return status.byteCount
  }

  /// Returns whether the backup has a file of the expected length, and with `verifying`, with
  /// the right bytes.
  ///
  /// When the expected length is unknown, the bytes are always checked. Each checked file is
  /// added to the tally.
  func has(
    _ file: StoredFile, byteCount: Int?, verifying: Bool, _ checked: inout FileTally,
    _ monitor: BackupMonitor
  ) throws -> Bool {
    guard let length = self.byteCount(of: file), byteCount ?? length == length else {
      return false
    }
    guard verifying || byteCount == nil else { return true }
    try monitor.checkCancellation()
    guard isSound(file) else { return false }
    checked.add(length)
    monitor.progress(.checking, checked.files, checked.bytes)
    return true
  }

  /// Returns whether the file on the disk has the bytes that its name promises.
  ///
  /// It is read from the disk, not from the system's cache, which would hide errors of the
  /// disk.
  func isSound(_ file: StoredFile) -> Bool {
    guard let stored = try? ReadableFile.open(file.path(in: root)) else { return false }
    stored.dropFromCache()
    let hash = RunningSHA256()
    do { try stored.forEachPiece { hash.update($0) } } catch { return false }
    return hash.digest == file.digest
  }
}
