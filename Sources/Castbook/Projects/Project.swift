internal import Library

/// A folder in which a project's texts and renders lie, and which pins what it uses in `castbook.lock`.
///
/// ```swift
/// let place = try ProjectLocation()
/// let outcome = try library.use([HandleReference("@mira")], at: place)
/// let found = try library.resolve(HandleReference("@mira"), in: outcome.project)
/// ```
public struct Project: Hashable, Sendable {
  /// In full.
  public let folder: FilePath
  public let lock: LockFile

  /// Its identity, which stays when the folder moves.
  public var id: ULID { lock.project }
  public var lockPath: FilePath { ProjectFolder.lockPath(in: folder) }

  init(folder: FilePath, lock: LockFile) {
    self.folder = folder
    self.lock = lock
  }

  /// Reads a project; a folder without a lock file is an error that says how to make one.
  public init(at location: ProjectLocation) throws(ProjectError) {
    guard location.hasLock else { throw .none(location.folder, isNamed: location.isNamed) }
    try self.init(
      folder: location.folder, bytes: try ProjectFolder.lockBytes(in: location.folder))
  }

  init(folder: FilePath, bytes: [UInt8]) throws(ProjectError) {
    self.folder = folder
    do {
      lock = try LockFile(bytes: bytes)
    } catch {
      throw .lock(ProjectFolder.lockPath(in: folder), error)
    }
  }
}

/// Where a command's project is, or would be made.
public struct ProjectLocation: Hashable, Sendable {
  /// In full.
  public let folder: FilePath
  /// Whether a `castbook.lock` is there; `use` makes one.
  public let hasLock: Bool
  /// Whether somebody named the folder; else it was looked for.
  public let isNamed: Bool

  /// The folder that is named, or whose lock file is, else the nearest upwards from `start` that has a `castbook.lock`, to the
  /// home folder or the border of the file system; else `start` itself.
  public init(
    named: FilePath? = nil, from start: FilePath? = nil, home: FilePath? = nil
  ) throws(ProjectError) {
    isNamed = named != nil
    guard let asked = named ?? start ?? FilePath("."),
      let folder = ProjectFolder.full(asked) ?? ProjectFolder.ofLock(asked)
    else {
      throw .noFolder(named ?? start ?? FilePath.nameless, "no such folder")
    }
    let found = named == nil ? ProjectFolder.nearest(to: folder, home: home) : nil
    self.folder = found ?? folder
    hasLock = found != nil || (named != nil && ProjectFolder.hasLock(folder))
  }
}
