internal import CFileSystem
internal import Media
package import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What the system says of a folder, as far as it matters to a library in it.
package struct FolderNature: Hashable, Sendable {
  /// Several machines may write to its file system: SQLite's shared memory does not reach across them.
  package var isShared: Bool
  /// Nobody writes there: its file system is mounted for reading only.
  package var isFrozen: Bool
  /// Whether this user may write there.
  package var isWritable: Bool
  /// Whether its file system keeps locks. Without them SQLite waits for the longest time it may, and two writers
  /// would not know of each other.
  package var keepsLocks: Bool

  package init(
    isShared: Bool = false, isFrozen: Bool = false, isWritable: Bool = true,
    keepsLocks: Bool = true
  ) {
    self.isShared = isShared
    self.isFrozen = isFrozen
    self.isWritable = isWritable
    self.keepsLocks = keepsLocks
  }

  package init(of folder: FilePath) {
    isShared = unsafe folder.withCString { unsafe castbook_is_shared_between_machines($0) }
    var facts = statvfs()
    let isKnown = unsafe folder.withCString { unsafe statvfs($0, &facts) } == 0
    isFrozen = isKnown && facts.f_flag & UInt(ST_RDONLY) != 0
    isWritable = Disk.isWritable(folder)
    keepsLocks = WriterLock.works(in: folder)
  }
}
