internal import Media
internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Held by the one process, and the one thread of it, that changes a library; the system gives it
/// back when its holder dies.
///
/// It lies on `castbook.json`, which is never replaced: the index may be, and would take its own lock
/// with it.
struct WriterLock: ~Copyable {
  private let descriptor: Int32

  /// Waits for its turn, at most so long; nothing when it was not our turn by then.
  init?(_ path: FilePath, patienceMilliseconds: Int) throws(DiskError) {
    let descriptor = try Self.open(path)
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if Self.meansNoLocks(code) {
        close(descriptor)
        throw DiskError(path, "could not be locked: its file system has no locks", .noLocks)
      }
      // Windows' file systems say EACCES of what somebody else has locked.
      guard code == EWOULDBLOCK || code == EINTR || code == EACCES else {
        close(descriptor)
        // To go on without a lock would be to write beside others.
        throw code == EBADF
          ? DiskError(
            path,
            "could not be locked: its file system locks only writable files; "
              + "run chmod u+w on it")
          : DiskError(path, code, "could not be locked")
      }
      guard waited < patienceMilliseconds else {
        close(descriptor)
        return nil
      }
      // Short at first: most changes take a few milliseconds.
      let pause = min(1 + waited / 8, 25)
      usleep(UInt32(pause * 1000))
      waited += pause
    }
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Opens what is to be locked: a file or a folder, and nothing behind a link. Nothing is ever written.
  ///
  /// Network file systems keep a lock of this kind by another, for which a file must be open for writing;
  /// one that may only be read, and a folder, are opened for that.
  private static func open(_ path: FilePath) throws(DiskError) -> Int32 {
    let flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
    var descriptor = unsafe path.withCString { unsafe openLocked($0, O_RDWR | flags) }
    if descriptor < 0, [EACCES, EPERM, EROFS, EISDIR].contains(errno) {
      descriptor = unsafe path.withCString { unsafe openLocked($0, O_RDONLY | flags) }
    }
    guard descriptor >= 0 else {
      throw errno == ELOOP
        ? DiskError(path, "is a link; put the file itself there")
        : DiskError(path, errno, "could not be opened")
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0,
      [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    else {
      close(descriptor)
      throw DiskError(path, "is not a regular file")
    }
    return descriptor
  }

  /// What systems answer where there are no locks.
  private static func meansNoLocks(_ code: Int32) -> Bool {
    [ENOTSUP, EINVAL, ENOLCK, ENOSYS].contains(code)
  }

  /// Whether a library's file system keeps locks of both kinds: those that processes take on the library, and
  /// those that SQLite takes on parts of its file. Only what is certain counts as an answer.
  static func works(in library: FilePath) -> Bool {
    let mark = library.appending(LibraryMark.name)
    guard let descriptor = try? open(mark) else { return true }
    defer { close(descriptor) }
    // Shared, and on a byte that nothing else locks: nobody is kept waiting.
    var range = flock()
    range.l_type = Int16(F_RDLCK)
    range.l_whence = Int16(SEEK_SET)
    range.l_start = 1 << 40
    range.l_len = 1
    if unsafe fcntl(descriptor, F_SETLK, &range) != 0, meansNoLocks(errno) { return false }
    if flock(descriptor, LOCK_SH | LOCK_NB) != 0 { return !meansNoLocks(errno) }
    _ = flock(descriptor, LOCK_UN)
    return true
  }

  /// Does something while nobody else changes a library; waits as long as anyone waits for that.
  static func holding<Value>(_ library: FilePath, _ body: () throws -> Value) throws -> Value {
    let lock = try WriterLock(
      library.appending(LibraryMark.name),
      patienceMilliseconds: LibraryStore.patienceMilliseconds)
    guard let lock else {
      throw LibraryError.busy(library, seconds: LibraryStore.patienceMilliseconds / 1000)
    }
    return try withExtendedLifetime(lock) { try body() }
  }
}

/// The system's `open`, under a name that does not hide ours.
private func openLocked(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
  unsafe open(path, flags)
}
