internal import CFiles
package import Model
internal import POSIX

/// A regular file that is open for reading. It is closed when the last reference is released.
///
/// ```swift
/// let file = try ReadableFile(reading: path, limit: 64 << 20)
/// let digest = SHA256.digest(of: try file.readAll())
/// ```
package final class ReadableFile: Sendable {
  package let path: FilePath
  /// The file's status when it was opened.
  private let status: FileStatus
  private let descriptor: Descriptor

  /// The file's length in bytes when it was opened.
  package var byteCount: Int { status.byteCount }

  private init(_ path: FilePath, _ descriptor: consuming Descriptor, _ status: FileStatus) {
    self.path = path
    self.status = status
    self.descriptor = descriptor
  }

  /// Opens a file of the library or of a bundle. Returns `nil` if it doesn't exist. Throws for
  /// anything but a regular file, and for a link unless links are followed.
  package static func open(
    _ path: FilePath, followingLinks: Bool = false
  ) throws(FileError) -> ReadableFile? {
    let flags = O_RDONLY | O_NONBLOCK | (followingLinks ? 0 : O_NOFOLLOW)
    guard let descriptor = Descriptor(opening: path, flags) else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw FileError(path, errno, .open)
    }
    guard let status = descriptor.status, status.isFile else {
      throw FileError(path, "is not a regular file")
    }
    return ReadableFile(path, descriptor, status)
  }

  /// Opens a file that the user named, without ever blocking on a pipe or a device.
  ///
  /// Pass `isRegular` if the folder has just recorded it as a file: that saves a call for its
  /// status.
  package convenience init(
    reading path: FilePath, isRegular: Bool = false, limit: Int = wholeFileLimit
  ) throws(ReadFailure) {
    // Opening has effects: a pipe's writer would take this process for its reader and lose what it
    // writes, and some devices react to it.
    if !isRegular {
      guard let kind = FileKind(of: path, followingLinks: true) else {
        throw ReadFailure(opening: path, errno)
      }
      guard kind == .file else { throw .notRegular(kind) }
    }
    // It may have become a pipe since: without O_NONBLOCK, opening one waits for a writer.
    guard let descriptor = Descriptor(opening: path, O_RDONLY | O_NONBLOCK) else {
      throw ReadFailure(opening: path, errno)
    }
    guard let status = descriptor.status else { throw .unreadable(errno) }
    guard status.isFile else { throw .notRegular(status.kind) }
    guard status.byteCount <= limit else { throw .tooLarge(status.byteCount) }
    self.init(path, descriptor, status)
  }

  // MARK: Reading

  /// Reads the whole file from its beginning, once. Fails if another program changed it since it
  /// was opened.
  package func readAll() throws(ReadFailure) -> [UInt8] {
    var failure: Int32 = 0
    let size = byteCount
    // One byte more than expected, to notice that the file grew.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count <= size {
        let got = unsafe descriptor.read(
          into: buffer.baseAddress?.advanced(by: count), size + 1 - count)
        if got < 0 { failure = errno }
        if got <= 0 { break }
        count += got
        // All expected bytes but not the extra one: this is the end.
        if count == size { break }
      }
    }
    if failure != 0 { throw .unreadable(failure) }
    guard bytes.count == size, !isModified else { throw .changed }
    return bytes
  }

  /// Reads the whole file from its beginning, once, in pieces of 1 MiB. Fails if another program
  /// changed it since it was opened.
  package func readPieces(_ body: (ArraySlice<UInt8>) -> Void) throws(ReadFailure) {
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    var done = 0
    while true {
      let got = unsafe piece.withUnsafeMutableBufferPointer { buffer in
        unsafe descriptor.read(into: buffer.baseAddress, buffer.count)
      }
      if got < 0 { throw .unreadable(errno) }
      if got == 0 { break }
      done += got
      body(piece[..<got])
    }
    guard done == byteCount, !isModified else { throw .changed }
  }

  /// Calls `body` with the file's bytes in pieces, by default of 1 MiB, up to its current end.
  package func forEachPiece(
    of byteCount: Int = pieceSize, _ body: (ArraySlice<UInt8>) throws -> Void
  ) throws {
    var position = 0
    while true {
      let piece = try bytes(at: position, upTo: byteCount)
      if piece.isEmpty { return }
      try body(piece[...])
      position += piece.count
    }
  }

  /// Reads up to `count` bytes from an offset; fewer only at the end of the file.
  package func bytes(at offset: Int, upTo count: Int) throws(FileError) -> [UInt8] {
    try descriptor.read(of: path, at: offset, count: count)
  }

  /// Reads `count` bytes from an offset. Fails if the file has become shorter.
  package func read(at offset: Int, count: Int) throws -> [UInt8] {
    let bytes = try bytes(at: offset, upTo: count)
    guard bytes.count == count else {
      throw FileError(path, "became shorter while it was being read")
    }
    return bytes
  }

  /// Longer files are never read whole: no provider accepts them, and memory is for pictures.
  package static let wholeFileLimit = 256 << 20

  /// The size of the pieces in which a file is read.
  package static let pieceSize = 1 << 20

  // MARK: Handing over

  /// A second descriptor of the open file for another process; `nil` if the system has none left.
  package func shared() -> SharedFile? {
    let copy = duplicate()
    return copy >= 0 ? SharedFile(copy) : nil
  }

  /// A second descriptor of the open file, which the caller must close; -1 if the system has none
  /// left.
  package func duplicate() -> Int32 { fcntl(descriptor.number, F_DUPFD_CLOEXEC, 0) }

  /// Drops the file's durable bytes from the system's cache, where the system has such a call: the
  /// next read comes from the disk.
  package func dropFromCache() {
    #if canImport(Glibc)
      _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_DONTNEED)
    #endif
  }

  /// Whether another program has written to the file since it was opened.
  private var isModified: Bool {
    guard let now = descriptor.status else { return true }
    return now.byteCount != status.byteCount || now.modified != status.modified
  }
}

/// Reads small text files, such as profiles.
package enum TextFile {
  /// Reads a whole file. Fails if it is longer than `limit`, or than
  /// ``ReadableFile/wholeFileLimit``.
  package static func read(_ path: FilePath, limit: Int) -> Result<[UInt8], ReadFailure> {
    do {
      let limit = min(limit, ReadableFile.wholeFileLimit)
      return .success(try ReadableFile(reading: path, limit: limit).readAll())
    } catch {
      return .failure(error)
    }
  }
}

/// Reads the standard input.
package enum StandardInput {
  /// Reads to the end. Fails if there are more than `limit` bytes.
  package static func read(limit: Int) -> Result<[UInt8], ReadFailure> {
    let input = Descriptor(fcntl(0, F_DUPFD_CLOEXEC, 0))
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = unsafe piece.withUnsafeMutableBufferPointer { buffer in
        unsafe input.read(into: buffer.baseAddress, buffer.count)
      }
      if got < 0 { return .failure(.unreadable(errno)) }
      if got == 0 { return .success(bytes) }
      bytes += piece[..<got]
      if bytes.count > limit { return .failure(.tooLarge(bytes.count)) }
    }
  }
}

/// A file that another process reads by its descriptor. It is closed when the last reference is
/// released.
package final class SharedFile: Sendable {
  private let owned: Descriptor

  /// The descriptor to pass to the other process. This object still closes it.
  package var descriptor: Int32 { owned.number }

  /// Takes ownership of an open descriptor.
  init(_ descriptor: Int32) { owned = Descriptor(descriptor) }

  /// Creates an anonymous file with these bytes; `nil` if the system has no memory for it.
  package init?(_ bytes: [UInt8]) {
    let descriptor = unsafe castbook_anonymous_file(bytes, UInt(bytes.count))
    guard descriptor >= 0 else { return nil }
    owned = Descriptor(descriptor)
  }
}
