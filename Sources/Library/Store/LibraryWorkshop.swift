package import Files
package import Model

/// A place beside a library that is to be: there it is filled, and then it takes its name as a whole, or
/// is gone. Nobody else ever sees it half made.
package struct LibraryWorkshop: ~Copyable {
  /// Where the library is to be.
  private let target: FilePath
  /// Where it is until then.
  package let folder: FilePath
  /// Held as long as somebody works in it: what nobody holds was left by a command that was ended.
  private let lock: FileLock

  /// Makes an empty library there; nothing where it has to be made in its place: the folder holds
  /// something, or there is no room beside it.
  package init?(for target: FilePath, surprises: Surprises = .ofThisMachine) {
    let target = FileSystem.resolved(target) ?? target
    guard (try? FileSystem.names(in: target))?.isEmpty ?? true else { return nil }
    let lead = [UInt8(ascii: ".")] + target.name.bytes + Array(".new-".utf8)
    let folder = target.folder.appending(lead + Hex.text(of: surprises.random(8)).utf8)
    do {
      try FileSystem.makeFolders(target.folder)
      Self.tidy(target.folder, lead)
      try FileSystem.makeFolder(folder, mode: FileSystem.privateFolderMode)
      guard let lock = try FileLock(folder, timeoutMilliseconds: 0) else { return nil }
      try LibraryStore.create(at: folder, surprises: surprises)
      self.target = target
      self.folder = folder
      self.lock = lock
    } catch {
      try? FileSystem.removeAll(folder)
      return nil
    }
  }

  /// Gives the library its name; false when another has it by now.
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

  /// Takes it away.
  package func discard() { try? FileSystem.removeAll(folder) }

  private static func tidy(_ folder: FilePath, _ lead: [UInt8]) {
    for name in (try? FileSystem.names(in: folder)) ?? [] where name.starts(with: lead) {
      let path = folder.appending(name)
      guard FileSystem.status(path)?.isFolder == true,
        let lock = try? FileLock(path, timeoutMilliseconds: 0)
      else { continue }
      withExtendedLifetime(lock) { try? FileSystem.removeAll(path) }
    }
  }
}
