package import Model

/// A temporary folder that only its owner can read.
///
/// It is locked while it is in use. A folder without a lock was left by a killed program, and the
/// next program that creates such a folder removes it.
///
/// ```swift
/// let folder = try ScratchFolder()
/// defer { folder.remove() }
/// ```
package final class ScratchFolder: Sendable {
  package let path: FilePath
  /// `nil` if the file system has no locks.
  private let lock: FileLock?

  private static let prefix = "castbook-files-"

  /// Creates a folder, and removes those left by killed programs.
  ///
  /// Before the folder is locked, a program that does this concurrently may mistake it for a
  /// leftover and remove it.
  package init() throws(FileError) {
    let all = FileSystem.temporaryFolder
    Self.removeLeftovers()
    for _ in 0..<8 {
      let folder = try FileSystem.makeTemporaryFolder(in: all, prefix: Self.prefix)
      do {
        if let lock = try FileLock(folder, timeoutMilliseconds: 1000),
          FileSystem.status(folder) != nil
        {
          self.path = folder
          self.lock = consume lock
          return
        }
      } catch {
        if error.kind == .noLocks {
          self.path = folder
          self.lock = nil
          return
        }
      }
      FileSystem.removeFolder(folder)
    }
    throw FileError(all, "no folder in it could be locked")
  }

  /// Removes the folder and its contents.
  package func remove() { try? FileSystem.removeAll(path) }

  deinit { remove() }

  /// Removes the folders of programs that were killed.
  package static func removeLeftovers() {
    let all = FileSystem.temporaryFolder
    guard case .success(let names) = Folder.names(in: all) else { return }
    for name in names where name.starts(with: prefix.utf8) {
      let folder = all.appending(name)
      guard let status = FileSystem.status(folder), status.isFolder, status.isOwnedByUser,
        let lock = try? FileLock(folder, timeoutMilliseconds: 0)
      else { continue }
      try? FileSystem.removeAll(folder)
      _ = consume lock
    }
  }
}
