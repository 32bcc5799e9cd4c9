internal import CFiles
package import Model
internal import POSIX
internal import Synchronization

/// A new file that is written in pieces, in order or at given offsets. It is closed when the last
/// reference is released.
package final class WritableFile: Sendable {
  package let path: FilePath
  private let descriptor: Descriptor
  private let progress = Mutex(Progress())

  private struct Progress {
    /// The number of bytes written.
    var written = 0
    /// The number of bytes whose writing to disk has started.
    var flushStarted = 0
  }

  /// Creates a file.
  ///
  /// - Parameter replaces: Whether to replace an existing file. If not, an existing file is an
  ///   error.
  package init(_ path: FilePath, mode: UInt32, replaces: Bool = true) throws(FileError) {
    if replaces { try FileSystem.remove(path) }
    guard let descriptor = Descriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL, mode: mode) else {
      throw FileError(path, errno, .write)
    }
    self.path = path
    self.descriptor = descriptor
  }

  /// The number of bytes written so far.
  package var byteCount: Int { progress.withLock { $0.written } }

  /// Appends bytes to the file.
  package func write(_ bytes: ArraySlice<UInt8>) throws(FileError) {
    let failure = unsafe bytes.withUnsafeBytes { unsafe append($0) }
    if let failure { throw FileError(path, failure, .write) }
  }

  /// Appends bytes to the file.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    let failure = unsafe append(bytes)
    if let failure { throw FileError(path, failure, .write) }
  }

  /// Appends bytes. Returns the system's error if that fails.
  private func append(_ bytes: UnsafeRawBufferPointer) -> Int32? {
    progress.withLock { progress -> Int32? in
      if let failure = unsafe descriptor.write(bytes) { return failure }
      progress.written += bytes.count
      // Starting early leaves the disk less to do when the file is made durable.
      if progress.written - progress.flushStarted >= 16 << 20 {
        let count = Int64(progress.written - progress.flushStarted)
        castbook_start_writing(descriptor.number, Int64(progress.flushStarted), count)
        progress.flushStarted = progress.written
      }
      return nil
    }
  }

  /// Writes bytes at an offset. Other threads may write elsewhere in the file meanwhile.
  package func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(FileError) {
    let failure = unsafe bytes.withUnsafeBytes { unsafe descriptor.write($0, at: offset) }
    if let failure { throw FileError(path, failure, .write) }
  }

  /// Starts writing a part of the file to disk, which leaves less to do when the file is made
  /// durable.
  package func startWriting(from offset: Int, byteCount: Int) {
    castbook_start_writing(descriptor.number, Int64(offset), Int64(byteCount))
  }

  /// A second descriptor of the open file, which the caller must close; -1 if the system has none
  /// left.
  package func duplicate() -> Int32 { fcntl(descriptor.number, F_DUPFD_CLOEXEC, 0) }
}
