internal import Files
internal import Model

/// The permissions of a library's files: a new library belongs to its user alone (0700), and
/// everything created in it later is as open as the folder that contains it.
extension FileSystem {
  /// The permissions of a new library's folder.
  package static let privateFolderMode: UInt32 = 0o700

  /// The permissions of a new file in one of a library's folders: as readable as the folder. Only a
  /// file that will be rewritten is writable.
  static func ownMode(in folder: FilePath, isSealed: Bool) -> UInt32 {
    let mode = mode(folder) ?? privateFolderMode
    return isSealed ? mode & 0o444 | 0o400 : mode & 0o666 | 0o600
  }

  /// Writes a new file of a library. A sealed one is never changed again.
  static func createOwn(
    _ path: FilePath, _ bytes: [UInt8], isSealed: Bool = false, isDurable: Bool
  ) throws(FileError) {
    let mode = ownMode(in: path.folder, isSealed: isSealed)
    try create(path, bytes, mode: mode, isDurable: isDurable)
  }

  /// Writes a file of a library in one step, in place of an existing one.
  static func replaceOwn(
    _ path: FilePath, _ bytes: [UInt8], temporary: FilePath, isDurable: Bool
  ) throws(FileError) {
    try createOwn(temporary, bytes, isDurable: isDurable)
    do {
      try rename(temporary, to: path)
    } catch {
      try? remove(temporary)
      throw error
    }
  }

  /// Creates a library's folder, as open as its parent. Fails on a link, even one to a folder.
  static func makeOwnFolder(_ path: FilePath) throws(FileError) {
    try makeOwnFolder(path, mode: mode(path.folder) ?? privateFolderMode)
  }

  static func makeOwnFolder(_ path: FilePath, mode: UInt32) throws(FileError) {
    if let status = status(path) {
      guard status.isFolder else { throw FileError(path, "is not a folder") }
    } else {
      try createFolder(path, mode: mode)
    }
  }

  /// Creates the folder of a new library, for its user alone, and those above it that are missing.
  static func makeLibraryFolder(_ path: FilePath) throws(FileError) {
    try createFolders(path.folder)
    try createFolder(path, mode: privateFolderMode)
    // An empty folder may have been there. If its permissions can't be set, they stay.
    try? setMode(path, privateFolderMode)
  }

  /// The names in a folder of the library. Returns none for a link, which may lead anywhere.
  static func ownNames(in folder: FilePath) throws(FileError) -> [[UInt8]] {
    status(folder)?.isFolder == true ? try names(in: folder) : []
  }

  /// The sum of the regular files in a folder's two-letter subfolders; `nil` if one can't be read.
  static func sumOfFiles(_ folder: FilePath) -> FolderSummary? {
    guard let names = try? names(in: folder) else { return nil }
    var sum = FolderSummary()
    for name in names where name.count == 2 {
      let shelf = folder.appending(name)
      guard status(shelf)?.isFolder == true else { continue }
      guard let part = self.summary(ofFilesIn: shelf) else { return nil }
      sum += part
    }
    return sum
  }

  /// Bytes that can't be compressed.
  static func noise(_ count: Int) -> [UInt8] { IncompressibleBytes.make(count) }
}
