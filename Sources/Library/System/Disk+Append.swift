internal import Media
internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Disk {
  /// Adds bytes at the end of a file, and makes them durable.
  static func append(_ bytes: [UInt8], to path: FilePath) throws(DiskError) {
    let flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW
    let descriptor = unsafe path.withCString { unsafe openToAppend($0, flags) }
    guard descriptor >= 0 else { throw DiskError(path, errno, "could not be written") }
    defer { close(descriptor) }
    if let failure = put(bytes[...], into: descriptor) {
      throw DiskError(path, failure, "could not be written")
    }
    guard fsync(descriptor) == 0 else {
      throw DiskError(path, errno, "could not be synced to disk")
    }
  }
}

/// The system's `open`, under a name that does not hide ours.
private func openToAppend(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
  unsafe open(path, flags)
}
