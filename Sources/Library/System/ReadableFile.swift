internal import Archive
internal import Media
package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// An ordinary file that is open for reading, however long it is; closed when nobody holds it any more.
package final class ReadableFile {
  package let path: FilePath
  /// Its length when it was opened.
  package let byteCount: Int
  private let descriptor: Int32

  /// No more is read at a time.
  static let pieceSize = 1 << 20

  /// Opens a file; nothing when it is not there. What is not a regular file, a link among them, is a
  /// failure unless links are followed.
  package static func open(
    _ path: FilePath, followingLinks: Bool = false
  ) throws(DiskError) -> ReadableFile? {
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW)
    let descriptor = unsafe path.withCString { unsafe openFile($0, flags) }
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw DiskError(path, errno, "could not be opened")
    }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw DiskError(path, "is not a regular file")
    }
    return ReadableFile(path, descriptor, Int(status.st_size))
  }

  private init(_ path: FilePath, _ descriptor: Int32, _ byteCount: Int) {
    self.path = path
    self.descriptor = descriptor
    self.byteCount = byteCount
  }

  deinit { close(descriptor) }

  /// Hands out the file piece by piece, to its end.
  package func forEachPiece(_ body: (ArraySlice<UInt8>) throws -> Void) throws {
    var position = 0
    while true {
      let piece = try bytes(at: position, upTo: Self.pieceSize)
      if piece.isEmpty { return }
      try body(piece[...])
      position += piece.count
    }
  }

  /// So many bytes, fewer where the file ends.
  private func bytes(at offset: Int, upTo count: Int) throws(DiskError) -> [UInt8] {
    try Disk.read(descriptor, of: path, at: offset, count: count)
  }

  /// Lets the next reading come from the disk: what was written, and is durable, is dropped from memory
  /// where the system does that.
  func dropFromMemory() {
    #if canImport(Glibc)
      _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
    #endif
  }
}

extension ReadableFile: ZipInput {
  package func read(at offset: Int, count: Int) throws -> [UInt8] {
    let bytes = try bytes(at: offset, upTo: count)
    guard bytes.count == count else {
      throw DiskError(path, "became shorter while it was being read")
    }
    return bytes
  }
}

/// The system's `open`, under a name that does not hide ours.
private func openFile(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 {
  unsafe open(path, flags)
}
