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

  private static let slash = UInt8(ascii: "/")

  /// No roots, so that no file may be used.
  public static let none = Roots()

  private init() { roots = [] }

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

extension Roots {
  /// Returns the absolute path that a text names, with its links resolved; `nil` for a path outside
  /// the roots. The file need not exist.
  ///
  /// A relative path begins with the label of a root, or else is below the first root.
  public func path(_ text: String) -> FilePath? {
    guard let first = roots.first, let written = FilePath(text) else { return nil }
    let path: FilePath
    if written.bytes.first == Self.slash {
      path = written
    } else {
      let parts = written.bytes.split(separator: Self.slash, maxSplits: 1)
      let labelled = roots.first { parts.first?.elementsEqual($0.label.utf8) == true }
      path =
        labelled.map { root in
          parts.count > 1 ? root.folder.appending(parts[1]) : root.folder
        } ?? first.folder.appending(written.bytes)
    }
    guard let resolved = Self.resolved(path), contains(resolved) else { return nil }
    return resolved
  }

  /// Returns whether a file is in a root, whatever links its path contains.
  public func holds(_ path: FilePath) -> Bool { Self.resolved(path).map(contains) ?? false }

  /// Returns an absolute path as someone else sees it: below the label of its root; `nil` outside
  /// the roots.
  public func shown(_ path: FilePath) -> String? {
    let root = roots.filter { Self.isInside(path, $0.folder) }
      .max { $0.folder.bytes.count < $1.folder.bytes.count }
    return root.map { root in
      root.label + String(decoding: path.bytes.dropFirst(root.folder.bytes.count), as: UTF8.self)
    }
  }

  /// Returns whether a resolved path is in a root.
  private func contains(_ path: FilePath) -> Bool {
    roots.contains { Self.isInside(path, $0.folder) }
  }

  private static func isInside(_ path: FilePath, _ folder: FilePath) -> Bool {
    let start = folder.bytes.last == slash ? folder.bytes : folder.bytes + [slash]
    return path == folder || path.bytes.starts(with: start)
  }

  /// Returns a path with the links of its existing part resolved. What doesn't exist yet must not
  /// lead upwards.
  private static func resolved(_ path: FilePath) -> FilePath? {
    if let resolved = path.resolved { return resolved }
    // A link that leads to a missing file could lead anywhere.
    guard FileSystem.status(path) == nil else { return nil }
    let name = path.name
    guard path.folder != path, name.bytes != Array("..".utf8), name.bytes != Array(".".utf8),
      let folder = resolved(path.folder)
    else { return nil }
    return folder.appending(name.bytes)
  }
}

extension FilePath {
  /// The absolute path with its links resolved; `nil` if it doesn't exist.
  public var resolved: FilePath? { FileSystem.resolved(self) }
}
