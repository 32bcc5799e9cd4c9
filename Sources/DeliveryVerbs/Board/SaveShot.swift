internal import Files
internal import Prompting

/// What a change of a shot file led to.
public enum ShotOutcome: Hashable, Sendable {
  /// The shot file is as the user wants it.
  case kept(ProjectShot)
  /// The file has changed since the user saw it, and stays so: how it is now, or `nil` if it is
  /// gone.
  case changed(ProjectShot?)
}

/// The verb that writes a shot file of a project.
///
/// ```swift
/// var save = SaveShot("lobby.md", "@mira waits.", in: project)
/// save.known = shot.digest
/// let outcome = try save.run()
/// ```
public struct SaveShot: Sendable {
  public let project: Project
  /// The path below the project's folder.
  public let path: String
  public var text: String
  /// The SHA-256 of the file that the text was made from; `nil` for a file that is new.
  public var known: Digest?

  /// Creates the verb for a file that is new.
  public init(_ path: String, _ text: String, in project: Project) {
    (self.path, self.text, self.project) = (path, text, project)
  }

  /// Writes the file, unless it has changed since. Its folder is not created.
  ///
  /// - Throws: `ElementLibraryError` if the path is no shot file below the project's folder, or the
  ///   text is too long; `ProjectError` if the file can't be written.
  @discardableResult
  public func run() throws -> ShotOutcome {
    let file = try project.shotPath(path)
    guard text.utf8.count <= ShotFile.byteLimit else {
      throw ElementLibraryError.invalidRequest(
        "the text has \(text.utf8.count) bytes; the limit for a shot file is "
          + "\(ShotFile.byteLimit)", fix: "split it into several")
    }
    return try ProjectFolder.withLock(project.folder) {
      if let now = project.differentShot(path, known) { return .changed(now) }
      if known == nil, FileSystem.status(file) != nil {
        return .changed(ProjectShot(path, in: project))
      }
      try ProjectFolder.write(Array(text.utf8), to: file)
      return .kept(ProjectShot(path, in: project))
    }
  }
}

/// The verb that gives a shot file another name. It keeps its place on the board.
public struct RenameShot: Sendable {
  public let project: Project
  /// The path below the project's folder.
  public let path: String
  /// The new path.
  public let newPath: String

  /// Creates the verb.
  public init(_ path: String, to newPath: String, in project: Project) {
    (self.path, self.newPath, self.project) = (path, newPath, project)
  }

  /// Renames the file. If another has the new name, nothing is changed and that one is returned.
  ///
  /// - Throws: `ElementLibraryError` if a path is no shot file below the project's folder;
  ///   `ProjectError` if the file can't be renamed.
  @discardableResult
  public func run() throws -> ShotOutcome {
    let (old, new) = (try project.shotPath(path), try project.shotPath(newPath))
    return try ProjectFolder.withLock(project.folder) {
      guard FileSystem.status(old) != nil else { return .changed(nil) }
      do throws(FileError) {
        guard try FileSystem.rename(old, toUnused: new) else {
          return .changed(ProjectShot(newPath, in: project))
        }
      } catch {
        throw ProjectError.unwritable(old, error.reason)
      }
      try project.changeBoard { $0.rename(path, to: newPath) }
      return .kept(ProjectShot(newPath, in: project))
    }
  }
}

/// The verb that takes a shot file out of a project. Its text becomes a draft of the library.
public struct MoveShotToDrafts: Sendable {
  public let project: Project
  /// The path below the project's folder.
  public let path: String
  /// The SHA-256 of the file that the user saw.
  public let known: Digest

  /// Creates the verb for a shot file.
  public init(_ path: String, _ known: Digest, in project: Project) {
    (self.path, self.known, self.project) = (path, known, project)
  }

  /// Keeps the text as a draft, then deletes the file, unless it has changed since.
  ///
  /// - Throws: `ElementLibraryError` if the text can't be kept; `ProjectError` if the file can't
  ///   be deleted.
  public func run(in library: ElementLibrary) throws -> (outcome: ShotOutcome, draft: KeptDraft?) {
    let file = try project.shotPath(path)
    return try ProjectFolder.withLock(project.folder) {
      if let now = project.differentShot(path, known) { return (.changed(now), nil) }
      let shot = ProjectShot(path, in: project)
      guard let text = shot.text else { return (.changed(shot), nil) }
      let name = path.split(separator: "/").last.map(String.init) ?? path
      guard case .kept(let draft) = try KeepDraft(name: name, text: text).run(in: library) else {
        return (.changed(shot), nil)
      }
      do throws(FileError) {
        try FileSystem.remove(file)
      } catch {
        throw ProjectError.unwritable(file, error.reason)
      }
      return (.kept(shot), draft)
    }
  }
}

/// The verb that sets the order of a project's shots.
public struct OrderShots: Sendable {
  public let project: Project
  /// All shot files in their order, as paths below the project's folder.
  public let paths: [String]

  /// Creates the verb.
  public init(_ paths: [String], in project: Project) {
    (self.paths, self.project) = (paths, project)
  }

  /// Writes the board.
  ///
  /// - Throws: `ElementLibraryError` for a path that leaves the project; `ProjectError` or
  ///   `BoardFileError` if the board can't be changed.
  public func run() throws {
    for path in paths { _ = try project.shotPath(path) }
    try ProjectFolder.withLock(project.folder) {
      try project.changeBoard { $0.order(paths) }
    }
  }
}

/// Limits what may be spent on a project.
public struct LimitProject: Sendable {
  public let project: Project
  /// The maximum, at most one amount in a currency; none for no limit.
  public let limits: [Cost]

  /// Creates the verb.
  public init(_ project: Project, to limits: [Cost]) {
    (self.project, self.limits) = (project, limits)
  }

  /// Writes the board.
  ///
  /// - Throws: `ProjectError` or `BoardFileError` if the board can't be changed.
  public func run() throws {
    try ProjectFolder.withLock(project.folder) {
      try project.changeBoard { $0.limit(to: limits) }
    }
  }
}

extension Project {
  /// Returns where a shot file is, or would be.
  ///
  /// - Throws: `ElementLibraryError` unless the path ends in `.md` and stays below the project's
  ///   folder, without links.
  public func shotPath(_ path: String) throws -> FilePath {
    let file = try innerPath(path)
    guard file.suffix?.lowercased() == "md" else {
      throw ElementLibraryError.invalidRequest(
        "\(sanitized(path)): the name of a shot file ends in .md", fix: "add .md")
    }
    return file
  }

  /// Returns where a picture is that a shot file names.
  ///
  /// - Throws: `ElementLibraryError` unless it is a file below the project's folder, without links.
  public func framePath(_ path: String) throws -> FilePath {
    let file = try innerPath(path)
    guard FileSystem.status(file)?.isFile == true else {
      throw ElementLibraryError.invalidRequest("\(sanitized(path)): no such file", fix: nil)
    }
    return file
  }

  /// Returns where a file below the project's folder is, or would be.
  ///
  /// - Throws: `ElementLibraryError` if the path leaves the folder, begins with a dot or leads
  ///   through a link or anything else that is no folder.
  func innerPath(_ path: String) throws -> FilePath {
    let parts = path.split(separator: "/")
    guard BoardFile.isPath(path), parts.allSatisfy({ $0.first != "." }), parts.count <= 8 else {
      throw ElementLibraryError.invalidRequest(
        "\(sanitized(path)) is not a path below the project's folder",
        fix: "write a name such as lobby.md")
    }
    var folder = self.folder
    for part in parts.dropLast() {
      folder = folder.appending(part.utf8)
      guard FileSystem.status(folder)?.isFolder == true else {
        throw ElementLibraryError.invalidRequest(
          "\(folder) is not a folder", fix: "create it, or name another one")
      }
    }
    let file = folder.appending(Array((parts.last ?? "").utf8))
    if FileSystem.status(file)?.kind == .link { throw ProjectError.link(file) }
    return file
  }

  /// Returns the shot file as it is now if it isn't what the user saw: `.some(nil)` if it is gone,
  /// and `nil` if it is the same, or if the user saw none.
  fileprivate func differentShot(_ path: String, _ known: Digest?) -> ProjectShot?? {
    guard let known else { return nil }
    let now = ProjectShot(path, in: self)
    if now.digest == known { return nil }
    return .some(now.digest == nil ? nil : now)
  }

  /// Changes the board and writes it if that changes its text.
  fileprivate func changeBoard(_ change: (inout BoardFile) -> Void) throws {
    let path = folder.appending(BoardFile.name.utf8)
    let isThere = FileSystem.status(path) != nil
    var board = isThere ? try ProjectShots.readBoard(path) : BoardFile()
    let before = board
    change(&board)
    if board != before { try ProjectFolder.write(board.bytes, to: path) }
  }
}
