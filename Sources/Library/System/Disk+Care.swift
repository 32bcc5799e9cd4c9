internal import Media
package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Disk {
  /// Who may do what with a file or folder: the nine bits that `chmod` sets. Nothing when it is not there.
  package static func mode(_ path: FilePath) -> UInt32? {
    var status = stat()
    guard unsafe path.withCString({ unsafe lstat($0, &status) }) == 0 else { return nil }
    return UInt32(status.st_mode) & 0o777
  }

  /// Sets these bits.
  package static func setMode(_ path: FilePath, _ mode: UInt32) throws(DiskError) {
    guard unsafe path.withCString({ unsafe chmod($0, mode_t(mode)) }) != 0 else { return }
    throw DiskError(path, "its permissions could not be set")
  }

  /// Whether a file may be read.
  package static func isReadable(_ path: FilePath) -> Bool {
    unsafe path.withCString { unsafe access($0, R_OK) } == 0
  }

  /// Takes a folder away with all that is in it; nothing happens when it is not there. Of a link, only the
  /// link itself goes.
  package static func removeAll(_ path: FilePath) throws(DiskError) {
    guard status(path)?.isFolder == true else { return try remove(path) }
    // Folder by folder, no call within a call: nobody knows how deep it goes.
    var folders = [path]
    var emptied: [FilePath] = []
    while let folder = folders.popLast() {
      emptied.append(folder)
      for name in try names(in: folder) {
        let item = folder.appending(name)
        if status(item)?.isFolder == true { folders.append(item) } else { try remove(item) }
      }
    }
    for folder in emptied.reversed() { removeFolder(folder) }
  }
}
