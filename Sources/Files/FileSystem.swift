internal import CFiles
package import Model
internal import POSIX

/// Operations on paths: each is one step of the file system, and each failure names its path.
///
/// ```swift
/// try FileSystem.create(temporary, bytes, isDurable: true)
/// try FileSystem.rename(temporary, to: path)
/// try FileSystem.syncFolder(path.folder)
/// ```
package enum FileSystem {
  // MARK: Asking

  /// The status of what is at a path, of a link its own; `nil` if there is nothing.
  package static func status(_ path: FilePath) -> FileStatus? { FileStatus(of: path) }

  /// The status of what a path leads to, through links; `nil` if there is nothing.
  package static func statusFollowingLinks(_ path: FilePath) -> FileStatus? {
    FileStatus(of: path, followingLinks: true)
  }

  /// The number of the user of this process.
  package static var userNumber: Int { Int(geteuid()) }

  /// Whether the system refuses to say what is at a path, because a folder above it can't be entered.
  package static func isForbidden(_ path: FilePath) -> Bool {
    FileStatus(of: path) == nil && errno == EACCES
  }

  /// Whether nothing is at a path, or only a link that leads nowhere. A path that may not be asked about counts
  /// as existing.
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

  /// Fails, with the system's reason, if this user can't create files in a folder.
  package static func requireWritable(_ folder: FilePath) throws(FileError) {
    guard unsafe folder.withCString({ unsafe access($0, W_OK | X_OK) }) != 0 else { return }
    throw FileError(
      folder, SystemError.message(errno), SystemError.isFileMissing(errno) ? .missing : .failure)
  }

  /// The bytes that can still be written where a folder is; `nil` if the system doesn't say.
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

  /// The full path of what exists, without links; `nil` if it doesn't.
  package static func resolved(_ path: FilePath) -> FilePath? {
    guard let resolved = unsafe path.withCString({ unsafe realpath($0, nil) }) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe FilePath(
      bytes: UnsafeBufferPointer(start: resolved, count: strlen(resolved))
        .map(UInt8.init(bitPattern:)))
  }

  // MARK: Files

  /// Writes a new file and, if asked to, makes it durable. If that fails, no part of it stays.
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
      if case .notFound = failure { throw FileError(path, failure.words, .noFile) }
      throw FileError(path, failure.words)
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

  /// Removes a file, or a link itself. Does nothing if it is not there.
  package static func remove(_ path: FilePath) throws(FileError) {
    guard unsafe path.withCString({ unsafe unlink($0) }) != 0, errno != ENOENT else { return }
    throw FileError(path, errno, .remove)
  }

  /// Sets a file's modification time to now. Does nothing if that fails.
  package static func touch(_ path: FilePath) {
    _ = unsafe path.withCString { unsafe utimensat(AT_FDCWD, $0, nil, 0) }
  }

  // MARK: Permissions

  /// The permissions of a file or folder, the nine bits that `chmod` sets; `nil` if it is not there.
  package static func mode(_ path: FilePath) -> UInt32? { status(path).map { $0.mode & 0o777 } }

  /// Sets the permissions of a file or folder.
  package static func setMode(_ path: FilePath, _ mode: UInt32) throws(FileError) {
    guard unsafe path.withCString({ unsafe chmod($0, mode_t(mode)) }) != 0 else { return }
    throw FileError(path, "its permissions could not be set")
  }

  /// Gives a file another name, replacing what has that name.
  package static func rename(_ path: FilePath, to other: FilePath) throws(FileError) {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe POSIX.rename(from, to) }
    }
    guard result == 0 else { throw FileError(other, errno, .move) }
  }

  /// Gives a file a name that must not be in use. Returns `false` if it is.
  package static func rename(_ path: FilePath, toUnused other: FilePath) throws(FileError) -> Bool {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe POSIX.link(from, to) }
    }
    if result == 0 {
      try remove(path)
      return true
    }
    if errno == EEXIST { return false }
    // The file systems of memory cards have no second name for a file: looking first must do.
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else {
      throw FileError(other, errno, .move)
    }
    if status(other) != nil { return false }
    try rename(path, to: other)
    return true
  }

  /// Gives a file a second name, or copies it where the file system can't. What has that name stays.
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

  /// Copies a file piece by piece into a new one that no one may write, and makes it durable. If that fails, no part of it
  /// stays.
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

  /// Gives a file or a folder a name that must not be in use. Returns `false` if it is.
  package static func move(_ path: FilePath, toUnused other: FilePath) throws(FileError) -> Bool {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe castbook_rename_exclusively(from, to) }
    }
    if result == 0 { return true }
    if errno == EEXIST || errno == ENOTEMPTY { return false }
    guard [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) else { throw FileError(other, errno, .move) }
    // Where the system can't promise it, looking first must do.
    if status(other) != nil { return false }
    try rename(path, to: other)
    return true
  }

  /// Exchanges two files or folders: at no moment is either name free.
  package static func exchange(_ path: FilePath, _ other: FilePath) throws(FileError) {
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
