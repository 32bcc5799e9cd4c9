internal import Castbook
internal import Files

/// The folders in which a user's gallery keeps what its next start needs, so open tabs keep
/// working.
public struct GalleryFolders: Sendable {
  /// The folder for permanent state: the name in the gallery's address and its port, to which texts
  /// that are not saved yet belong, and the folders of opened projects.
  let state: FilePath
  /// The folder for state that ends with the user's session: the pass of the open tabs.
  let runtime: FilePath

  /// The folders of this user: `castbook` in `XDG_STATE_HOME` and in `XDG_RUNTIME_DIR`.
  ///
  /// Without these variables, they are in `~/.local/state` and in the folder for temporary files.
  /// Returns `nil` if a folder can't be made, or others own it or can write to it.
  public init?(environment: (String) -> [UInt8]?) {
    let name = Array("castbook".utf8)
    func folder(_ variable: String) -> FilePath? {
      guard let value = environment(variable), value.first == UInt8(ascii: "/") else { return nil }
      return FilePath(bytes: value)?.appending(name)
    }
    let home = environment("HOME").flatMap { FilePath(bytes: $0) }.flatMap { home in
      FileSystem.statusFollowingLinks(home)?.isFolder == true ? home : nil
    }
    let own = home?.appending(".local/state".utf8).appending(name)
    guard let state = folder("XDG_STATE_HOME") ?? own else { return nil }
    let runtime =
      folder("XDG_RUNTIME_DIR")
      ?? FileSystem.temporaryFolder.appending("castbook-\(FileSystem.effectiveUserID)".utf8)
    guard Self.make(state), Self.make(runtime) else { return nil }
    (self.state, self.runtime) = (state, runtime)
  }

  /// Makes a folder for its owner alone, unless it exists, and returns whether it is this user's
  /// and others can't write to it.
  private static func make(_ folder: FilePath) -> Bool {
    try? FileSystem.createFolders(folder.folder)
    try? FileSystem.createFolder(folder, mode: 0o700)
    guard let status = FileSystem.status(folder), status.isFolder, status.isOwnedByUser else {
      return false
    }
    return status.mode & 0o022 == 0
  }
}
