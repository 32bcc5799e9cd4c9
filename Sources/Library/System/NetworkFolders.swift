internal import CFileSystem
internal import Media
internal import Model

/// File systems that several machines write to: SQLite's shared memory does not reach across them.
enum NetworkFolders {
  static func contains(_ path: FilePath) -> Bool {
    unsafe path.withCString { unsafe castbook_is_shared_between_machines($0) }
  }
}
