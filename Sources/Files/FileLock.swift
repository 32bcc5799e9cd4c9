package import Model
internal import POSIX

/// An exclusive lock on a file or folder, held by one thread of one process. The system releases it
/// when its holder ends, even in a crash.
///
/// ```swift
/// guard let lock = try FileLock(path, timeoutMilliseconds: 3000) else { throw Busy() }
/// try withExtendedLifetime(lock) { try change() }
/// ```
package struct FileLock: ~Copyable {
  private let descriptor: Descriptor

  /// Locks a file or folder, waiting for other holders. Returns `nil` if it is still locked after
  /// the timeout.
  package init?(_ path: FilePath, timeoutMilliseconds: Int) throws(FileError) {
    let descriptor = try Self.open(path)
    var waited = 0
    while flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if Self.meansNoLocks(code) {
        throw FileError(path, "could not be locked: its file system has no locks", .noLocks)
      }
      // Windows file systems report a file that another process has locked as EACCES.
      guard code == EWOULDBLOCK || code == EINTR || code == EACCES else {
        // Continuing without a lock would mean writing at the same time as others.
        throw code == EBADF
          ? FileError(
            path,
            "could not be locked: its file system locks only writable files; "
              + "run chmod u+w on it")
          : FileError(path, code, .lock)
      }
      guard waited < timeoutMilliseconds else { return nil }
      // Short at first: most changes take a few milliseconds.
      let pause = min(1 + waited / 8, 25)
      Pause.milliseconds(pause)
      waited += pause
    }
    self.descriptor = descriptor
  }

  /// Opens the file or folder to lock, without following a link. It is never written to.
  ///
  /// Network file systems implement `flock` with locks that require a file opened for writing. Only
  /// a read-only file or a folder is opened for reading.
  private static func open(_ path: FilePath) throws(FileError) -> Descriptor {
    let flags = O_NOFOLLOW | O_NONBLOCK
    if let descriptor = Descriptor(opening: path, O_RDWR | flags) {
      return try checked(descriptor, path)
    }
    var code = errno
    if [EACCES, EPERM, EROFS, EISDIR].contains(code) {
      if let descriptor = Descriptor(opening: path, O_RDONLY | flags) {
        return try checked(descriptor, path)
      }
      code = errno
    }
    throw code == ELOOP
      ? FileError(path, "is a link; put the file itself there")
      : FileError(path, code, .open)
  }

  private static func checked(
    _ descriptor: consuming Descriptor, _ path: FilePath
  ) throws(FileError) -> Descriptor {
    guard let status = descriptor.status, status.isFile || status.isFolder else {
      throw FileError(path, "is not a regular file")
    }
    return descriptor
  }

  /// Whether an error means that the file system doesn't support locks.
  private static func meansNoLocks(_ code: Int32) -> Bool {
    [ENOTSUP, EINVAL, ENOLCK, ENOSYS].contains(code)
  }

  /// Whether the file's file system supports both kinds of locks: the ones that this type takes,
  /// and the byte ranges that SQLite locks. Returns `true` if in doubt.
  package static func isSupported(for file: FilePath) -> Bool {
    guard let descriptor = try? open(file) else { return true }
    // A shared lock on a byte that nothing else locks: no other process has to wait.
    var range = flock()
    range.l_type = Int16(F_RDLCK)
    range.l_whence = Int16(SEEK_SET)
    range.l_start = 1 << 40
    range.l_len = 1
    let number = descriptor.number
    if unsafe fcntl(number, F_SETLK, &range) != 0, meansNoLocks(errno) { return false }
    if flock(number, LOCK_SH | LOCK_NB) != 0 { return !meansNoLocks(errno) }
    _ = flock(number, LOCK_UN)
    return true
  }
}

/// Pauses while waiting for other processes.
package enum Pause {
  /// Blocks the current thread.
  package static func milliseconds(_ count: Int) { usleep(UInt32(count * 1000)) }
}
