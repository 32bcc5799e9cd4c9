internal import Files

/// The folders that a program may use for someone else, each with a label that takes the place of
/// its path in what that person sees.
public struct Roots: Sendable {
  /// A folder and its label.
  public struct Root: Hashable, Sendable {
    /// The folder, as an absolute path without links.
    public let folder: FilePath
    /// The label, such as `root1`.
    public let label: String
  }

  /// The roots in the order in which they were named.
  public let roots: [Root]

  /// - Throws: `FileVerbError.invalidRequest` for a path that isn't a folder.
  public init(_ folders: [FilePath]) throws {
    roots = try folders.enumerated().map { index, path in
      guard FileSystem.statusFollowingLinks(path)?.isFolder == true,
        let resolved = FileSystem.resolved(path)
      else { throw FileVerbError.invalidRequest("\(path) is not a folder", fix: "name a folder") }
      return Root(folder: resolved, label: "root\(index + 1)")
    }
  }
}

extension FilePath {
  /// The absolute path with its links resolved; `nil` if it doesn't exist.
  public var resolved: FilePath? { FileSystem.resolved(self) }
}
