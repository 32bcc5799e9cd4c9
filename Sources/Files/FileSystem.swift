internal import CFiles
package import Model
internal import POSIX

/// Operations on paths. Each is one step of the file system, and its failure names the path.
///
/// ```swift
/// try FileSystem.create(temporary, bytes, isDurable: true)
/// try FileSystem.rename(temporary, to: path)
/// try FileSystem.syncFolder(path.folder)
/// ```
package enum FileSystem {
  // MARK: Asking

  /// The status of the item at a path, without following a link; `nil` if there is none.
  package static func status(_ path: FilePath) -> FileStatus? { FileStatus(of: path) }

  /// The status of the item that a path leads to through links; `nil` if there is none.
  package static func statusFollowingLinks(_ path: FilePath) -> FileStatus? {
    FileStatus(of: path, followingLinks: true)
  }

  /// The effective user ID of this process.
  package static var effectiveUserID: Int { Int(geteuid()) }

  /// Whether a path can't be examined because a folder above it can't be entered.
  package static func isInaccessible(_ path: FilePath) -> Bool {
    FileStatus(of: path) == nil && errno == EACCES
  }

  /// Whether a path doesn't exist or is a broken link. A path that can't be examined counts as
  /// existing.
  package static func isMissing(_ path: FilePath) -> Bool {
    FileStatus(of: path, followingLinks: true) == nil && (errno == ENOENT || errno == ENOTDIR)
  }

  /// Whether this user may create files in a folder.
  package static func isWritable(_ folder: FilePath) -> Bool {
    unsafe folder.withCString { unsafe access($0, W_OK) } == 0
  }

  /// Whether this user may read a file.
  package static func isReadable(_ path: FilePath) -> Bool {
    unsafe path.withCString { unsafe access($0, R_OK) } == 0
  }

  /// Whether this user may run a program.
  package static func isExecutable(_ path: FilePath) -> Bool {
    unsafe path.withCString { unsafe access($0, X_OK) } == 0
  }

  /// Throws the system's reason if this user can't create files in a folder.
  package static func requireWritable(_ folder: FilePath) throws(FileError) {
    guard unsafe folder.withCString({ unsafe access($0, W_OK | X_OK) }) != 0 else { return }
    throw FileError(
      folder, SystemErrorCode.message(errno),
      SystemErrorCode.isFileMissing(errno) ? .folderNotFound : .failure)
  }

  /// The available space on a folder's file system, in bytes; `nil` if the system doesn't report
  /// it.
  package static func freeBytes(at folder: FilePath) -> Int? {
    var facts = statvfs()
    guard unsafe folder.withCString({ unsafe statvfs($0, &facts) }) == 0 else { return nil }
    let unit = facts.f_frsize > 0 ? facts.f_frsize : facts.f_bsize
    let (bytes, overflows) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(unit))
    return overflows ? nil : Int(exactly: bytes)
  }

  /// The target of a link; `nil` if a path is not a link.
  package static func linkTarget(of path: FilePath) -> String? {
    var target = [CChar](repeating: 0, count: 4096)
    let count = unsafe path.withCString { unsafe readlink($0, &target, target.count) }
    guard count > 0 else { return nil }
    return String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The absolute path with its links resolved; `nil` if it doesn't exist.
  package static func resolved(_ path: FilePath) -> FilePath? {
    guard let resolved = unsafe path.withCString({ unsafe realpath($0, nil) }) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe FilePath(
      bytes: UnsafeBufferPointer(start: resolved, count: strlen(resolved))
        .map(UInt8.init(bitPattern:)))
  }

  // MARK: Files

  /// Writes a new file and, if requested, makes it durable. If that fails, the file is removed.
  package static func create(
    _ path: FilePath, _ bytes: [UInt8], mode: UInt32 = 0o666, isDurable: Bool
  ) throws(FileError) {
    guard let file = Descriptor(opening: path, O_WRONLY | O_CREAT | O_EXCL, mode: mode) else {
      throw FileError(path, errno, .write)
    }
    var failure = file.write(bytes[...])
    if failure == nil, isDurable { failure = file.sync() }
    let closing = file.finish()
    guard let failure = failure ?? closing else { return }
    _ = unsafe path.withCString { unsafe unlink($0) }
    throw FileError(path, failure, .write)
  }

  /// Appends bytes to a file and makes them durable. A link is not followed.
  package static func append(_ bytes: [UInt8], to path: FilePath) throws(FileError) {
    guard let file = Descriptor(opening: path, O_WRONLY | O_APPEND | O_NOFOLLOW) else {
      throw FileError(path, errno, .write)
    }
    if let failure = file.write(bytes[...]) { throw FileError(path, failure, .write) }
    if let failure = file.sync() { throw FileError(path, failure, .sync) }
  }

  /// Reads a whole file. Fails if it is longer than `limit`.
  package static func read(_ path: FilePath, limit: Int) throws(FileError) -> [UInt8] {
    switch TextFile.read(path, limit: limit) {
    case .success(let bytes): return bytes
    case .failure(let failure):
      if case .notFound = failure { throw FileError(path, failure.message, .fileNotFound) }
      throw FileError(path, failure.message)
    }
  }

  /// Reads a part of a file; fewer bytes if it ends earlier.
  package static func read(
    _ path: FilePath, at offset: Int, count: Int
  ) throws(FileError) -> [UInt8] {
    guard let file = Descriptor(opening: path, O_RDONLY | O_NONBLOCK) else {
      throw FileError(path, errno, .read)
    }
    return try file.read(of: path, at: offset, count: count)
  }

  /// Makes a file durable.
  package static func sync(_ path: FilePath) throws(FileError) {
    guard let file = Descriptor(opening: path, O_RDONLY) else {
      throw FileError(path, errno, .open)
    }
    if let failure = file.sync() { throw FileError(path, failure, .sync) }
  }

  /// Removes a file, or a link itself. Does nothing if it doesn't exist.
  package static func remove(_ path: FilePath) throws(FileError) {
    guard unsafe path.withCString({ unsafe unlink($0) }) != 0, errno != ENOENT else { return }
    throw FileError(path, errno, .remove)
  }

  /// Sets a file's modification time to now. Ignores failures.
  package static func touch(_ path: FilePath) {
    _ = unsafe path.withCString { unsafe utimensat(AT_FDCWD, $0, nil, 0) }
  }

  // MARK: Permissions

  /// The nine permission bits of a file or folder; `nil` if it doesn't exist.
  package static func mode(_ path: FilePath) -> UInt32? { status(path).map { $0.mode & 0o777 } }

  package static func setMode(_ path: FilePath, _ mode: UInt32) throws(FileError) {
    guard unsafe path.withCString({ unsafe chmod($0, mode_t(mode)) }) != 0 else { return }
    throw FileError(path, "its permissions could not be set")
  }

  /// Renames a file, replacing any file with the new name.
  package static func rename(_ path: FilePath, to other: FilePath) throws(FileError) {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe POSIX.rename(from, to) }
    }
    guard result == 0 else { throw FileError(other, errno, .move) }
  }

  /// Renames a file unless the new name is in use. Returns `false` if it is.
  package static func rename(_ path: FilePath, toUnused other: FilePath) throws(FileError) -> Bool {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe POSIX.link(from, to) }
    }
    if result == 0 {
      try remove(path)
      return true
    }
    if errno == EEXIST { return false }
    // The file systems of memory cards have no hard links, so checking beforehand must do.
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else {
      throw FileError(other, errno, .move)
    }
    if status(other) != nil { return false }
    try rename(path, to: other)
    return true
  }

  /// Creates a hard link to a file, or a copy where the file system has no links. An existing file
  /// is kept.
  package static func link(_ path: FilePath, as other: FilePath) throws(FileError) {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe POSIX.link(from, to) }
    }
    if result == 0 || errno == EEXIST { return }
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK, EXDEV].contains(errno) else {
      throw FileError(other, errno, .create)
    }
    try copy(path, to: other)
  }

  /// Copies a file in pieces to a new read-only file and makes it durable. If that fails, the copy
  /// is removed.
  private static func copy(_ path: FilePath, to other: FilePath) throws(FileError) {
    guard let source = Descriptor(opening: path, O_RDONLY | O_NOFOLLOW) else {
      throw FileError(path, errno, .read)
    }
    let target = try WritableFile(other, mode: 0o400, replaces: false)
    do throws(FileError) {
      while true {
        let piece = try source.read(of: path, at: target.byteCount, count: 1 << 20)
        if piece.isEmpty { break }
        try target.write(piece[...])
      }
      try sync(other)
    } catch {
      try? remove(other)
      throw error
    }
  }

  /// Renames a file or folder unless the new name is in use. Returns `false` if it is.
  package static func move(_ path: FilePath, toUnused other: FilePath) throws(FileError) -> Bool {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe castbook_rename_exclusively(from, to) }
    }
    if result == 0 { return true }
    if errno == EEXIST || errno == ENOTEMPTY { return false }
    guard [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) else { throw FileError(other, errno, .move) }
    // Where the system can't guarantee this, checking beforehand must do.
    if status(other) != nil { return false }
    try rename(path, to: other)
    return true
  }

  /// Swaps two files or folders, atomically where the system supports it.
  package static func swap(_ path: FilePath, _ other: FilePath) throws(FileError) {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe castbook_swap(from, to) }
    }
    if result == 0 { return }
    guard [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno),
      let aside = FilePath(bytes: path.bytes + Array(".old".utf8))
    else { throw FileError(other, errno, .move) }
    try rename(other, to: aside)
    do {
      try rename(path, to: other)
    } catch {
      try rename(aside, to: other)
      throw error
    }
    try rename(aside, to: path)
  }
}
