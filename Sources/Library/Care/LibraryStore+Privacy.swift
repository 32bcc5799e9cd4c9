internal import Files
internal import Model

/// Access by other users of the machine.
///
/// A library is private to its user unless the user decides otherwise. Libraries of earlier
/// versions have the permissions that the system gave them by default.
extension LibraryStore {
  /// The permission bits of the group and of all other users.
  private static let others: UInt32 = 0o077

  /// Returns the library's folders and files that other users may read, write or enter.
  ///
  /// The list is empty when they may not enter the library's own folder.
  func itemsOpenToOthers() throws(FileError) -> [FilePath] {
    guard let mode = FileSystem.mode(root), mode & Self.others != 0 else { return [] }
    var open = [root]
    // A loop and not a recursion, because folders of other programs may be nested deeply.
    var folders = [root]
    while let folder = folders.popLast() {
      for name in try FileSystem.names(in: folder) {
        let path = folder.appending(name)
        guard let status = FileSystem.status(path), status.isFolder || status.isFile else {
          continue
        }
        // The permissions of foreign files are left to their owner.
        if folder == root, Layout.kind(of: name) == .foreign { continue }
        if let mode = FileSystem.mode(path), mode & Self.others != 0 { open.append(path) }
        if status.isFolder { folders.append(path) }
      }
    }
    return open
  }

  /// Removes all permissions of other users, and returns whether this was completely
  /// successful.
  func makePrivate() throws(FileError) -> Bool {
    // The library's own folder comes last, so the next run continues after an interruption.
    for path in try itemsOpenToOthers().reversed() {
      guard let mode = FileSystem.mode(path) else { continue }
      try? FileSystem.setMode(path, mode & ~Self.others)
    }
    return try itemsOpenToOthers().isEmpty
  }

  /// Returns a notice about a library that other users can read, or `nil` when they can't or it
  /// was given before.
  static func privacyNotice(_ root: FilePath, _ index: Index) -> String? {
    let key = "told-open"
    guard let mode = FileSystem.mode(root), mode & 0o055 != 0,
      (try? index.meta.integer(key)) == .some(nil)
    else {
      return nil
    }
    var isNoted = false
    index.sql.database.withoutWaiting { isNoted = (try? index.meta.set(key, 1)) != nil }
    guard isNoted else { return nil }
    return "Other users of this machine can read the library (\(root)): "
      + "castbook doctor --repair makes it private."
  }
}
