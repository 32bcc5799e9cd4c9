package import Model

/// A folder for files that nothing needs later, in the folder for temporary files. Only its owner can read it.
///
/// It is locked as long as it is used. One that isn't locked was left by a program that was killed, and the next program
/// that makes such a folder removes it.
///
/// ```swift
/// let folder = try ScratchFolder()
/// defer { folder.remove() }
/// ```
package final class ScratchFolder: Sendable {
  /// The path of the folder.
  package let path: FilePath
  /// `nil` if the file system has no locks.
  private let lock: FileLock?

  private static let prefix = "castbook-files-"

  /// Makes a folder, and removes those that were left.
  ///
  /// A program that does it at the same moment may take the new folder for one that was left before it is locked.
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

  /// Removes the folder with all that is in it.
  package func remove() { try? FileSystem.removeAll(path) }

  deinit { remove() }

  /// Removes the folders of programs that were killed.
  package static func removeLeftovers() {
    let all = FileSystem.temporaryFolder
    guard case .success(let names) = Folder.names(in: all) else { return }
    for name in names where name.starts(with: prefix.utf8) {
      let folder = all.appending(name)
      guard let status = FileSystem.status(folder), status.isFolder, status.isOwn,
        let lock = try? FileLock(folder, timeoutMilliseconds: 0)
      else { continue }
      try? FileSystem.removeAll(folder)
      _ = consume lock
    }
  }
}
