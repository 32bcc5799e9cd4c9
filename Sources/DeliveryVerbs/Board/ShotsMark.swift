internal import Files

/// The state of the shot files of a project and of its board, without their contents: it changes
/// when a file is written, added, renamed or removed.
public struct ShotsMark: Hashable, Sendable {
  private struct Entry: Hashable {
    let path: String
    let identity: FileIdentity
    let byteCount: Int
    let modified: Int
    let changed: Int
  }

  private let entries: [Entry]

  /// Reads the state of the files in a project's folder. No file is opened.
  public init(of project: Project) {
    let paths = [BoardFile.name] + ProjectShots.files(in: project.folder)
    entries = paths.compactMap { path in
      FileSystem.status(project.folder.appending(path.utf8)).map { status in
        Entry(
          path: path, identity: status.identity, byteCount: status.byteCount,
          modified: status.modified, changed: status.changed)
      }
    }
  }
}
