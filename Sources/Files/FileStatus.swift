package import Model
internal import POSIX

/// The status of a file or folder: its kind, its length, its times, its permissions.
package struct FileStatus: Hashable, Sendable {
  /// What a path leads to.
  package let kind: FileKind
  /// The length of a file in bytes.
  package let byteCount: Int
  /// When its content was last modified (`mtime`), in nanoseconds since 1970. Any program can set
  /// it, and copying tools preserve it.
  package let modified: Int
  /// When anything about it last changed on this disk (`ctime`), in nanoseconds since 1970. No
  /// program can set it.
  package let changed: Int
  /// Distinguishes it from every other file or folder on this machine, regardless of its path.
  package let identity: FileIdentity
  /// Permissions and special bits, as `chmod` sets them.
  package let mode: UInt32
  /// Whether this process's user owns it.
  package let isOwnedByUser: Bool
  /// Whether users other than its owner and root may change it. A group with the owner's number is
  /// private to the owner: Debian and its derivatives create one for each user.
  package let isWritableByOthers: Bool
  /// Whether root owns it.
  package let isOwnedByRoot: Bool
  /// The number of names (hard links) of the file.
  package let linkCount: Int

  package var isFolder: Bool { kind == .folder }
  /// Whether it is a regular file.
  package var isFile: Bool { kind == .file }

  /// Reads the status of the item at a path: of a link itself, unless links are followed. Returns
  /// `nil` if there is no item, or it can't be examined.
  package init?(of path: FilePath, followingLinks: Bool = false) {
    var status = stat()
    let result = unsafe path.withCString { text in
      unsafe followingLinks ? stat(text, &status) : lstat(text, &status)
    }
    guard result == 0 else { return nil }
    self.init(status)
  }

  init(_ status: stat) {
    kind = FileKind(mode: status.st_mode)
    byteCount = Int(status.st_size)
    #if canImport(Glibc)
      modified = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
      changed = status.st_ctim.tv_sec &* 1_000_000_000 &+ status.st_ctim.tv_nsec
    #else
      modified = status.st_mtimespec.tv_sec &* 1_000_000_000 &+ status.st_mtimespec.tv_nsec
      changed = status.st_ctimespec.tv_sec &* 1_000_000_000 &+ status.st_ctimespec.tv_nsec
    #endif
    identity = FileIdentity(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino))
    mode = UInt32(status.st_mode) & 0o7777
    isOwnedByUser = status.st_uid == geteuid()
    isOwnedByRoot = status.st_uid == 0
    let hasSharedGroup = status.st_gid != status.st_uid
    isWritableByOthers = mode & 0o002 != 0 || mode & 0o020 != 0 && hasSharedGroup
    linkCount = Int(status.st_nlink)
  }
}

/// Distinguishes a file or folder from every other on this machine, regardless of its path.
package struct FileIdentity: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64

  /// Both numbers, as the index stores them.
  package var numbers: [UInt64] { [device, inode] }
}

/// What a path leads to.
package enum FileKind: Hashable, Sendable {
  case file, folder, link, pipe, socket, device

  /// Converts the type that a folder records for a name; `nil` if its file system records none.
  init?(directoryEntryType type: UInt8) {
    switch Int(type) {
    case Int(DT_REG): self = .file
    case Int(DT_DIR): self = .folder
    case Int(DT_LNK): self = .link
    case Int(DT_FIFO): self = .pipe
    case Int(DT_SOCK): self = .socket
    case Int(DT_UNKNOWN): return nil
    default: self = .device
    }
  }

  init(mode: mode_t) {
    self =
      switch mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO: .pipe
      case S_IFSOCK: .socket
      default: .device
      }
  }

  /// Reads the kind of the item at a path; `nil` if there is no item, or it can't be examined.
  package init?(of path: FilePath, followingLinks: Bool) {
    guard let status = FileStatus(of: path, followingLinks: followingLinks) else { return nil }
    self = status.kind
  }

  /// The kind with its article: "a folder".
  package var nameWithArticle: String {
    switch self {
    case .file: "a file"
    case .folder: "a folder"
    case .link: "a link"
    case .pipe: "a pipe"
    case .socket: "a socket"
    case .device: "a device"
    }
  }
}
