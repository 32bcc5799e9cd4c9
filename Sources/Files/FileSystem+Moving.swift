internal import CFiles
package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension FileSystem {
  /// Gives a file another name, replacing what has that name.
  package static func rename(_ path: FilePath, to other: FilePath) throws(FileError) {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe renamePath(from, to) }
    }
    guard result == 0 else { throw FileError(other, errno, "could not be moved into place") }
  }

  /// Gives a file a name that must not be in use. Returns `false` if it is.
  package static func rename(_ path: FilePath, toUnused other: FilePath) throws(FileError) -> Bool {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe linkFile(from, to) }
    }
    if result == 0 {
      try remove(path)
      return true
    }
    if errno == EEXIST { return false }
    // The file systems of memory cards have no second name for a file: looking first must do.
    guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(errno) else {
      throw FileError(other, errno, "could not be moved into place")
    }
    if status(other) != nil { return false }
    try rename(path, to: other)
    return true
  }

  /// Gives a file or a folder a name that must not be in use. Returns `false` if it is.
  package static func move(_ path: FilePath, toUnused other: FilePath) throws(FileError) -> Bool {
    let result = unsafe path.withCString { from in
      unsafe other.withCString { to in unsafe castbook_rename_new(from, to) }
    }
    if result == 0 { return true }
    if errno == EEXIST || errno == ENOTEMPTY { return false }
    guard [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) else {
      throw FileError(other, errno, "could not be moved into place")
    }
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
    else { throw FileError(other, errno, "could not be moved into place") }
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

// The system's calls, under names that our own don't hide.
private func renamePath(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
  unsafe rename(from, to)
}

private func linkFile(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
  unsafe link(from, to)
}
