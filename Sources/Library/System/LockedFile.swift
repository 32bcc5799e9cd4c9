internal import Archive
internal import Media
internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file that one process writes at a time, under a name that is always the same: what a run left that
/// was ended is written over by the next one.
final class LockedFile {
  let path: FilePath
  private let descriptor: Int32
  /// What is not handed to the system yet: headers of a few bytes are many.
  private var waiting: [UInt8] = []

  private static let mostWaiting = 1 << 18

  /// Opens the file, or makes it; nothing when somebody else writes it.
  convenience init?(_ path: FilePath) throws(DiskError) {
    var status = stat()
    let isThere = unsafe path.withCString { unsafe lstat($0, &status) } == 0
    // A run was ended when the file had its own name already: to write here would be to write there.
    if isThere, status.st_mode & S_IFMT == S_IFREG, status.st_nlink > 1 { try Disk.remove(path) }
    try self.init(opening: path)
  }

  private init?(opening path: FilePath) throws(DiskError) {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | O_NONBLOCK
    let descriptor = unsafe path.withCString { unsafe makeFile($0, flags, 0o600) }
    guard descriptor >= 0 else { throw DiskError(path, errno, "could not be written") }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw DiskError(path, "is not a regular file")
    }
    let isOurs = flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
    // Whoever had it may have given it another name meanwhile.
    guard isOurs, Disk.status(path)?.inode == UInt64(truncatingIfNeeded: status.st_ino) else {
      close(descriptor)
      return nil
    }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Takes away what is in it.
  func empty() throws(DiskError) {
    waiting = []
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw DiskError(path, errno, "could not be written")
    }
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(DiskError) {
    if waiting.count + bytes.count > Self.mostWaiting {
      try flush()
      if bytes.count > Self.mostWaiting { return try put(bytes) }
    }
    waiting.append(contentsOf: bytes)
  }

  private func flush() throws(DiskError) {
    try put(waiting[...])
    waiting.removeAll(keepingCapacity: true)
  }

  /// Hands all to the system, and waits until it is durable.
  func sync() throws(DiskError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw DiskError(path, errno, "could not be written") }
  }

  private func put(_ bytes: ArraySlice<UInt8>) throws(DiskError) {
    if let failure = Disk.put(bytes, into: descriptor) {
      throw DiskError(path, failure, "could not be written")
    }
  }
}

extension LockedFile: ZipOutput {}

/// The system's `open`, under a name that does not hide ours.
private func makeFile(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: UInt32) -> Int32 {
  unsafe open(path, flags, mode_t(mode))
}
