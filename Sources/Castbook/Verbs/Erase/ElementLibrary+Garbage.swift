internal import Library

/// Files in a library's folder that the library doesn't need.
public struct CollectedGarbage: Sendable {
  /// A number of files and their total size.
  public struct Tally: Hashable, Sendable {
    public let count: Int
    public let byteCount: Int

    init(_ items: [Garbage.Item]) {
      count = items.count
      byteCount = items.reduce(0) { $0 + $1.byteCount }
    }
  }

  /// Files that no record names, and that are old enough to be deleted.
  public let unreferenced: Tally
  /// Files that no record names, and that are too new to be deleted.
  public let tooRecent: Tally
  /// Files that interrupted commands left.
  public let leftovers: Tally
  /// The paths of all files in `unreferenced` and `leftovers`, relative to the library's folder.
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
  public var byteCount: Int { unreferenced.byteCount + leftovers.byteCount }
}

extension ElementLibrary {
  /// The number of days for which files that no record names are kept by default.
  public static let defaultGraceDays = 14

  /// Deletes files that no record names and that were not touched for `graceDays`, and files that
  /// interrupted commands left. Merges small files of records.
  ///
  /// ```swift
  /// let garbage = try library.collectGarbage(dry: true)
  /// print("\(garbage.byteCount) bytes to free")
  /// ```
  ///
  /// - Parameter dry: Whether to only report what would be deleted.
  public func collectGarbage(
    graceDays: Int = defaultGraceDays, dry: Bool = false
  ) throws -> CollectedGarbage {
    let grace = graceDays * 86_400_000
    let garbage =
      try dry
      ? store.garbage(graceMilliseconds: grace) : store.collect(graceMilliseconds: grace)
    return CollectedGarbage(
      unreferenced: .init(garbage.unnamed), tooRecent: .init(garbage.waiting),
      leftovers: .init(garbage.leftovers),
      paths: (garbage.unnamed + garbage.leftovers).map { $0.path.relative(to: folder) },
      segmentCount: garbage.segmentCount, mergedCount: garbage.groups.count,
      graceDays: graceDays, isDryRun: dry)
  }
}

extension FilePath {
  /// Returns the path relative to a folder, or the whole path if it isn't in the folder.
  func relative(to folder: FilePath) -> FilePath {
    let prefix = folder.bytes + [UInt8(ascii: "/")]
    guard bytes.starts(with: prefix) else { return self }
    return FilePath(bytes: bytes.dropFirst(prefix.count)) ?? self
  }
}
