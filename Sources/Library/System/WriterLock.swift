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
    let descriptor = unsafe path.withCString { unsafe open($0, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else { throw DiskError(path, errno, "could not be opened") }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      // File systems without locks have one user at a time.
      if code == ENOTSUP || code == EINVAL || code == ENOLCK { break }
      guard code == EWOULDBLOCK || code == EINTR else {
        close(descriptor)
        throw DiskError(path, code, "could not be locked")
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
