/// Files in a library's folder that the library doesn't need.
public struct CollectedGarbage: Sendable {
  /// Files that no record names, and that are old enough to be deleted.
  public let unreferenced: FileTally
  /// Files that no record names, and that are too new to be deleted.
  public let tooRecent: FileTally
  /// Files that interrupted commands left.
  public let leftovers: FileTally
  /// Files of elements that teammates have erased, kept aside until now.
  public let erased: FileTally
  /// Files of such elements that are still kept aside.
  public let kept: FileTally
  /// The paths of all `unreferenced`, `leftovers` and `erased` files, relative to the library.
  public let paths: [FilePath]
  /// The number of small files of records.
  public let segmentCount: Int
  /// The number of larger files that the small ones are merged into.
  public let mergedCount: Int
  /// The number of days for which files that no record names were kept.
  public let graceDays: Int
  /// Whether nothing was deleted, and the result tells what would be.
  public let isDryRun: Bool

  /// The total size of the files that are deleted.
  public var byteCount: Int { unreferenced.bytes + leftovers.bytes + erased.bytes }
}

extension FilePath {
  /// Returns the path relative to a folder, or the whole path if it isn't in the folder.
  func relative(to folder: FilePath) -> FilePath {
    let prefix = folder.bytes + [UInt8(ascii: "/")]
    guard bytes.starts(with: prefix) else { return self }
    return FilePath(bytes: bytes.dropFirst(prefix.count)) ?? self
  }
}
