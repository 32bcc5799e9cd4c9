internal import Files
package import Model

extension LibraryStore {
  /// Returns whether a folder has a `castbook.json`, as libraries and their backups do.
  package static func hasManifest(at folder: FilePath) -> Bool {
    FileSystem.status(folder.appending(LibraryManifest.name)) != nil
  }

  /// Returns whether a folder looks like a library whose `castbook.json` is missing or
  /// unreadable.
  package static func lacksManifest(at root: FilePath) -> Bool {
    guard FileSystem.status(Layout(root: root).log)?.isFolder == true else { return false }
    do {
      _ = try LibraryManifest(of: root)
      return false
    } catch {
      switch error {
      case .noLibrary, .damagedManifest: return true
      default: return false
      }
    }
  }

  /// Writes a new `castbook.json` with a new identity, and moves the old file to `damaged/`.
  ///
  /// Throws `LibraryError` when the folder can't be written or this machine's clock is wrong.
  package static func repairManifest(
    at root: FilePath, environment: SystemEnvironment = .ofThisMachine
  ) throws(LibraryError) {
    do {
      let layout = Layout(root: root)
      let manifest = root.appending(LibraryManifest.name)
      guard
        let id = ULID(at: Instant(milliseconds: environment.now()), random: environment.random(10))
      else { throw LibraryError.unwritableRecord("this machine's clock is wrong") }
      let name = Hex.text(of: environment.random(8))
      if FileSystem.status(manifest) != nil {
        try FileSystem.makeOwnFolder(layout.damaged)
        try FileSystem.rename(
          manifest, to: layout.damaged.appending(Array("castbook-\(name).json".utf8)))
      }
      try FileSystem.replaceOwn(
        manifest, LibraryManifest(id: id).bytes, temporary: root.appending(".new-\(name)".utf8),
        isDurable: true)
      try FileSystem.syncFolder(root)
    } catch {
      throw LibraryError(error)
    }
  }
}
