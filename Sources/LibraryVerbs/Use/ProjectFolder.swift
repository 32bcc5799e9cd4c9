internal import Files

/// The folder of a project as the file system has it: where it is, and its `castbook.lock`.
package enum ProjectFolder {
  private static let lockName = Array(LockFile.name.utf8)
  /// How long to wait for another command that changes the same project, in milliseconds.
  static let lockTimeout = 30_000

  static func lockPath(in folder: FilePath) -> FilePath { folder.appending(lockName) }

  // MARK: Finding

  /// The full path of the folder that a path leads to, without links; `nil` if there is none.
  package static func full(_ path: FilePath) -> FilePath? {
    guard let full = FileSystem.resolved(path) else { return nil }
    return FileSystem.statusFollowingLinks(full)?.isFolder == true ? full : nil
  }

  /// The folder of a path that names a lock file itself.
  static func ofLock(_ path: FilePath) -> FilePath? {
    path.name.bytes == lockName && FileSystem.statusFollowingLinks(path) != nil
      ? full(path.folder) : nil
  }

  /// Whether a folder contains anything with the name `castbook.lock`.
  static func hasLock(_ folder: FilePath) -> Bool { FileSystem.status(lockPath(in: folder)) != nil }

  /// Returns the nearest folder with a lock file, from this one upwards. The search ends at the
  /// user's home or where another file system begins.
  static func nearest(to folder: FilePath, home: FilePath?) -> FilePath? {
    let home = home.flatMap { FileSystem.statusFollowingLinks($0)?.identity }
    guard var here = FileSystem.statusFollowingLinks(folder)?.identity else { return nil }
    var folder = folder
    while true {
      if hasLock(folder) { return folder }
      let parent = folder.folder
      guard parent != folder, here != home,
        let above = FileSystem.statusFollowingLinks(parent)?.identity,
        above.device == here.device
      else { return nil }
      (folder, here) = (parent, above)
    }
  }

  /// The folder of the Git repository that contains a folder; `nil` if none does.
  static func repository(around folder: FilePath) -> FilePath? {
    var folder = folder
    while FileSystem.status(folder.appending(".git".utf8)) == nil {
      guard folder.folder != folder else { return nil }
      folder = folder.folder
    }
    return folder
  }

  // MARK: Reading and writing

  /// Returns the bytes of a project's lock file.
  static func lockBytes(in folder: FilePath) throws(ProjectError) -> [UInt8] {
    let path = lockPath(in: folder)
    // More bytes than are allowed, so that the file's own parser reports that it is too long.
    switch TextFile.read(path, limit: 64 * LockFile.byteLimit) {
    case .success(let bytes): return bytes
    case .failure(let failure):
      if case .danglingLink = failure { throw .unreadable(path, "is a broken link") }
      throw .unreadable(path, failure.message)
    }
  }

  /// Writes a lock file.
  static func write(_ bytes: [UInt8], in folder: FilePath) throws(ProjectError) {
    try write(bytes, to: lockPath(in: folder))
  }

  /// Writes a file of a project atomically, with the permissions of the one it replaces. A link is
  /// refused, since it may lead to the file of another project. A temporary file that is left over
  /// does no harm.
  package static func write(_ bytes: [UInt8], to path: FilePath) throws(ProjectError) {
    let folder = path.folder
    let existing = FileSystem.status(path)
    if existing?.kind == .link { throw .link(path) }
    if existing?.isFolder == true { throw .unwritable(path, "is a folder, not a file") }
    let temporary = folder.appending(
      [UInt8(ascii: ".")] + path.name.bytes + Array(".new".utf8))
    do {
      try FileSystem.remove(temporary)
      try FileSystem.create(temporary, bytes, isDurable: true)
      if let existing { try? FileSystem.setMode(temporary, existing.mode) }
      try FileSystem.rename(temporary, to: path)
    } catch {
      try? FileSystem.remove(temporary)
      throw .unwritable(path, error.reason)
    }
    // The file has its name; not every file system can promise that this survives a power cut.
    try? FileSystem.syncFolder(folder)
  }

  /// Calls `body` while no other command changes the project.
  package static func withLock<Value>(
    _ folder: FilePath, _ body: () throws -> Value
  ) throws -> Value {
    var lock: FileLock?
    do {
      lock = try FileLock(folder, timeoutMilliseconds: lockTimeout)
      guard lock != nil else { throw ProjectError.busy(folder, seconds: lockTimeout / 1000) }
    } catch let error as FileError {
      // On a file system without locks, commands run unprotected.
      guard error.kind == .noLocks else { throw ProjectError.noFolder(folder, error.cause) }
    }
    return try withExtendedLifetime(lock) { try body() }
  }
}
