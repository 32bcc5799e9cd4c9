internal import CFiles
package import Model
internal import POSIX

/// The properties of a folder's file system that matter to a library in it.
package struct FolderTraits: Hashable, Sendable {
  /// Whether several machines may write to it: SQLite's shared memory does not work between them.
  package var isShared: Bool
  /// Whether it is mounted read-only.
  package var isReadOnly: Bool
  /// Whether this user may create files in the folder.
  package var isWritable: Bool
  /// Whether it supports locks. Without them, SQLite waits until its timeout, and two
  /// writers would not notice each other.
  package var supportsLocks: Bool

  package init(
    isShared: Bool = false, isReadOnly: Bool = false, isWritable: Bool = true,
    supportsLocks: Bool = true
  ) {
    self.isShared = isShared
    self.isReadOnly = isReadOnly
    self.isWritable = isWritable
    self.supportsLocks = supportsLocks
  }

  /// Examines a folder, and the locks on a file in it.
  package init(of folder: FilePath, lockedFile: FilePath) {
    isShared = unsafe folder.withCString { unsafe castbook_is_shared_between_machines($0) }
    var facts = statvfs()
    let isKnown = unsafe folder.withCString { unsafe statvfs($0, &facts) } == 0
    isReadOnly = isKnown && facts.f_flag & UInt(ST_RDONLY) != 0
    isWritable = FileSystem.isWritable(folder)
    supportsLocks = FileLock.isSupported(for: lockedFile)
  }
}
