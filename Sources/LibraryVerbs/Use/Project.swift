internal import Files
internal import Library

/// A folder with the texts and renders of a project, which pins the elements it uses in
/// `castbook.lock`.
///
/// ```swift
/// let location = try ProjectLocation()
/// let outcome = try Use([HandleReference("@mira")], at: location).run(in: library)
/// let found = try outcome.project.resolve(HandleReference("@mira"), in: library)
/// ```
public struct Project: Hashable, Sendable {
  /// The absolute path of the folder.
  public let folder: FilePath
  /// The contents of the lock file.
  public let lock: LockFile

  /// The identity of the project, which doesn't change when the folder moves.
  public var id: ULID { lock.project }
  /// The path of the lock file.
  public var lockPath: FilePath { ProjectFolder.lockPath(in: folder) }

  init(folder: FilePath, lock: LockFile) {
    self.folder = folder
    self.lock = lock
  }

  /// Reads the project at a location.
  ///
  /// - Throws: `ProjectError` if there is no lock file, or if it can't be read.
  public init(at location: ProjectLocation) throws(ProjectError) {
    guard location.hasLock else { throw .noProject(location.folder, isNamed: location.isNamed) }
    try self.init(
      folder: location.folder, bytes: try ProjectFolder.lockBytes(in: location.folder))
  }

  /// Reads the project from the bytes of its lock file.
  init(folder: FilePath, bytes: [UInt8]) throws(ProjectError) {
    self.folder = folder
    do {
      lock = try LockFile(bytes: bytes)
    } catch {
      throw .lock(ProjectFolder.lockPath(in: folder), error)
    }
  }
}

/// The place where a command's project is, or where it would be created.
public struct ProjectLocation: Hashable, Sendable {
  /// The absolute path of the folder.
  public let folder: FilePath
  /// Whether the folder contains a `castbook.lock`; `use` creates one.
  public let hasLock: Bool
  /// Whether the user named the folder, so that it wasn't searched for.
  public let isNamed: Bool

  /// The path that the lock file has, or would have.
  public var lockPath: FilePath { ProjectFolder.lockPath(in: folder) }

  /// Whether the lock file was found in a folder above the one where the search began, outside its
  /// Git repository, where it may have been forgotten.
  public let isDistant: Bool

  /// Finds the folder of a project.
  ///
  /// - Parameters:
  ///   - named: The folder, or its lock file, as the user named it.
  ///   - start: The folder where the search begins; by default the current one. The nearest folder
  ///     upwards with a `castbook.lock` is the project, else `start` itself.
  ///   - home: The home folder, where the search ends; without one it ends at the border of the
  ///     file system.
  /// - Throws: `ProjectError.noFolder` if the folder doesn't exist.
  public init(
    named: FilePath? = nil, from start: FilePath? = nil, home: FilePath? = nil
  ) throws(ProjectError) {
    isNamed = named != nil
    guard let asked = named ?? start ?? FilePath("."),
      let folder = ProjectFolder.full(asked) ?? ProjectFolder.ofLock(asked)
    else {
      throw .noFolder(named ?? start ?? FilePath.unnamed, "no such folder")
    }
    let found = named == nil ? ProjectFolder.nearest(to: folder, home: home) : nil
    self.folder = found ?? folder
    isDistant =
      found.map { found in
        found != folder
          && !(ProjectFolder.repository(around: folder)
            .map { FileSystem.isInside(found, $0) } ?? false)
      } ?? false
    hasLock = found != nil || (named != nil && ProjectFolder.hasLock(folder))
  }
}
