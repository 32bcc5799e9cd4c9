internal import Library
internal import Media

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The folder of a project as the file system has it: where it is, and its `castbook.lock`.
enum ProjectFolder {
  private static let lockName = Array(LockFile.name.utf8)
  /// Under this name the file is written before it takes its place; a leftover is no harm.
  private static let newName = Array(".castbook.lock.new".utf8)
  /// Another command that changes the same project is waited for so long.
  static let patienceMilliseconds = 30_000

  static func lockPath(in folder: FilePath) -> FilePath { folder.appending(lockName) }

  // MARK: Finding

  /// The folder that a path leads to, in full and without links; nothing when there is none.
  static func full(_ path: FilePath) -> FilePath? {
    let found = unsafe path.withCString { unsafe realpath($0, nil) }
    guard let found = unsafe found else { return nil }
    defer { unsafe free(found) }
    let bytes = unsafe Array(UnsafeBufferPointer(start: found, count: strlen(found)))
    guard let full = FilePath(bytes: bytes.map(UInt8.init(bitPattern:))) else { return nil }
    return place(of: full, followingLinks: true)?.isFolder == true ? full : nil
  }

  /// The folder of a path that names a lock file itself.
  static func ofLock(_ path: FilePath) -> FilePath? {
    path.name.bytes == lockName && place(of: path, followingLinks: true) != nil
      ? full(path.folder) : nil
  }

  /// Whether something is called `castbook.lock` in a folder.
  static func hasLock(_ folder: FilePath) -> Bool {
    place(of: lockPath(in: folder), followingLinks: false) != nil
  }

  /// The nearest folder upwards that has a lock file: this one first, the user's home or the last one on
  /// its file system at the end.
  static func nearest(to folder: FilePath, home: FilePath?) -> FilePath? {
    let home = home.flatMap { place(of: $0, followingLinks: true) }
    guard var here = place(of: folder, followingLinks: true) else { return nil }
    var folder = folder
    while true {
      if hasLock(folder) { return folder }
      let parent = folder.folder
      guard parent != folder, here != home,
        let above = place(of: parent, followingLinks: true), above.device == here.device
      else { return nil }
      (folder, here) = (parent, above)
    }
  }

  /// The folder of the Git repository that a folder lies in.
  static func repository(around folder: FilePath) -> FilePath? {
    var folder = folder
    while place(of: folder.appending(".git".utf8), followingLinks: false) == nil {
      guard folder.folder != folder else { return nil }
      folder = folder.folder
    }
    return folder
  }

  /// What a path names, as far as it matters here.
  private struct Place: Equatable {
    let device: UInt64
    let inode: UInt64
    let mode: mode_t

    var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    var isLink: Bool { mode & S_IFMT == S_IFLNK }
  }

  private static func place(of path: FilePath, followingLinks: Bool) -> Place? {
    var status = stat()
    let result = unsafe path.withCString { text in
      unsafe followingLinks ? stat(text, &status) : lstat(text, &status)
    }
    guard result == 0 else { return nil }
    return Place(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino), mode: status.st_mode)
  }

  // MARK: Reading and writing

  /// The bytes of a project's lock file.
  static func lockBytes(in folder: FilePath) throws(ProjectError) -> [UInt8] {
    let path = lockPath(in: folder)
    // One byte more than may be there, so that what is too long is told by the reader of the file.
    switch TextFile.read(path, limit: 64 * LockFile.byteLimit) {
    case .success(let bytes): return bytes
    case .failure(let failure):
      if case .danglingLink = failure { throw .unreadable(path, "is a broken link") }
      throw .unreadable(path, failure.words)
    }
  }

  /// Writes a lock file: all of it or nothing, with the mode of the one it replaces. Through a link
  /// nothing is written: it may lead to the file of another project.
  static func write(_ bytes: [UInt8], in folder: FilePath) throws(ProjectError) {
    let path = lockPath(in: folder)
    let place = place(of: path, followingLinks: false)
    if place?.isLink == true { throw .link(path) }
    if place?.isFolder == true { throw .unwritable(path, "is a folder, not a file") }
    let temporary = folder.appending(newName)
    do {
      try Disk.remove(temporary)
      try Disk.create(temporary, bytes, isDurable: true)
      if let place {
        _ = unsafe temporary.withCString { unsafe chmod($0, place.mode & 0o7777) }
      }
      try Disk.rename(temporary, to: path)
    } catch {
      try? Disk.remove(temporary)
      throw .unwritable(path, error.reason)
    }
    // The name is there; not every file system can promise that it outlives a power cut.
    try? Disk.syncFolder(folder)
  }

  /// Calls while no other command changes the project: it is read, thought about and written in one.
  static func holding<Value>(_ folder: FilePath, _ body: () throws -> Value) throws -> Value {
    let descriptor = unsafe folder.withCString { text in
      unsafe openFolder(text, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    }
    guard descriptor >= 0 else { throw ProjectError.noFolder(folder, SystemError.words(errno)) }
    defer { close(descriptor) }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      // A file system without locks has one user at a time.
      guard errno == EWOULDBLOCK || errno == EINTR else { break }
      guard waited < patienceMilliseconds else {
        throw ProjectError.busy(folder, seconds: patienceMilliseconds / 1000)
      }
      usleep(10_000)
      waited += 10
    }
    return try body()
  }
}

/// The system's `open`, under a name that does not hide ours.
private func openFolder(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
  unsafe open(path, flags)
}
