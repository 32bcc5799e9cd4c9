internal import Archive
internal import CFileSystem
internal import Media
package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A new file that is written piece by piece; closed when nobody holds it any more.
package final class WritableFile {
  package let path: FilePath
  private let descriptor: Int32
  private var written = 0
  /// The disk has begun with so many bytes.
  private var begun = 0

  /// Makes a file in place of whatever has its name.
  package init(_ path: FilePath, mode: UInt32) throws(DiskError) {
    try Disk.remove(path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY
    let descriptor = unsafe path.withCString { unsafe createFile($0, flags, mode) }
    guard descriptor >= 0 else { throw DiskError(path, errno, "could not be written") }
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  package func write(_ bytes: ArraySlice<UInt8>) throws(DiskError) {
    if let failure = Disk.put(bytes, into: descriptor) {
      throw DiskError(path, failure, "could not be written")
    }
    written += bytes.count
    guard written - begun >= 16 << 20 else { return }
    castbook_start_writing(descriptor, Int64(begun), Int64(written - begun))
    begun = written
  }
}

extension WritableFile: ZipOutput {}

extension Disk {
  /// Writes all bytes at the place where a descriptor stands; the system's error where that fails.
  static func put(_ bytes: ArraySlice<UInt8>, into descriptor: Int32) -> Int32? {
    unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = unsafe putBytes(
          descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return count < 0 ? errno : ENOSPC }
        done += count
      }
      return nil
    }
  }
}

/// The system's `open` and `write`, under names that do not hide ours.
private func createFile(
  _ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: UInt32
) -> Int32 {
  unsafe open(path, flags, mode_t(mode))
}

private func putBytes(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
  unsafe write(descriptor, start, count)
}
