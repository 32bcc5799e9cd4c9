internal import CFileSystem
internal import Media
package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Disk {
  /// What tells a folder from every other, whatever path leads to it.
  struct FolderIdentity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  /// The folder that a path leads to, through links; nothing when there is none.
  static func identity(_ path: FilePath) -> FolderIdentity? {
    var status = stat()
    guard unsafe path.withCString({ unsafe stat($0, &status) }) == 0,
      status.st_mode & S_IFMT == S_IFDIR
    else { return nil }
    return FolderIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino))
  }

  /// Whether a path, which need not be there yet, is a folder or lies below it.
  package static func isInside(_ path: FilePath, _ folder: FilePath) -> Bool {
    guard let goal = identity(folder) else { return false }
    var place = path
    while identity(place) == nil, place.folder != place { place = place.folder }
    // Upwards by the system's own way: a link may lead anywhere.
    var last: FolderIdentity?
    while let here = identity(place), here != last {
      if here == goal { return true }
      last = here
      place = place.appending("..".utf8)
    }
    return false
  }

  /// The path without links of what is there.
  static func withoutLinks(_ path: FilePath) -> FilePath? {
    guard let resolved = unsafe path.withCString({ unsafe realpath($0, nil) }) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe FilePath(
      bytes: UnsafeBufferPointer(start: resolved, count: strlen(resolved))
        .map(UInt8.init(bitPattern:)))
  }

  /// How many bytes may still be written where a folder lies; nothing when the system does not tell.
  static func freeBytes(at folder: FilePath) -> Int? {
    var facts = statvfs()
    guard unsafe folder.withCString({ unsafe statvfs($0, &facts) }) == 0 else { return nil }
    let unit = facts.f_frsize > 0 ? facts.f_frsize : facts.f_bsize
    let (bytes, isMore) = UInt64(facts.f_bavail).multipliedReportingOverflow(by: UInt64(unit))
    return isMore ? nil : Int(exactly: bytes)
  }

  /// Gives a file a name that must not be taken yet; false when it is.
  static func place(_ path: FilePath, as other: FilePath) throws(DiskError) -> Bool {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe linkFile(from, to) }
    }
    if result == 0 {
      try remove(path)
      return true
    }
    if errno == EEXIST { return false }
    // Memory cards know no second name for a file: there the last look must do.
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else {
      throw DiskError(other, errno, "could not be moved into place")
    }
    if status(other) != nil { return false }
    try rename(path, to: other)
    return true
  }
}

extension Disk {
  /// Gives a file or a folder a name that must not be taken yet; false when it is.
  package static func move(_ path: FilePath, toNew other: FilePath) throws(DiskError) -> Bool {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe castbook_rename_new(from, to) }
    }
    if result == 0 { return true }
    if errno == EEXIST || errno == ENOTEMPTY { return false }
    guard [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) else {
      throw DiskError(other, errno, "could not be moved into place")
    }
    // Where the system can't promise it, the last look must do.
    if status(other) != nil { return false }
    try rename(path, to: other)
    return true
  }

  /// Lets two files or folders change their places: at no moment there is neither.
  package static func exchange(_ path: FilePath, _ other: FilePath) throws(DiskError) {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe castbook_exchange(from, to) }
    }
    if result == 0 { return }
    guard [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno),
      let aside = FilePath(bytes: path.bytes + Array(".old".utf8))
    else { throw DiskError(other, errno, "could not be moved into place") }
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

/// The system's `link`, under a name that does not hide ours.
private func linkFile(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
  unsafe link(from, to)
}
