internal import CFileSystem
internal import Media
package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The file system as the library uses it: each call by its name, each failure with its path.
package enum Disk {
  /// What stands under a path: when it was changed, how long it is; nothing when there is nothing.
  package struct Status: Hashable, Sendable {
    package let isFolder: Bool
    package let isFile: Bool
    package let byteCount: Int
    /// When its content was last modified (`mtime`), in nanoseconds since 1970. Any program can set it, and
    /// copying tools keep it.
    package let changed: Int
    /// When anything about it last changed on this disk (`ctime`), in nanoseconds since 1970. No program can
    /// set it.
    package let touched: Int
    let device: UInt64
    let inode: UInt64
    /// What tells a file from every other, whatever name leads to it.
    package var identity: [UInt64] { [device, inode] }
  }

  package static func status(_ path: FilePath) -> Status? {
    var status = stat()
    guard unsafe path.withCString({ unsafe lstat($0, &status) }) == 0 else { return nil }
    return Status(status)
  }

  /// Whether the system refuses to say what stands under a path: a folder above it can't be entered.
  package static func isForbidden(_ path: FilePath) -> Bool {
    var status = stat()
    return unsafe path.withCString({ unsafe lstat($0, &status) }) != 0 && errno == EACCES
  }

  /// Whether nothing is under a path, or only a link that leads nowhere. A path that may not be asked about counts as
  /// existing.
  package static func isMissing(_ path: FilePath) -> Bool {
    var status = stat()
    guard unsafe path.withCString({ unsafe stat($0, &status) }) != 0 else { return false }
    return errno == ENOENT || errno == ENOTDIR
  }

  /// The status of what a path names, through links.
  package static func followed(_ path: FilePath) -> Status? {
    var status = stat()
    guard unsafe path.withCString({ unsafe stat($0, &status) }) == 0 else { return nil }
    return Status(status)
  }

  // MARK: Folders

  /// Makes a folder; nothing happens when it is there.
  package static func makeFolder(_ path: FilePath, mode: UInt32 = 0o777) throws(DiskError) {
    guard unsafe path.withCString({ unsafe mkdir($0, mode_t(mode)) }) != 0 else { return }
    let code = errno
    // A link to a folder will do as well.
    if code == EEXIST, isFolder(path) { return }
    throw DiskError(path, code, "could not be created")
  }

  /// The names in a folder of the library's own; none behind a link, which may lead anywhere.
  static func ownNames(in folder: FilePath) throws(DiskError) -> [[UInt8]] {
    status(folder)?.isFolder == true ? try names(in: folder) : []
  }

  /// Makes a folder and those above it that are not there.
  package static func makeFolders(_ path: FilePath) throws(DiskError) {
    var missing: [FilePath] = []
    var folder = path
    while !isFolder(folder), missing.last != folder {
      missing.append(folder)
      folder = folder.folder
    }
    for folder in missing.reversed() { try makeFolder(folder) }
  }

  /// Makes a folder under a name that nobody has yet, and that nobody looks at.
  package static func makeTemporaryFolder(in folder: FilePath) throws(DiskError) -> FilePath {
    var template = folder.appending(".castbook-XXXXXX".utf8).bytes + [0]
    let isMade = unsafe template.withUnsafeMutableBytes { buffer in
      let text = unsafe buffer.assumingMemoryBound(to: CChar.self)
      return unsafe text.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    guard isMade, let made = FilePath(bytes: template.dropLast()) else {
      throw DiskError(folder, errno, "could not be written to")
    }
    return made
  }

  private static func isFolder(_ path: FilePath) -> Bool {
    var status = stat()
    return unsafe path.withCString({ unsafe stat($0, &status) }) == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, in byte order; none when the folder is not there.
  package static func names(in folder: FilePath) throws(DiskError) -> [[UInt8]] {
    switch Folder.names(in: folder) {
    case .success(let names): return names
    case .failure(.notFound): return []
    case .failure(let failure): throw DiskError(folder, failure.words)
    }
  }

  /// The names of the files in a folder, in byte order; none when the folder is not there.
  static func fileNames(in folder: FilePath) throws(DiskError) -> [[UInt8]] {
    switch Folder.fileNames(in: folder) {
    case .success(let names): return names
    case .failure(.notFound): return []
    case .failure(let failure): throw DiskError(folder, failure.words)
    }
  }

  /// A set of names: how many, and the sum of their hashes, which tells one set from another.
  struct NameSet: Hashable {
    var count = 0
    var sum = 0

    init(count: Int, sum: Int) {
      self.count = count
      self.sum = sum
    }

    init(_ names: some Sequence<String>) {
      var set = castbook_name_set_t(count: 0, sum: 0)
      for name in names { unsafe name.withCString { unsafe castbook_add_name($0, &set) } }
      self.init(set)
    }

    fileprivate init(_ set: castbook_name_set_t) {
      count = Int(set.count)
      sum = Int(truncatingIfNeeded: set.sum)
    }

    /// With other names, none of which is in it.
    func adding(_ others: NameSet) -> NameSet {
      NameSet(count: count + others.count, sum: sum &+ others.sum)
    }

    /// Without names that are all in it.
    func removing(_ others: NameSet) -> NameSet {
      NameSet(count: count - others.count, sum: sum &- others.sum)
    }
  }

  /// The files in a folder that have a name of this length with this ending, `limit` of them at most; none if it is
  /// not there.
  static func names(
    in folder: FilePath, length: Int, suffix: String, limit: Int = .max
  ) throws(DiskError) -> NameSet {
    var set = castbook_name_set_t(count: 0, sum: 0)
    let result = unsafe folder.withCString { folder in
      unsafe suffix.withCString {
        unsafe castbook_read_names(folder, UInt(length), $0, UInt(limit), &set)
      }
    }
    guard result == 0 else { throw DiskError(folder, errno, "could not be read") }
    return NameSet(set)
  }

  /// Makes what was done in a folder durable: names that came, went and changed.
  package static func syncFolder(_ path: FilePath) throws(DiskError) {
    let descriptor = unsafe path.withCString { unsafe openPlain($0, O_RDONLY | O_DIRECTORY) }
    guard descriptor >= 0 else { throw DiskError(path, errno, "could not be opened") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw DiskError(path, errno, "could not be synced to disk")
    }
  }

  /// Makes everything on the file system of a folder durable, in one go.
  package static func syncEverything(around folder: FilePath) throws(DiskError) {
    let descriptor = unsafe folder.withCString { unsafe openPlain($0, O_RDONLY | O_DIRECTORY) }
    guard descriptor >= 0 else { throw DiskError(folder, errno, "could not be opened") }
    defer { close(descriptor) }
    guard castbook_sync_file_system(descriptor) == 0 else {
      throw DiskError(folder, errno, "could not be synced to disk")
    }
  }

  // MARK: Files

  /// Writes a file that is not there yet, and makes it durable when asked to. Nothing stays of it when
  /// that fails.
  package static func create(
    _ path: FilePath, _ bytes: [UInt8], mode: UInt32 = 0o666, isDurable: Bool
  ) throws(DiskError) {
    let descriptor = unsafe path.withCString { text in
      unsafe openPlain(text, O_WRONLY | O_CREAT | O_EXCL, mode)
    }
    guard descriptor >= 0 else { throw DiskError(path, errno, "could not be written") }
    var failure = put(bytes[...], into: descriptor)
    if failure == nil, isDurable, fsync(descriptor) != 0 { failure = errno }
    if close(descriptor) != 0, failure == nil { failure = errno }
    guard let failure else { return }
    _ = unsafe path.withCString { unsafe unlink($0) }
    throw DiskError(path, failure, "could not be written")
  }

  /// All of a file; a failure when it is longer than `limit`.
  package static func read(_ path: FilePath, limit: Int) throws(DiskError) -> [UInt8] {
    switch TextFile.read(path, limit: limit) {
    case .success(let bytes): return bytes
    case .failure(let failure): throw DiskError(path, failure.words)
    }
  }

  /// A part of a file; fewer bytes where it ends earlier.
  package static func read(
    _ path: FilePath, at offset: Int, count: Int
  ) throws(DiskError) -> [UInt8] {
    let descriptor = unsafe path.withCString { unsafe openPlain($0, O_RDONLY | O_NONBLOCK) }
    guard descriptor >= 0 else { throw DiskError(path, errno, "could not be read") }
    defer { close(descriptor) }
    return try read(descriptor, of: path, at: offset, count: count)
  }

  /// The same of an open file.
  static func read(
    _ descriptor: Int32, of path: FilePath, at offset: Int, count: Int
  ) throws(DiskError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = unsafe pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled,
          off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        filled += got
      }
    }
    if failure != 0 { throw DiskError(path, failure, "could not be read") }
    return bytes
  }

  /// Makes a file durable.
  package static func sync(_ path: FilePath) throws(DiskError) {
    let descriptor = unsafe path.withCString { unsafe openPlain($0, O_RDONLY) }
    guard descriptor >= 0 else { throw DiskError(path, errno, "could not be opened") }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
      throw DiskError(path, errno, "could not be synced to disk")
    }
  }

  /// Gives a file another name, over whatever has it.
  package static func rename(_ path: FilePath, to other: FilePath) throws(DiskError) {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe renamePath(from, to) }
    }
    guard result == 0 else { throw DiskError(other, errno, "could not be moved into place") }
  }

  /// Takes a file away; nothing happens when it is not there.
  package static func remove(_ path: FilePath) throws(DiskError) {
    guard unsafe path.withCString({ unsafe unlink($0) }) != 0, errno != ENOENT else { return }
    throw DiskError(path, errno, "could not be removed")
  }

  /// Takes an empty folder away; nothing happens when it is not there or not empty.
  package static func removeFolder(_ path: FilePath) {
    _ = unsafe path.withCString { unsafe rmdir($0) }
  }

  /// Marks a file as changed now.
  package static func touch(_ path: FilePath) {
    _ = unsafe path.withCString { unsafe utimensat(AT_FDCWD, $0, nil, 0) }
  }

  /// Whether one may write in a folder.
  package static func isWritable(_ folder: FilePath) -> Bool {
    unsafe folder.withCString { unsafe access($0, W_OK) } == 0
  }
}

extension Disk.Status {
  fileprivate init(_ status: stat) {
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    isFile = status.st_mode & S_IFMT == S_IFREG
    byteCount = Int(status.st_size)
    #if canImport(Glibc)
      changed = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
      touched = status.st_ctim.tv_sec &* 1_000_000_000 &+ status.st_ctim.tv_nsec
    #else
      changed = status.st_mtimespec.tv_sec &* 1_000_000_000 &+ status.st_mtimespec.tv_nsec
      touched = status.st_ctimespec.tv_sec &* 1_000_000_000 &+ status.st_ctimespec.tv_nsec
    #endif
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}

/// The system's `open` with what is always wanted.
private func openPlain(
  _ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: UInt32 = 0
) -> Int32 {
  unsafe open(path, flags | O_CLOEXEC | O_NOCTTY, mode_t(mode))
}

/// The system's `rename`, under a name that does not hide ours.
private func renamePath(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
  unsafe rename(from, to)
}

/// What the file system would not do.
package struct DiskError: Error, Hashable, Sendable {
  package let path: FilePath
  /// "could not be written: No space left on device".
  package let reason: String
  package let kind: Kind

  package enum Kind: Hashable, Sendable {
    case failure
    case noSpace
    /// A folder of the library is missing.
    case missing
    /// A link or a file is where the library keeps a folder.
    case strange
    /// The file system keeps no locks.
    case noLocks
  }

  package init(_ path: FilePath, _ reason: String, _ kind: Kind = .failure) {
    self.path = path
    self.reason = reason
    self.kind = kind
  }

  init(_ path: FilePath, _ code: Int32, _ what: String) {
    self.init(
      path, "\(what): \(SystemError.words(code))",
      SystemError.isWantOfSpace(code) ? .noSpace : .failure)
  }
}

extension DiskError: CustomStringConvertible {
  package var description: String { "\(path): \(reason)" }
}
