internal import Files
package import Model

/// A temporary folder beside the future folder of a library. The library is filled there and then
/// moved into place as a whole or discarded, so no other process ever sees an incomplete one.
///
/// ```swift
/// guard let staging = StagingFolder(for: target) else { return }
/// let store = try LibraryStore(at: staging.folder)
/// // …
/// let isInPlace = try staging.finish()
/// ```
package struct StagingFolder: ~Copyable {
  /// The final path of the library.
  private let target: FilePath
  /// The path of the library until `finish()`.
  package let folder: FilePath
  /// The lock that is held while the folder is in use. A folder whose lock is free was left by a
  /// command that was killed.
  private let lock: FileLock

  /// Creates an empty library in a temporary folder.
  ///
  /// Returns `nil` if the library must be created in place, because the target contains something
  /// or a folder can't be created beside it.
  package init?(for target: FilePath, environment: SystemEnvironment = .ofThisMachine) {
    let target = FileSystem.resolved(target) ?? target
    guard (try? FileSystem.names(in: target))?.isEmpty ?? true else { return nil }
    let prefix = [UInt8(ascii: ".")] + target.name.bytes + Array(".new-".utf8)
    let folder = target.folder.appending(prefix + Hex.text(of: environment.random(8)).utf8)
    do {
      try FileSystem.createFolders(target.folder)
      Self.removeLeftovers(in: target.folder, prefix)
      try FileSystem.createFolder(folder, mode: FileSystem.privateFolderMode)
      guard let lock = try FileLock(folder, timeoutMilliseconds: 0) else { return nil }
      try LibraryStore.create(at: folder, environment: environment)
      self.target = target
      self.folder = folder
      self.lock = lock
    } catch {
      try? FileSystem.removeAll(folder)
      return nil
    }
  }

  /// Moves the library into place. Returns `false` and discards it if there is another one by now.
  package func finish() throws -> Bool {
    do {
      try FileSystem.rename(folder, to: target)
    } catch {
      discard()
      if LibraryStore.exists(at: target) || (try? FileSystem.names(in: target))?.isEmpty == false {
        return false
      }
      throw LibraryError.disk(error)
    }
    do { try FileSystem.syncFolder(target.folder) } catch { throw LibraryError.disk(error) }
    return true
  }

  /// Deletes the folder.
  package func discard() { try? FileSystem.removeAll(folder) }

  /// Deletes the folders that killed commands left, recognizable by their free locks.
  private static func removeLeftovers(in folder: FilePath, _ prefix: [UInt8]) {
    for name in (try? FileSystem.names(in: folder)) ?? [] where name.starts(with: prefix) {
      let path = folder.appending(name)
      guard FileSystem.status(path)?.isFolder == true,
        let lock = try? FileLock(path, timeoutMilliseconds: 0)
      else { continue }
      withExtendedLifetime(lock) { try? FileSystem.removeAll(path) }
    }
  }
}
