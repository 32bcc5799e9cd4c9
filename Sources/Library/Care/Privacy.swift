internal import Files
internal import Model

/// A library is for its user alone, unless somebody decided otherwise. Libraries of earlier versions were as
/// open as the system's defaults.
extension LibraryStore {
  private static let others: UInt32 = 0o077

  /// The library's folders and files that other users may read, write or enter; none if they may not enter the
  /// library itself.
  func openToOthers() throws(FileError) -> [FilePath] {
    guard let mode = FileSystem.mode(root), mode & Self.others != 0 else { return [] }
    var open = [root]
    // Folder by folder, no call within a call: folders of other programs may be deep.
    var folders = [root]
    while let folder = folders.popLast() {
      for name in try FileSystem.names(in: folder) {
        let path = folder.appending(name)
        guard let status = FileSystem.status(path), status.isFolder || status.isFile else {
          continue
        }
        // What is not the library's own is its owner's to open or close.
        if folder == root, Layout.place(of: name) == .foreign { continue }
        if let mode = FileSystem.mode(path), mode & Self.others != 0 { open.append(path) }
        if status.isFolder { folders.append(path) }
      }
    }
    return open
  }

  /// Takes all rights of other users away; returns whether none is left.
  func makePrivate() throws(FileError) -> Bool {
    // The library's own folder comes last, so that a run that is ended is done again.
    for path in try openToOthers().reversed() {
      guard let mode = FileSystem.mode(path) else { continue }
      try? FileSystem.setMode(path, mode & ~Self.others)
    }
    return try openToOthers().isEmpty
  }

  /// What to say, once, of a library that other users may enter; `nil` if they may not or it was said before.
  static func privacyNotice(_ root: FilePath, _ index: Index) -> String? {
    let key = "told-open"
    guard let mode = FileSystem.mode(root), mode & 0o055 != 0, (try? index.value(key)) == .some(nil)
    else {
      return nil
    }
    var isNoted = false
    index.database.withoutWaiting { isNoted = (try? index.set(key, 1)) != nil }
    guard isNoted else { return nil }
    return "Other users of this machine can read the library (\(root)): "
      + "castbook doctor --repair makes it private."
  }
}
