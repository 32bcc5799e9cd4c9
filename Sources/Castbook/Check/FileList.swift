internal import Media

/// The files that paths come to: files as they are named, folders as what lies below them.
public struct FileList: Sendable {
  /// The files, in the order given; within a folder in byte order of their names.
  public let paths: [FilePath]
  /// Those that were named themselves, not met in a folder.
  let named: Set<FilePath>
  /// Those that may be no ordinary files.
  let unsure: Set<FilePath>
  /// Names passed over in folders, by reason, in the reasons' order.
  public let passedOver: [(reason: String, count: Int)]
  /// Folders among them that could not be opened.
  let unreadable: [FilePath: FileProblem]

  public init(_ paths: [FilePath]) {
    let walk = FolderWalk(paths)
    self.paths = walk.files
    named = Set(paths).intersection(walk.files)
    unsure = walk.unsure
    unreadable = walk.unreadable
    passedOver = FolderWalk.Skipped.allCases.compactMap { reason in
      walk.skipped[reason].map { (Self.words(for: reason, count: $0), $0) }
    }
  }

  public var passedOverCount: Int { passedOver.reduce(0) { $0 + $1.count } }

  private static func words(for reason: FolderWalk.Skipped, count: Int) -> String {
    switch reason {
    case .hidden: "hidden"
    case .sidecar: count == 1 ? "sidecar" : "sidecars"
    case .folderLink: count == 1 ? "link to a folder" : "links to folders"
    case .livePhoto: count == 1 ? "film of a Live Photo" : "films of Live Photos"
    }
  }
}
