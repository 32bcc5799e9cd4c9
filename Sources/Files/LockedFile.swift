package import Model
internal import POSIX

/// A file with a fixed name that one process at a time writes from its beginning. The next run
/// overwrites what an interrupted one left.
package final class LockedFile {
  package let path: FilePath
  private let descriptor: Descriptor
  /// Bytes not yet passed to the system: one call writes many short headers.
  private var buffer: [UInt8] = []

  private static let bufferLimit = 1 << 18

  /// Opens the file, or creates it. Returns `nil` if another process is writing it.
  package convenience init?(_ path: FilePath) throws(FileError) {
    // A second name means that a run ended just after giving the file its final name: writing here
    // would overwrite the finished file.
    if let status = FileSystem.status(path), status.isFile, status.linkCount > 1 {
      try FileSystem.remove(path)
    }
    try self.init(opening: path)
  }

  private init?(opening path: FilePath) throws(FileError) {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK
    guard let descriptor = Descriptor(opening: path, flags, mode: 0o600) else {
      throw FileError(path, errno, .write)
    }
    guard let status = descriptor.status, status.isFile else {
      throw FileError(path, "is not a regular file")
    }
    let isLocked = flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
    // The process that held the lock may have renamed the file meanwhile.
    guard isLocked, FileSystem.status(path)?.identity == status.identity else { return nil }
    self.path = path
    self.descriptor = descriptor
  }

  /// Discards the file's contents.
  package func truncate() throws(FileError) {
    buffer = []
    guard ftruncate(descriptor.number, 0) == 0, lseek(descriptor.number, 0, SEEK_SET) == 0 else {
      throw FileError(path, errno, .write)
    }
  }

  /// Appends bytes, which reach the system with `sync()` at the latest.
  package func write(_ bytes: ArraySlice<UInt8>) throws(FileError) {
    if buffer.count + bytes.count > Self.bufferLimit {
      try flush()
      if bytes.count > Self.bufferLimit { return try writeThrough(bytes) }
    }
    buffer.append(contentsOf: bytes)
  }

  /// Makes everything written durable.
  package func sync() throws(FileError) {
    try flush()
    if let failure = descriptor.sync() { throw FileError(path, failure, .write) }
  }

  private func flush() throws(FileError) {
    try writeThrough(buffer[...])
    buffer.removeAll(keepingCapacity: true)
  }

  private func writeThrough(_ bytes: ArraySlice<UInt8>) throws(FileError) {
    if let failure = descriptor.write(bytes) { throw FileError(path, failure, .write) }
  }
}
