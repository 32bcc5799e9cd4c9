internal import CFileSystem
internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Who may read a library. A new one belongs to its user alone (0700); everything that is made in it later
/// is as open as the folder it is made in.
extension Disk {
  /// The mode of a new library's folder.
  package static let privateFolderMode: UInt32 = 0o700

  /// The mode of a new file in one of a library's folders: as readable as the folder, and writable only if
  /// it is ever written again.
  static func ownMode(in folder: FilePath, isSealed: Bool) -> UInt32 {
    let mode = mode(folder) ?? privateFolderMode
    return isSealed ? mode & 0o444 | 0o400 : mode & 0o666 | 0o600
  }

  /// Writes a new file of a library. A sealed one is never changed again.
  static func createOwn(
    _ path: FilePath, _ bytes: [UInt8], isSealed: Bool = false, isDurable: Bool
  ) throws(DiskError) {
    let mode = ownMode(in: path.folder, isSealed: isSealed)
    try create(path, bytes, mode: mode, isDurable: isDurable)
  }

  /// Makes a folder that is to be the library's own, as open as the one it lies in; a link to one elsewhere
  /// will not do.
  static func makeOwnFolder(_ path: FilePath) throws(DiskError) {
    try makeOwnFolder(path, mode: mode(path.folder) ?? privateFolderMode)
  }

  static func makeOwnFolder(_ path: FilePath, mode: UInt32) throws(DiskError) {
    if let status = status(path) {
      guard status.isFolder else { throw DiskError(path, "is not a folder") }
    } else {
      try makeFolder(path, mode: mode)
    }
  }

  /// So many bytes that can't be compressed.
  static func noise(_ count: Int) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe castbook_fill_with_noise(buffer.baseAddress, UInt(count))
      filled = count
    }
  }

  /// Makes the folder of a library to be, for its user alone, and those above it that are not there.
  static func makeLibraryFolder(_ path: FilePath) throws(DiskError) {
    try makeFolders(path.folder)
    try makeFolder(path, mode: privateFolderMode)
    // An empty folder may have been there. Where its mode can't be set, it stays what it was.
    try? setMode(path, privateFolderMode)
  }
}
